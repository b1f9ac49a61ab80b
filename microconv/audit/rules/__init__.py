"""All rules, one module for each topic."""

from __future__ import annotations

from microconv.audit.rule import Rule
from microconv.audit.rules import naming, roles

RULES: tuple[Rule, ...] = (*naming.RULES, *roles.RULES)
"""Every rule, in the order of the reference."""

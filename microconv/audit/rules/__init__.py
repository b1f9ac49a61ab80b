"""All rules, one module for each topic."""

from __future__ import annotations

from microconv.audit.rule import Rule
from microconv.audit.rules import (
    bidding,
    bridge,
    bridge_imports,
    counting,
    distance,
    double,
    ga4,
    ga4_rules,
    grading,
    namesakes,
    naming,
    ownership,
    roles,
    silence,
    silence_events,
    upkeep,
    values,
)

RULES: tuple[Rule, ...] = (
    *naming.RULES,
    *namesakes.RULES,
    *roles.RULES,
    *bidding.RULES,
    *values.RULES,
    *grading.RULES,
    *counting.RULES,
    *distance.RULES,
    *double.RULES,
    *silence.RULES,
    *silence_events.RULES,
    *bridge.RULES,
    *bridge_imports.RULES,
    *ga4.RULES,
    *ga4_rules.RULES,
    *upkeep.RULES,
    *ownership.RULES,
)
"""Every rule, in the order of the reference."""

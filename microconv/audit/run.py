"""Run the rules over what was read."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.audit.rule import Finding, Subject
from microconv.audit.rules import RULES
from microconv.core.client import DEFAULT_PREFIX, Client
from microconv.core.resource import Reading


def audit(
    readings: Sequence[Reading], *, prefix: str = DEFAULT_PREFIX, client: Client | None = None
) -> tuple[Finding, ...]:
    """Every finding of every rule, the heaviest first. Reads only what it is given."""
    subject = Subject(tuple(readings), prefix, client)
    found = [finding for rule in RULES for finding in rule.findings(subject)]
    return tuple(sorted(found, key=lambda finding: (-finding.level.weight, finding.rule, finding.object)))

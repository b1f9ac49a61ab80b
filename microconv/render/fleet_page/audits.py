"""Audits as an overview of many clients keeps them: numbers, and the titles of a few rules."""

from __future__ import annotations

from itertools import islice

from microconv.audit.result import Audit
from microconv.audit.rule import Level
from microconv.core.client_numbers import ClientNumbers
from microconv.render.fleet_page.answers import MOST_NAMES
from microconv.render.fleet_page.line import Answered, Remark, Topic


def audit_answered(audit: Audit, *, named: bool = False) -> Answered:
    """An audit; `named` with the titles of its rules that found something, the heaviest first."""
    numbers = ClientNumbers(
        errors=audit.number(Level.ERROR),
        warnings=audit.number(Level.WARNING),
        notes=audit.number(Level.NOTE),
        calls=audit.calls,
    )
    failed = [result for result in audit.failed if any(finding.counts for finding in result.findings)]
    remarks = [Remark(Topic.FINDING, result.rule.title) for result in islice(failed, MOST_NAMES)] if named else []
    return Answered(numbers, tuple(remarks), audit.accounts, audit.emulated)

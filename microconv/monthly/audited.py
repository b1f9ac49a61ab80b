"""The audit of an account as a report sums it up."""

from __future__ import annotations

from microconv.audit.result import Audit, Finding
from microconv.audit.rule import Level, Status
from microconv.core.text import Text
from microconv.report.model import AuditSummary

MOST = 5
"""The number of findings that are told."""

NOT_RUN = AuditSummary(why=Text("it was not run", "実行していません"))


def summary(audit: Audit) -> AuditSummary:
    """The audit in numbers, with its heaviest findings."""
    return AuditSummary(
        known=True,
        levels=tuple((level.value, audit.number(level)) for level in reversed(Level)),
        first=tuple(_sentence(finding) for finding in audit.counting[:MOST]),
        rules=len(audit.results),
        unknown=len(audit.of(Status.UNKNOWN)),
    )


def _sentence(finding: Finding) -> Text:
    title, name = finding.rule.title, finding.evidence.name
    return Text(f"{title.en}: {name}", f"{title.ja}: {name}")

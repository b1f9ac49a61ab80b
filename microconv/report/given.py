"""All that a report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from microconv.core.frozen import FrozenDict
from microconv.core.monthly import GA4Month, GoogleAdsMonth
from microconv.core.months import Month
from microconv.core.setup_changes import NO_CHANGES, Changes
from microconv.report.model import NO_AUDIT, SECTIONS, AuditSummary, Report


@dataclass(frozen=True)
class Given:
    """All that the report of a client is made of, beside its config.

    month: the month of the report.
    made: when the numbers were read, ISO 8601, in the property's time zone.
    version: of microconv.
    ga4: the answers of GA4; None where it was not asked.
    google_ads: those of Google Ads, likewise.
    provisional: true before the third day of the next month.
    edition: 1 for the first one.
    changes: of the setup, in the month.
    audit: its result.
    notes: the person's, Markdown.
    actions: the numbers of the conversion actions, by the conversion's name.
    previous: the report of an earlier month that was frozen last; None for none.
    targets: how many are wanted in this month, by the conversion's name.
    pages: label and address of the heat map of pages, by path.
    sections: the sections that are shown, in their order.
    approver: who approves the setup.
    other_requests: the requests that were sent for other things than the numbers.
    """

    month: Month
    made: str
    version: str
    ga4: GA4Month | None = None
    google_ads: GoogleAdsMonth | None = None
    provisional: bool = False
    edition: int = 1
    changes: Changes = NO_CHANGES
    audit: AuditSummary = NO_AUDIT
    notes: str = ""
    actions: Mapping[str, str] = field(default_factory=FrozenDict)
    previous: Report | None = None
    targets: Mapping[str, float] = field(default_factory=FrozenDict)
    pages: Mapping[str, tuple[str, str]] = field(default_factory=FrozenDict)
    sections: tuple[str, ...] = SECTIONS
    approver: str = ""
    other_requests: int = 0

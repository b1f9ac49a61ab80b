"""The model of a monthly report: frozen data, from which every form is drawn, now and years later.

Shares are fractions (0.18 is 18 %), money is in the currency that stands beside it, days are ISO dates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from microconv.core.report_settings import SECTIONS as SECTIONS
from microconv.core.setup_changes import NO_CHANGES, Changes
from microconv.core.text import NO_TEXT, Text
from microconv.report.chains import FunnelMonth
from microconv.report.figures import NOTHING, Compared, Figure, Known, Note
from microconv.report.traffic import NO_TREND, Campaign, Group, Item, LandingPage, Page, SideBySide, Trend

REPORT_FORMAT = 1
"""Version of the document. Readers refuse a newer one."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that the numbers are from. `provider` is `ga4` or `google_ads`."""

    provider: str
    account: str
    time_zone: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A month of the report: `2026-10`, its first and last day, the number of its days."""

    month: str
    first: str
    last: str
    days: int


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a report.

    client: the client's label.
    month: its month.
    before: the month before it.
    year: the same month a year ago.
    made: when its numbers were read, ISO 8601.
    version: that of microconv.
    edition: 1 for the first, one more for each `--refresh`.
    provisional: true before the third day of the next month; such a report is not frozen.
    emulated: true where any number comes from the emulator.
    agency: the agency's name.
    logo: its logo as a data address, empty for none.
    owner: who answers for the setup.
    approver: who approves it.
    shared: the address where the report is shared.
    sections: the names of the sections that are shown, in their order; see SECTIONS.
    accounts: those that the numbers are from.
    """

    client: str
    month: Span
    before: Span
    year: Span
    made: str
    version: str
    edition: int = 1
    provisional: bool = False
    emulated: bool = False
    agency: str = ""
    logo: str = ""
    owner: str = ""
    approver: str = ""
    shared: str = ""
    sections: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence of the conclusion, of facts alone.

    text: the sentence.
    good: true for better, false for worse, None for neither.
    """

    text: Text
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The config's target for a conversion in this month, and the share of it that was reached."""

    wanted: float
    reached: Figure


@dataclass(frozen=True, slots=True)
class ConversionMonth:
    """One conversion of the config.

    name: as in the config, as the next four.
    label: its name for people.
    kind: `micro`, `macro` or `undecided`.
    role: `primary` or `secondary`.
    purpose: why it is measured.
    event: its GA4 event, empty for none.
    action: the number of its conversion action, empty for none or not known.
    count: how often GA4 counted its event.
    users: who did it (not additive over months).
    value: the value of these events, in the property's currency.
    per_session: count for each session.
    reach: users of the event for each user of the property.
    conversions: Google Ads' column, by the day of the click.
    all_conversions: likewise.
    conversions_by_date: `conversions` by the day of the conversion.
    all_conversions_by_date: `all_conversions` by the day of the conversion.
    ads_value: Google Ads' value of all conversions, by the day of the click.
    per_click: all conversions for each click on an ad.
    still_to_come: the share of the month's all conversions that is expected to arrive yet, by the usual lag.
    target: the config's target; None for none.
    notes: what is to be known of all its numbers.
    """

    name: str
    label: str
    kind: str
    role: str
    purpose: str
    event: str
    action: str
    count: Compared
    users: Compared
    value: Compared
    per_session: Compared
    reach: Compared
    conversions: Compared
    all_conversions: Compared
    conversions_by_date: Compared
    all_conversions_by_date: Compared
    ads_value: Compared
    per_click: Compared
    still_to_come: Figure = NOTHING
    target: Target | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """The audit at the time of the report.

    known: false where it was not run.
    why: the reason for that.
    levels: how many findings of each weight.
    first: the heaviest findings, one sentence each.
    rules: how many rules were run.
    unknown: of how many of them the answer is unknown.
    """

    known: bool = False
    why: Text = NO_TEXT
    levels: tuple[tuple[str, int], ...] = ()
    first: tuple[Text, ...] = ()
    rules: int = 0
    unknown: int = 0


NO_AUDIT = AuditSummary()
"""No audit was run."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The cost of the report: requests of GA4 (a batch is one), its funnels, Google Ads searches, GA4 tokens."""

    ga4: int = 0
    funnels: int = 0
    google_ads: int = 0
    other: int = 0
    tokens: int | None = None


@dataclass(frozen=True)
class Report:
    """One client's report of one month.

    heading: what it is of.
    conclusion: the facts that come first.
    totals: numbers of the whole property and the whole Google Ads account, by name; see `report.totals`.
    conversions: in the config's order.
    trend: by day and week.
    groups: by channel, then by device.
    funnels: a chain each.
    pages: those with most users first.
    landing_pages: those with most sessions first.
    items: the worst first.
    campaigns: the dearest first.
    comparison: GA4 and Google Ads side by side.
    changes: what was changed in the setup.
    audit: the audit's result.
    notes: the person's notes, Markdown.
    disclosures: every note that stands at some number of the report.
    sources: each table that was asked for: its name, what is known of it, the API's words where it refused.
    calls: what it cost.
    format: the version of the document.
    left_out: the sections that do not show all rows of the answers, and how many they leave out.
    typical_stay: the median of the pages' stays, in seconds, below half of which a stay is short.
    """

    heading: Heading
    conclusion: tuple[Fact, ...] = ()
    totals: tuple[tuple[str, Compared], ...] = ()
    conversions: tuple[ConversionMonth, ...] = ()
    trend: Trend = NO_TREND
    groups: tuple[Group, ...] = ()
    funnels: tuple[FunnelMonth, ...] = ()
    pages: tuple[Page, ...] = ()
    landing_pages: tuple[LandingPage, ...] = ()
    items: tuple[Item, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    comparison: tuple[SideBySide, ...] = ()
    changes: Changes = NO_CHANGES
    audit: AuditSummary = NO_AUDIT
    notes: str = ""
    disclosures: tuple[Note, ...] = ()
    sources: tuple[tuple[str, Known, str], ...] = ()
    calls: Calls = Calls()
    format: int = field(default=REPORT_FORMAT)
    typical_stay: Figure = NOTHING
    left_out: tuple[tuple[str, int], ...] = ()

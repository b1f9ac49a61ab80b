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
    """What a report is of.

    client: the client's label.
    month, before, year: its month and those that it is compared with.
    made: when its numbers were read, ISO 8601; `version`: by which version of microconv.
    edition: 1 for the first, one more for each `--refresh`.
    provisional: true before the third day of the next month; such a report is not frozen.
    emulated: true where any number comes from the emulator.
    agency, logo: the letterhead; the logo as a data address, empty for none.
    owner, approver: who answers for the setup, and who approves it.
    shared: the address where the report is shared.
    sections: the names of the sections that are shown, in their order; see SECTIONS.
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

    name, label, purpose, kind (`micro`, `macro`, `undecided`), role (`primary`, `secondary`): as in the config.
    event: its GA4 event, empty for none. `action`: the number of its conversion action, empty for none or not found.
    count: how often GA4 counted its event. `users`: who did it (not additive over months).
    value: the value of these events, in the property's currency.
    per_session: count for each session. `reach`: users of the event for each user of the property.
    conversions, all_conversions: Google Ads' columns, by the day of the click.
    conversions_by_date, all_conversions_by_date: the same by the day of the conversion.
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
    """The audit at the time of the report; `known` is false where it was not run, which `why` tells.

    levels: how many findings of each weight. `first`: the heaviest findings, one sentence each.
    rules: how many rules were run, and `unknown`: of how many the answer is unknown.
    """

    known: bool = False
    why: Text = NO_TEXT
    levels: tuple[tuple[str, int], ...] = ()
    first: tuple[Text, ...] = ()
    rules: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Calls:
    """What the report cost: requests of GA4 (a batch is one), its funnels, Google Ads searches, GA4 tokens."""

    ga4: int = 0
    funnels: int = 0
    google_ads: int = 0
    other: int = 0
    tokens: int | None = None


@dataclass(frozen=True)
class Report:
    """One client's report of one month."""

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
    audit: AuditSummary = AuditSummary()
    notes: str = ""
    disclosures: tuple[Note, ...] = ()
    sources: tuple[tuple[str, Known, str], ...] = ()
    calls: Calls = Calls()
    format: int = field(default=REPORT_FORMAT)

"""The questions of a monthly report to the APIs, and their answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microconv.core.answers import NOT_ASKED, Period, Table
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.text import NO_TEXT, Text


@dataclass(frozen=True)
class FunnelAnswer:
    """GA4's answer about one chain of conversions. Funnels count users, tables count events: they never agree.

    steps: the names of the conversions, the farthest first, the final one last.
    closed: users had to begin at the first step.
    within_days: the longest time between two steps, in days; None for any.
    by: what `table` is broken down by: `device`, `channel`, `page`, or empty.
    table: columns `period`, `step`, `by` (empty: all), metric `users`. Google tells sampling of it alone.
    next_actions: columns `step`, `event`, metric `users`, what users did right after a step; NOT_ASKED unless wanted.
    left_out: conversions of the chain that are not measured yet; not in `steps`, unless the chain was not asked for.
    """

    steps: tuple[str, ...]
    closed: bool
    within_days: float | None
    by: str
    table: Table
    next_actions: Table = NOT_ASKED
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class GA4Month:
    """GA4's answers about a month, and the two that it is compared with.

    month: the report's.
    property_id: the property's number.
    time_zone: the property's, IANA; empty where no answer told.
    currency: the property's, ISO 4217; empty where no answer told.
    emulated: true where the emulator answered.
    tables: by name, with the columns and metrics in GA4_TABLES; one that was not asked for may be absent.
    key_events: the days since when each event is a key event; None where it is one and the day is not known. They are
        asked for with the table `events`.
    key_events_refused: why the property's key events could not be listed, code and text; empty where they were.
    funnels: one or two for each chain.
    requests: the requests that were sent, again too. A batch is one, of up to five reports; so is the key events' list.
    funnel_requests: those for funnels.
    tokens: the tokens of the property's quota that they cost; None where Google did not tell.
    """

    month: Month
    property_id: str
    time_zone: str = ""
    currency: str = ""
    emulated: bool = False
    tables: Mapping[str, Table] = field(default_factory=FrozenDict)
    key_events: Mapping[str, datetime.date | None] = field(default_factory=FrozenDict)
    key_events_refused: Text = NO_TEXT
    funnels: tuple[FunnelAnswer, ...] = ()
    requests: int = 0
    funnel_requests: int = 0
    tokens: int | None = None

    def table(self, name: str) -> Table:
        """A table by name; NOT_ASKED where there is none."""
        return self.tables.get(name, NOT_ASKED)


GA4_TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = FrozenDict(
    {
        "totals": (
            ("period",),
            ("sessions", "users", "active_users", "new_users", "engaged_sessions", "page_views", "engagement_seconds"),
        ),
        "days": (("day",), ("sessions",)),
        "day_events": (("day", "event"), ("count",)),
        "events": (("period", "event"), ("count", "key_events", "users", "value")),
        "groups": (("period", "channel", "device"), ("sessions",)),
        "group_events": (("period", "channel", "device", "event"), ("count",)),
        "pages": (("period", "page"), ("page_views", "users", "engagement_seconds")),
        "page_events": (("page", "event"), ("count", "users")),
        "landing_pages": (("period", "landing_page"), ("sessions", "engaged_sessions", "bounces")),
        "landing_events": (("landing_page", "event"), ("count",)),
        "items": (("period", "item"), ("viewed", "in_cart", "purchased", "revenue")),
    }
)
"""The columns and metrics of GA4's tables. `users` are all users, `value` is in the property's currency; `page_views`
and `users` of a page are those of the page. `totals` and `days` come from one request."""


@dataclass(frozen=True)
class GoogleAdsMonth:
    """Google Ads' answers about a month, and about the twelve before it; tables as GOOGLE_ADS_TABLES has them.

    month: the report's.
    customer_id: the account's number, ten digits.
    time_zone: the account's, IANA; empty where no row told.
    currency: the account's, ISO 4217, and that of all amounts; empty where no row told.
    emulated: true where the emulator answered.
    campaigns: by month and campaign.
    actions: by month, conversion action and lag.
    campaign_names: by number, as they are now.
    action_names: by number, as they are now.
    requests: the requests that were sent, again too.
    """

    month: Month
    customer_id: str
    time_zone: str = ""
    currency: str = ""
    emulated: bool = False
    campaigns: Table = NOT_ASKED
    actions: Table = NOT_ASKED
    campaign_names: Mapping[str, str] = field(default_factory=FrozenDict)
    action_names: Mapping[str, str] = field(default_factory=FrozenDict)
    requests: int = 0


_CONVERSIONS = (
    "conversions", "conversions_value", "all_conversions", "all_conversions_value",
    "conversions_by_date", "conversions_value_by_date", "all_conversions_by_date", "all_conversions_value_by_date",
)  # fmt: skip

GOOGLE_ADS_TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = FrozenDict(
    {
        "campaigns": (("month", "campaign"), ("cost", "clicks", "impressions", *_CONVERSIONS)),
        "actions": (("month", "action", "lag"), _CONVERSIONS),
    }
)
"""The columns and metrics of Google Ads' tables. `…_by_date`: by the day of the conversion; the others by that of the
click or view. `lag` is Google's word, in lower case, for the time since the impression; it sums up to the action."""


@dataclass(frozen=True)
class FunnelWanted:
    """One chain that is asked for: the conversions' names and their events, the farthest first.

    steps: the conversions' names.
    events: their events, in the same order.
    by: `device`, `channel`, `page`, or empty.
    closed: users have to begin at the first step.
    within_days: the longest time between two steps, in days; None for any.
    next_actions: asks too what users did right after each step.
    """

    steps: tuple[str, ...]
    events: tuple[str, ...]
    by: str = ""
    closed: bool = True
    within_days: float | None = None
    next_actions: bool = False


@dataclass(frozen=True)
class MonthWanted:
    """The question of a report to the APIs.

    events: the GA4 events of the client's conversions.
    tables: the names of GA4's tables that are asked for.
    funnels: the chains.
    periods: the months.
    """

    month: Month
    events: Sequence[str] = ()
    tables: frozenset[str] = frozenset(GA4_TABLES)
    funnels: tuple[FunnelWanted, ...] = ()
    periods: tuple[Period, ...] = tuple(Period)


@dataclass(frozen=True)
class HistoryEntry:
    """One change of which a property knows, from its change history or an annotation of microconv.

    at: when, ISO 8601; of an annotation the day alone.
    actor: by whom, an address or Google's word; empty where that is not known.
    what: the change in words.
    object: the resource name of the object that was changed, or of the annotation.
    token: the token of an annotation; empty for the change history.
    name: the name that people know the object by, as its event; empty where it has none.
    """

    at: str
    actor: str
    what: Text
    object: str
    token: str = ""
    name: str = ""


@dataclass(frozen=True)
class History:
    """The changes of which a property tells.

    known: false where they could not be read, which `why` tells.
    entries: those of the month; of annotations, from the month's first day on.
    why: the reason why they are not known.
    requests: the requests that were sent.
    around: those of the month after it, in which the setup at its end is read, and of the days before it, which may
        have been of it in another time zone that the property had; empty for annotations.
    """

    known: bool
    entries: tuple[HistoryEntry, ...] = ()
    why: Text = NO_TEXT
    requests: int = 0
    around: tuple[HistoryEntry, ...] = ()

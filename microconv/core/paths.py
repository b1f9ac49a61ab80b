"""Users who came from one event to another: questions about their number, and the answers.

From GA4's pairwise funnels, or counted exactly from files of its BigQuery export. Users, never events.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from microconv.core.answers import NO_LIMITS, Limits
from microconv.core.text import NO_TEXT, Text

PAGE_VIEW = "page_view"
"""The event of a page that is viewed (GA4 sends it by itself)."""

PAID_CHANNELS = (
    "Cross-network", "Display", "Paid Other", "Paid Search", "Paid Shopping", "Paid Social", "Paid Video",
)  # fmt: skip
"""The default channel groups of ads (support.google.com/analytics/answer/9756891, read in copies, 2026-11-29)."""


class PathSource(enum.StrEnum):
    """The origin of counts."""

    FUNNELS = "funnels"  # GA4's pairwise closed funnels: who began late had less than the horizon
    EXPORT = "export"  # the BigQuery export: only users who had the whole horizon are counted


@dataclass(frozen=True, slots=True)
class PathsWanted:
    """The question how many of the users of each event came to the final event within the horizon after it.

    first: the first day, in the property's time zone.
    last: the last day.
    horizon_days: the longest time from the event to the final one, in days.
    pairs: an event, and the final event that it leads to.
    paid: ask the same of paid traffic alone: of those who did the event in a session of PAID_CHANNELS. The final event
        may come by any way.
    pages: the path of a page, and the final event: the event is the view of that page.
    """

    first: datetime.date
    last: datetime.date
    horizon_days: float
    pairs: tuple[tuple[str, str], ...]
    paid: bool = False
    pages: tuple[tuple[str, str], ...] = ()

    @property
    def blanks(self) -> tuple[PathCount, ...]:
        """An answer without numbers for each pair, then for each page."""
        return (
            *(PathCount(event, final) for event, final in self.pairs),
            *(PathCount(PAGE_VIEW, final, page=page) for page, final in self.pages),
        )


@dataclass(frozen=True, slots=True)
class PathCount:
    """One answer.

    event: as asked; PAGE_VIEW for a page.
    final: as asked.
    users: who did the event in these days; None where it is not known.
    reached: those of them who did the final event after it, within the horizon.
    events: how often the event happened, in the export as long as users count; None where it is not known, and for paid
        traffic.
    limits: the limits that the API tells of the answer.
    refused: why there is no answer; empty where there is one.
    page: the page's path, empty where no page was asked for.
    others: users who were there and did not do the event in these days, the horizon over as for `users`; None where it
        is not known, as from funnels, and for paid traffic.
    others_reached: those of them who did the final event within the horizon from when they were first there.
    """

    event: str
    final: str
    users: int | None = None
    reached: int | None = None
    events: int | None = None
    limits: Limits = NO_LIMITS
    refused: Text = NO_TEXT
    page: str = ""
    others: int | None = None
    others_reached: int | None = None


@dataclass(frozen=True, slots=True)
class FinalCount:
    """A final event in all these days.

    event: its name.
    users: the active users who did it; None where it is not known, as with the two that follow.
    events: how often it happened.
    value: the sum of its values, in the currency of the answer.
    limits: the limits that the API tells of the three.
    refused: why some of the three are not known; empty where the API left them out.
    """

    event: str
    users: int | None = None
    events: int | None = None
    value: float | None = None
    limits: Limits = NO_LIMITS
    refused: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class PathsAnswer:
    """All answers of one client.

    source: their origin.
    wanted: the question.
    all_users: the active users of the property in these days; None where it is not known.
    paths: an answer for each pair.
    finals: the final events.
    paid: the same answers of paid traffic, where asked.
    time_zone: the property's, IANA; empty where no answer told.
    currency: that of the values, ISO 4217; empty where no answer told.
    emulated: true where the emulator answered.
    requests: the requests that were sent, again too, those for funnels left out.
    funnel_requests: those for funnels.
    tokens: the tokens of the property's quota that they cost; None where Google did not tell.
    refused: why `all_users` is not known, code and text; empty where it is.
    left_out: events of these days without a user, which the export has where nobody consented; they count nowhere.
    missing_days: days of which the export has no event.
    counted_until: the last day of the export on which who did an event has had the whole horizon; None from funnels.
    """

    source: PathSource
    wanted: PathsWanted
    all_users: int | None = None
    paths: tuple[PathCount, ...] = ()
    finals: tuple[FinalCount, ...] = ()
    paid: tuple[PathCount, ...] = ()
    time_zone: str = ""
    currency: str = ""
    emulated: bool = False
    requests: int = 0
    funnel_requests: int = 0
    tokens: int | None = None
    refused: Text = NO_TEXT
    left_out: int = 0
    missing_days: tuple[datetime.date, ...] = ()
    counted_until: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SeenWanted:
    """The question which events and pages of a property are busiest.

    first: the first day, in the property's time zone.
    last: the last day.
    without: the events that are left out, as conversions are; names differ in case too.
    most: the most events, and the most pages.
    """

    first: datetime.date
    last: datetime.date
    without: frozenset[str] = frozenset()
    most: int = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """An event or the view of a page. `events`: how often; `users`: the active users who did it. None: not told."""

    name: str
    events: int | None
    users: int | None


@dataclass(frozen=True, slots=True)
class EventsSeen:
    """The busiest events and pages of a property, those with the most users first.

    wanted: the question.
    events: the events, with what GA4 sends by itself.
    pages: the pages by path, as often as they were viewed.
    limits: the limits that the API tells of the events, and of the pages.
    refused: why there is no answer, code and text; empty where there is one.
    time_zone: the property's, IANA; empty where no answer told.
    emulated: true where the emulator answered.
    requests: the requests that were sent, again too.
    """

    wanted: SeenWanted
    events: tuple[Seen, ...] = ()
    pages: tuple[Seen, ...] = ()
    limits: tuple[Limits, Limits] = (NO_LIMITS, NO_LIMITS)
    refused: Text = NO_TEXT
    time_zone: str = ""
    emulated: bool = False
    requests: int = 0

"""How many users came from one event to another: what is asked about it, and what was answered.

From GA4's pairwise funnels, or counted exactly from files of its BigQuery export. Users, never events.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass

from microconv.core.answers import NO_LIMITS, Limits
from microconv.core.text import NO_TEXT, Text


class PathSource(enum.StrEnum):
    """Where the counts come from."""

    FUNNELS = "funnels"  # GA4's pairwise closed funnels: who began late had less than the horizon
    EXPORT = "export"  # the BigQuery export: only users who had the whole horizon are counted


@dataclass(frozen=True, slots=True)
class PathsWanted:
    """What is asked: of the users of each event, how many came to the final event within the horizon after it.

    first, last: the days, in the property's time zone.
    horizon_days: the longest time from the event to the final one, in days.
    pairs: an event, and the final event that it leads to.
    paid: ask the same of paid traffic alone.
    """

    first: datetime.date
    last: datetime.date
    horizon_days: float
    pairs: tuple[tuple[str, str], ...]
    paid: bool = False


@dataclass(frozen=True, slots=True)
class PathCount:
    """One answer.

    event, final: as asked.
    users: who did the event in these days; None where it is not known.
    reached: those of them who did the final event after it, within the horizon.
    events: how often the event happened; None where it was not asked.
    refused: why there is no answer; empty where there is one.
    """

    event: str
    final: str
    users: int | None = None
    reached: int | None = None
    events: int | None = None
    limits: Limits = NO_LIMITS
    refused: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class FinalCount:
    """A final event: how many users did it, how often, and the sum of its values in the property's currency."""

    event: str
    users: int | None = None
    events: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class PathsAnswer:
    """All answers of one client.

    source: where they come from.
    wanted: what was asked.
    all_users: the active users of the property in these days; None where it is not known.
    paths: an answer for each pair.
    finals: the final events.
    paid: the same answers of paid traffic, where asked.
    time_zone, currency: the property's.
    requests, funnel_requests: the requests that were sent.
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

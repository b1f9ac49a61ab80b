"""Capabilities that only one API has: small protocols, asked for with isinstance."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from microconv.core.counts import ActionDays, EventDays
from microconv.core.cycle_answer import CycleAnswer
from microconv.core.monthly import GA4Month, GoogleAdsMonth, History, MonthWanted
from microconv.core.months import Month
from microconv.core.paths import EventsSeen, PathsAnswer, PathsWanted, SeenWanted
from microconv.core.plan import Change
from microconv.core.ports import Outcome
from microconv.core.resource import Live, Reading


@runtime_checkable
class Loading(Protocol):
    """A reader whose official client takes long to import."""

    def load(self) -> None:
        """Import all of it that `read` takes."""


@runtime_checkable
class AtOnce(Protocol):
    """A provider that can carry out several steps at the same time."""

    @property
    def at_once(self) -> int:
        """The number of requests that may be under way."""

    def independent(self, change: Change) -> bool:
        """True where a change needs the end of no other one of its phase, and no other one needs its end."""


@runtime_checkable
class Measuring(Protocol):
    """A reader that can tell what was counted lately."""

    def measured(self, reading: Reading) -> Reading:
        """The same reading with what was counted lately; `calls` with those that this takes.

        What cannot be read is told in `measures.missing`. Raises CredentialsError.
        """


@runtime_checkable
class Sparing(Protocol):
    """A reader that knows what an audit can do without, and has facts that only audits ask for."""

    def audited(
        self, reading: Reading, wanted: Collection[str], earlier: Sequence[Reading], *, sparing: bool
    ) -> Reading:
        """The same reading, measured, with those facts of `wanted` that could be read.

        They are named in kinds.AUDITED and context.PARTS, and CUSTOM_GOAL stands for all custom goals.
        `earlier` are the readings of the client's other accounts. With `sparing` also with what the reading left out
        (kinds.AS_NEEDED) where something depends on it, and as few calls in all as an audit may make. What is not read
        is told in `measures.missing`. Raises CredentialsError.
        """


@runtime_checkable
class Rehearsing(Protocol):
    """A provider whose API can be asked whether it would take a change."""

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        """Ask the API whether it would take these changes, in the order of a run, without doing them.

        What cannot be asked before something else is there is unknown, without an error; a refusal of the whole request
        has no target. Raises ApiError where the question itself fails.
        """


@runtime_checkable
class Doubling(Protocol):
    """A provider whose API makes a second object of the same identity, and lists them all."""

    @property
    def doubled(self) -> frozenset[str]:
        """The names of the types of which that is so."""

    def listed(self, type_name: str) -> Sequence[Live]:
        """All objects of such a type that are live now. Raises ApiError."""


@runtime_checkable
class Counting(Protocol):
    """A provider that can tell what single objects counted."""

    def recent(self, ids: Collection[str]) -> Mapping[str, tuple[float, float]]:
        """Counts of objects in the last 30 days, by id: conversions and their value. Raises ApiError."""


@runtime_checkable
class Labelling(Protocol):
    """A provider that knows the labels of conversion actions by the names that plans give them."""

    def labels(self, actions: Sequence[str]) -> Mapping[str, str]:
        """`AW-<conversion id>/<label>` by name, for those of the actions that are there and have a tag.

        Actions that an earlier step of the same run made are known. Raises ApiError, CredentialsError.
        """


@runtime_checkable
class Containing(Protocol):
    """A reader of a container of tags."""

    def content(self, *, live: bool) -> Mapping[str, Any] | None:
        """The container's objects as its API writes them, as they were last read; with `live` the published ones.

        None where nothing was published. Raises RuntimeError before the first reading.
        """


@runtime_checkable
class Tagging(Protocol):
    """A provider that knows the tags of conversion actions."""

    def send_tos(self, actions: Sequence[str]) -> Mapping[str, str]:
        """`AW-<conversion id>/<label>` by resource name, for the actions that have a tag. Raises ApiError."""


@runtime_checkable
class Monthly(Protocol):
    """A reader that answers what a monthly report asks."""

    def month(self, wanted: MonthWanted) -> GA4Month | GoogleAdsMonth:
        """The answers of this account. What the API refuses is told in the tables. Raises CredentialsError."""


@runtime_checkable
class Historic(Protocol):
    """A reader whose API keeps a history of the changes of the setup, and the annotations of syncs."""

    def history(self, month: Month) -> History:
        """The changes within a month. What cannot be read is told in it. Raises CredentialsError."""

    def annotated(self, month: Month) -> History:
        """The annotations that syncs left from a month's first day on. What cannot be read is told in it.

        Raises CredentialsError.
        """


@runtime_checkable
class UserPaths(Protocol):
    """A source that knows which users did what, and when."""

    def paths(self, wanted: PathsWanted) -> PathsAnswer:
        """The users who came from each event to its final one.

        An API tells in the answers what it refuses. Raises CredentialsError; ExportError for files of an export.
        """


@runtime_checkable
class Pathing(UserPaths, Protocol):
    """A reader that is such a source, and can tell what happens most."""

    def events_seen(self, wanted: SeenWanted) -> EventsSeen:
        """The busiest events and pages. What the API refuses is told in the answer. Raises CredentialsError."""


@runtime_checkable
class Cycling(Protocol):
    """A reader that can tell how long conversions take."""

    def cycle(self, time_zone: str = "UTC") -> CycleAnswer:
        """The length of the account's conversion cycle over the full days of a time zone before now.

        What the API refuses is told in it. Raises CredentialsError.
        """


@runtime_checkable
class ActionDaily(Protocol):
    """A reader that can tell what conversion actions counted day by day."""

    def action_days(self, first: datetime.date, last: datetime.date) -> ActionDays:
        """The conversions by action and day, in the account's time zone. What the API refuses is told in the answer.

        Raises CredentialsError.
        """


@runtime_checkable
class EventDaily(Protocol):
    """A reader that can tell sessions and events day by day."""

    def event_days(self, first: datetime.date, last: datetime.date, names: Collection[str]) -> EventDays:
        """The sessions and the named events by day, in the property's time zone. What the API refuses is told in it.

        Raises CredentialsError.
        """

"""The changes of the setup within a month, from all that may know of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from microconv.core.annotation import without_told
from microconv.core.client import Client
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.plan import Change
from microconv.core.resource import Reading
from microconv.core.schema import ResourceType
from microconv.core.setup_changes import ChangeEntry, Changes, Source
from microconv.core.setup_difference import setup_difference, without_done
from microconv.core.text import Text
from microconv.monthly.annotated import Annotated
from microconv.monthly.change_text import change_text
from microconv.monthly.runs import Runs, entries_of
from microconv.reconcile.past import Run

SETUP = "setup"
CHANGE_HISTORY = "change history"
"""The names of these sources."""

_NONE = History(known=False)


@dataclass(frozen=True, slots=True)
class Setup:
    """The setup of a client's accounts at a time, ISO 8601."""

    taken: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Sources:
    """All that is known of a month's changes.

    runs: of the journals.
    setup: the setup at the end of the month; a sentence where it is not known. `before`: of the month before, likewise.
    history: GA4's own; None for a client without a property.
    annotated: the annotations of syncs in GA4; None where the config asks for none.
    """

    runs: Runs
    setup: Setup | Text
    before: Setup | Text
    history: History | None
    annotated: History | None = None


def changes(
    client: Client, month: Month, zone: datetime.tzinfo, known: Sources, types: Sequence[ResourceType]
) -> Changes:
    """The changes of a month in a time zone, by day; those of which only the month is known come last."""
    sources = [known.runs.source, _setup_source(known)]
    annotated = Annotated(known.annotated or _NONE, known.runs, known.history)
    entries = [*entries_of(known.runs, month, zone), *annotated.entries(month, zone)]
    if isinstance(known.setup, Setup) and isinstance(known.before, Setup):
        differences = by_hand(known.before, known.setup, known.runs, types)
        differences = without_told(differences, annotated.between(known.before.taken, known.setup.taken, zone))
        by_history = {item.object for item in known.history.entries} if known.history else set()
        entries += (_entry(change, client) for change in differences if change.id not in by_history)
    if known.history is not None:
        sources.append(Source(CHANGE_HISTORY, known.history.known, known.history.why))
        others = tuple(item for item in known.history.entries if item.object not in annotated.objects)
        entries += _told(replace(known.history, entries=others), month, zone, known.runs)
    if known.annotated is not None:
        sources.append(annotated.source)
    entries.sort(key=lambda entry: (not entry.day, entry.day, entry.at))
    return Changes(tuple(sources), tuple(entries))


def _setup_source(known: Sources) -> Source:
    if not isinstance(known.setup, Setup):
        return Source(SETUP, known=False, why=known.setup)
    if not isinstance(known.before, Setup):
        return Source(SETUP, known=False, why=known.before)
    have = {(reading.provider, reading.account) for reading in known.before.readings}
    new = [reading for reading in known.setup.readings if (reading.provider, reading.account) not in have]
    if new:
        names = ", ".join(f"{reading.provider} {reading.account}" for reading in new)
        why = Text(f"last month's setup does not have {names}", f"前月の設定に {names} がありません")
        return Source(SETUP, known=False, why=why)
    first, last = known.before.taken[:10], known.setup.taken[:10]
    span = Text(f"between {first} and {last}", f"{first} から {last} までの間")
    return Source(SETUP, known=True, why=span)


def by_hand(before: Setup, after: Setup, runs: Runs, types: Sequence[ResourceType]) -> tuple[Change, ...]:
    """The differences between two setups that no run in between made."""
    differences = setup_difference(types, before.readings, after.readings)
    return without_done(differences, runs.between(before.taken, after.taken))


def _entry(change: Change, client: Client) -> ChangeEntry:
    return ChangeEntry(
        day="",
        source="by hand",
        what=change_text(change, client.currency),
        object=change.address.name,
        conversion=conversion_of(change, client),
    )


def conversion_of(change: Change, client: Client) -> str:
    """The conversion of the config that an object belongs to, by its name or its event; empty for none."""
    name = change.address.name
    if name in client.by_name:
        return name
    return next((item.name for item in client.conversions if item.event and item.event == name), "")


def _told(history: History, month: Month, zone: datetime.tzinfo, runs: Runs) -> Iterator[ChangeEntry]:
    """The changes that GA4 tells, without those that a run of microconv made itself."""
    done = [_Window.of(run) for run in runs.runs if run.ended_at]
    for item in history.entries:
        at = _time(item.at)
        local = at.astimezone(zone)
        if Month.of(local.date()) != month or any(window.has(item, at) for window in done):
            continue
        yield ChangeEntry(
            day=local.date().isoformat(),
            source=CHANGE_HISTORY,
            what=item.what,
            object=item.object,
            at=local.isoformat(timespec="seconds"),
            who=item.actor,
        )


@dataclass(frozen=True, slots=True)
class _Window:
    """The minutes of a run, and what it changed in GA4: `ids` are resource names, `names` those of what it made."""

    begin: datetime.datetime
    end: datetime.datetime
    ids: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, run: Run) -> _Window:
        changed = [item.change for item in run.last if item.change.address.provider == "ga4"]
        return cls(
            _time(run.started).replace(microsecond=0),
            _time(run.ended_at),
            frozenset(change.id for change in changed if change.id),
            frozenset(change.address.name for change in changed if not change.id),
        )

    def has(self, item: HistoryEntry, at: datetime.datetime) -> bool:
        """True where the run made this change; somebody else's in the same minutes is none of it."""
        return self.begin <= at <= self.end and (
            item.object in self.ids or (bool(item.name) and item.name in self.names)
        )


def _time(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)

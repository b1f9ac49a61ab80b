"""The changes of the setup within a month, from all that may know of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from microconv.core.annotation import without_told
from microconv.core.client import Client
from microconv.core.kinds import ACTION, ANNOTATION
from microconv.core.monthly import History
from microconv.core.months import Month
from microconv.core.object_name import object_name
from microconv.core.plan import Change
from microconv.core.resource import Address, Reading
from microconv.core.schema import ResourceType
from microconv.core.setup_changes import ChangeEntry, Changes, Source
from microconv.core.setup_difference import setup_difference
from microconv.core.text import NO_TEXT, Text, joined
from microconv.monthly.annotated import Annotated
from microconv.monthly.change_history import CHANGE_HISTORY, HistoryOfOthers
from microconv.monthly.change_text import change_text
from microconv.monthly.runs import Runs, entries_of

SETUP = "setup"
"""The name of this source."""

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
    setup: the setup at the end of the month; a sentence where it is not known.
    before: that of the month before, likewise.
    history: GA4's own; None for a client without a property.
    annotated: the annotations of syncs in GA4; None where the config asks for none.
    earlier: the setup at the end of the month before last; a sentence where it is not known.
    """

    runs: Runs
    setup: Setup | Text
    before: Setup | Text
    history: History | None
    annotated: History | None = None
    earlier: Setup | Text = NO_TEXT


def changes(
    client: Client, month: Month, zone: datetime.tzinfo, known: Sources, types: Sequence[ResourceType]
) -> Changes:
    """The changes of a month in a time zone, by day; those of which only the month is known come last."""
    annotated = Annotated(known.annotated or _NONE, known.runs, known.history, _names(client, known))
    others = _of_others(known, annotated)
    entries = [*entries_of(known.runs, month, zone), *annotated.entries(month, zone)]
    if isinstance(known.setup, Setup) and isinstance(known.before, Setup):
        span = known.before.taken, known.setup.taken
        differences = by_hand(known.before, known.setup, known.runs, types)
        differences = without_told(differences, annotated.between(*span, zone))
        by_history = others.between(*span)
        entries += (_entry(change, client) for change in differences if change.id not in by_history)
    entries += others.entries(month, zone)
    entries.sort(key=lambda entry: (not entry.day, entry.day, entry.at))
    sources = [known.runs.source, _setup_source(known, month, zone, types, has_entries=bool(entries))]
    if known.history is not None:
        sources.append(Source(CHANGE_HISTORY, known.history.known, known.history.why))
    if known.annotated is not None:
        sources.append(annotated.source)
    return Changes(tuple(sources), tuple(entries))


def _names(client: Client, known: Sources) -> frozenset[str] | None:
    """The objects that the client has, or had when last month's setup was read; None where that is not known."""
    setups = [setup for setup in (known.before, known.setup) if isinstance(setup, Setup)]
    if len(setups) < 2:
        return None
    there = {item.address for setup in setups for reading in setup.readings for item in reading.resources}
    wanted = {Address(ACTION, conversion.name) for conversion in client.conversions}
    names = (object_name(address).en for address in there | wanted)
    return frozenset(name for name in names if '"' in name)


def _of_others(known: Sources, annotated: Annotated) -> HistoryOfOthers:
    """The history of GA4 beside the runs, without annotations, which are told for themselves."""
    history = known.history or _NONE
    entries, around = (
        tuple(item for item in items if item.object not in annotated.objects)
        for items in (history.entries, history.around)
    )
    return HistoryOfOthers(replace(history, entries=entries, around=around), known.runs)


def _setup_source(
    known: Sources, month: Month, zone: datetime.tzinfo, types: Sequence[ResourceType], *, has_entries: bool
) -> Source:
    """The difference of two setups as a source.

    It begins when last month's was read, some days into the month. What was changed by hand in these days is not told
    here: where something may have been, it is not known, or other changes are told, so that nobody says "no changes".
    """
    if not isinstance(known.setup, Setup):
        return Source(SETUP, known=False, why=known.setup)
    if not isinstance(known.before, Setup):
        return Source(SETUP, known=False, why=known.before)
    missing = _missing(known.before, known.setup, types)
    if missing:
        names = ", ".join(missing)
        why = Text(f"last month's setup does not have {names}", f"前月の設定に {names} がありません")
        return Source(SETUP, known=False, why=why)
    first, last = (_day(setup, zone) for setup in (known.before, known.setup))
    span = Text(f"between {first} and {last}", f"{first} から {last} までの間")
    if first <= month.first:
        return Source(SETUP, known=True, why=span)
    if not isinstance(known.earlier, Setup) or _missing(known.earlier, known.before, types):
        rest = Text(
            f"; what was changed by hand in this month before {first} is not known",
            f"（当月のうち {first} より前の手動での変更は不明）",
        )
        return Source(SETUP, known=False, why=joined((span, rest), "", ""))
    of_ga4 = known.history is not None and known.history.known
    differences = by_hand(known.earlier, known.before, known.runs, types)
    if not any(change.address.provider != "ga4" or not of_ga4 for change in differences):
        return Source(SETUP, known=True, why=span)
    rest = Text(
        f"; what was changed by hand before {first} stands in last month's report",
        f"（{first} より前の手動での変更は前月のレポートに記載）",
    )
    return Source(SETUP, known=has_entries, why=joined((span, rest), "", ""))


def _missing(before: Setup, after: Setup, types: Sequence[ResourceType]) -> list[str]:
    """The accounts of a setup that an earlier one does not have, and the types of which one has nothing."""
    earlier = {(reading.provider, reading.account): reading for reading in before.readings}
    names = []
    for reading in after.readings:
        old = earlier.get((reading.provider, reading.account))
        if old is None:
            names.append(f"{reading.provider} {reading.account}")
        else:
            kinds = (kind.name for kind in types if kind.provider == reading.provider and kind.name != ANNOTATION)
            names += (kind for kind in kinds if old.has(kind) != reading.has(kind))
    return names


def _day(setup: Setup, zone: datetime.tzinfo) -> datetime.date:
    return datetime.datetime.fromisoformat(setup.taken).astimezone(zone).date()


def by_hand(before: Setup, after: Setup, runs: Runs, types: Sequence[ResourceType]) -> tuple[Change, ...]:
    """The differences between two setups that no run in between made."""
    return setup_difference(types, before.readings, after.readings, runs.between(before.taken, after.taken))


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

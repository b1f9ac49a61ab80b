"""Changes of values and roles before a sitting: what journals, frozen setups and the config itself tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from microconv.core.action_state import ALWAYS_DEFAULT, CURRENCY, PRIMARY, VALUE
from microconv.core.client import Client
from microconv.core.errors import SnapshotError, said
from microconv.core.kinds import ACTION, KEY_EVENT
from microconv.core.months import Month
from microconv.core.plan import Action, Change
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.resource import any_emulated, of_type
from microconv.core.setup_changes import Source
from microconv.core.text import Text
from microconv.monthly.changes import SETUP, Setup, by_hand, conversion_of
from microconv.monthly.folder import ReportFolder, damaged
from microconv.monthly.runs import Runs, when
from microconv.providers.registry import types
from microconv.review.model import Change as Moved
from microconv.review.model import Changed, Past
from microconv.review.past import past_of

MONTHS = 13
"""Months of frozen setups that are looked at."""

_PARTS = {
    PRIMARY: Changed.ROLE,
    **dict.fromkeys((VALUE, CURRENCY, ALWAYS_DEFAULT, "default_value"), Changed.VALUE),
}
"""The attributes of actions and key events that a review is about."""

_CHANGED = {Action.UPDATE, Action.DEMOTE}

_NO_SETUP = Text(
    "no setup was frozen with a report: what was changed by hand is not known",
    "レポートと一緒に保存された設定がないため、手作業での変更はわかりません",
)


def changes_before(
    client: Client, runs: Runs, setups: Sequence[Setup], now: Setup, today: datetime.date, zone: datetime.tzinfo
) -> tuple[Past, tuple[Source, ...]]:
    """Changes of values and roles, the earliest first, and where they are known from.

    A value or role of the config that is not live yet counts as changed today. Where no run changed these accounts, no
    setup was frozen before today, and no change and decision is told, nobody knows when the last change was.
    """
    earlier = [one for one in setups if taken_on(one, zone) < today]
    others = [
        *_of_runs(client, runs, zone),
        *_by_hand(client, runs, [*earlier, now], zone),
        *(Moved(today, name, part, live=False) for name, part in _unsynced(client, now)),
    ]
    setup = Source(SETUP, known=bool(earlier), why=_since(taken_on(earlier[0], zone)) if earlier else _NO_SETUP)
    known = bool(runs.runs or earlier or others)
    return past_of(client, dict.fromkeys(others) if known else None), (runs.source, setup)


def taken_on(setup: Setup, zone: datetime.tzinfo) -> datetime.date:
    """The day of a setup in a time zone."""
    return datetime.datetime.fromisoformat(setup.taken).astimezone(zone).date()


def made_since(client: Client, runs: Runs, day: datetime.date, zone: datetime.tzinfo) -> frozenset[str]:
    """The conversions of the config whose objects runs made on a day or after it."""
    return frozenset(
        item.change.conversion or conversion_of(item.change, client)
        for run, item in runs.done
        if item.change.action is Action.CREATE and when(run, item).astimezone(zone).date() >= day
    )


def _since(day: datetime.date) -> Text:
    return Text(f"since {day}", f"{day} 以降")


def frozen_setups(folder: ReportFolder, today: datetime.date, *, emulated: bool) -> tuple[Setup, ...]:
    """The setups that were frozen with reports in the last MONTHS months, the oldest first.

    Those of the emulator are none of real accounts, and the other way round. Raises ReportError.
    """
    month, setups = Month.of(today), []
    for _ in range(MONTHS):
        month = month.before
        snapshot = folder.setup(month)
        if snapshot is not None:
            try:
                readings = tuple(snapshot.reading(*account) for account in snapshot.accounts)
            except SnapshotError as error:
                raise damaged(folder.setup_path(month), said(error)) from error
            if any_emulated(readings) == emulated:
                setups.append(Setup(snapshot.taken, readings))
    return tuple(sorted(setups, key=lambda setup: setup.taken))


def _of_runs(client: Client, runs: Runs, zone: datetime.tzinfo) -> Iterator[Moved]:
    """The changes that runs made, or may have made."""
    for run, item in runs.done:
        yield from _moved(client, [item.change], when(run, item).astimezone(zone).date())


def _by_hand(client: Client, runs: Runs, setups: Sequence[Setup], zone: datetime.tzinfo) -> Iterator[Moved]:
    """The differences between one setup and the next that no run made: they count on the day of the later one."""
    for before, after in pairwise(setups):
        yield from _moved(client, by_hand(before, after, runs, types()), taken_on(after, zone))


def _moved(client: Client, changes: Iterable[Change], day: datetime.date) -> Iterator[Moved]:
    """The values and roles of conversions of the config among changes. What was made new had none before."""
    for change in changes:
        name = change.conversion or conversion_of(change, client)
        if change.address.type not in {ACTION, KEY_EVENT} or change.action not in _CHANGED or not name:
            continue
        for part in {_PARTS[item.name] for item in change.attributes if item.name in _PARTS}:
            yield Moved(day, name, part)


def _unsynced(client: Client, now: Setup) -> Iterator[tuple[str, Changed]]:
    """The values and roles of the config that are not live yet, of conversions that are in the accounts."""
    live = [item for reading in now.readings for item in reading.resources]
    for kind in types():
        if kind.name not in {ACTION, KEY_EVENT}:
            continue
        for change in diff(kind, desired([kind], client), of_type(live, kind.name), client).changes:
            if change.action in _CHANGED and change.conversion:
                for part in {_PARTS[item.name] for item in change.attributes if item.name in _PARTS}:
                    yield change.conversion, part

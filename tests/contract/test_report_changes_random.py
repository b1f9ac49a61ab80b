"""Two months of syncs, rollbacks, kills and changes by hand at random: each is told once, and on its day."""

from __future__ import annotations

import copy
import datetime
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.kinds import ACTION
from microconv.core.months import Month
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.limits import Allow, Limits
from microconv.core.resource import Reading, Standing
from microconv.core.schema import Settable
from microconv.core.setup_changes import ChangeEntry, Changes
from microconv.core.setup_difference import setup_difference
from microconv.core.value import Scalar, same
from microconv.emulator import Emulator
from microconv.loading import load
from microconv.monthly.change_text import change_text
from microconv.monthly.changes import Setup, Sources, changes
from microconv.monthly.runs import client_runs
from microconv.project import Project
from microconv.providers.ga4.client import Connection
from microconv.providers.registry import pairs, types
from microconv.reconcile.past import find_run, runs
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of
from tests.conftest import PROPERTY, STORE
from tests.heavy import HEAVY

TOKYO = ZoneInfo("Asia/Tokyo")
MONTHS = (Month(2026, 9), Month(2026, 10))
RUNS = ("sync", "killed", "rollback")
(_ACTIONS,) = (kind for kind in types() if kind.name == ACTION)
SETTABLE = [item.name for item in _ACTIONS.attributes if item.settable is not Settable.NEVER]
SET_BY_SYNC = ("name", "category", "primary_for_goal", "value_settings.default_value")
PARENT = f"properties/{PROPERTY}"


class Life:
    """The shop over two months.

    deeds: each thing done, with its moment, what it was, and what it changed.
    unsure: the moments of runs whose last answer was not written down.
    """

    def __init__(self, emulator: Emulator, folder: Path, seed: int) -> None:
        self.world, self.folder, self.dice = emulator.world, folder, random.Random(seed)
        self.deeds: list[tuple[datetime.datetime, str, tuple[Change, ...]]] = []
        self.config = config_of(folder, FINAL, CHECKOUT, CART)
        self.made = 0
        self.unsure: list[datetime.datetime] = []

    @property
    def now(self) -> datetime.datetime:
        return self.world.clock.now()

    def until(self, moment: datetime.datetime) -> None:
        self.world.clock.advance(max(moment - self.now, datetime.timedelta()), spare_tokens=True)

    def read(self) -> tuple[Reading, ...]:
        return Project(load(self.config), connections=Connections(read_only=True), everything=True).read()

    def setup(self) -> Setup:
        return Setup(self.now.isoformat(timespec="seconds"), self.read())

    def do(self, name: str) -> None:
        before, at = self.read(), self.now
        getattr(self, name)()
        self.deeds.append((at, name, setup_difference(types(), before, self.read())))

    # ---- what may happen

    def sync(self) -> None:
        cart = {**CART, "value": self.dice.choice((400, 500, 700)), "role": self.dice.choice(("secondary", "primary"))}
        ones = [FINAL, CHECKOUT, cart]
        if self.dice.random() < 0.5:
            self.made += 1
            ones.append({**CART, "name": f"mv_new_{self.made}", "ga4": {"event": f"mv_new_{self.made}"}})
        self.config = config_of(self.folder, *ones)
        project = Project(load(self.config), state=self.folder / "state", clock=self.world.clock.now)
        result = project.apply(project.plan(), Limits(allow=tuple(Allow)))
        assert (result.failed, result.unknown) == ((), ())

    def killed(self) -> None:
        """A sync that was killed when all was done, and before the last answers and the end were written down."""
        before = set(self.folder.rglob("journal/*.jsonl"))
        self.sync()
        for newest in set(self.folder.rglob("journal/*.jsonl")) - before:
            self._cut(newest)

    def _cut(self, newest: Path) -> None:
        lines = newest.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if json.loads(line)["record"] != "end"]
        if self.dice.random() < 0.7 and json.loads(kept[-1])["record"] == "outcome":
            kept.pop()
            self.unsure.append(self.now)
        newest.write_text("".join(kept), "utf-8")

    def rollback(self) -> None:
        past, _ = runs(self.folder / "state" / "journal")
        for run in past[:1]:
            project = Project(load(self.config), state=self.folder / "state", clock=self.world.clock.now)
            plan = project.undo(find_run(self.folder / "state" / "journal", run.id), remove=True)
            project.apply(plan, Limits(allow=tuple(Allow)), undoes=run)

    def ads_by_hand(self) -> None:
        actions = [one for one in self.world.google_ads.customers[int(STORE)].actions.values() if self._ours(one)]
        fields = self.dice.choice(actions).fields
        name = self.dice.choice(("click_through_lookback_window_days", "primary_for_goal", "value"))
        if name == "value":
            fields["value_settings.default_value"] = float(self.dice.choice((400, 500, 900)))
        else:
            fields[name] = not fields[name] if name == "primary_for_goal" else self.dice.randint(2, 29)

    @staticmethod
    def _ours(action: Any) -> bool:
        return bool(action.status != "REMOVED" and action.name.startswith("mv_") and action.type == "WEBPAGE")

    def ga4_by_hand(self) -> None:
        client = Connection().admin("v1alpha")
        there = [one for one in client.list_key_events(parent=PARENT) if one.event_name.startswith("mv_")]
        if there and self.dice.random() < 0.7:
            one = self.dice.choice(there)
            if one.deletable and self.dice.random() < 0.3:
                client.delete_key_event(name=one.name)
            else:
                one.counting_method = 3 - one.counting_method
                client.update_key_event(key_event=one, update_mask={"paths": ["counting_method"]})
        else:
            self.made += 1
            client.create_key_event(
                parent=PARENT, key_event={"event_name": f"mv_hand_{self.made}", "counting_method": 1}
            )

    # ---- what is told

    def told(self, month: Month, setups: dict[Month, Setup]) -> Changes:
        client, _ = load(self.config)
        assert client is not None
        access = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True))
        known = Sources(
            client_runs(self.folder / "state" / "journal", pairs(client.accounts), emulated=True),
            setups[month], setups[month.before], access.history(month),
        )  # fmt: skip
        return changes(client, month, TOKYO, known, types())


def moments(dice: random.Random) -> Iterator[datetime.datetime]:
    """Moments of two months, some right at midnight in Tokyo and some on the days between month and frozen setup."""
    start = datetime.datetime(2026, 9, 1, 12, tzinfo=TOKYO)
    ones = [start + datetime.timedelta(minutes=dice.randrange(60 * 24 * 58)) for _ in range(9)]
    edges = [datetime.datetime(2026, 10, 1, tzinfo=TOKYO), datetime.datetime(2026, 11, 1, tzinfo=TOKYO)]
    ones += [edge + datetime.timedelta(minutes=dice.choice((-1, 1, 60 * 30))) for edge in edges]
    return iter(sorted(ones))


@pytest.mark.parametrize("seed", range(40 if HEAVY else 2))
def test_each_change_is_told_once(emulator, agency, environment, tmp_path, seed):
    emulator.world.reset({**copy.deepcopy(agency), "now": "2026-08-30T00:00:00Z"})
    life = Life(emulator, tmp_path, seed)
    life.sync()
    for path in (tmp_path / "state" / "journal").iterdir():
        path.unlink()  # this one was long ago
    life.until(datetime.datetime(2026, 9, 1, 9, tzinfo=TOKYO))
    setups = {Month(2026, 8): life.setup()}
    frozen = {month: datetime.datetime.combine(month.after.first, datetime.time(9), TOKYO) for month in MONTHS}
    frozen = {month: at + datetime.timedelta(days=life.dice.choice((2, 4))) for month, at in frozen.items()}
    todo = sorted([*((at, None) for at in moments(life.dice)), *((at, month) for month, at in frozen.items())], key=str)
    todo.sort(key=lambda one: one[0])
    names = ("sync", "sync", "killed", "rollback", "ads_by_hand", "ads_by_hand", "ga4_by_hand", "ga4_by_hand")
    for at, month in todo:
        life.until(at)
        if month is None:
            life.do(life.dice.choice(names))
        else:
            setups[month] = life.setup()
    for month in MONTHS:
        check(life, month, setups, life.told(month, setups).entries)


def check(life: Life, month: Month, setups: dict[Month, Setup], entries: tuple[ChangeEntry, ...]) -> None:
    """The entries against what was done."""
    first, last = (datetime.datetime.fromisoformat(setups[one].taken) for one in (month.before, month))
    run: Counter[tuple[str, str]] = Counter()
    history: Counter[tuple[str, str]] = Counter()
    by_hand = []
    for at, name, done in life.deeds:
        day = at.astimezone(TOKYO).date()
        for change in done:
            if name in RUNS:
                if Month.of(day) == month:
                    run[day.isoformat(), change.address.name] += 1
            elif change.address.provider == "ga4" and Month.of(day) == month:
                history[day.isoformat(), change.id] += 1
        if name == "ads_by_hand" and first <= at <= last:
            by_hand += [change.address.name for change in done]
    assert Counter((one.day, one.object) for one in entries if one.source == "change history") == history
    assert Counter((one.day, one.object) for one in entries if one.source == "run") == run
    hand = [one for one in entries if one.source == "by hand"]
    if not any(first <= at <= last for at in life.unsure):
        assert sorted(one.what.en for one in hand) == sorted(by_somebody(life, setups[month.before], setups[month]))
    assert {one.object for one in hand} <= set(by_hand)


def by_somebody(life: Life, before: Setup, after: Setup) -> Iterator[str]:
    """Sentences on what somebody must have done to actions, by two setups and what runs did in between."""
    first, last = (datetime.datetime.fromisoformat(one.taken) for one in (before, after))
    values = states(before)
    seen: dict[str, list[AttributeChange]] = {}
    for at, name, done in life.deeds:
        if name in RUNS and first <= at <= last:
            for change in done:
                if change.address.type == ACTION:
                    own = values.setdefault(change.id, {})
                    for item in change.attributes:
                        if change.action is Action.CREATE and item.name not in SET_BY_SYNC:
                            continue  # Google's default: no journal has it
                        if item.name in own and not same(own[item.name], item.before):
                            by_hand = replace(item, before=own[item.name], after=item.before)
                            seen.setdefault(change.id, []).append(by_hand)
                        own[item.name] = item.after
                    if change.action is Action.REMOVE:
                        del values[change.id]
    there = {item.id: item for reading in after.readings for item in reading.resources}
    for id_, own in values.items():
        now = {name: there[id_].state[name] for name in own if name in SETTABLE}
        moved = [AttributeChange(name, own[name], value) for name, value in now.items() if not same(own[name], value)]
        both = (*seen.get(id_, ()), *moved)
        if both:
            yield change_text(Change(Action.UPDATE, there[id_].address, (), both, id_), "JPY").en


def states(setup: Setup) -> dict[str, dict[str, Scalar]]:
    """The attributes of the actions by their ids."""
    return {
        item.id: dict(item.state)
        for reading in setup.readings
        for item in reading.resources
        if item.address.type == ACTION and item.standing is not Standing.REMOVED
    }

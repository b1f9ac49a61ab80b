"""Random configs, somebody else's edits, faults, deaths and rollbacks, one after the other: the laws hold all along.

In the heavy run at least 2,000 steps are taken, with the variable CI the same in every run; in the quick one a few, new
ones each time.
`MICROCONV_STEPS=50000 pytest tests/crash/test_state_machine.py` takes that many. A step that syncs takes about a third
of a second, the others no time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.client import CampaignGoals, Client, CustomGoal, Demote, Goals, GoalSetting, Level, Unlisted
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.errors import ApiError, RefusedError
from microconv.core.event_page import page_reached
from microconv.core.event_rule import EventRule
from microconv.core.planning.limits import Allow, Limits
from microconv.core.ports import Status
from microconv.emulator import World
from microconv.helpers import Helpers
from microconv.project import Project
from microconv.providers.ga4.writing import Property
from microconv.providers.google_ads.writing import Account
from microconv.providers.retrying import Retrying
from microconv.reconcile import journal
from microconv.reconcile.past import find_run, runs
from microconv.reconcile.result import Result
from microconv.reconcile.settle import settle
from microconv.state_folder import state_folder
from tests.crash.scenario import PROPERTY, SEED, STORE, held
from tests.crash.troubles import KINDS, Trouble, arm
from tests.heavy import HEAVY

SHARES = 4 if HEAVY else 2
"""Machines that can run at once."""

STEPS = int(os.environ.get("MICROCONV_STEPS") or (2_000 if HEAVY else 60))
EACH = 20
"""Steps of one example, at most."""

NOT_OURS = [("google_ads.conversion_action", "Nobody's"), ("ga4.key_event", "theirs")]


# ---- configs


def _conversion(name: str, category: str, role: Role, value: float | None = None, **fields: Any) -> Conversion:
    kind = ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO
    chosen = {"category": category} if fields.get("source", "website") == "website" else {}
    worth = None if value is None else Value(value, "JPY")
    content = {"source": "website", "value": worth, **fields}
    return Conversion(name, kind, role, settings=MappingProxyType(chosen), **content)


_SIZE = EventRule((page_reached("/size"),))
roles = st.sampled_from(Role)
conversions = st.tuples(
    st.builds(_conversion, st.just("mv_cart"), st.just("add_to_cart"), roles, st.sampled_from([300.0, 500.0]),
              event=st.sampled_from([None, "mv_cart"]), previously=st.just(("mv_cart_old",))),
    st.builds(_conversion, st.just("mv_signup"), st.just("signup"), roles, st.sampled_from([None, 100.0])),
    st.none() | st.builds(_conversion, st.just("mv_new"), st.just("engagement"), roles, event=st.just("mv_new")),
    st.none() | st.builds(_conversion, st.just("Lead"), st.just("submit_lead_form"), roles, st.just(9000.0)),
    st.none() | st.builds(_conversion, st.just("mv_size"), st.just("engagement"), st.just(Role.SECONDARY),
                          source=st.none(), event=st.just("mv_size"), rules=st.just((_SIZE,))),
)  # fmt: skip
opened = st.builds(GoalSetting, st.sampled_from(["signup", "engagement"]), st.booleans())
goals = st.builds(
    Goals,
    account=st.lists(opened, max_size=2, unique_by=lambda item: item.category).map(tuple),
    campaigns=st.sampled_from([
        (), (CampaignGoals("Brand", Level.ACCOUNT),), (CampaignGoals("Brand", goals=(GoalSetting("contact", False),)),),
    ]),
    custom=st.sampled_from([
        (), (CustomGoal("Learning", ("mv_signup", "mv_cart"), ("Other",)),), (CustomGoal("Learning", ("mv_cart",)),),
    ]),
)  # fmt: skip


@st.composite
def clients(draw: Callable[..., Any]) -> Client:
    return Client(
        label="aoi",
        conversions=tuple(item for item in draw(conversions) if item is not None),
        accounts=Accounts(str(STORE), "9998887777", str(PROPERTY)),
        link_google_ads=draw(st.booleans()),
        currency="JPY",
        goals=draw(goals),
        unlisted=draw(st.sampled_from(Unlisted)),
        demote=draw(st.sampled_from(Demote)),
    )


# ---- faults and deaths


class Died(BaseException):
    """The process is gone: nothing after this is done."""


@dataclass
class Death:
    """Ends a run at a point: `after` so many points, by `kind`."""

    kind: type[BaseException] = Died
    after: int = 0

    def here(self) -> None:
        self.after -= 1
        if self.after == 0:
            raise self.kind

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def write(self, file: int, line: bytes) -> int:
        """A journal's write: the points are before it and after it."""
        self.here()
        written = os.write(file, line)
        self.here()
        return written


def watch(patch: pytest.MonkeyPatch, death: Death) -> None:
    patch.setattr(journal, "os", death)
    for kind, method in ((Account, "mutate"), (Property, "create"), (Property, "update"), (Property, "delete")):
        patch.setattr(kind, method, _then(getattr(kind, method), death))


def _then(original: Callable[..., Any], death: Death) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        answer = original(*args, **kwargs)
        death.here()
        return answer

    return call


def _faults() -> list[Trouble]:
    found = [kind.fault for kinds in KINDS.values() for kind in kinds.values() if not kind.fault.slow_s]
    return sorted(found, key=repr)


# ---- the machine


@dataclass
class Surroundings:
    """State that outlives an example."""

    world: World
    connections: Connections
    death: Death
    steps: int = 0
    slept: list[float] = field(default_factory=list)


class Machine(RuleBasedStateMachine):
    """One client over its life."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.world = around.world
        self.world.reset(SEED)
        self.folder = tempfile.TemporaryDirectory()
        self.client: Client | None = None
        self.theirs: Client | None = None
        before = held(self.world)
        self.kept = {key: before[key] for key in NOT_OURS}
        self.number = 0

    def teardown(self) -> None:
        try:
            if self.client is not None:
                self.converges()
        finally:
            self.heal()
            self.folder.cleanup()

    def project(self, client: Client, machine: str = "ours", *, everything: bool = False) -> Project:
        state = Path(self.folder.name) / machine
        return Project(client, connections=self.around.connections, state=state, everything=everything)

    def step(self) -> None:
        self.around.steps += 1

    # ---- what people decide, and what goes wrong

    @rule(client=clients())
    def configure(self, client: Client) -> None:
        self.step()
        self.client = client

    @rule(client=clients())
    def somebody_else_will_sync(self, client: Client) -> None:
        """From another machine, between our plan and our first write."""
        self.step()
        self.theirs = client

    @rule(
        fault=st.sampled_from(_faults()), nth=st.integers(1, 12), after=st.booleans(), times=st.sampled_from([1, 1, 9])
    )
    def break_something(self, fault: Trouble, nth: int, after: bool, times: int) -> None:
        self.step()
        self.world.faults.add(replace(fault, nth=nth, after_commit=after, times=times))

    @rule(after=st.integers(1, 30), kind=st.sampled_from([Died, KeyboardInterrupt]))
    def die_soon(self, after: int, kind: type[BaseException]) -> None:
        self.step()
        self.around.death.after, self.around.death.kind = after, kind

    @rule()
    def mend(self) -> None:
        self.step()
        self.heal()

    def heal(self) -> None:
        """No more faults or deaths, on another day of quota."""
        self.world.faults.clear()
        self.around.death.after = 0
        shutil.rmtree(state_folder() / "requests", ignore_errors=True)

    # ---- runs

    @precondition(lambda self: self.client is not None)
    @rule(allow=st.booleans())
    def sync(self, allow: bool) -> None:
        self.step()
        assert self.client is not None
        daring = (Allow.MANY, Allow.NOTHING_LEFT, Allow.EMPTY_CONFIG)
        limits = Limits(allow=tuple(Allow) if allow else daring)
        removes = allow and self.client.unlisted is Unlisted.REMOVE
        project = self.project(self.client)
        with self.survived(removes=removes):
            plan = project.plan()
            self.meddle()
            self.carry_out(lambda: project.apply(plan, limits))

    @precondition(lambda self: self.ran())
    @rule(allow=st.booleans(), which=st.integers(0, 3))
    def roll_back(self, allow: bool, which: int) -> None:
        self.step()
        found, _ = runs(Path(self.folder.name) / "ours" / "journal")
        past = found[min(which, len(found) - 1)]
        project = self.project(past.accounts, everything=True)
        with self.survived(removes=allow):
            plan = project.undo(past, remove=allow)
            limits = Limits(allow=tuple(Allow) if allow else (Allow.MANY, Allow.PROTECTED))
            self.carry_out(lambda: project.apply(plan, limits, undoes=past))

    def ran(self) -> bool:
        return (Path(self.folder.name) / "ours" / "journal").is_dir() and bool(
            runs(Path(self.folder.name) / "ours" / "journal")[0]
        )

    def meddle(self) -> None:
        """Somebody else syncs another config, on another machine and without any trouble."""
        theirs, self.theirs = self.theirs, None
        if theirs is None:
            return
        death, self.around.death.after = self.around.death.after, 0
        armed = [one.fault for one in self.world.faults.armed]
        self.world.faults.clear()
        project = self.project(theirs, "theirs")
        try:
            project.apply(project.plan(), Limits(allow=(Allow.MANY,)))
        except RefusedError as error:
            if {item.code for item in error.refusals} - {"conflict", "remove"}:
                raise
        self.around.death.after = death
        for fault in armed:
            self.world.faults.add(fault)

    def carry_out(self, apply: Callable[[], Result]) -> None:
        """A run that ends by itself tells the same as its journal."""
        before = held(self.world)
        try:
            result = apply()
        except RefusedError:
            assert held(self.world) == before
            raise
        if result.run:
            told = {item.change: item.status for item in result.outcomes}
            past = find_run(Path(self.folder.name) / "ours" / "journal", result.run)
            written = {item.change: item.status or Status.UNKNOWN for item in past.done}
            if result.interrupted:  # the second Ctrl-C leaves no time to send what was meant, or to write how it ended
                unsent = {change for change in result.skipped if written.get(change) is Status.UNKNOWN}
                written = {change: status for change, status in written.items() if change not in unsent}
                written |= {change: told[change] for change, status in written.items() if status is Status.UNKNOWN}
            assert written == told
            assert past.end
            if result.in_sync:
                assert not result.unknown

    @contextmanager
    def survived(self, *, removes: bool) -> Iterator[None]:
        """Run it, however it ends; then nothing is gone that was to stay, and the journals explain everything."""
        theirs = self.theirs is not None and self.theirs.unlisted is Unlisted.REMOVE
        before = self.there()
        with suppress(Died, KeyboardInterrupt, ApiError, RefusedError):
            yield
        self.around.death.after = 0
        if not removes and not theirs:
            assert before <= self.there()

    def there(self) -> set[tuple[str, int]]:
        """The ids of the actions, key events and rules that are not removed."""
        property_ = self.world.ga4.property(PROPERTY)
        assert property_ is not None
        actions = self.world.google_ads.customers[STORE].actions.values()
        return {
            *(("action", one.id) for one in actions if one.status != "REMOVED"),
            *(("key event", number) for number in property_.key_events),
            *(("rule", number) for one in property_.data_streams.values() for number in one.event_create_rules),
        }

    # ---- laws

    @invariant()
    def what_is_not_ours_is_as_it_was(self) -> None:
        now = held(self.world)  # and nothing stands there twice
        assert {key: now[key] for key in NOT_OURS} == self.kept

    @invariant()
    def journals_can_be_read(self) -> None:
        _, broken = runs(Path(self.folder.name) / "ours" / "journal")
        assert broken == []

    @precondition(lambda self: self.ran())
    @rule()
    def settle_the_last_run(self) -> None:
        """Reading decides a change that a run left open, unless somebody else has changed it since."""
        self.step()
        found, _ = runs(Path(self.folder.name) / "ours" / "journal")
        past = found[0]
        before = held(self.world)
        self.mend()
        project = self.project(past.accounts, everything=True)
        settle(past, [item for reading in project.read() for item in reading.resources])
        assert held(self.world) == before
        again = find_run(Path(self.folder.name) / "ours" / "journal", past.id)
        assert len(again.done) == len(past.done)

    def converges(self) -> None:
        """Without faults, one sync is enough, and the next has nothing to do."""
        assert self.client is not None
        self.heal()
        project = self.project(self.client)
        plan = project.plan()
        if plan.conflicts:
            return
        result = project.apply(plan, Limits(allow=tuple(Allow)))
        assert result.in_sync, "\n".join(
            [str((item.change.action.value, str(item.change.address), str(item.error))) for item in result.outcomes]
        )
        writes = len(self.world.log.writes())
        assert self.project(self.client).plan().changes == ()
        after = held(self.world)
        again = self.project(self.client)
        assert again.apply(again.plan()).in_sync
        assert (len(self.world.log.writes()), held(self.world)) == (writes, after)


@pytest.mark.parametrize("share", range(SHARES))
def test_a_life_with_everything_that_can_happen(store: World, monkeypatch, share: int) -> None:
    arm(store, monkeypatch)
    monkeypatch.setattr(Helpers, "_begin", lambda *_: None)  # one thread waits, as waits are pretended
    death = Death()
    watch(monkeypatch, death)
    around = Surroundings(store, Connections(retrying=Retrying(sleep=lambda _: None, chance=lambda: 0.5)), death)
    wanted = STEPS // SHARES

    def machine() -> Machine:
        return Machine(around)

    if os.environ.get("CI"):
        machine = seed(share)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=max(1, wanted // 10),
            stateful_step_count=EACH,
            deadline=None,
            database=None,
            print_blob=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert around.steps >= wanted

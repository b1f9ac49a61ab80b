"""Laws 1, 3, 4 and 8 through the real providers, the official clients and the emulator.

What the emulator holds is compared, not what was sent. The emulator shares no code with the planner, so that a wrong
idea of the API on one side shows here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from seeding import held, number, seed_of
from strategies import (
    ACTION,
    PROPERTY,
    SETTABLE,
    World,
    action,
    client,
    clients,
    conversion,
    live_actions,
    live_key_events,
)

from microconv.connections import Connections
from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT
from microconv.core.errors import RefusedError
from microconv.core.plan import Action, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.resource import Live, Standing
from microconv.emulator import Emulator
from microconv.emulator.requestlog import Request
from microconv.project import Project
from microconv.reconcile.result import Result
from tests.heavy import examples

ANY = Limits(allow=tuple(Allow))
SEEDED = tuple(standing for standing in Standing if standing is not Standing.OTHER_OWNER)
SOURCES = ("website", "website", "website", *SETTABLE, GA4_IMPORT, None)
worlds = st.builds(World, clients(sources=SOURCES), live_actions(standings=SEEDED), live_key_events())
OTHER_CAPITALS = World(client(conversion("mv_cart"), conversion("mv_new")), (action("MV_cart", 1),), ())
"""Google refuses a name that differs in capitals alone; it takes the other one."""

few = settings(max_examples=examples(40))


@dataclass
class Emulated:
    """An emulator, and credentials for it. `writes` counts the requests after which its accounts held other things.

    What asks for a change and makes none, as a rehearsal does, is not a write.
    """

    emulator: Emulator
    connections: Connections
    writes: int = 0
    _held: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def begin(self, world: World) -> None:
        """Start again, with this world."""
        self.emulator.world.reset(seed_of(world))
        self.writes = 0
        self._held = self.holds

    def watch(self, request: Request) -> None:
        """Called after every answered request."""
        before, self._held = self._held, self.holds
        self.writes += self._held != before

    def project(self, world: World) -> Project:
        return Project(world.client, connections=self.connections)

    @property
    def holds(self) -> dict[tuple[str, int], dict[str, Any]]:
        return held(self.emulator.world)


@pytest.fixture(scope="module")
def emulated(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    """The worker's emulator, in the environment before the first client is made.

    These worlds have no manager account, so google-ads.yaml must not name one.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.environment().items():
            patch.setenv(name, value)
        content = yaml.safe_load((emulator.folder / "google-ads.yaml").read_text(encoding="utf-8"))
        path = tmp_path_factory.mktemp("ads") / "google-ads.yaml"
        path.write_text(yaml.safe_dump({**content, "login_customer_id": None}), encoding="utf-8")
        patch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
        found = Emulated(emulator, Connections())
        forget = emulator.world.log.subscribe(found.watch)
        yield found
        forget()


@dataclass(frozen=True)
class Run:
    """One sync: the world it started from (without what was in conflict), its plan, and what was there."""

    world: World
    plan: Plan
    result: Result
    before: dict[tuple[str, int], dict[str, Any]]
    after: dict[tuple[str, int], dict[str, Any]]


def sync(emulated: Emulated, world: World) -> Run:
    """Seed the emulator and sync. Conversions in conflict are taken out of the config.

    A conflict with the config stops the run before; what Google refuses when asked does not: the rest would go on.
    """
    emulated.begin(world)
    plan = emulated.project(world).plan()
    while plan.conflicts:
        if not all(item.refused for item in plan.conflicts):
            before = emulated.holds
            with pytest.raises(RefusedError, match=r"^aoi-store: nothing was changed$") as caught:
                emulated.project(world).apply(plan, ANY)
            assert {item.code for item in caught.value.refusals} == {"conflict"}
            assert emulated.holds == before
            assert emulated.writes == 0
        else:
            the_rest_is_done(emulated, world)
            emulated.begin(world)
        stuck = {item.address.name for item in plan.conflicts}
        kept = tuple(item for item in world.client.conversions if item.name not in stuck)
        world = replace(world, client=replace(world.client, conversions=kept))
        plan = emulated.project(world).plan()
    before = emulated.holds
    project = emulated.project(world)
    result = project.apply(project.plan(), ANY)
    return Run(world, plan, result, before, emulated.holds)


def the_rest_is_done(emulated: Emulated, world: World) -> None:
    """A sync does all but what Google refuses when asked, says that it is not in sync, and that no more can be done."""
    project = emulated.project(world)
    plan = project.plan()
    result = project.apply(plan, ANY)
    assert failures(result) == []
    assert {item.change for item in result.applied} == set(plan.changes)
    assert emulated.writes == plan.apply_calls
    assert not result.in_sync
    assert result.after is not None
    assert result.after.changes == ()
    assert {item.address for item in result.after.conflicts} == {item.address for item in plan.conflicts}
    there = {fields["name"] for key, fields in emulated.holds.items() if key[0] == ACTION}
    made = {item.address.name for item in plan.changes if item.action is Action.CREATE and item.address.type == ACTION}
    assert made <= there
    not_made = {item.address.name for item in plan.conflicts if item.address.type == ACTION}
    assert there & not_made == {item.address.name for item in world.actions} & not_made


def failures(result: Result) -> list[str]:
    return [f"{item.change.address}: {item.error}" for item in (*result.failed, *result.unknown)]


@few
@given(world=worlds)
@example(world=OTHER_CAPITALS)
def test_law_1_a_sync_ends_in_sync_and_a_second_one_writes_nothing(emulated: Emulated, world: World) -> None:
    run = sync(emulated, world)
    assert failures(run.result) == []
    assert run.result.in_sync
    assert emulated.writes == run.plan.apply_calls
    project = emulated.project(run.world)
    second = project.apply(project.plan(), ANY)
    assert second.in_sync
    assert second.outcomes == ()
    assert emulated.writes == run.plan.apply_calls
    assert emulated.holds == run.after


@few
@given(world=worlds)
def test_law_3_only_what_the_plan_names_has_changed(emulated: Emulated, world: World) -> None:
    run = sync(emulated, world)
    named = {
        (item.change.address.type, int(item.change.id.rpartition("/")[2])): (
            {"status"}
            if item.change.action is Action.REMOVE
            else {attribute.name for attribute in item.change.attributes}
        )
        for item in run.result.applied
        if item.change.id
    }
    anew = counted_anew(run)
    for key, fields in run.before.items():
        if key in run.after:
            now = run.after[key]
            changed = {name for name in fields.keys() | now.keys() if fields.get(name) != now.get(name)}
            if fields.get(EVENT) in anew:
                changed -= {"counting_type"}
            assert changed <= named.get(key, set())


EVENT = "google_analytics_4_settings.event_name"


def counted_anew(run: Run) -> set[object]:
    """The events whose key event's counting a run changes: that of their imports follows (policy `import_counting`)."""
    changed = (item.change for item in run.result.applied if item.change.id)
    keys = {
        (change.address.type, int(change.id.rpartition("/")[2]))
        for change in changed
        if "counting_method" in {attribute.name for attribute in change.attributes}
    }
    return {run.before[key]["event_name"] for key in keys if key in run.before}


def ours(live: Live, world: World) -> bool:
    """Whose an object is, by law 4 and the standings alone."""
    if live.standing in {Standing.REMOVED, Standing.SYSTEM, Standing.FIXED}:
        return False
    conversions = world.client.conversions
    if live.address.type != ACTION:
        return live.address.name.startswith("mv_") or live.address.name in {item.event for item in conversions}
    if str(live.state["type"]).startswith("google_analytics_4"):
        imports = {f"ga4:{PROPERTY}/{item.event}" for item in conversions if item.source == GA4_IMPORT}
        return live.identity in imports
    listed = {
        name for item in conversions if item.source not in {None, GA4_IMPORT} for name in (item.name, *item.previously)
    }
    return live.address.name in listed or (live.standing is Standing.NORMAL and live.address.name.startswith("mv_"))


@few
@given(world=worlds)
def test_law_4_what_is_not_ours_is_as_it_was(emulated: Emulated, world: World) -> None:
    run = sync(emulated, world)
    anew = counted_anew(run)
    for item in (*run.world.actions, *run.world.key_events):
        if not ours(item, run.world):
            key = (item.address.type, number(item))
            before, after = dict(run.before[key]), dict(run.after[key])
            if before.get(EVENT) in anew:
                del before["counting_type"], after["counting_type"]
            assert after == before


@few
@given(world=worlds)
def test_law_8_nothing_is_gone_unless_the_config_says_so(emulated: Emulated, world: World) -> None:
    run = sync(emulated, world)
    gone = {
        key
        for key, fields in run.before.items()
        if key not in run.after or (run.after[key].get("status") == "REMOVED" and fields.get("status") != "REMOVED")
    }
    if run.world.client.unlisted is not Unlisted.REMOVE:
        assert gone == set()
    live = {(item.address.type, number(item)): item for item in (*run.world.actions, *run.world.key_events)}
    for key in gone:
        assert live[key].address.name.startswith("mv_")
        assert live[key].state.get("deletable") is not False
    for key, fields in run.after.items():
        if key in run.before and key[0] == ACTION:
            assert fields["type"] == run.before[key]["type"]

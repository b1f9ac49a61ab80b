"""The laws of the planner, over generated configs and live states.

1 Convergence · 2 Order does not matter · 3 Unset is not null · 4 Nothing that is not ours · 7 Plan to JSON and back ·
8 Nothing is deleted unless the config says so. (5, round trip through import, and 6, interruption, have their own.)
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stores import AdsStore, Ga4Store, Store
from strategies import ACTION, PROPERTY, World, action, ads, client, conversion, ga4, imported, worlds

from microconv.core.client import Unlisted
from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.errors import PlanFileError
from microconv.core.plan import Action, Plan
from microconv.core.planning.desired import desired
from microconv.core.planning.make import make_plan
from microconv.core.planning.steps import steps
from microconv.core.resource import Live, Reading, Standing, frozen
from microconv.core.value import Money
from microconv.providers import TYPES

NEVER = {Standing.REMOVED, Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED}
OPTIONAL = {
    "counting_type": ("one_per_click", "many_per_click"),
    "click_through_lookback_window_days": (7, 60),
    "value_settings.default_value": (3.0, 77.0),
    "value_settings.always_use_default_value": (True, False),
    "attribution_model_settings.attribution_model": ("google_ads_last_click", "external"),
    "counting_method": ("once_per_event", "once_per_session"),
    "default_value": (None, Money(9.0, "USD")),
}


def plan_of(world: World) -> Plan:
    return make_plan(TYPES, world.client, world.readings)


def stores(world: World) -> dict[str, Store]:
    return {"google_ads": AdsStore(world.actions), "ga4": Ga4Store(world.key_events)}


def applied(plan: Plan, world: World) -> World:
    """The world after the plan; a change that the APIs refuse fails the test."""
    found = stores(world)
    for step in steps(TYPES, plan.changes):
        for change in step.changes:
            found[step.provider].carry_out(change)
    return World(world.client, tuple(found["google_ads"].live.values()), tuple(found["ga4"].live.values()))


def named_in_config(world: World) -> set[str]:
    """The names that the config speaks of, written out by hand: old names and imports of its events too."""
    found = set()
    for item in world.client.conversions:
        if item.source == GA4_IMPORT:
            found.add(f"import {item.event}")
        elif item.source is not None:
            found |= {item.name, *item.previously}
        if item.event is not None:
            found.add(f"event {item.event}")
    return found


def call_it(live: Live) -> str:
    """A live object in the words of `named_in_config`."""
    if live.address.type != ACTION:
        return f"event {live.address.name}"
    if str(live.state["type"]).startswith("google_analytics_4"):
        return "import " + live.identity.removeprefix(f"ga4:{PROPERTY}/")
    return live.address.name


def ours(live: Live, world: World) -> bool:
    """Whose an object is, by law 4 and the standings, without the planner's own scope."""
    if live.standing in NEVER:
        return False
    prefixed = live.address.name.startswith("mv_") and live.standing is Standing.NORMAL
    return prefixed or call_it(live) in named_in_config(world)


@given(worlds)
@example(World(client(conversion("mv_b", previously=("mv_a",))), (action("mv_a"),), ()))
@example(World(client(conversion("mv_b", previously=("mv_a",))), (action("mv_a"), imported("x", 2, name="mv_b")), ()))
@example(World(client(conversion("mv_a", source="ad_call")), (), ()))
def test_law_1_a_second_run_has_nothing_to_do(world: World) -> None:
    first = plan_of(world)
    after = applied(first, world)
    second = plan_of(after)
    assert second.changes == ()
    assert {item.address for item in second.conflicts} == {item.address for item in first.conflicts}
    assert {item.address for item in second.waiting} == {item.address for item in first.waiting}
    assert second.apply_calls == 0


@given(worlds)
def test_law_1_what_the_config_names_is_live_afterwards(world: World) -> None:
    plan = plan_of(world)
    assume(not plan.conflicts)
    after = applied(plan, world)
    live = {
        (item.address.type, call_it(item)): item
        for item in (*after.actions, *after.key_events)
        if item.standing not in NEVER
    }
    waiting = {item.address.name for item in plan.waiting}
    for item in world.client.conversions:
        if item.source is not None and not (item.source == GA4_IMPORT and item.name in waiting):
            found = live[ACTION, f"import {item.event}" if item.source == GA4_IMPORT else item.name]
            assert found.state["status"] == "enabled"
            assert found.state["primary_for_goal"] is (item.role is Role.PRIMARY)
            if item.source != GA4_IMPORT and item.value is not None:
                assert found.state["value_settings.default_value"] == (item.value.amount or 0.0)
        if item.event is not None:
            assert ("ga4.key_event", f"event {item.event}") in live


@given(worlds, st.randoms(use_true_random=False))
def test_law_2_the_order_of_input_does_not_matter(world: World, random) -> None:
    def shuffled(items):
        return tuple(random.sample(list(items), len(items)))

    def turned(live: Live) -> Live:
        return replace(live, state=frozen(dict(shuffled(live.state.items()))))

    other = World(
        replace(world.client, conversions=shuffled(world.client.conversions)),
        tuple(turned(live) for live in shuffled(world.actions)),
        tuple(turned(live) for live in shuffled(world.key_events)),
    )
    plan, again = plan_of(world), plan_of(other)
    assert again.fingerprint == plan.fingerprint
    by_text = {"warnings": tuple(sorted(plan.warnings, key=repr))}
    assert replace(again, warnings=tuple(sorted(again.warnings, key=repr))) == replace(plan, **by_text)


@given(worlds)
def test_law_2_a_state_never_differs_from_itself(world: World) -> None:
    """Objects that are live word for word as the config wants are unchanged, whatever else they hold."""
    live = []
    for number, item in enumerate(desired(TYPES, world.client), start=1):
        made = imported("x") if item.target.identity.startswith("ga4:") and not item.target.creatable else action("x")
        made = replace(made, address=item.address, identity=item.target.identity, id=f"id/{number}")
        live.append(replace(made, state=frozen({**made.state, **item.state})))
    readings = [ads(*(item for item in live if item.address.type == ACTION))]
    readings.append(ga4(*(item for item in live if item.address.type != ACTION)))
    plan = make_plan(TYPES, world.client, readings)
    assert plan.empty
    assert plan.unchanged == len(live)


@given(worlds, st.data())
def test_law_3_what_the_config_does_not_name_is_not_compared(world: World, data) -> None:
    """Whatever an unset attribute holds, the plan is the same, but for what a removal says that it takes away."""
    named = {item.address: set(item.state) for item in desired(TYPES, world.client)}
    identities = {(item.address.type, item.target.identity): item.address for item in desired(TYPES, world.client)}
    for item in desired(TYPES, world.client):
        identities |= {(item.address.type, old): item.address for old in item.target.previously}

    def stirred(live: Live) -> Live:
        unset = set(OPTIONAL) - named.get(identities.get((live.address.type, live.identity), live.address), set())
        changed = {name: data.draw(st.sampled_from(OPTIONAL[name])) for name in sorted(unset & set(live.state))}
        return replace(live, state=frozen({**live.state, **changed}))

    other = World(world.client, tuple(map(stirred, world.actions)), tuple(map(stirred, world.key_events)))
    assert without_losses(plan_of(other)) == without_losses(plan_of(world))


def without_losses(plan: Plan) -> Plan:
    """The plan, its removals without what they take away."""
    changes = (replace(item, attributes=()) if item.action is Action.REMOVE else item for item in plan.changes)
    return replace(plan, changes=tuple(changes))


INITIAL = {"ga4.key_event": {"counting_method": "once_per_event"}}
"""Values that Google wants of a new object: they are sent where the config names none, and never compared after."""


@given(worlds)
def test_law_3_what_the_config_does_not_name_is_not_touched(world: World) -> None:
    wanted = {item.address: item.state for item in desired(TYPES, world.client)}
    live = {item.id: item.state for item in world.live}
    for change in plan_of(world).changes:
        sent = {item.name: item.after for item in change.attributes}
        if change.action is Action.CREATE or change.conversion:
            initial = INITIAL if change.action is Action.CREATE else {}
            state = initial.get(change.address.type, {}) | dict(wanted[change.address])
            assert sent.items() <= state.items()
        elif change.action is Action.REMOVE:
            assert {item.name: item.before for item in change.attributes}.items() <= live[change.id].items()
            assert set(sent.values()) == {None}
        else:
            assert sent == {"primary_for_goal": False}


@given(worlds)
def test_law_4_what_is_not_ours_is_never_in_a_change(world: World) -> None:
    plan = plan_of(world)
    not_ours = {item.id for item in (*world.actions, *world.key_events) if not ours(item, world)}
    assert not {change.id for change in plan.changes} & not_ours
    after = applied(plan, world)
    before = {item.id: item for item in (*world.actions, *world.key_events) if item.id in not_ours}
    assert {item.id: item for item in (*after.actions, *after.key_events) if item.id in not_ours} == before


@given(worlds)
def test_law_7_a_plan_survives_json(world: World) -> None:
    plan = plan_of(world)
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert again.fingerprint == plan.fingerprint
    assert again.to_json() == plan.to_json()


@given(worlds, st.data())
def test_law_7_a_plan_that_was_changed_by_hand_is_refused(world: World, data) -> None:
    plan = plan_of(world)
    assume(plan.changes)
    text = json.loads(plan.to_json())
    change = data.draw(st.sampled_from(text["changes"]))
    where = data.draw(st.sampled_from(["action", "id", "name", "protected", "attributes", "gone"]))
    if where == "gone":
        text["changes"].remove(change)
    elif where == "attributes":
        assume(change["attributes"])
        item = data.draw(st.sampled_from(change["attributes"]))
        item["after"] = not item["after"] if isinstance(item["after"], bool) else "something else"
    elif where == "name":
        change["address"]["name"] += "x"
    else:
        other = {"action": "remove" if change["action"] != "remove" else "update", "protected": not change["protected"]}
        change[where] = other.get(where, "customers/1/conversionActions/1")
    with pytest.raises(PlanFileError) as caught:
        Plan.from_json(json.dumps(text))
    assert str(caught.value) == "the plan was changed after it was made: its fingerprint does not fit its content"


@given(worlds)
def test_law_8_nothing_is_removed_unless_the_config_says_so(world: World) -> None:
    plan = plan_of(world)
    removed = [change for change in plan.changes if change.action is Action.REMOVE]
    if world.client.unlisted is not Unlisted.REMOVE:
        assert removed == []
    named = named_in_config(world)
    live = {item.id: item for item in (*world.actions, *world.key_events)}
    for change in removed:
        item = live[change.id]
        assert item.address.name.startswith("mv_")
        assert item.standing is Standing.NORMAL
        assert call_it(item) not in {
            name for name in named if name in world.client.by_name or name.startswith("event ")
        }


@given(worlds)
def test_law_8_nothing_is_deleted_and_made_again(world: World) -> None:
    plan = plan_of(world)
    made = {change.address for change in plan.changes if change.action is Action.CREATE}
    assert not made & {change.address for change in plan.changes if change.action is not Action.CREATE}
    for change in plan.changes:
        if change.action not in {Action.CREATE, Action.REMOVE}:
            assert not {"type", "app_id", "event_name", "origin"} & {item.name for item in change.attributes}


@given(worlds)
def test_law_8_history_stays_where_the_config_demotes_or_keeps(world: World) -> None:
    world = replace(world, client=replace(world.client, unlisted=Unlisted.DEMOTE))
    after = applied(plan_of(world), world)

    def there(items: tuple[Live, ...]) -> set[str]:
        return {item.id for item in items if item.standing is not Standing.REMOVED}

    assert there(world.actions) <= there(after.actions)
    assert there(world.key_events) <= there(after.key_events)


def test_the_readings_of_a_world_are_those_of_its_accounts() -> None:
    world = World(client(), (action("mv_a"),), ())
    assert [type(item) for item in world.readings] == [Reading, Reading]
    assert world.readings[0].resources == (action("mv_a"),)

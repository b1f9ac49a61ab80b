"""Law 5: live → import → text → load → plan is empty, or what it is not empty of was told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.adoption import Adopted, adopt_readings, asked_of, update_readings
from microconv.adoption.inverse import left
from microconv.config.writer import write
from microconv.core.client import Goals
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG, CUSTOM_GOAL, EVENT_RULE, KEY_EVENT
from microconv.core.object_name import object_name
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Reading, Standing, frozen
from microconv.core.value import Money, Scalar
from microconv.loading import load
from microconv.providers import TYPES
from tests.heavy import examples
from tests.inventory import inventory
from tests.laws.live_accounts import accounts
from tests.strategies import ads, client, ga4

ASKED = asked_of(client().accounts)
FEW = settings(max_examples=examples(80), deadline=None)


def adopted(readings: tuple[Reading, ...]) -> Adopted:
    return adopt_readings(readings, ASKED)


@FEW
@given(accounts(wild=False))
def test_an_account_that_can_be_expressed_has_an_empty_plan(readings: tuple[Reading, ...]) -> None:
    found = adopted(readings)
    assert found.unexpressed == ()
    assert found.client is not None
    assert left(make_plan(TYPES, found.client, readings)) == ()


@FEW
@given(accounts(wild=True))
def test_any_account_has_an_empty_plan_and_is_told_what_is_left_out(readings: tuple[Reading, ...]) -> None:
    found = adopted(readings)
    assert found.client is not None, found.unexpressed
    assert left(make_plan(TYPES, found.client, readings)) == ()
    declared = {item.address for item in declared_by(found, readings)}
    told = {item.address for item in found.unexpressed}
    goals = found.client.goals
    names = {item.name for item in goals.custom}
    users = {item.campaign for item in goals.campaigns} | {name for item in goals.custom for name in item.campaigns}
    ruled = {item.event for item in found.client.ruled}
    for item in (item for reading in readings for item in reading.resources if item.address not in told):
        if item.address.type == KEY_EVENT or (item.address.type == ACTION and item.standing is Standing.NORMAL):
            assert item.address in declared
        elif item.address.type == CUSTOM_GOAL:
            assert item.address.name in names
        elif item.address.type == CAMPAIGN_CONFIG and item.state["goal_config_level"] == "campaign":
            assert item.address.name in users or item.state["custom_conversion_goal"]
        elif item.address.type == EVENT_RULE:
            assert item.identity in ruled or object_name(item.address) in "".join(found.notes)


@FEW
@given(accounts(wild=False), st.data())
def test_whatever_somebody_changes_afterwards_is_seen(readings: tuple[Reading, ...], data: st.DataObject) -> None:
    """The import declares what is there, rather than nothing: every declared attribute that changes is in the plan.

    A key event's value that is not its action's is not declared: nobody is told when it changes.
    """
    found = adopted(readings)
    assert found.client is not None
    mine = [item for item in declared_by(found, readings) if item.address.type in CHANGES]
    if not mine:
        return
    item = data.draw(st.sampled_from(mine))
    name, value = data.draw(st.sampled_from(sorted(CHANGES[item.address.type].items(), key=lambda pair: pair[0])))
    if item.standing is Standing.IMPORTED and name != "primary_for_goal":
        return
    value = not item.state[name] if isinstance(value, bool) else value
    left_alone = {one.event for one in found.client.conversions if not one.event_value}
    expected = [] if name == "default_value" and item.identity in left_alone else [(item.address.type, item.id)]
    changed = replace(item, state=frozen({**item.state, name: value}))
    after = tuple(
        replace(one, resources=tuple(changed if other is item else other for other in one.resources))
        for one in readings
    )
    plan = make_plan(TYPES, found.client, after)
    assert [(change.address.type, change.id) for change in plan.changes] == expected


CHANGES: dict[str, dict[str, Scalar]] = {
    ACTION: {
        "category": "outbound_click",
        "primary_for_goal": True,
        "value_settings.default_value": 77.0,
        "counting_type": "unknown_1",
        "click_through_lookback_window_days": 95,
        "attribution_model_settings.attribution_model": "unknown_2",
    },
    KEY_EVENT: {"counting_method": "unknown_3", "default_value": Money(77.0, "JPY")},
}
"""Edits that somebody might make, to values that no generated account has; true: the opposite."""


@FEW
@given(accounts(wild=True), st.randoms(use_true_random=False))
def test_twice_gives_the_same_bytes_in_whatever_order_things_come(
    readings: tuple[Reading, ...], random: object
) -> None:
    def shuffled(reading: Reading) -> Reading:
        order = list(reading.resources)
        random.shuffle(order)
        return replace(reading, resources=tuple(order))

    first = adopted(readings).text
    assert adopted(readings).text == first
    assert adopted(tuple(shuffled(item) for item in readings)).text == first


def test_an_account_with_nothing_in_it() -> None:
    found = adopted((ads(), ga4()))
    assert (found.proven, left(found.plan)) == (True, ())
    assert "conversions: []" in found.text


@pytest.mark.parametrize("only", [0, 1])
def test_one_account_alone(only: int) -> None:
    readings = (inventory()[only],)
    who = client(customer_id="") if only else client(property_id="")
    found = adopt_readings(readings, asked_of(who.accounts))
    assert found.proven
    assert left(found.plan) == ()


def test_the_account_of_public_inventories() -> None:
    found = adopted(inventory())
    assert found.proven
    assert left(found.plan) == ()
    assert found.client is not None
    assert len(found.client.conversions) == 11
    assert found.text.count("Bidding uses several actions for what looks like one act: ") == 2
    assert found.text.count("hidden import of event") == 3


def declared_by(found: Adopted, readings: tuple[Reading, ...]) -> list[Live]:
    """The live actions and key events that the config declares, found by what they are found by."""
    assert found.client is not None
    imports = {f"ga4:345678901/{item.event}" for item in found.client.conversions if item.source == "ga4"}
    names = {item.name for item in found.client.conversions if item.source not in {None, "ga4"}}
    events = {item.event for item in found.client.conversions if item.event}
    return [
        item
        for reading in readings
        for item in reading.resources
        if (item.address.type == KEY_EVENT and item.identity in events)
        or (item.address.type == ACTION and item.standing is Standing.NORMAL and item.identity in names)
        or (item.address.type == ACTION and item.standing is Standing.IMPORTED and item.identity in imports)
    ]


@FEW
@given(accounts(wild=False), st.randoms(use_true_random=False))
def test_an_update_restores_what_was_taken_out(readings: tuple[Reading, ...], random: Random) -> None:
    """Take any part of an import out of its file: an update puts it back, and not a byte of the rest changes."""
    found = adopted(readings)
    assert found.client is not None
    kept = tuple(item for item in found.client.conversions if random.random() < 0.6)
    names = {item.name for item in kept}
    goals = found.client.goals
    custom = tuple(item for item in goals.custom if names.issuperset(item.conversions) and random.random() < 0.6)
    account = tuple(item for item in goals.account if random.random() < 0.6)
    less = replace(found.client, conversions=kept, goals=Goals(account, (), custom))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "aoi.yaml"
        newline = random.choice(["\n", "\r\n"])
        text = write(less, foot=["the end"]).text.replace("\n", newline)
        text = text if random.random() < 0.5 else text.rstrip("\r\n")
        path.write_bytes(text.encode())
        loaded, problems = load(path)
        assert loaded is not None, problems
        updated = update_readings(path, loaded, readings)
    assert updated.unexpressed == ()
    assert left(updated.plan) == ()
    assert is_kept(text, updated.data.decode())


def is_kept(text: str, new: str) -> bool:
    """True where every line of a text is in the new one, in order; an empty list has given way to a full one."""
    was = text.replace(": []", ":").splitlines(keepends=True)
    lines = iter(new.replace(": []", ":").splitlines(keepends=True))
    return all(any(line in {other, other.rstrip("\r\n")} for other in lines) for line in was)

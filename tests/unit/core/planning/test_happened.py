"""The outcome of a change of the past, by what is live now."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import action, campaign, client, conversion, custom_goal, goal, key_event, plan_of

from microconv.core.client import CustomGoal, Goals, Unlisted
from microconv.core.conversion import Value
from microconv.core.plan import Change
from microconv.core.planning.happened import happened
from microconv.core.planning.live_index import LiveIndex
from microconv.core.resource import Address, Live, Standing

CART = conversion("mv_cart", value=Value(500.0, "JPY"))
FIXED = {"value_settings__always_use_default_value": True}


def valued(amount: float, standing: Standing = Standing.NORMAL) -> Live:
    return action("mv_cart", 1, standing, value_settings__default_value=amount, **FIXED)


def only(*live: Live, **said: object) -> Change:
    """The one change that the config of mv_cart makes of this."""
    (change,) = plan_of(client(*said.pop("wanted", (CART,)), **said), *live).changes  # type: ignore[arg-type, misc]
    return change


UPDATE = only(valued(300.0))
CREATE = only()
DEMOTE = only(action("mv_old", 2, primary_for_goal=True), valued(500.0))
REMOVE = only(action("mv_old", 2), valued(500.0), unlisted=Unlisted.REMOVE)


@pytest.mark.parametrize(
    ("live", "answer"),
    [
        ([valued(500.0)], True),
        ([valued(300.0)], False),
        ([valued(400.0)], None),  # somebody else has been there
        ([], None),
        ([valued(500.0, Standing.REMOVED)], None),
        ([replace(valued(500.0), address=Address("google_ads.conversion_action", "renamed"))], True),  # the id counts
        ([replace(valued(500.0), id="customers/1234567890/conversionActions/77")], None),
    ],
)
def test_an_update(live: list[Live], answer: bool | None) -> None:
    assert happened(UPDATE, LiveIndex(live)) is answer


def test_an_update_of_which_only_a_part_is_there() -> None:
    change = only(action("mv_cart", primary_for_goal=True, value_settings__default_value=300.0, **FIXED))
    assert len(change.attributes) == 2
    assert (
        happened(change, LiveIndex([action("mv_cart", primary_for_goal=False, value_settings__default_value=300.0)]))
        is None
    )


@pytest.mark.parametrize(
    ("live", "answer"),
    [
        ([], False),
        ([valued(500.0)], True),
        ([valued(400.0)], None),  # it is there, but not as it should have been made
        ([valued(500.0, Standing.REMOVED)], False),
        ([valued(500.0, Standing.OTHER_OWNER)], False),
        ([action("mv_other", 3)], False),
    ],
)
def test_a_create(live: list[Live], answer: bool | None) -> None:
    assert happened(CREATE, LiveIndex(live)) is answer


@pytest.mark.parametrize(("primary", "answer"), [(False, True), (True, False)])
def test_a_demote(primary: bool, answer: bool) -> None:
    assert happened(DEMOTE, LiveIndex([action("mv_old", 2, primary_for_goal=primary)])) is answer


@pytest.mark.parametrize(
    ("live", "answer"),
    [
        ([action("mv_old", 2)], False),
        ([], True),
        ([action("mv_old", 2, Standing.REMOVED)], True),
        ([action("mv_old", 9)], True),  # another one of this name
    ],
)
def test_a_removal(live: list[Live], answer: bool) -> None:
    assert happened(REMOVE, LiveIndex(live)) is answer


def test_a_key_event_is_found_by_its_name() -> None:
    wanted = (conversion("mv_cart", source=None, event="mv_cart", settings={"category": None}),)
    change = only(wanted=wanted)
    assert (happened(change, LiveIndex([])), happened(change, LiveIndex([key_event("mv_cart")]))) == (False, True)
    assert happened(change, LiveIndex([key_event("mv_other")])) is False


def test_references_are_compared_by_name() -> None:
    """A campaign's custom goal, and the actions of a custom goal, stand in a journal by their names."""
    cart, other = action("mv_cart", 1), action("Other", 2)
    wanted = client(conversion("mv_cart"), goals=Goals(custom=(CustomGoal("Learning", ("mv_cart",), ("Brand",)),)))
    live = [cart, other, goal("add_to_cart~website"), custom_goal("Learning", 7, other), campaign("Brand")]
    changes = plan_of(wanted, *live).changes
    assert [happened(change, LiveIndex(live)) for change in changes] == [False, False]
    done = [*live[:3], custom_goal("Learning", 7, cart), campaign("Brand", custom=7)]
    assert [happened(change, LiveIndex(done)) for change in changes] == [True, True]

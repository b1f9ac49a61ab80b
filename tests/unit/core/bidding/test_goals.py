"""Goals that Google makes by itself, and the names of goals and their members in plans."""

from __future__ import annotations

import pytest
from strategies import (
    ACCOUNT_GOAL,
    CAMPAIGN_GOAL,
    action,
    action_id,
    campaign,
    campaign_goal,
    custom_goal,
    custom_goal_id,
    goal,
    imported,
)

from microconv.core.action_state import ActionState
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT, foreseen, names_after
from microconv.core.goal_state import GoalState
from microconv.core.resource import Live, Standing

PAIR = "add_to_cart~website"


def shown(found: tuple[Live, ...]) -> dict[tuple[str, str], object]:
    return {(item.address.type, item.address.name): item.state["biddable"] for item in found}


@pytest.mark.parametrize(
    ("state", "pair"),
    [
        ({"category": "purchase", "origin": "app", "type": "webpage"}, "purchase~app"),
        ({"category": "purchase", "type": "webpage"}, "purchase~website"),
        ({"category": "phone_call_lead", "type": "ad_call"}, "phone_call_lead~call_from_ads"),
        ({"category": "download", "type": "google_play_download"}, "download~app"),
        ({"category": "purchase", "type": "something_new"}, "purchase~"),
    ],
)
def test_the_goal_of_an_action(state: dict, pair: str) -> None:
    assert ActionState(state).pair == pair


def test_an_action_without_a_category_and_a_goal_without_one_are_of_one_pair() -> None:
    state = {"category": None, "origin": "website"}
    assert ActionState(state).pair == GoalState(state).pair == "None~website"


def test_a_new_pair_gets_a_goal_in_the_account_and_in_every_campaign() -> None:
    found = foreseen([PAIR], [campaign("Brand", 1), campaign("Generic", 2, own=True)])
    assert shown(found) == {
        (ACCOUNT_GOAL, PAIR): True,
        (CAMPAIGN_GOAL, f"Brand/{PAIR}"): True,
        (CAMPAIGN_GOAL, f"Generic/{PAIR}"): True,
    }
    assert {item.id for item in found} == {""}
    assert [item.identity for item in found] == [PAIR, f"1~{PAIR}", f"2~{PAIR}"]


def test_a_goal_that_is_there_is_not_foreseen() -> None:
    assert foreseen([PAIR, PAIR], [goal(PAIR, False)]) == ()


def test_a_campaign_that_closed_the_category_keeps_it_closed() -> None:
    """Only where it overrides the account's goals: elsewhere it has what the account has."""
    own, follows = campaign("Own", 1, own=True), campaign("Follows", 2)
    live = [own, follows, *(campaign_goal(one, "add_to_cart~app", False) for one in (own, follows))]
    assert shown(foreseen([PAIR], live)) == {
        (ACCOUNT_GOAL, PAIR): True,
        (CAMPAIGN_GOAL, f"Own/{PAIR}"): False,
        (CAMPAIGN_GOAL, f"Follows/{PAIR}"): True,
    }


@pytest.mark.parametrize("pair", sorted(NOT_BIDDABLE_BY_DEFAULT))
def test_goals_that_google_does_not_open(pair: str) -> None:
    assert set(shown(foreseen([pair], [campaign("Own", 1, own=True), campaign("Follows", 2)])).values()) == {False}


def test_names_stand_for_ids_where_they_are_unique() -> None:
    live = [
        action("mv_a", 1), imported("x", 2, name="mv_twice"), action("mv_twice", 3), custom_goal("mv_a", 4, 1),
        action("mv_gone", 5, Standing.REMOVED), action("mv_theirs", 6, Standing.OTHER_OWNER),
    ]  # fmt: skip
    called = names_after(live, {})
    assert called.of(action_id(1)) == "mv_a"
    assert called.of(custom_goal_id(4)) == "mv_a"  # another type
    assert called.of(action_id(2)) == action_id(2)
    assert called.of(action_id(3)) == action_id(3)
    assert called.of(action_id(5)) == action_id(5)
    assert called.of(action_id(6)) == action_id(6)


def test_names_are_those_after_the_run() -> None:
    live = [action("mv_old", 1), action("mv_b", 2)]
    assert names_after(live, {action_id(1): "mv_new"}).of(action_id(1)) == "mv_new"
    called = names_after(live, {action_id(1): "mv_b"})
    assert called.of(action_id(1)) == action_id(1)


def test_references_are_shown_as_names() -> None:
    live = [action("mv_b", 1), action("mv_a", 2), custom_goal("Learning", 3, 1, 2, 99)]
    called = names_after(live, {})
    shown = called.presented(live[2])
    assert shown.state["conversion_actions"] == (action_id(99), "mv_a", "mv_b")
    assert called.presented(campaign("Brand", 1, custom=3)).state["custom_conversion_goal"] == "Learning"
    assert called.presented(campaign("Brand", 1)).state["custom_conversion_goal"] is None
    assert called.presented(live[0]) is live[0]

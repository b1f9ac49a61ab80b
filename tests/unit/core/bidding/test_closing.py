"""The config that keeps bidding from using an action whose role nobody can set."""

from __future__ import annotations

from microconv.core.bidding.closing import ANY_GOAL, account_goal, advice, closing
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign

PAIR = "purchase~google_hosted"
ACTION = BiddingAction("a/1", "Local orders", True, True, PAIR)
OTHER = BiddingAction("a/2", "Other orders", True, True, PAIR)
FOLLOWS = Campaign("c/1", "Follows")
OWN = Campaign("c/2", "Own: a", own=True, goals={PAIR: True})
OFF = Campaign("c/3", "Off", own=True, goals={PAIR: False})
APP = Campaign("c/4", "App", own=True, goals={PAIR: False}, selected=frozenset({"a/1"}))


def bids(*campaigns: Campaign, biddable: bool = True, actions: tuple[BiddingAction, ...] = (ACTION,)) -> BiddingInputs:
    return BiddingInputs(actions, {PAIR: biddable}, campaigns or None)


def test_the_words_of_a_goal() -> None:
    assert account_goal("contact~website") == "goals: {account: [{category: contact, biddable: false}]}"
    assert account_goal(PAIR, biddable=True) == (
        "goals: {account: [{category: purchase, origin: google_hosted, biddable: true}]}"
    )
    assert account_goal("contact~website") == ANY_GOAL.replace("…", "contact")


def test_the_goal_of_the_account() -> None:
    expected = "goals: {account: [{category: purchase, origin: google_hosted, biddable: false}]}"
    assert closing(ACTION, bids()) == closing(ACTION, bids(FOLLOWS, OFF)) == expected


def test_the_goals_of_campaigns_with_their_own() -> None:
    goal = "{category: purchase, origin: google_hosted, biddable: false}"
    assert closing(ACTION, bids(OWN, OFF)) == f'goals: {{campaigns: [{{campaign: "Own: a", goals: [{goal}]}}]}}'
    assert closing(ACTION, bids(FOLLOWS, OWN)) == (
        f'goals: {{account: [{goal}], campaigns: [{{campaign: "Own: a", goals: [{goal}]}}]}}'
    )


def test_where_no_goal_makes_bidding_use_it_none_is_named() -> None:
    for state in (bids(biddable=False), bids(OFF), bids(APP)):
        assert closing(ACTION, state) == ""
        assert advice(ACTION, state) == ""


def test_what_else_would_stop_is_told() -> None:
    text = "to keep bidding from using it, write `goals: {account: [{category: purchase, origin: google_hosted, "
    assert advice(ACTION, bids()) == text + "biddable: false}]}`"
    both = bids(actions=(ACTION, OTHER))
    assert advice(ACTION, both) == text + "biddable: false}]}` (of the same goal: Other orders)"

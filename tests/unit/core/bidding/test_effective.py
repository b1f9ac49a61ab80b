"""The effective role: whether bidding uses an action, in every combination of what decides it.

The table is written out by hand from the pages "Conversion goals", "Customer goals" and "Campaign goals" and from the
comment of ConversionAction.primary_for_goal (v26), checked 2026-11-23. It shares nothing with the implementation.
"""

from __future__ import annotations

from itertools import product

import pytest

from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, Use, effective
from microconv.core.bidding.inputs import where_used

PAIR = "purchase~website"
OTHER = "page_view~website"

# Of an action that is enabled and primary. Columns: the account's goal is biddable, is not, is not there.
PRIMARY = """
                            on                 off                absent
no campaign                 ACCOUNT_GOAL       ACCOUNT_GOAL_OFF   NO_GOAL
following                   ACCOUNT_GOAL       ACCOUNT_GOAL_OFF   NO_GOAL
own on                      CAMPAIGN_GOAL      CAMPAIGN_GOAL      CAMPAIGN_GOAL
own off                     CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF
own absent                  NO_GOAL            NO_GOAL            NO_GOAL
own on, custom lists it     CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own off, custom lists it    CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own absent, custom lists it CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own on, custom does not     CAMPAIGN_GOAL      CAMPAIGN_GOAL      CAMPAIGN_GOAL
own off, custom does not    CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF
own absent, custom does not NO_GOAL            NO_GOAL            NO_GOAL
following, optimized for it SELECTED           SELECTED           SELECTED
own on, optimized for it    SELECTED           SELECTED           SELECTED
own off, optimized for it   SELECTED           SELECTED           SELECTED
own on, for another         CAMPAIGN_GOAL      CAMPAIGN_GOAL      CAMPAIGN_GOAL
own off, for another        CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF  CAMPAIGN_GOAL_OFF
following, for another      ACCOUNT_GOAL       ACCOUNT_GOAL_OFF   NO_GOAL
"""

# Of an action that is enabled and secondary: only a custom goal or an App campaign makes bidding use it.
SECONDARY = """
                            on                 off                absent
no campaign                 SECONDARY          SECONDARY          SECONDARY
following                   SECONDARY          SECONDARY          SECONDARY
own on                      SECONDARY          SECONDARY          SECONDARY
own off                     SECONDARY          SECONDARY          SECONDARY
own absent                  SECONDARY          SECONDARY          SECONDARY
own on, custom lists it     CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own off, custom lists it    CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own absent, custom lists it CUSTOM_GOAL        CUSTOM_GOAL        CUSTOM_GOAL
own on, custom does not     SECONDARY          SECONDARY          SECONDARY
own off, custom does not    SECONDARY          SECONDARY          SECONDARY
own absent, custom does not SECONDARY          SECONDARY          SECONDARY
following, optimized for it SELECTED           SELECTED           SELECTED
own on, optimized for it    SELECTED           SELECTED           SELECTED
own off, optimized for it   SELECTED           SELECTED           SELECTED
own on, for another         SECONDARY          SECONDARY          SECONDARY
own off, for another        SECONDARY          SECONDARY          SECONDARY
following, for another      SECONDARY          SECONDARY          SECONDARY
"""
USED = {"ACCOUNT_GOAL", "CAMPAIGN_GOAL", "CUSTOM_GOAL", "SELECTED"}
ACCOUNTS = {"on": {PAIR: True, OTHER: False}, "off": {PAIR: False, OTHER: True}, "absent": {OTHER: True}}


def parsed(table: str) -> dict[tuple[str, str], str]:
    """Cells by row and column."""
    head, *rows = [line for line in table.splitlines() if line.strip()]
    found = {}
    for row in rows:
        *_, first, second, third = row.split()
        place = row[: row.index(first)].strip()
        found.update({(place, column): cell for column, cell in zip(head.split(), (first, second, third), strict=True)})
    return found


CELLS = {True: parsed(PRIMARY), False: parsed(SECONDARY)}
PLACES = list(dict.fromkeys(place for place, _ in CELLS[True]))


def acting(*, enabled: bool = True, primary: bool = True) -> BiddingAction:
    return BiddingAction("a/1", "mv_cart", enabled, primary, PAIR)


def campaign_of(place: str) -> Campaign | None:
    """The campaign that a row is about."""
    if place == "no campaign":
        return None
    goals, _, optimized = place.partition(", optimized ")
    goals = goals.removesuffix(", for another")
    selected = frozenset({"a/1"} if optimized else {"a/2"} if ", for another" in place else ())
    goals, _, custom = goals.partition(", custom ")
    if goals == "following":
        return Campaign("c/1", "Brand", selected=selected)
    own = {"own on": {PAIR: True, OTHER: False}, "own off": {PAIR: False, OTHER: True}, "own absent": {OTHER: True}}
    listed = {"": frozenset[str](), "lists it": frozenset({"a/1", "a/2"}), "does not": frozenset({"a/2"})}[custom]
    return Campaign("c/1", "Brand", True, own[goals], "Learning" if custom else "", listed, selected)


def test_the_tables_are_whole() -> None:
    goals = ("on", "off", "absent")
    places = ["no campaign", "following"]
    for custom in ("", ", custom lists it", ", custom does not"):
        places += [f"own {goal}{custom}" for goal in goals]
    for kind in ("optimized for it", "for another"):
        places += [f"{goal}, {kind}" for goal in ("following", "own on", "own off")]
    for cells in CELLS.values():
        assert set(cells) == set(product(places, goals))


@pytest.mark.parametrize("primary", [True, False])
@pytest.mark.parametrize("goal", ACCOUNTS)
@pytest.mark.parametrize("place", PLACES)
def test_enabled(place: str, goal: str, primary: bool) -> None:
    use = effective(acting(primary=primary), ACCOUNTS[goal], campaign_of(place))
    cell = CELLS[primary][place, goal]
    assert use.name == cell
    assert use.used is (cell in USED)


@pytest.mark.parametrize("primary", [True, False])
@pytest.mark.parametrize("goal", ACCOUNTS)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_enabled_is_never_used(place: str, goal: str, primary: bool) -> None:
    use = effective(acting(enabled=False, primary=primary), ACCOUNTS[goal], campaign_of(place))
    assert use is Use.NOT_ENABLED
    assert not use.used


def test_every_reason_stands_in_a_table() -> None:
    named = {cell for cells in CELLS.values() for cell in cells.values()} | {"NOT_ENABLED"}
    assert named == {use.name for use in Use}
    assert all(use.value.startswith("used: " if use.name in USED else "not used: ") for use in Use)


FIRST = acting()
SECOND = BiddingAction("a/2", "mv_view", True, True, OTHER)
BRAND = Campaign("c/1", "Brand", True, {PAIR: True, OTHER: False})
GENERIC = Campaign("c/2", "Generic")


def test_what_an_account_uses_is_by_campaign_and_action() -> None:
    state = BiddingInputs((FIRST, SECOND), {PAIR: False, OTHER: True}, (BRAND, GENERIC))
    assert state.used() == {("", "a/2"), ("c/1", "a/1"), ("c/2", "a/2")}


def test_an_action_is_used_where_any_campaign_uses_it() -> None:
    state = BiddingInputs((FIRST, SECOND), {PAIR: False, OTHER: True}, (BRAND,))
    assert state.uses(FIRST)
    assert not state.uses(SECOND)  # the account's goal says yes, and no campaign follows it


@pytest.mark.parametrize("campaigns", [None, ()])
def test_without_campaigns_the_account_decides(campaigns: tuple[Campaign, ...] | None) -> None:
    state = BiddingInputs((FIRST, SECOND), {PAIR: False, OTHER: True}, campaigns)
    assert not state.uses(FIRST)
    assert state.uses(SECOND)
    assert state.used() == {("", "a/2")}


def test_where_an_app_campaign_uses_an_action_is_told() -> None:
    secondary = acting(primary=False)
    app = Campaign("c/3", "App", selected=frozenset({"a/1"}))
    state = BiddingInputs((secondary,), {PAIR: True}, (GENERIC, app))
    assert state.used() == {("c/3", "a/1")}
    assert where_used(state, "a/1") == ['campaign "App" (optimized for it)']

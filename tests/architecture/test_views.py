"""The core's typed views of actions and goals against the providers' tables: no attribute has a name of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microconv.core import action_state, goal_state
from microconv.core.action_state import ActionState
from microconv.core.goal_state import CampaignState, CustomGoalState, GoalState
from microconv.core.kinds import ACTION, GOALS
from microconv.core.schema import Kind
from microconv.providers import TYPES

TABLES = {kind.name: {attribute.name: attribute.kind for attribute in kind.attributes} for kind in TYPES}
VIEWS = {ACTION: action_state.NAMED, **goal_state.NAMED}
CORE = Path(action_state.__file__).parent
ROOMS = [CORE, CORE.parent / "audit", CORE.parent / "analysis", CORE.parent / "reconcile", CORE.parent / "render"]
HOMES = {"action_state.py", "goal_state.py"}
ONLY_THERE = (
    "primary_for_goal", "value_settings.default_value", "value_settings.default_currency_code",
    "value_settings.always_use_default_value", "counting_type", "biddable", "goal_config_level",
    "custom_conversion_goal", "conversion_actions",
)  # fmt: skip
"""The names that mean nothing else anywhere."""
SHOWN = {
    ("explain_json.py", "primary_for_goal"): "a key of what `explain --format json` prints",
    ("explain_words.py", "biddable"): "the config's word, in an explanation",
    ("attribute_words.py", "biddable"): "the same, for the attribute itself",
    ("bidding.py", "biddable"): "a key of the config, in advice",
    ("plan_attributes.py", "biddable"): "the same, in plans",
}


def test_every_type_has_a_view() -> None:
    assert set(VIEWS) == {ACTION, *GOALS}


@pytest.mark.parametrize("type_name", VIEWS)
def test_what_a_view_names_is_an_attribute(type_name: str) -> None:
    assert VIEWS[type_name] <= set(TABLES[type_name])


def test_the_attributes_are_of_the_kinds_that_the_views_give() -> None:
    table = TABLES[ACTION]
    assert {name for name in action_state.NAMED if table[name] is Kind.FLAG} == {
        action_state.PRIMARY,
        action_state.ALWAYS_DEFAULT,
    }
    assert {name for name in action_state.NAMED if table[name] is Kind.AMOUNT} == {action_state.VALUE}
    assert all(TABLES[name].get(goal_state.BIDDABLE, Kind.FLAG) is Kind.FLAG for name in GOALS)
    assert TABLES["google_ads.custom_conversion_goal"][goal_state.LISTS] is Kind.LINES


@pytest.mark.parametrize("name", ONLY_THERE)
def test_no_other_file_names_it(name: str) -> None:
    said = re.compile(rf"[\"']{re.escape(name)}[\"']")
    found = {
        path.name
        for room in ROOMS
        for path in room.rglob("*.py")
        if path.name not in HOMES and said.search(path.read_text("utf-8")) and (path.name, name) not in SHOWN
    }
    assert found == set()


def test_an_empty_state_says_nothing() -> None:
    action = ActionState({})
    assert (action.name, action.type, action.status, action.category, action.currency, action.counting) == ("",) * 6
    assert (action.enabled, action.primary, action.imported_from_ga4) == (False, False, False)
    assert (action.value, action.always_default, action.origin) == (None, None, "")
    assert (GoalState({}).biddable, CampaignState({}).own, CampaignState({}).custom_goal) == (False, False, "")
    assert CustomGoalState({}).actions is None

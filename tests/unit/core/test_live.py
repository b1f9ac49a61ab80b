"""Live objects, and the view of their state as that of a conversion action."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

from tests.strategies import action


def test_the_view_of_a_state_is_made_once() -> None:
    live = action("Cart", 1, category="add_to_cart")
    assert live.action is live.action
    assert live.action.category == "add_to_cart"


def test_an_object_with_another_state_has_another_view() -> None:
    live = action("Cart", 1, category="add_to_cart")
    assert live.action.category == "add_to_cart"
    assert replace(live, state={"category": "purchase"}).action.category == "purchase"


def test_the_view_is_no_part_of_the_object() -> None:
    live, other = action("Cart", 1), action("Cart", 1)
    assert live.action.state == other.state
    assert live == other
    assert "ActionState" not in repr(live)
    for again in (copy.copy(live), pickle.loads(pickle.dumps(live))):
        assert again == live
        assert again.action == live.action

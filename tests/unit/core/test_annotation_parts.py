"""The description of an annotation, read back against changes."""

from __future__ import annotations

from dataclasses import replace

from microconv.core.action_state import PRIMARY
from microconv.core.annotation import description_of, without_told
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.resource import Address


def test_a_list_in_an_annotation_is_one_value() -> None:
    actions = AttributeChange("conversion_actions", ("mv_a",), ("mv_a", "mv_b, mv_c"))
    goal = Change(Action.UPDATE, Address(CUSTOM_GOAL, "best"), (), (actions,), "g")
    cart = Change(Action.UPDATE, Address(ACTION, "mv_cart"), (), (AttributeChange(PRIMARY, False, True),), "a")
    told = description_of([goal, cart])
    assert without_told([goal, cart], [told]) == ()
    other = replace(goal, attributes=(replace(actions, after=("mv_a",)),))
    assert without_told([other], [told]) == (other,)

"""A plan as data: counts, emptiness, fingerprint."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from strategies import action, client, conversion, plan_of

from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.plan import Action, AttributeChange, Bidding, Change, Conflict, Plan, action_of
from microconv.core.resource import Address

CHANGE = Change(
    Action.UPDATE,
    Address("google_ads.conversion_action", "mv_cart"),
    ("differs from the config",),
    (AttributeChange("counting_type", "many_per_click", "one_per_click"),),
    "customers/1234567890/conversionActions/1",
)
PLAN = Plan("aoi-store", (("google_ads", "123-456-7890"),), (CHANGE,))


def test_counts_name_every_action_zeros_included() -> None:
    plan = replace(PLAN, changes=(CHANGE, CHANGE, replace(CHANGE, action=Action.DEMOTE)))
    assert plan.counts == {Action.CREATE: 0, Action.UPDATE: 2, Action.DEMOTE: 1, Action.REMOVE: 0}


def test_nothing_to_do_is_empty_and_a_conflict_is_not() -> None:
    assert not PLAN.empty
    assert replace(PLAN, changes=()).empty
    assert not replace(PLAN, changes=(), conflicts=(Conflict(CHANGE.address, "x"),)).empty


def test_waiting_for_google_is_nothing_to_do() -> None:
    plan = plan_of(client(conversion(source=GA4_IMPORT, event="mv_cart"), property_id="345678901"))
    assert plan.waiting
    assert [change.address.type for change in plan.changes] == ["ga4.key_event"]


def test_a_plan_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PLAN.changes = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        CHANGE.id = ""  # type: ignore[misc]


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, client="other"),
        replace(PLAN, accounts=(("google_ads", "111-111-1111"),)),
        replace(PLAN, changes=()),
        replace(PLAN, changes=(CHANGE, CHANGE)),
        *(
            replace(PLAN, changes=(replace(CHANGE, **changed),))
            for changed in (
                {"action": Action.DEMOTE},
                {"address": Address("ga4.key_event", "mv_cart")},
                {"address": Address("google_ads.conversion_action", "mv_cart2")},
                {"id": "customers/1234567890/conversionActions/2"},
                {"protected": True},
                {"bidding": Bidding.STARTS},
                {"attributes": (AttributeChange("counting_type", "many_per_click", "many_per_click"),)},
                {"attributes": (AttributeChange("counting_type", None, "one_per_click"),)},
                {"attributes": (AttributeChange("status", "many_per_click", "one_per_click"),)},
                {"attributes": ()},
            )
        ),
    ],
)
def test_the_fingerprint_is_of_all_that_would_be_written(other: Plan) -> None:
    assert other.fingerprint != PLAN.fingerprint


@pytest.mark.parametrize("other", [replace(PLAN, reads=7), replace(PLAN, unchanged=3), replace(PLAN)])
def test_the_fingerprint_does_not_move_with_what_writes_nothing(other: Plan) -> None:
    assert other.fingerprint == PLAN.fingerprint
    assert len(PLAN.fingerprint) == 64


def test_true_and_1_have_different_fingerprints() -> None:
    def with_value(value) -> str:
        return replace(PLAN, changes=(replace(CHANGE, attributes=(AttributeChange("x", None, value),)),)).fingerprint

    assert len({with_value(value) for value in (True, 1, "true", None, "")}) == 5


def test_turning_the_flag_off_is_a_demote_and_nothing_else_is() -> None:
    off = AttributeChange("primary_for_goal", True, False)
    on = AttributeChange("primary_for_goal", False, True)
    category = AttributeChange("category", "a", "b")
    assert action_of((category, off)) is Action.DEMOTE
    assert action_of((category, on)) is Action.UPDATE
    assert action_of((AttributeChange("value_settings.always_use_default_value", True, False),)) is Action.UPDATE


def test_two_plans_of_the_same_state_are_equal() -> None:
    wanted = client(conversion("mv_a", role=Role.PRIMARY), conversion("mv_b"))
    live = (action("mv_a", 1), action("mv_c", 2, primary_for_goal=True))
    assert plan_of(wanted, *live) == plan_of(wanted, *live)
    assert plan_of(wanted, *live).fingerprint == plan_of(wanted, *live).fingerprint

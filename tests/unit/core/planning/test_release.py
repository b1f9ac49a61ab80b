"""The order of losses: what takes something from bidding comes after what replaces it."""

from __future__ import annotations

from strategies import TYPES, action, client, conversion, plan_of

from microconv.core.conversion import Role
from microconv.core.phase import Phase
from microconv.core.plan import Plan
from microconv.core.planning.steps import steps


def test_a_demotion_follows_the_promotion_that_replaces_it_and_depends_on_it() -> None:
    wanted = client(conversion("mv_new", role=Role.PRIMARY))
    plan = plan_of(wanted, action("mv_new", 1), action("mv_old", 2, primary_for_goal=True))
    first, second = (step for step in steps(TYPES, plan.changes) if step.provider == "google_ads")
    assert [change.address.name for change in first.changes] == ["mv_new"]
    assert [change.address.name for change in second.changes] == ["mv_old"]
    assert (second.phase, second.dependent) == (Phase.RELEASE, True)
    assert Plan.from_json(plan.to_json()) == plan


def test_where_nothing_is_replaced_one_call_does() -> None:
    plan = plan_of(client(conversion("mv_new")), action("mv_new", 1), action("mv_old", 2, primary_for_goal=True))
    assert [change.last for change in plan.changes] == [False]

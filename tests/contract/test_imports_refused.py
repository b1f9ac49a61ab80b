"""An action stays primary while Google refuses the import that is to take over from it, also beside another final."""

from __future__ import annotations

import pytest

from microconv.core.conversion import ConversionKind, Role
from microconv.core.planning.limits import Allow, Limits
from tests.contract.ads_account import action, goal, imported

ANY = Limits(allow=tuple(Allow))
GOALS = [goal("PURCHASE", True), goal("SUBMIT_LEAD_FORM", True)]


@pytest.fixture
def lead(conversion):
    """The conversion that is switched from a tag to the import."""
    return conversion("mv_lead", source="ga4", event="lead", role=Role.PRIMARY, settings={}, previously=("mv_form",))


@pytest.mark.parametrize("name", ["mv_lead", "mv_form"])
@pytest.mark.parametrize("status", ["HIDDEN", "ENABLED"])
@pytest.mark.parametrize(
    ("policy", "taken"), [("none", False), ("category_name_and_value", False), ("status_and_primary", True)]
)
def test_a_switch_from_tag_to_import(inhabit, project, lead, holds, name, status, policy, taken):
    inhabit(
        [action(1, name, "SUBMIT_LEAD_FORM"), imported(2, "lead", status=status), action(3, "Sale", "PURCHASE")],
        GOALS,
        key_events=[{"event_name": "lead"}],
    ).policies.set("ga4_import_mutability", policy)
    run = project(lead)
    plan = run.plan()
    if not taken:
        assert [item.address.name for item in plan.waiting] == [name]
        assert [item.missing for item in plan.waiting] == [""]
        assert [item.refused for item in plan.conflicts] == [True]
        assert plan.changes == ()
        assert plan.dangers == ()
        return
    run.apply(plan, ANY)
    assert {key: one["primary_for_goal"] for key, one in holds.by_id().items()} == {1: False, 2: True, 3: True}


@pytest.mark.parametrize("kind", [ConversionKind.MACRO, ConversionKind.UNDECIDED])
def test_a_final_gives_way_only_to_an_import_that_google_lets_become_primary(inhabit, project, conversion, holds, kind):
    inhabit(
        [action(1, "mv_old", "PURCHASE"), imported(2, "order"), action(3, "Lead", "SUBMIT_LEAD_FORM")],
        GOALS,
        key_events=[{"event_name": "order"}],
    ).policies.set("ga4_import_mutability", "none")
    old = conversion("mv_old", role=Role.SECONDARY, kind=ConversionKind.MACRO, settings={"category": "purchase"})
    order = conversion("order", source="ga4", event="order", role=Role.PRIMARY, kind=kind, settings={})
    plan = project(old, order).plan()
    assert plan.changes == ()
    assert [item.address.name for item in plan.waiting] == ["mv_old"]
    assert holds.writes() == []

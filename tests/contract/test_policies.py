"""Every value of the emulator's policies about names, categories, rules and imports: one run, and microconv is at rest.

What Google takes is done, what it refuses is told, and told again by the next plan; nothing is tried a second time.
"""

from __future__ import annotations

import pytest

from microconv.core.client import CustomGoal, Goals
from microconv.core.conversion import Role
from microconv.core.event_rule import Condition, EventRule
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator.google_ads.policies_rules import POLICIES as RULES
from tests.contract.ads_account import action, goal, imported
from tests.heavy import sample

ANY = Limits(allow=tuple(Allow))
VALUES = [
    *((policy.name, value) for policy in RULES if isinstance(policy.allowed, tuple) for value in policy.allowed),
    *(("ga4_import_counting", value) for value in ("follows", "at_import", "many_per_click")),
    *(("default_attribution_model", f"GOOGLE_{word}") for word in ("SEARCH_ATTRIBUTION_DATA_DRIVEN", "ADS_LAST_CLICK")),
    *(
        (f"{policy}_refused", value)
        for policy in (
            *("invalid_regular_expressions", "comparisons_with_text", "rules_on_their_own_event", "chained_rules"),
        )
        for value in (True, False)
    ),
    *(("counting_method_required", value) for value in (True, False)),
]


@pytest.fixture
def wanted(conversion):
    """Conversions that some of these policies let through and others do not."""
    starts = EventRule((Condition("event_name", "equals", "page_view"), Condition("value", "greater_than", "5")))
    return (
        conversion("Order", role=Role.PRIMARY, settings={"category": "purchase"}),
        conversion("ORDER", settings={"category": "purchase"}),
        conversion("mv_visit", settings={"category": "store_visit"}),
        conversion("mv_cart", event="mv_cart", rules=(starts,), settings={"category": "add_to_cart"}),
        conversion("mv_lead", source="ga4", event="lead", settings={"ga4.counting": "once_per_session"}),
    )


@pytest.mark.parametrize(("policy", "value"), sample(VALUES, 4))
def test_after_one_run_microconv_is_at_rest(inhabit, project, wanted, holds, policy, value):
    world = inhabit(
        [action(1, "Order", "PURCHASE"), imported(2, "lead", status="ENABLED", counting_type="MANY_PER_CLICK")],
        [goal("PURCHASE", True)],
        key_events=[{"event_name": "lead", "counting_method": "ONCE_PER_EVENT"}],
    )
    world.policies.set(policy, value)
    run = project(*wanted, goals=Goals(custom=(CustomGoal("Learning", ("Order", "mv_cart")),)))
    result = run.apply(run.plan(), ANY)
    assert result.failed == ()
    before = holds.everything()
    plan = run.plan()
    assert plan.changes == ()
    refused = {str(one.address.name) for one in plan.conflicts if one.refused}
    expected = {"ORDER", "mv_visit"} - {
        ("conversion_action_name_case", "counts"): {"ORDER"},
        ("category_of_other_types", "allowed"): {"mv_visit"},
    }.get((policy, value), set())
    assert (refused, result.in_sync) == (expected, not expected)
    assert {"Order", "mv_cart"} | ({"ORDER", "mv_visit"} - expected) <= set(holds.actions())
    kept = policy == "ga4_import_counting" and value != "follows"
    assert holds.by_id()[2]["counting_type"] == ("MANY_PER_CLICK" if kept else "ONE_PER_CLICK")
    assert holds.everything() == before

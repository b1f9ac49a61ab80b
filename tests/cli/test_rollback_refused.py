"""A rollback of which Google refuses a part: it is asked before the first write, and the rest is taken back."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal, uses

pytestmark = pytest.mark.usefixtures("environment", "state")


@pytest.fixture
def back(run, newest):
    """Syncs a config, then takes that back; `between` happens in between."""

    def call(config, between):
        done = run("sync", config, "--yes", "--allow", "nothing-left", "--allow", "many")
        assert done.code == 0, done.out + done.err
        between()
        return run("rollback", newest(), "--yes", "--allow", "nothing-left", "--allow", "many")

    return call


def roles(holds):
    return {name: one["primary_for_goal"] for name, one in holds.actions().items()}


@pytest.mark.parametrize("flag", [{"search_ads_360": True}, {"unified_goals": False}])
@pytest.mark.parametrize("custom", [True, False])
def test_a_campaign_that_takes_no_goals_of_its_own_any_more(run, inhabit, write_config, holds, back, flag, custom):
    inhabit(
        [action(1, "purchase", "PURCHASE", primary=False), action(2, "mv_old", "PURCHASE")],
        [goal("PURCHASE", True)],
        campaigns=[campaign(71, "Brand"), campaign(72, "Shop")],
        campaign_conversion_goals=[campaign_goal(number, "PURCHASE", True) for number in (71, 72)],
        custom_conversion_goals=[custom_goal(81, "Learning", 2)] if custom else [],
        conversion_goal_campaign_configs=[uses(71, 81)] if custom else [],
    )
    before = roles(holds)
    final = {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"}
    config = write_config(final, goals={"campaigns": [{"campaign": "*", "use": "account"}]}, ga4=None)
    found = holds.world.google_ads.customers[1234567890].campaigns

    def managed():
        found[71] = replace(found[71], **flag)

    done = back(config, managed)
    assert done.code == 0, done.out + done.err
    assert roles(holds) == before
    assert "Google does not take that back" in done.told
    assert "Partly taken back (emulated)" in done.out
    assert {one.name: one.goal_config_level for one in found.values()} == {"Brand": "CUSTOMER", "Shop": "CAMPAIGN"}
    assert {status for _, status in holds.writes()} == {"OK"}


def test_a_custom_goal_of_a_manager_account_goes_once_its_campaign_has_let_go(
    run, world, agency, write_config, holds, newest
):
    """Asked beforehand, Google would say that it is in use: so that is not asked."""
    content = copy.deepcopy(agency)
    manager, store = content["google_ads"]["customers"][:2]
    manager["conversion_actions"] = [action(1, "purchase", "PURCHASE"), action(2, "mv_a", primary=False)]
    store.update(conversion_customer=manager["id"], conversion_actions=[], customer_conversion_goals=[])
    store["campaigns"] = [campaign(71, "Brand")]
    world.reset(content)
    config = write_config(
        {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"},
        {"name": "mv_a", "category": "engagement", "role": "secondary"},
        goals={"custom": [{"name": "Learning", "conversions": ["mv_a"], "campaigns": ["Brand"]}]},
        google_ads={"customer_id": "1234567890", "login_customer_id": "9998887777", "manage_owner": True},
        ga4=None,
    )
    assert run("sync", config, "--yes", "--allow", "manager").code == 0
    done = run("rollback", newest(), "--yes", "--allow", "remove", "--allow", "manager")
    assert done.code == 0, done.out + done.err
    (goal,) = holds.world.google_ads.customers[9998887777].custom_goals.values()
    assert goal.status == "REMOVED"
    assert holds.world.google_ads.customers[1234567890].campaigns[71].goal_config_level == "CUSTOMER"

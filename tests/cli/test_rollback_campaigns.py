"""`use: account` and back: what a campaign gives up is in the plan, in the journal, and comes back with a rollback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.ads_account import action, campaign, campaign_goal, custom_goal, goal, uses

pytestmark = pytest.mark.usefixtures("environment", "state")


@pytest.fixture
def campaigns(world):
    """The goals of campaigns as they are in the account: level, custom goal, and goals of their own."""

    def found() -> dict[str, Any]:
        dump = world.dump()["google_ads"]["customers"]
        store = next(one for one in dump if "campaigns" in one)
        keys = ("campaigns", "conversion_goal_campaign_configs", "campaign_conversion_goals", "custom_conversion_goals")
        return {key: store.get(key) for key in keys}

    return found


@pytest.fixture
def config(write_config):
    return lambda *entries: write_config(
        {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"},
        {"name": "mv_cart", "category": "add_to_cart", "role": "primary"},
        goals={"campaigns": [{"campaign": "Brand", "use": "account"}, *entries]},
        ga4=None,
    )


@pytest.fixture
def site(inhabit):
    inhabit(
        [action(1, "purchase", "PURCHASE"), action(2, "mv_cart", "ADD_TO_CART"), action(3, "theirs", "CONTACT")],
        goals=[goal("PURCHASE", True), goal("ADD_TO_CART", True), goal("CONTACT", False)],
        campaigns=[campaign(71, "Brand"), campaign(72, "Shop")],
        custom_conversion_goals=[custom_goal(81, "Learning", 2, 3)],
        conversion_goal_campaign_configs=[uses(71, 81)],
        campaign_conversion_goals=[campaign_goal(71, "PURCHASE", True), campaign_goal(71, "ADD_TO_CART", False)],
    )


@pytest.fixture
def closed_site(inhabit):
    """An account without a biddable goal, and a campaign with goals of its own."""
    inhabit(
        [action(1, "purchase", "PURCHASE"), action(2, "mv_cart", "ADD_TO_CART")],
        goals=[goal("PURCHASE", False), goal("ADD_TO_CART", False)],
        campaigns=[campaign(71, "Brand")],
        campaign_conversion_goals=[campaign_goal(71, "PURCHASE", True), campaign_goal(71, "ADD_TO_CART", False)],
    )


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("policy", ["reset", "kept"])
def test_what_a_campaign_gives_up_is_shown_and_comes_back(run, world, campaigns, config, policy):
    world.policies.set("campaign_back_to_account", policy)
    before = campaigns()
    done = run("sync", config(), "--yes")
    assert done.code == 0, done.out + done.err
    assert "custom goal Learning → (empty)" in done.out, done.out
    assert 'campaign "Brand": goal add_to_cart (website)  biddable false → true' in done.out
    assert campaigns() != before
    again = run("sync", config(), "--yes")
    assert (again.code, "nothing to do" in again.out) == (0, True), again.out

    done = run("rollback", "2", "--yes")
    assert done.code == 0, done.out + done.err
    assert campaigns() == before


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("policy", ["reset", "kept"])
def test_a_rollback_can_be_rolled_back_and_that_again(run, world, campaigns, config, newest, policy):
    world.policies.set("campaign_back_to_account", policy)
    before = campaigns()
    assert run("sync", config(), "--yes").code == 0
    seen = [before]
    for _ in range(3):
        done = run("rollback", newest(), "--yes")
        assert done.code == 0, done.out + done.err
        seen.append(campaigns())
    assert seen[1] == before
    assert seen[3] == before


@pytest.mark.usefixtures("closed_site")
@pytest.mark.parametrize("policy", ["reset", "kept"])
def test_what_is_given_up_where_the_account_has_no_biddable_goal(run, world, campaigns, config, newest, policy):
    world.policies.set("campaign_back_to_account", policy)
    before = campaigns()
    refused = run("sync", config(), "--yes")
    assert (refused.code, campaigns()) == (4, before)
    assert 'campaign "Brand" would be left without any final conversion that bidding uses' in refused.err
    assert 'campaign "Brand": goal purchase (website)  biddable true → false' in refused.out
    done = run("sync", config(), "--yes", "--allow", "nothing-left")
    assert done.code == 0, done.out + done.err
    assert campaigns() != before
    journal = json.loads(run("history", "show", newest(), "--format", "json").out)
    assert '"name": "Brand/purchase~website"' in json.dumps(journal)
    done = run("rollback", newest(), "--yes")
    assert done.code == 0, done.out + done.err
    assert campaigns() == before


@pytest.mark.usefixtures("closed_site")
@pytest.mark.parametrize("policy", ["reset", "kept"])
def test_what_the_sync_made_the_account_s_too_comes_back(run, world, write_config, campaigns, policy):
    """The campaign's own goal is what the account's becomes, and nothing is to be changed: then both go back."""
    world.policies.set("campaign_back_to_account", policy)
    before = campaigns()
    config = write_config(
        {"name": "purchase", "kind": "macro", "category": "purchase", "role": "primary"},
        {"name": "mv_cart", "category": "add_to_cart", "role": "primary"},
        goals={
            "account": [{"category": "purchase", "biddable": True}],
            "campaigns": [{"campaign": "Brand", "use": "account"}],
        },
        ga4=None,
    )
    done = run("sync", config, "--yes")
    assert done.code == 0, done.out + done.err
    done = run("rollback", "2", "--yes", "--allow", "nothing-left")
    assert done.code == 0, done.out + done.err
    assert campaigns() == before

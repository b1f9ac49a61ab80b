"""Bidding as the emulator knows it. Facts section 3; the page "Conversion goals", the comments of protos."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.google_ads import bidding

CLIENT, MANAGER = 1234567890, 9998887777
PAIR = {"category": "SUBMIT_LEAD_FORM", "origin": "WEBSITE"}
#: Another action, whose goal never changes: the campaigns always have something to bid for.
OTHER = 102


def world_with(
    *,
    status: str = "ENABLED",
    primary: bool = True,
    account: bool = True,
    campaign: bool | None = None,
    custom: tuple[int, ...] | None = None,
    policy: str = "both",
    campaign_status: str = "ENABLED",
    owner: int = CLIENT,
) -> World:
    """A world with action 101 and campaign 601.

    status, primary: of the action.
    account: biddable of its customer goal.
    campaign: biddable of its campaign goal; None for a campaign at level CUSTOMER.
    custom: the actions of the campaign's custom goal, None without one.
    owner: the conversion customer.
    """
    goals: dict[str, Any] = {
        "conversion_actions": [
            {"id": 101, "name": "a", "type": "WEBPAGE", "status": status, "primary_for_goal": primary, **_category()},
            {"id": OTHER, "name": "b", "type": "WEBPAGE", "category": "PURCHASE"},
        ],
        "customer_conversion_goals": [{**PAIR, "biddable": account}],
    }
    of_campaign: dict[str, Any] = {"campaigns": [{"id": 601, "name": "c", "status": campaign_status}]}
    if campaign is not None:
        of_campaign["campaign_conversion_goals"] = [{"campaign": 601, **PAIR, "biddable": campaign}]
    if custom is not None:
        goals["custom_conversion_goals"] = [{"id": 701, "name": "g", "conversion_actions": list(custom)}]
        of_campaign["conversion_goal_campaign_configs"] = [{"campaign": 601, "custom_conversion_goal": 701}]
    client = {"id": CLIENT, "conversion_customer": owner, **of_campaign}
    manager = {"id": MANAGER, "manager": True, "clients": [CLIENT]}
    (client if owner == CLIENT else manager).update(goals)
    return World.load(
        {
            "version": 1,
            "policies": {"custom_goal_and_campaign_goals": policy},
            "google_ads": {"customers": [manager, client]},
        }
    )


def _category() -> dict[str, str]:
    return {"category": PAIR["category"]}


def uses(world: World) -> bool:
    """True where campaign 601 bids for action 101."""
    return (601, 101) in bidding.used(world, CLIENT)


@pytest.mark.parametrize("owner", [CLIENT, MANAGER])
@pytest.mark.parametrize("status", ["ENABLED", "HIDDEN", "REMOVED"])
@pytest.mark.parametrize("primary", [True, False])
@pytest.mark.parametrize("account", [True, False])
@pytest.mark.parametrize("campaign", [True, False, None])
def test_without_a_custom_goal(owner, status, primary, account, campaign):
    world = world_with(owner=owner, status=status, primary=primary, account=account, campaign=campaign)
    biddable = account if campaign is None else campaign
    assert uses(world) is (status == "ENABLED" and primary and biddable)
    assert (601, OTHER) in bidding.used(world, CLIENT)


@pytest.mark.parametrize(
    ("policy", "listed", "primary", "campaign", "expected"),
    [
        ("both", True, True, True, True),
        ("both", True, True, False, True),
        ("both", True, False, True, True),
        ("both", True, False, False, True),
        ("both", False, True, True, True),
        ("both", False, True, False, False),
        ("both", False, False, True, False),
        ("custom_only", True, True, False, True),
        ("custom_only", True, False, True, True),
        ("custom_only", False, True, True, False),
        ("custom_only", False, False, True, False),
    ],
)
@pytest.mark.parametrize("status", ["ENABLED", "HIDDEN", "REMOVED"])
def test_with_a_custom_goal(policy, listed, primary, campaign, expected, status):
    custom = (101, OTHER) if listed else (OTHER,)
    world = world_with(policy=policy, custom=custom, primary=primary, campaign=campaign, status=status)
    assert uses(world) is (expected and status == "ENABLED")
    assert (601, OTHER) in bidding.used(world, CLIENT)


def test_a_custom_goal_keeps_the_goals_the_campaign_had():
    """At level CUSTOMER before; the account's goal as it was then."""
    world = world_with(custom=(OTHER,), account=True)
    assert uses(world)
    world.google_ads.customers[CLIENT].goals["SUBMIT_LEAD_FORM", "WEBSITE"] = False
    assert uses(world), "the campaign does not follow the account any more"


def test_a_removed_custom_goal_counts_for_nothing():
    world = world_with(custom=(101,), primary=False)
    assert uses(world)
    world.google_ads.customers[CLIENT].custom_goals[701].status = "REMOVED"
    assert not uses(world)


@pytest.mark.parametrize(("status", "expected"), [("ENABLED", True), ("PAUSED", True), ("REMOVED", False)])
def test_campaigns_by_status(status, expected):
    assert uses(world_with(campaign_status=status)) is expected


def test_the_clients_own_actions_do_not_count_with_cross_account_tracking():
    world = world_with(owner=MANAGER)
    manager = world.google_ads.customers[MANAGER]
    client = world.google_ads.customers[CLIENT]
    client.actions[101] = manager.actions.pop(101)
    client.add_goal(("SUBMIT_LEAD_FORM", "WEBSITE"))
    assert bidding.used(world, CLIENT) == {(601, OTHER)}


def test_a_manager_has_no_campaigns_and_an_unknown_customer_is_an_error():
    world = world_with(owner=MANAGER)
    assert bidding.used(world, MANAGER) == frozenset()
    with pytest.raises(KeyError):
        bidding.used(world, 1111111111)


def test_account_goals_for_no_campaign_in_particular():
    world = world_with(account=False, custom=(101,))
    assert bidding.used_by(world, world.google_ads.customers[CLIENT], None) == {OTHER}


@pytest.mark.parametrize(("policy", "refused"), [("both", False), ("custom_only", True)])
def test_a_custom_goal_without_enabled_actions_and_the_policy(ads, campaigns, policy, refused):
    """EMPTY_CONVERSION_GOALS goes by what the campaign would bid for."""
    campaigns.policies.set("custom_goal_and_campaign_goals", policy)
    account = campaigns.google_ads.customers[1234567890]
    for number in (101, 103):
        account.actions[number].fields["status"] = "REMOVED"
    name = "customers/1234567890/conversionGoalCampaignConfigs/601"
    goal = "customers/1234567890/customConversionGoals/701"
    operation = {
        "update": {"resource_name": name, "custom_conversion_goal": goal},
        "update_mask": {"paths": ["custom_conversion_goal"]},
    }
    if refused:
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", operation)
        assert refusal.codes == ["conversion_goal_campaign_config_error.EMPTY_CONVERSION_GOALS"]
        assert refusal.messages == ["The campaign is using campaign override goals but has no goals configured."]
        assert account.campaigns[601].custom_conversion_goal is None
    else:
        ads.change("ConversionGoalCampaignConfig", operation)
        assert account.campaigns[601].custom_conversion_goal == 701

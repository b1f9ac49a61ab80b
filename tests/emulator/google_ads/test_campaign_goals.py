"""CampaignConversionGoalService, and how campaign goals follow the account's. Facts section 3."""

from __future__ import annotations

import pytest

from microconv.emulator import World
from microconv.emulator.google_ads import bidding
from tests.emulator.google_ads.conftest import said

STORE, CLIENT, MANAGER = "1234567890", "2345678901", "9998887777"
NAME = "customers/{}/campaignConversionGoals/{}~{}"
FAMILY = "campaign_conversion_goal_error."


def updating(campaign, pair, *paths, customer=STORE, **fields):
    resource = {"resource_name": NAME.format(customer, campaign, pair), **fields}
    return {"update": resource, "update_mask": {"paths": list(paths) or list(fields)}}


def goals(world, campaign, customer=STORE):
    """The campaign's goals as the world holds them."""
    account = world.google_ads.customers[int(customer)]
    found = account.campaigns[campaign]
    return found.goals(world.google_ads.goals_of_campaigns(account), world.policies.text("new_campaign_goal"))


def level(world, campaign, customer=STORE):
    return world.google_ads.customers[int(customer)].campaigns[campaign].goal_config_level


def configuring(campaign, *paths, customer=STORE, **fields):
    name = f"customers/{customer}/conversionGoalCampaignConfigs/{campaign}"
    mask = list(paths) or list(fields)
    return {"update": {"resource_name": name, **fields}, "update_mask": {"paths": mask}}


def test_one_for_each_goal_of_the_account(ads, campaigns, shop):
    query = (
        "SELECT campaign_conversion_goal.category, campaign_conversion_goal.origin, campaign_conversion_goal.biddable,"
        " campaign_conversion_goal.resource_name, campaign.name FROM campaign_conversion_goal"
        " WHERE campaign.id = 601"
    )
    rows = ads.rows(query)
    read = {
        (one.campaign_conversion_goal.category.name, one.campaign_conversion_goal.origin.name): (
            one.campaign_conversion_goal.biddable
        )
        for one in rows
    }
    assert read == shop().goals
    assert {one.campaign.name for one in rows} == {"Search"}
    assert NAME.format(STORE, 601, "PAGE_VIEW~WEBSITE") in {one.campaign_conversion_goal.resource_name for one in rows}


def test_removed_campaigns_have_none(ads, campaigns):
    query = "SELECT campaign_conversion_goal.campaign FROM campaign_conversion_goal"
    found = {row.campaign_conversion_goal.campaign for row in ads.rows(query)}
    assert f"customers/{STORE}/campaigns/601" in found
    assert f"customers/{STORE}/campaigns/603" not in found


@pytest.mark.parametrize("pair", ["PURCHASE~WEBSITE", "4~2"])
def test_an_override_makes_the_level_campaign(ads, campaigns, pair):
    response = ads.change("CampaignConversionGoal", updating(601, pair, biddable=False))
    assert response.results[0].resource_name == NAME.format(STORE, 601, "PURCHASE~WEBSITE")
    assert level(campaigns, 601) == "CAMPAIGN"
    assert goals(campaigns, 601)["PURCHASE", "WEBSITE"] is False
    assert goals(campaigns, 602)["PURCHASE", "WEBSITE"] is True
    assert level(campaigns, 602) == "CUSTOMER"


def test_changes_of_the_account_reach_campaigns_that_never_overrode(ads, campaigns):
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=True))
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False))
    assert goals(campaigns, 602)["PURCHASE", "WEBSITE"] is False
    assert goals(campaigns, 601)["PURCHASE", "WEBSITE"] is True


def test_a_campaign_that_goes_back_follows_again(ads, campaigns):
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=False))
    ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CUSTOMER"))
    assert goals(campaigns, 601)["PURCHASE", "WEBSITE"] is True
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False))
    assert goals(campaigns, 601)["PURCHASE", "WEBSITE"] is False


def test_overrides_do_not_touch_the_account_or_its_conversions_column(ads, campaigns, shop):
    query = (
        "SELECT conversion_action.include_in_conversions_metric FROM conversion_action WHERE conversion_action.id = 101"
    )
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=False))
    assert shop().goals["PURCHASE", "WEBSITE"] is True
    assert ads.rows(query)[0].conversion_action.include_in_conversions_metric is True
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False))
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=True))
    assert ads.rows(query)[0].conversion_action.include_in_conversions_metric is False


def test_a_new_pair_comes_to_every_campaign(ads, campaigns):
    ads.mutate(ads.creating(category="OUTBOUND_CLICK"))
    assert goals(campaigns, 601)["OUTBOUND_CLICK", "WEBSITE"] is True
    assert goals(campaigns, 602)["OUTBOUND_CLICK", "WEBSITE"] is True


@pytest.mark.parametrize(("rule", "expected"), [("documented_rule", False), ("account_default", True)])
def test_a_new_pair_of_a_campaign_that_overrides(ads, campaigns, rule, expected):
    """Documented: not biddable if another goal of the campaign with that category is not."""
    campaigns.policies.set("new_campaign_goal", rule)
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=False))
    ads.mutate(ads.creating(category="PURCHASE", type_="AD_CALL", value_settings={"always_use_default_value": True}))
    assert goals(campaigns, 601)["PURCHASE", "CALL_FROM_ADS"] is expected
    assert goals(campaigns, 602)["PURCHASE", "CALL_FROM_ADS"] is True
    ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=True))
    assert goals(campaigns, 601)["PURCHASE", "CALL_FROM_ADS"] is expected, "decided when it came"


def test_goals_of_a_campaign_of_the_same_request(ads, campaigns, shop):
    """As the official example for Performance Max does it, atomically, with a temporary campaign id."""
    budget = {
        "resource_name": f"customers/{STORE}/campaignBudgets/-1",
        "name": "PMax",
        "amount_micros": 1_000_000,
        "explicitly_shared": False,
    }
    campaign = {
        "resource_name": f"customers/{STORE}/campaigns/-2",
        "name": "PMax",
        "advertising_channel_type": "PERFORMANCE_MAX",
        "campaign_budget": budget["resource_name"],
        "maximize_conversion_value": {"target_roas": 3.5},
        "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
    }
    response = ads.mutate_several(
        {"campaign_budget_operation": {"create": budget}},
        {"campaign_operation": {"create": campaign}},
        *(
            {"campaign_conversion_goal_operation": updating(-2, pair, biddable=pair == "PURCHASE~WEBSITE")}
            for pair in ("PURCHASE~WEBSITE", "SIGNUP~WEBSITE")
        ),
    )
    made = list(shop().campaigns.values())[-1]
    result = response.mutate_operation_responses[3].campaign_conversion_goal_result
    assert result.resource_name == NAME.format(STORE, made.id, "SIGNUP~WEBSITE")
    found = goals(campaigns, made.id)
    assert (found["PURCHASE", "WEBSITE"], found["SIGNUP", "WEBSITE"], level(campaigns, made.id)) == (
        True,
        False,
        "CAMPAIGN",
    )
    assert made["maximize_conversion_value.target_roas"] == 3.5


def test_validate_only_and_atomicity(ads, campaigns):
    operation = updating(601, "PURCHASE~WEBSITE", biddable=False)
    assert list(ads.change("CampaignConversionGoal", operation, validate_only=True).results) == []
    assert level(campaigns, 601) == "CUSTOMER"
    with ads.refused() as refusal:
        ads.change("CampaignConversionGoal", operation, updating(601, "DOWNLOAD~STORE", biddable=True))
    assert (refusal.codes, refusal.places) == (
        ["mutate_error.RESOURCE_NOT_FOUND"],
        ["operations[1].update.resource_name"],
    )
    assert refusal.messages == ["Resource was not found."]
    assert level(campaigns, 601) == "CUSTOMER"


class TestAcrossAccounts:
    """Campaign goals are in the campaign's account, the goals they follow in its conversion customer."""

    def test_the_managers_goals(self, ads, campaigns):
        manager = campaigns.google_ads.customers[int(MANAGER)]
        assert goals(campaigns, 651, CLIENT) == manager.goals
        assert ("CONTACT", "WEBSITE") not in goals(campaigns, 651, CLIENT), "a goal of its own left-over action"
        ads.mutate(ads.creating(category="SIGNUP"), customer=MANAGER)
        assert goals(campaigns, 651, CLIENT)["SIGNUP", "WEBSITE"] is True
        ads.mutate_goals(ads.updating_goal("SIGNUP~WEBSITE", customer=MANAGER, biddable=False), customer=MANAGER)
        assert goals(campaigns, 651, CLIENT)["SIGNUP", "WEBSITE"] is False

    def test_an_override_stays_in_the_client(self, ads, campaigns):
        operation = updating(651, "PURCHASE~WEBSITE", customer=CLIENT, biddable=False)
        ads.change("CampaignConversionGoal", operation, customer=CLIENT)
        assert goals(campaigns, 651, CLIENT)["PURCHASE", "WEBSITE"] is False
        assert campaigns.google_ads.customers[int(MANAGER)].goals["PURCHASE", "WEBSITE"] is True

    def test_not_through_the_manager(self, ads, campaigns):
        operation = updating(651, "PURCHASE~WEBSITE", customer=MANAGER, biddable=False)
        with ads.refused() as refusal:
            ads.change("CampaignConversionGoal", operation, customer=MANAGER)
        assert refusal.codes == ["request_error.CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT"]

    def test_a_new_pair_and_its_campaign_goal_in_one_request(self, ads, campaigns):
        ads.mutate_several(
            {"conversion_action_operation": ads.creating(category="OUTBOUND_CLICK")},
            {"campaign_conversion_goal_operation": updating(601, "OUTBOUND_CLICK~WEBSITE", biddable=False)},
        )
        assert goals(campaigns, 601)["OUTBOUND_CLICK", "WEBSITE"] is False
        assert goals(campaigns, 602)["OUTBOUND_CLICK", "WEBSITE"] is True


@pytest.mark.parametrize(
    ("operation", "code", "place", "message"),
    [
        (
            updating(604, "PURCHASE~WEBSITE", biddable=False),
            FAMILY + "CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN",
            "update.biddable",
            "The campaign is managed by Search Ads 360.",
        ),
        (
            updating(602, "STORE_SALE~STORE", biddable=True),
            FAMILY + "CANNOT_USE_STORE_SALE_GOAL_FOR_PERFORMANCE_MAX_CAMPAIGN",
            "update.biddable",
            "A Performance Max campaign cannot use a store sale goal.",
        ),
        (
            updating(606, "PHONE_CALL_LEAD~LOCAL_SERVICES_ADS", biddable=False),
            FAMILY + "CANNOT_UNLINK_LOCAL_SERVICES_GOAL_FROM_LOCAL_SERVICES_CAMPAIGN",
            "update.biddable",
            "A local services goal cannot be taken from a local services campaign.",
        ),
        (
            updating(606, "PURCHASE~WEBSITE", biddable=True),
            FAMILY + "GOAL_NOT_ALLOWED_FOR_LOCAL_SERVICES_CAMPAIGN",
            "update.biddable",
            "A local services campaign can have local services goals only.",
        ),
        (
            updating(601, "PHONE_CALL_LEAD~LOCAL_SERVICES_ADS", biddable=True),
            FAMILY + "LOCAL_SERVICES_GOAL_NOT_ALLOWED_FOR_NON_LOCAL_SERVICES_CAMPAIGN",
            "update.biddable",
            "Only a local services campaign can have a local services goal.",
        ),
        (
            updating(601, "PURCHASE~WEBSITE", "campaign"),
            "field_error.IMMUTABLE_FIELD",
            "update.campaign",
            "The field attempted to be mutated is immutable.",
        ),
        (
            {"update": {"resource_name": NAME.format(STORE, 601, "PURCHASE~WEBSITE"), "biddable": True}},
            "field_mask_error.FIELD_MASK_MISSING",
            "update_mask",
            "The field mask must be provided for update operations.",
        ),
        (
            updating(601, "NONSENSE~WEBSITE", biddable=True),
            "request_error.BAD_RESOURCE_ID",
            "update.resource_name",
            "'NONSENSE' part of the resource name is invalid.",
        ),
        (
            updating(603, "PURCHASE~WEBSITE", biddable=True),
            "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
            "update.resource_name",
            "The operation is not allowed for removed resources.",
        ),
        ({}, "request_error.OPERATION_REQUIRED", "", "The operation must set update."),
    ],
)
def test_refused(ads, campaigns, operation, code, place, message):
    before = campaigns.dump()["google_ads"]
    with ads.refused() as refusal:
        ads.change("CampaignConversionGoal", operation)
    assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
    assert refusal.places == [f"operations[0].{place}".rstrip(".")]
    assert campaigns.dump()["google_ads"] == before


def test_the_same_goal_twice(ads, campaigns):
    with ads.refused() as refusal:
        ads.change(
            "CampaignConversionGoal",
            updating(601, "PURCHASE~WEBSITE", biddable=False),
            updating(601, "4~2", biddable=True),
        )
    assert refusal.codes == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
    assert level(campaigns, 601) == "CUSTOMER"


def test_a_local_services_campaign_has_its_goals_from_the_start(campaigns):
    found = goals(campaigns, 606)
    assert [key for key, biddable in found.items() if biddable] == [("PHONE_CALL_LEAD", "LOCAL_SERVICES_ADS")]
    assert level(campaigns, 606) == "CAMPAIGN"


class TestBackToTheAccount:
    """Level CUSTOMER again: policy `campaign_back_to_account`."""

    GOAL = f"customers/{STORE}/customConversionGoals/701"
    READ = (
        "SELECT conversion_goal_campaign_config.goal_config_level,"
        " conversion_goal_campaign_config.custom_conversion_goal FROM conversion_goal_campaign_config"
        " WHERE campaign.id = 601"
    )

    @pytest.fixture(params=["reset", "kept"])
    def policy(self, campaigns, request):
        campaigns.policies.set("campaign_back_to_account", request.param)
        return request.param

    @pytest.fixture
    def went_back(self, ads, policy, campaigns):
        """Campaign 601 had a custom goal and a goal of its own, and follows the account again."""
        ads.change("CampaignConversionGoal", updating(601, "PURCHASE~WEBSITE", biddable=False))
        ads.change("ConversionGoalCampaignConfig", configuring(601, custom_conversion_goal=self.GOAL))
        ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CUSTOMER"))
        return campaigns

    def config(self, ads):
        (row,) = ads.rows(self.READ)
        found = row.conversion_goal_campaign_config
        return found.goal_config_level.name, found.custom_conversion_goal

    def test_bidding_goes_by_the_account(self, went_back, shop):
        assert goals(went_back, 601) == shop().goals
        account = bidding.used_by(went_back, shop(), None)
        assert bidding.used_by(went_back, shop(), shop().campaigns[601]) == account

    def test_what_a_query_shows(self, ads, went_back, policy):
        assert self.config(ads) == ("CUSTOMER", self.GOAL if policy == "kept" else "")

    def test_level_campaign_again(self, ads, went_back, policy):
        ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CAMPAIGN"))
        kept = policy == "kept"
        assert self.config(ads) == ("CAMPAIGN", self.GOAL if kept else "")
        assert goals(went_back, 601)["PURCHASE", "WEBSITE"] is not kept

    def test_an_override_again(self, ads, went_back, policy):
        ads.change("CampaignConversionGoal", updating(601, "ADD_TO_CART~WEBSITE", biddable=False))
        found = goals(went_back, 601)
        assert found["ADD_TO_CART", "WEBSITE"] is False
        assert found["PURCHASE", "WEBSITE"] is (policy != "kept")

    def test_the_custom_goal_goes_with_its_name_in_the_mask(self, ads, policy, campaigns):
        ads.change("ConversionGoalCampaignConfig", configuring(601, custom_conversion_goal=self.GOAL))
        both = configuring(601, "goal_config_level", "custom_conversion_goal", goal_config_level="CUSTOMER")
        ads.change("ConversionGoalCampaignConfig", both)
        assert self.config(ads) == ("CUSTOMER", "")
        ads.change("CustomConversionGoal", {"remove": self.GOAL})

    def test_a_custom_goal_that_shows_cannot_be_removed(self, ads, went_back, policy, shop):
        if policy == "reset":
            ads.change("CustomConversionGoal", {"remove": self.GOAL})
            return
        with ads.refused() as refusal:
            ads.change("CustomConversionGoal", {"remove": self.GOAL})
        assert refusal.codes == ["custom_conversion_goal_error.CANNOT_REMOVE_LINKED_CUSTOM_CONVERSION_GOAL"]
        assert shop().custom_goals[701].status == "ENABLED"

    def test_a_dump_holds_it(self, went_back):
        assert World.load(went_back.dump()).dump()["google_ads"] == went_back.dump()["google_ads"]

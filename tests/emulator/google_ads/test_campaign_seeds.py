"""The keys of a seed about campaigns: what is left out, what is refused, and that a dump loads into the same."""

from __future__ import annotations

import pytest

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads import bidding
from microconv.emulator.seed import packaged_seed, read_seed
from tests.growth import growth

CUSTOMER = {"id": 1111111111, "conversion_actions": [{"id": 1, "name": "A", "type": "WEBPAGE", "category": "SIGNUP"}]}
GOAL = ("SIGNUP", "WEBSITE")


def load(**keys):
    world = World.load({"version": 1, "google_ads": {"customers": [{**CUSTOMER, **keys}]}})
    return world.google_ads.customers[1111111111]


def large(size: int):
    """The reading of an account with so many actions, campaigns and budgets; some of what has a name is removed."""
    seed = {
        **CUSTOMER,
        "conversion_actions": [
            {"id": 1 + at, "name": f"A {at % (size - 9)}", "type": "WEBPAGE", "status": _status(at, size)}
            for at in range(size)
        ],
        "campaigns": [
            {"id": 100_000 + at, "name": f"C {at % (size - 9)}", "status": _status(at, size)} for at in range(size)
        ],
    }
    return lambda: load(**seed)


def _status(at: int, size: int) -> str:
    return "REMOVED" if at >= size - 9 else "ENABLED"


def test_a_large_account_takes_time_in_proportion_to_its_size():
    assert growth(large, 200) == pytest.approx(2, abs=0.05)


def test_what_is_left_out():
    customer = load(campaigns=[{"id": 5, "name": "C"}])
    campaign = customer.campaigns[5]
    assert (campaign.status, campaign.channel, campaign.strategy) == ("ENABLED", "SEARCH", "manual_cpc")
    assert (campaign.goal_config_level, campaign.custom_conversion_goal) == ("CUSTOMER", None)
    assert campaign["contains_eu_political_advertising"] == "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING"
    assert customer.budgets[campaign.budget]["name"] == "Budget 1000005"


def test_overrides():
    customer = load(
        campaigns=[{"id": 5, "name": "C", "manual_cpm": {}}, {"id": 6, "name": "D"}],
        campaign_conversion_goals=[{"campaign": 5, "category": "SIGNUP", "origin": "WEBSITE", "biddable": False}],
        custom_conversion_goals=[{"id": 7, "name": "G", "conversion_actions": [1]}],
        conversion_goal_campaign_configs=[{"campaign": 6, "custom_conversion_goal": 7}],
    )
    first, second = customer.campaigns.values()
    assert (first.goal_config_level, first.own_goals, first.strategy) == ("CAMPAIGN", {GOAL: False}, "manual_cpm")
    assert (second.goal_config_level, second.custom_conversion_goal) == ("CAMPAIGN", 7)


def test_an_undeclared_campaign():
    customer = load(campaigns=[{"id": 5, "name": "C", "contains_eu_political_advertising": None}])
    assert customer.campaigns[5]["contains_eu_political_advertising"] is None


def test_new_ids_are_above_those_of_the_seed():
    world = World.load(
        {"version": 1, "google_ads": {"customers": [{**CUSTOMER, "campaigns": [{"id": 8_000_000_000, "name": "C"}]}]}}
    )
    assert world.google_ads.next_id == 8_001_000_001


def test_a_dump_loads_into_the_same(campaigns, ads):
    name = "customers/1234567890/campaignConversionGoals/601~PURCHASE~WEBSITE"
    operation = {"update": {"resource_name": name, "biddable": False}, "update_mask": {"paths": ["biddable"]}}
    ads.change("CampaignConversionGoal", operation)
    config = {
        "resource_name": "customers/1234567890/conversionGoalCampaignConfigs/602",
        "custom_conversion_goal": "customers/1234567890/customConversionGoals/701",
    }
    ads.change("ConversionGoalCampaignConfig", {"update": config, "update_mask": {"paths": ["custom_conversion_goal"]}})
    ads.change("CampaignBudget", {"remove": "customers/1234567890/campaignBudgets/504"})
    dumped = campaigns.dump()
    again = World.load(dumped)
    for number, customer in campaigns.google_ads.customers.items():
        other = again.google_ads.customers[number]
        assert other.campaigns == customer.campaigns
        assert other.budgets == customer.budgets
        assert other.custom_goals == customer.custom_goals
        assert other.changes == customer.changes
    assert again.dump()["google_ads"] == dumped["google_ads"]


@pytest.mark.parametrize(
    ("keys", "path", "text"),
    [
        ({"campaigns": [{"id": 5}]}, "campaigns[0].name", "is missing"),
        ({"campaigns": [{"name": "C"}]}, "campaigns[0].id", "must be an id, not None"),
        ({"campaigns": [{"id": 1, "name": "C"}]}, "campaigns[0].id", "1 is the id of two resources"),
        (
            {
                "conversion_actions": [
                    {"id": 2, "name": "A", "type": "WEBPAGE"},
                    {"id": 3, "name": "A", "type": "WEBPAGE"},
                ]
            },
            "conversion_actions[1].name",
            "there are two conversion actions named 'A'",
        ),
        (
            {"campaigns": [{"id": 5, "name": "C"}, {"id": 6, "name": "C"}]},
            "campaigns[1].name",
            "there are two campaigns named 'C'",
        ),
        (
            {"campaigns": [{"id": 5, "name": "C", "nme": 1}]},
            "campaigns[0].nme",
            "there is no such field; did you mean name?",
        ),
        (
            {"campaigns": [{"id": 5, "name": "C", "manual_cpc": {}, "target_cpa": {}}]},
            "campaigns[0].target_cpa",
            "there is a bidding strategy already, manual_cpc",
        ),
        (
            {"campaigns": [{"id": 5, "name": "C", "campaign_budget": 9}]},
            "campaigns[0].campaign_budget",
            "there is no budget 9",
        ),
        (
            {"campaigns": [{"id": 5, "name": "C", "unified_goals": "no"}]},
            "campaigns[0].unified_goals",
            "must be true or false",
        ),
        (
            {"manager": True, "campaigns": [{"id": 5, "name": "C"}]},
            "campaigns[0]",
            "a manager account has no campaigns",
        ),
        (
            {"campaign_budgets": [{"id": 5, "name": "B"}, {"id": 6, "name": "B"}]},
            "campaign_budgets[1].name",
            "there are two budgets named 'B'",
        ),
        (
            {"campaign_conversion_goals": [{"campaign": 5}]},
            "campaign_conversion_goals[0].campaign",
            "there is no campaign 5",
        ),
        (
            {
                "campaigns": [{"id": 5, "name": "C"}],
                "campaign_conversion_goals": [
                    {"campaign": 5, "category": "CONTACT", "origin": "APP", "biddable": True}
                ],
            },
            "campaign_conversion_goals[0]",
            "the conversion customer has no goal CONTACT~APP",
        ),
        (
            {"custom_conversion_goals": [{"id": 5, "name": "G", "conversion_actions": [2]}]},
            "custom_conversion_goals[0].conversion_actions[0]",
            "there is no conversion action 2",
        ),
        (
            {
                "campaigns": [{"id": 5, "name": "C"}],
                "conversion_goal_campaign_configs": [{"campaign": 5, "custom_conversion_goal": 6}],
            },
            "conversion_goal_campaign_configs[0].custom_conversion_goal",
            "the conversion customer has no custom goal 6",
        ),
        (
            {
                "campaigns": [{"id": 5, "name": "C"}],
                "conversion_goal_campaign_configs": [{"campaign": 5, "goal_config_level": "ACCOUNT"}],
            },
            "conversion_goal_campaign_configs[0].goal_config_level",
            "'ACCOUNT' is no GoalConfigLevel",
        ),
        ({"changes": [{"kind": "action"}]}, "changes[0].kind", "must be campaign or campaign_budget"),
    ],
)
def test_refused(keys, path, text):
    with pytest.raises(SeedError) as caught:
        load(**keys)
    assert str(caught.value) == f"google_ads.customers[0].{path}: {text}"


class TestPackagedSeed:
    """The shipped seed shows each way a campaign can come to its goals."""

    STORE, MINE = 1234567890, "mv_time_60s"

    @pytest.fixture
    def shipped(self):
        return World.load(read_seed(packaged_seed()))

    @staticmethod
    def levels(world, customer):
        account = world.google_ads.customers[customer]
        return {one.name: (one.goal_config_level, one.custom_conversion_goal) for one in account.campaigns.values()}

    def test_the_campaigns_of_each_client(self, shipped):
        assert self.levels(shipped, self.STORE) == {
            "ブランド検索": ("CUSTOMER", None),
            "一般検索": ("CAMPAIGN", None),
            "P-MAX 全商品": ("CAMPAIGN", 122000001),
        }
        assert set(self.levels(shipped, 2345678901).values()) == {("CUSTOMER", None)}
        assert len(self.levels(shipped, 2345678901)) == 2
        assert self.levels(shipped, 3456789012) == {"指名検索": ("CUSTOMER", None)}

    def using(self, world):
        """The campaigns that bid for mv_time_60s."""
        store = world.google_ads.customers[self.STORE]
        number = store.named(self.MINE).id
        return {store.campaigns[one].name for one, action in bidding.used(world, self.STORE) if action == number}

    def test_a_demoted_action_that_bidding_still_uses(self, shipped):
        assert self.using(shipped) == {"一般検索", "P-MAX 全商品"}
        shipped.google_ads.customers[self.STORE].named(self.MINE).fields["primary_for_goal"] = False
        assert self.using(shipped) == {"P-MAX 全商品"}

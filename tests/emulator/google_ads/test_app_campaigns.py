"""Selective optimization of App campaigns: seeds, queries, mutates, and what bidding uses.

Comments of resources/campaign.proto and errors/campaign_error.proto (v26).
"""

from __future__ import annotations

import copy

import pytest

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads import bidding

STORE, CLIENT, MANAGER = "1234567890", "2345678901", "9998887777"
PATH = "selective_optimization.conversion_actions"
APP = {"advertising_channel_type": "MULTI_CHANNEL", "advertising_channel_sub_type": "APP_CAMPAIGN"}
ENGAGEMENT = {**APP, "advertising_channel_sub_type": "APP_CAMPAIGN_FOR_ENGAGEMENT"}
INSTALLS = {"id": 130, "name": "Installs", "type": "GOOGLE_PLAY_DOWNLOAD", "category": "DOWNLOAD", "app_id": "com.aoi"}
STORE_CAMPAIGNS = [
    {"id": 607, "name": "App", **APP, PATH.split(".")[0]: {"conversion_actions": [102]}},
    {"id": 608, "name": "Back to the app", **ENGAGEMENT},
    {"id": 601, "name": "Search"},
    {
        "id": 609,
        "name": "Bound to its app",
        **APP,
        "app_campaign_setting": {
            "app_id": "com.other",
            "bidding_strategy_goal_type": "OPTIMIZE_IN_APP_CONVERSIONS_TARGET_CONVERSION_COST",
        },
    },
]


def action(number, customer=STORE):
    return f"customers/{customer}/conversionActions/{number}"


@pytest.fixture
def content(seed):
    made = copy.deepcopy(seed)
    by_id = {str(one["id"]): one for one in made["google_ads"]["customers"]}
    by_id[STORE]["conversion_actions"].append(INSTALLS)
    by_id[STORE]["campaigns"] = copy.deepcopy(STORE_CAMPAIGNS)
    by_id[CLIENT]["campaigns"] = [{"id": 651, "name": "App", **APP}]
    return made


@pytest.fixture
def apps(world, content) -> World:
    world.reset(content)
    return world


def selecting(campaign, *numbers, customer=STORE, owner=None):
    chosen = [action(one, owner or customer) if isinstance(one, int) else one for one in numbers]
    resource = {"resource_name": f"customers/{customer}/campaigns/{campaign}"}
    settings = {"selective_optimization": {"conversion_actions": chosen}} if chosen else {}
    return {"update": {**resource, **settings}, "update_mask": {"paths": [PATH]}}


def selected(ads, campaign, customer=STORE):
    query = f"SELECT campaign.{PATH} FROM campaign WHERE campaign.id = {campaign}"
    (row,) = ads.rows(query, customer)
    return list(row.campaign.selective_optimization.conversion_actions)


def test_a_seed_is_read_and_queried(ads, apps):
    assert selected(ads, 607) == [action(102)]
    assert selected(ads, 608) == []
    found = ads.rows(f"SELECT campaign.id FROM campaign WHERE campaign.{PATH} CONTAINS ANY ('{action(102)}')")
    assert [row.campaign.id for row in found] == [607]


def test_a_dump_holds_them(apps):
    again = World.load(apps.dump())
    assert again.dump()["google_ads"] == apps.dump()["google_ads"]
    assert again.google_ads.customers[int(STORE)].campaigns[607].selected_actions == (102,)


@pytest.mark.parametrize(
    ("campaign", "chosen", "place"),
    [(601, [102], f".{PATH}"), (608, [999], f".{PATH}[0]"), (608, [action(102, CLIENT)], f".{PATH}[0]")],
)
def test_a_seed_that_cannot_be(content, campaign, chosen, place):
    shop = next(one for one in content["google_ads"]["customers"] if str(one["id"]) == STORE)
    index, one = next((at, one) for at, one in enumerate(shop["campaigns"]) if one["id"] == campaign)
    one["selective_optimization"] = {"conversion_actions": chosen}
    with pytest.raises(SeedError) as refusal:
        World.load(content)
    assert str(refusal.value).startswith(f"google_ads.customers[1].campaigns[{index}]{place}")


@pytest.mark.parametrize("campaign", [607, 608])
def test_update_and_clear(ads, apps, campaign):
    ads.change("Campaign", selecting(campaign, 101, 102))
    assert selected(ads, campaign) == [action(101), action(102)]
    ads.change("Campaign", selecting(campaign))
    assert selected(ads, campaign) == []


def test_with_an_action_of_the_same_request(ads, apps):
    ads.mutate_several(
        {"conversion_action_operation": ads.creating(resource_name=action(-1))},
        {"campaign_operation": selecting(608, -1)},
    )
    made = apps.google_ads.customers[int(STORE)].named("mv_new")
    assert selected(ads, 608) == [action(made.id)]


@pytest.mark.parametrize("validate_only", [True, False])
@pytest.mark.parametrize(
    ("campaign", "chosen", "code", "place"),
    [
        (601, [101], "campaign_error.INCOMPATIBLE_CAMPAIGN_FIELD", ""),
        (608, [999], "mutate_error.RESOURCE_NOT_FOUND", "[0]"),
        (608, [101, 104], "mutate_error.RESOURCE_NOT_FOUND", "[1]"),
        (608, [action(101, CLIENT)], "mutate_error.RESOURCE_NOT_FOUND", "[0]"),
        (608, ["x"], "request_error.RESOURCE_NAME_MALFORMED", "[0]"),
        (608, [101, 101], "distinct_error.DUPLICATE_ELEMENT", ""),
        (609, [130], "campaign_error.APP_ID_MUST_MATCH_CONVERSION_ACTION_APP_ID", "[0]"),
        (609, [], "campaign_error.AT_LEAST_ONE_CONVERSION_MUST_BE_SELECTED", ""),
    ],
)
def test_refused(ads, apps, campaign, chosen, code, place, validate_only):
    before = apps.dump()["google_ads"]
    with ads.refused() as refusal:
        ads.change("Campaign", selecting(campaign, *chosen), validate_only=validate_only)
    assert (refusal.codes, refusal.places) == ([code], [f"operations[0].update.{PATH}{place}"])
    assert apps.dump()["google_ads"] == before


def test_a_limit(ads, apps):
    apps.policies.set("selected_actions_limit", 1)
    ads.change("Campaign", selecting(608, 101))
    with ads.refused() as refusal:
        ads.change("Campaign", selecting(608, 101, 102))
    assert refusal.codes == ["campaign_error.CANNOT_SET_MORE_THAN_ONE_CONVERSION_ACTION"]


@pytest.mark.parametrize(("policy", "owner"), [("querying_customer", CLIENT), ("owner", MANAGER)])
@pytest.mark.parametrize("named_by", [CLIENT, MANAGER])
def test_actions_of_a_manager(ads_of, apps, policy, owner, named_by):
    apps.policies.set("shared_action_resource_name", policy)
    ads = ads_of(login_customer_id=MANAGER)
    ads.change("Campaign", selecting(651, 901, customer=CLIENT, owner=named_by), customer=CLIENT)
    assert selected(ads, 651, CLIENT) == [action(901, owner)]
    assert (651, 901) in bidding.used(apps, int(CLIENT))


class TestBidding:
    @staticmethod
    def used(world, campaign):
        return {number for of, number in bidding.used(world, int(STORE)) if of == campaign}

    def test_whatever_the_role(self, apps):
        """102 is secondary."""
        assert 102 in self.used(apps, 607)
        assert 102 not in self.used(apps, 608)

    def test_not_a_removed_one(self, ads, apps):
        ads.mutate(ads.removing(102))
        assert 102 not in self.used(apps, 607)

    def test_beside_the_goals_or_alone(self, apps):
        beside = self.used(apps, 607)
        assert beside == self.used(apps, 608) | {102}
        apps.policies.set("selected_actions_and_goals", "selected_only")
        assert self.used(apps, 607) == {102}
        assert self.used(apps, 608) == beside - {102}

    def test_whatever_the_goal(self, ads, apps):
        ads.mutate_goals(ads.updating_goal("ADD_TO_CART~WEBSITE", biddable=False))
        assert 102 in self.used(apps, 607)

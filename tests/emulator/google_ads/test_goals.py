"""Customer conversion goals: made by Google, update only, biddable or not. Facts section 3."""

from __future__ import annotations

import pytest

from tests.emulator.google_ads.conftest import said


def test_a_new_category_makes_its_goal_at_once_account_default(ads, store):
    assert ("OUTBOUND_CLICK", "WEBSITE") not in store.goals
    ads.mutate(ads.creating(category="OUTBOUND_CLICK"))
    assert store.goals["OUTBOUND_CLICK", "WEBSITE"] is True


def test_a_known_category_leaves_its_goal_alone(ads, store):
    ads.mutate(ads.creating(category="PAGE_VIEW"))
    assert store.goals["PAGE_VIEW", "WEBSITE"] is False


def test_changing_the_category_makes_a_goal(ads, store):
    ads.mutate(ads.updating(103, category="BEGIN_CHECKOUT"))
    assert store.goals["BEGIN_CHECKOUT", "WEBSITE"] is True
    assert ("PAGE_VIEW", "WEBSITE") in store.goals


def test_goals_outlive_their_actions(ads, store):
    ads.mutate(ads.removing(102))
    assert store.goals["ADD_TO_CART", "WEBSITE"] is True


def test_a_refused_request_makes_no_goal(ads, store):
    with ads.refused():
        ads.mutate(ads.creating(category="OUTBOUND_CLICK"), ads.creating(name="Purchase"))
    assert ("OUTBOUND_CLICK", "WEBSITE") not in store.goals


def test_defaults_of_hosted_goals(store):
    assert store.goals["CONTACT", "GOOGLE_HOSTED"] is False
    assert store.goals["GET_DIRECTIONS", "GOOGLE_HOSTED"] is False
    assert store.goals["SUBMIT_LEAD_FORM", "GOOGLE_HOSTED"] is True


@pytest.mark.parametrize("key", ["PURCHASE~WEBSITE", "4~2"])
def test_update_by_names_and_by_numbers(ads, store, key):
    response = ads.mutate_goals(ads.updating_goal(key, biddable=False))
    assert store.goals["PURCHASE", "WEBSITE"] is False
    assert response.results[0].resource_name == ads.goal("PURCHASE~WEBSITE")


def test_false_is_a_value(ads, store):
    """`biddable` has no presence in the proto: named in the mask and absent, it is false."""
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", "biddable"))
    assert store.goals["PURCHASE", "WEBSITE"] is False


def test_hosted_goals_can_be_set_though_their_actions_cannot(ads, store):
    ads.mutate_goals(ads.updating_goal("CONTACT~GOOGLE_HOSTED", biddable=True))
    assert store.goals["CONTACT", "GOOGLE_HOSTED"] is True


def test_validate_only(ads, store):
    response = ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False), validate_only=True)
    assert store.goals["PURCHASE", "WEBSITE"] is True
    assert list(response.results) == []


@pytest.mark.parametrize(
    ("key", "paths", "code", "message"),
    [
        ("DOWNLOAD~WEBSITE", ["biddable"], "mutate_error.RESOURCE_NOT_FOUND", "Resource was not found."),
        (
            "NONSENSE~WEBSITE",
            ["biddable"],
            "request_error.BAD_RESOURCE_ID",
            "'NONSENSE' part of the resource name is invalid.",
        ),
        (
            "PURCHASE~UNKNOWN",
            ["biddable"],
            "request_error.BAD_RESOURCE_ID",
            "'UNKNOWN' part of the resource name is invalid.",
        ),
        (
            "PURCHASE",
            ["biddable"],
            "request_error.RESOURCE_NAME_MALFORMED",
            "The resource name 'customers/1234567890/customerConversionGoals/PURCHASE' is malformed.",
        ),
        (
            "PURCHASE~WEBSITE",
            ["category"],
            "field_error.IMMUTABLE_FIELD",
            "The field attempted to be mutated is immutable.",
        ),
        (
            "PURCHASE~WEBSITE",
            ["resource_name"],
            "mutate_error.MUTATE_NOT_ALLOWED",
            "The update mask names nothing to change.",
        ),
        (
            "PURCHASE~WEBSITE",
            ["bidable"],
            "field_mask_error.FIELD_NOT_FOUND",
            "The field mask contained an invalid field: 'bidable'.",
        ),
    ],
)
def test_refused(ads, store, key, paths, code, message):
    before = dict(store.goals)
    with ads.refused() as refusal:
        ads.mutate_goals(ads.updating_goal(key, *paths, biddable=False))
    assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
    assert store.goals == before


def test_update_is_required(ads):
    with ads.refused() as refusal:
        ads.mutate_goals({})
    assert refusal.codes == ["request_error.OPERATION_REQUIRED"]


def test_mask_is_required_and_a_goal_comes_once(ads, store):
    operation = ads.updating_goal("PURCHASE~WEBSITE", biddable=False)
    with ads.refused() as refusal:
        ads.mutate_goals({"update": operation["update"]})
    assert refusal.codes == ["field_mask_error.FIELD_MASK_MISSING"]
    with ads.refused() as refusal:
        ads.mutate_goals(operation, ads.updating_goal("4~2", biddable=True))
    assert refusal.codes == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
    assert store.goals["PURCHASE", "WEBSITE"] is True


def test_resource_name_style_policy(ads, world):
    query = "SELECT customer_conversion_goal.resource_name FROM customer_conversion_goal LIMIT 1"
    assert ads.rows(query)[0].customer_conversion_goal.resource_name == ads.goal("PURCHASE~WEBSITE")
    world.policies.set("goal_resource_name_style", "numbers")
    assert ads.rows(query)[0].customer_conversion_goal.resource_name == ads.goal("4~2")


def test_include_in_conversions_metric_follows(ads):
    """Enabled, primary, and the goal biddable: all three, or it is false."""
    query = (
        "SELECT conversion_action.include_in_conversions_metric FROM conversion_action WHERE conversion_action.id = {}"
    )

    def included(number: int) -> bool:
        return ads.rows(query.format(number))[0].conversion_action.include_in_conversions_metric

    assert included(101) is True
    assert included(102) is False, "secondary"
    assert included(103) is False, "its goal is not biddable"
    assert included(104) is False, "removed"
    ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False))
    assert included(101) is False


class TestNewGoals:
    """Policy `new_customer_goal`: PAGE_VIEW~WEBSITE of the seed is not account-default, PURCHASE~WEBSITE is."""

    @staticmethod
    def call_from_ads(category):
        """An action whose goal is one of CALL_FROM_ADS, a pair that the account does not have."""
        return {"create": {"name": "calls", "type_": "UPLOAD_CALLS", "category": category}}

    @pytest.mark.parametrize(
        ("rule", "category", "expected"),
        [
            ("same_category_rule", "PAGE_VIEW", False),
            ("same_category_rule", "PURCHASE", True),
            ("same_category_rule", "OUTBOUND_CLICK", True),
            ("always_true", "PAGE_VIEW", True),
            ("always_true", "PURCHASE", True),
        ],
    )
    def test_of_a_new_action(self, ads, world, store, rule, category, expected):
        world.policies.set("new_customer_goal", rule)
        ads.mutate(self.call_from_ads(category))
        assert store.goals[category, "CALL_FROM_ADS"] is expected

    @pytest.mark.parametrize(("rule", "expected"), [("same_category_rule", False), ("always_true", True)])
    def test_of_a_changed_category(self, ads, world, store, rule, expected):
        world.policies.set("new_customer_goal", rule)
        ads.mutate(ads.updating(109, category="PAGE_VIEW"))
        assert store.goals["PAGE_VIEW", "CALL_FROM_ADS"] is expected

    @pytest.mark.parametrize("rule", ["same_category_rule", "always_true"])
    def test_the_exceptions_hold_under_both(self, ads, world, store, rule):
        """STORE_SALE from a store is never account-default, however the category stands."""
        world.policies.set("new_customer_goal", rule)
        world.policies.set("store_sales_direct_upload", "allowlisted")
        ads.mutate({"create": {"name": "s", "type_": "STORE_SALES_DIRECT_UPLOAD", "category": "STORE_SALE"}})
        assert store.goals["STORE_SALE", "STORE"] is False

    def test_an_earlier_operation_of_the_request_counts(self, ads, store):
        """The first makes a goal that is false, the second goes by it."""
        ads.mutate(self.call_from_ads("PAGE_VIEW"), ads.updating(101, category="PAGE_VIEW"))
        assert store.goals["PAGE_VIEW", "CALL_FROM_ADS"] is False

    @pytest.mark.parametrize("rule", ["same_category_rule", "always_true"])
    def test_a_rehearsal_makes_none(self, ads, world, store, rule):
        world.policies.set("new_customer_goal", rule)
        before = dict(store.goals)
        ads.mutate(self.call_from_ads("PAGE_VIEW"), validate_only=True)
        assert store.goals == before

    @pytest.mark.parametrize("rule", ["same_category_rule", "always_true"])
    @pytest.mark.parametrize("of_campaigns", ["documented_rule", "account_default"])
    def test_in_campaigns(self, ads, campaigns, rule, of_campaigns):
        """A campaign that follows the account has the account's; one with own goals goes by `new_campaign_goal`."""
        campaigns.policies.set("new_customer_goal", rule)
        campaigns.policies.set("new_campaign_goal", of_campaigns)
        own = "customers/1234567890/campaignConversionGoals/602~PAGE_VIEW~WEBSITE"
        ads.change(
            "CampaignConversionGoal",
            {"update": {"resource_name": own, "biddable": True}, "update_mask": {"paths": ["biddable"]}},
        )
        ads.mutate(self.call_from_ads("PAGE_VIEW"))
        query = (
            "SELECT campaign.id, campaign_conversion_goal.biddable FROM campaign_conversion_goal WHERE campaign.id IN"
            " (601, 602) AND campaign_conversion_goal.category = 'PAGE_VIEW'"
            " AND campaign_conversion_goal.origin = 'CALL_FROM_ADS'"
        )
        read = {row.campaign.id: row.campaign_conversion_goal.biddable for row in ads.rows(query)}
        account = rule == "always_true"
        assert read == {601: account, 602: True if of_campaigns == "documented_rule" else account}

"""CustomConversionGoalService and ConversionGoalCampaignConfigService. Facts section 3 and the error protos (v26)."""

from __future__ import annotations

import pytest

from tests.emulator.google_ads.conftest import said

STORE, CLIENT, MANAGER = "1234567890", "2345678901", "9998887777"
GOAL = "customers/1234567890/customConversionGoals/{}"
ACTION = "customers/1234567890/conversionActions/{}"
CONFIG = "customers/{}/conversionGoalCampaignConfigs/{}"
OF_GOAL = "custom_conversion_goal_error."
OF_CONFIG = "conversion_goal_campaign_config_error."


def creating(*actions, **fields):
    content = {"name": "New", "conversion_actions": [ACTION.format(one) for one in actions], **fields}
    return {"create": {key: value for key, value in content.items() if value}}


def updating(number, *paths, **fields):
    mask = list(paths) or list(fields)
    return {"update": {"resource_name": GOAL.format(number), **fields}, "update_mask": {"paths": mask}}


def configuring(campaign, *paths, customer=STORE, **fields):
    mask = list(paths) or list(fields)
    return {"update": {"resource_name": CONFIG.format(customer, campaign), **fields}, "update_mask": {"paths": mask}}


def state(shop, campaign):
    found = shop().campaigns[campaign]
    return found.goal_config_level, found.custom_conversion_goal


class TestCustomGoals:
    def test_create(self, ads, shop):
        response = ads.change("CustomConversionGoal", creating(101, 109), response_content_type=2)
        made = list(shop().custom_goals.values())[-1]
        assert (made.name, made.conversion_actions, made.status) == ("New", (101, 109), "ENABLED")
        shown = response.results[0].custom_conversion_goal
        assert response.results[0].resource_name == GOAL.format(made.id)
        assert list(shown.conversion_actions) == [ACTION.format(101), ACTION.format(109)]

    def test_with_an_action_of_the_same_request(self, ads, shop):
        action = ads.creating(resource_name=ACTION.format(-1))
        ads.mutate_several(
            {"conversion_action_operation": action},
            {"custom_conversion_goal_operation": creating(-1, resource_name=GOAL.format(-2))},
            {"conversion_goal_campaign_config_operation": configuring(601, custom_conversion_goal=GOAL.format(-2))},
        )
        made = list(shop().custom_goals.values())[-1]
        assert made.conversion_actions == (shop().named("mv_new").id,)
        assert state(shop, 601) == ("CAMPAIGN", made.id)

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            (" Two", "field_error.INVALID_VALUE"),
            ("Two\u3000", "field_error.INVALID_VALUE"),
            ("Tw\no", "field_error.INVALID_VALUE"),
            ("Tw\0o", "field_error.INVALID_VALUE"),
            ("cARTS", OF_GOAL + "CUSTOM_GOAL_DUPLICATE_NAME"),
        ],
    )
    def test_names_as_strict_as_those_of_actions(self, ads, world, shop, name, code):
        """The policy custom_goal_names."""
        before = shop().custom_goals
        for operation in (creating(101, 109, name=name), updating(703, name=name)):
            with ads.refused() as refusal:
                ads.change("CustomConversionGoal", operation)
            assert refusal.codes == [code]
        assert shop().custom_goals == before
        world.policies.set("custom_goal_names", "any")
        ads.change("CustomConversionGoal", creating(101, 109, name=name), updating(701, name=f"{name}2"))
        assert [one.name for one in shop().custom_goals.values()][-1] == name

    def test_an_action_that_is_listed_twice(self, ads, world, shop):
        before = shop().custom_goals
        for operation, place in ((creating(101, 109, 101), "create"), (None, "update")):
            again = operation or updating(701, conversion_actions=[ACTION.format(one) for one in (101, 109, 101)])
            with ads.refused() as refusal:
                ads.change("CustomConversionGoal", again)
            assert (refusal.codes, refusal.places, refusal.triggers[0]) == (
                ["distinct_error.DUPLICATE_ELEMENT"],
                [f"operations[0].{place}.conversion_actions[2]"],
                ACTION.format(101),
            )
        assert shop().custom_goals == before
        world.policies.set("custom_goal_repeated_action", "once")
        ads.change("CustomConversionGoal", creating(101, 109, 101))
        assert list(shop().custom_goals.values())[-1].conversion_actions == (101, 109)

    def test_the_last_action_cannot_be_taken_out(self, ads, shop):
        with ads.refused() as refusal:
            ads.change("CustomConversionGoal", updating(701, "conversion_actions", conversion_actions=[]))
        assert (refusal.codes, refusal.places) == (
            ["field_error.FIELD_CANNOT_BE_CLEARED"],
            ["operations[0].update.conversion_actions"],
        )
        assert refusal.messages == ["The field cannot be cleared."]
        assert shop().custom_goals[701].conversion_actions == (101, 103)

    def test_update(self, ads, shop):
        ads.change("CustomConversionGoal", updating(701, name="Renamed", conversion_actions=[ACTION.format(109)]))
        changed = shop().custom_goals[701]
        assert (changed.name, changed.conversion_actions) == ("Renamed", (109,))

    def test_remove_frees_name_and_list(self, ads, shop):
        ads.change("CustomConversionGoal", {"remove": GOAL.format(701)})
        assert shop().custom_goals[701].status == "REMOVED"
        ads.change("CustomConversionGoal", creating(101, 103, name="Carts"))
        assert list(shop().custom_goals.values())[-1].name == "Carts"

    def test_validate_only(self, ads, shop):
        before = list(shop().custom_goals)
        assert list(ads.change("CustomConversionGoal", creating(101), validate_only=True).results) == []
        assert list(shop().custom_goals) == before

    def test_query(self, ads, campaigns):
        query = (
            "SELECT custom_conversion_goal.id, custom_conversion_goal.name, custom_conversion_goal.conversion_actions,"
            " custom_conversion_goal.status FROM custom_conversion_goal"
            f" WHERE custom_conversion_goal.conversion_actions CONTAINS ANY ('{ACTION.format(103)}')"
        )
        rows = [row.custom_conversion_goal for row in ads.rows(query)]
        assert [(row.id, row.name, row.status.name) for row in rows] == [(701, "Carts", "ENABLED")]

    @pytest.mark.parametrize(
        ("operation", "code", "place", "message"),
        [
            (
                creating(999),
                OF_GOAL + "INVALID_CONVERSION_ACTION",
                "create.conversion_actions[0]",
                "Cannot find a conversion action with the specified id.",
            ),
            (
                creating(101, 104),
                OF_GOAL + "CONVERSION_ACTION_NOT_ENABLED",
                "create.conversion_actions[1]",
                "The conversion action is not enabled so it cannot be included in a custom conversion goal.",
            ),
            (
                creating(122),
                OF_GOAL + "NON_BIDDABLE_CONVERSION_ACTION_NOT_ELIGIBLE_FOR_CUSTOM_GOAL",
                "create.conversion_actions[0]",
                "Conversion types that cannot be biddable should not be included in custom goal.",
            ),
            (
                creating(101, name="Carts"),
                OF_GOAL + "CUSTOM_GOAL_DUPLICATE_NAME",
                "create.name",
                "Custom goal with the same name already exists.",
            ),
            (
                creating(103, 101),
                OF_GOAL + "DUPLICATE_CONVERSION_ACTION_LIST",
                "create.conversion_actions",
                "Custom goal with the same conversion action list already exists.",
            ),
            (creating(101, name=""), "field_error.REQUIRED", "create.name", "The required field was not present."),
            (creating(), "field_error.REQUIRED", "create.conversion_actions", "The required field was not present."),
            (
                creating(101, status="REMOVED"),
                "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED",
                "create.status",
                "A custom conversion goal cannot be created as REMOVED.",
            ),
            (
                creating(101, id=9),
                "new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE",
                "create.id",
                "The id of a new resource is given by the service.",
            ),
            (
                updating(703, "conversion_actions", conversion_actions=[ACTION.format(101), ACTION.format(103)]),
                OF_GOAL + "DUPLICATE_CONVERSION_ACTION_LIST",
                "update.conversion_actions",
                "Custom goal with the same conversion action list already exists.",
            ),
            (
                updating(701, id=5),
                "field_error.IMMUTABLE_FIELD",
                "update.id",
                "The field attempted to be mutated is immutable.",
            ),
            (
                updating(702, name="Back"),
                "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
                "update.resource_name",
                "The operation is not allowed for removed resources.",
            ),
            ({"remove": GOAL.format(799)}, "mutate_error.RESOURCE_NOT_FOUND", "remove", "Resource was not found."),
            (
                {"remove": "Carts"},
                "request_error.RESOURCE_NAME_MALFORMED",
                "remove",
                "The resource name 'Carts' is malformed.",
            ),
        ],
    )
    def test_refused(self, ads, campaigns, operation, code, place, message):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.change("CustomConversionGoal", operation)
        assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
        assert refusal.places == [f"operations[0].{place}"]
        assert campaigns.dump()["google_ads"] == before

    @pytest.mark.parametrize(
        ("operation", "place"),
        [({"remove": GOAL.format(701)}, "remove"), (updating(701, status="REMOVED"), "update.status")],
    )
    def test_a_linked_goal_stays(self, ads, shop, operation, place):
        ads.change("ConversionGoalCampaignConfig", configuring(601, custom_conversion_goal=GOAL.format(701)))
        with ads.refused() as refusal:
            ads.change("CustomConversionGoal", operation)
        assert refusal.codes == [OF_GOAL + "CANNOT_REMOVE_LINKED_CUSTOM_CONVERSION_GOAL"]
        assert refusal.messages == ["The custom conversion goal cannot be removed because it's linked to a campaign."]
        assert refusal.places == [f"operations[0].{place}"]
        assert shop().custom_goals[701].status == "ENABLED"
        ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CUSTOMER"))
        ads.change("CustomConversionGoal", operation)
        assert shop().custom_goals[701].status == "REMOVED"

    def test_a_goal_that_a_client_uses_stays(self, ads, campaigns):
        name = f"customers/{MANAGER}/customConversionGoals/751"
        operation = configuring(651, customer=CLIENT, custom_conversion_goal=name)
        ads.change("ConversionGoalCampaignConfig", operation, customer=CLIENT)
        with ads.refused() as refusal:
            ads.change("CustomConversionGoal", {"remove": name}, customer=MANAGER)
        assert refusal.codes == [OF_GOAL + "CANNOT_REMOVE_LINKED_CUSTOM_CONVERSION_GOAL"]


class TestConfigs:
    def test_a_custom_goal_makes_the_level_campaign(self, ads, shop):
        operation = configuring(601, custom_conversion_goal=GOAL.format(701))
        response = ads.change("ConversionGoalCampaignConfig", operation, response_content_type=2)
        assert state(shop, 601) == ("CAMPAIGN", 701)
        shown = response.results[0].conversion_goal_campaign_config
        assert response.results[0].resource_name == CONFIG.format(STORE, 601)
        assert (shown.goal_config_level.name, shown.custom_conversion_goal) == ("CAMPAIGN", GOAL.format(701))

    def test_without_its_custom_goal_the_level_stays(self, ads, shop):
        ads.change("ConversionGoalCampaignConfig", configuring(601, custom_conversion_goal=GOAL.format(701)))
        ads.change("ConversionGoalCampaignConfig", configuring(601, "custom_conversion_goal"))
        assert state(shop, 601) == ("CAMPAIGN", None)
        ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CUSTOMER"))
        assert state(shop, 601) == ("CUSTOMER", None)

    def test_level_campaign_keeps_what_the_campaign_has(self, ads, shop):
        ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CAMPAIGN"))
        assert shop().campaigns[601].own_goals == shop().goals

    def test_query_with_what_belongs_to_it(self, ads, campaigns):
        ads.change("ConversionGoalCampaignConfig", configuring(601, custom_conversion_goal=GOAL.format(701)))
        query = (
            "SELECT conversion_goal_campaign_config.goal_config_level, campaign.name, custom_conversion_goal.name"
            " FROM conversion_goal_campaign_config WHERE campaign.id IN (601, 602) ORDER BY campaign.id"
        )
        rows = [
            (
                one.conversion_goal_campaign_config.goal_config_level.name,
                one.campaign.name,
                one.custom_conversion_goal.name,
            )
            for one in ads.rows(query)
        ]
        assert rows == [("CAMPAIGN", "Search", "Carts"), ("CUSTOMER", "Max", "")]

    def test_a_client_uses_the_goals_of_its_conversion_customer(self, ads, campaigns):
        client = campaigns.google_ads.customers[int(CLIENT)]
        name = f"customers/{MANAGER}/customConversionGoals/751"
        operation = configuring(651, customer=CLIENT, custom_conversion_goal=name)
        ads.change("ConversionGoalCampaignConfig", operation, customer=CLIENT)
        assert client.campaigns[651].custom_conversion_goal == 751
        query = "SELECT conversion_goal_campaign_config.custom_conversion_goal FROM conversion_goal_campaign_config"
        row = ads.rows(query, CLIENT)[0].conversion_goal_campaign_config
        assert row.custom_conversion_goal == name

    def test_a_goal_of_another_account(self, ads, campaigns):
        own = {"create": {"name": "Own", "conversion_actions": [f"customers/{CLIENT}/conversionActions/201"]}}
        name = ads.change("CustomConversionGoal", own, customer=CLIENT).results[0].resource_name
        operation = configuring(651, customer=CLIENT, custom_conversion_goal=name)
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", operation, customer=CLIENT)
        assert refusal.codes == [OF_CONFIG + "CUSTOM_GOAL_DOES_NOT_BELONG_TO_GOOGLE_ADS_CONVERSION_CUSTOMER"]
        assert refusal.messages == ["The custom goal does not belong to the campaign's Google Ads conversion customer."]
        assert refusal.places == ["operations[0].update.custom_conversion_goal"]

    def test_no_goals(self, ads, campaigns, shop):
        shop().goals.update(dict.fromkeys(shop().goals, False))
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CAMPAIGN"))
        assert refusal.codes == [OF_CONFIG + "EMPTY_CONVERSION_GOALS"]
        assert refusal.messages == ["The campaign is using campaign override goals but has no goals configured."]
        assert refusal.places == ["operations[0].update.goal_config_level"]
        assert state(shop, 601) == ("CUSTOMER", None)

    def test_sales_and_visits_of_stores(self, ads, campaigns, shop):
        shop().goals.update({("STORE_SALE", "STORE"): True, ("STORE_VISIT", "STORE"): True})
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", configuring(601, goal_config_level="CAMPAIGN"))
        assert refusal.codes == [OF_CONFIG + "STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED"]
        assert state(shop, 601) == ("CUSTOMER", None)

    @pytest.mark.parametrize(
        ("operation", "codes", "place", "message"),
        [
            (
                configuring(604, goal_config_level="CAMPAIGN"),
                ["CANNOT_USE_CAMPAIGN_GOAL_FOR_SEARCH_ADS_360_MANAGED_CAMPAIGN"],
                "goal_config_level",
                "The campaign is managed by Search Ads 360.",
            ),
            (
                configuring(605, goal_config_level="CUSTOMER"),
                ["CAMPAIGN_CANNOT_USE_UNIFIED_GOALS"],
                "goal_config_level",
                "The campaign is not allowed to use unified goals.",
            ),
            (
                configuring(606, goal_config_level="CUSTOMER"),
                ["CANNOT_DISABLE_CAMPAIGN_OVERRIDE_GOALS_FOR_LOCAL_SERVICES_CAMPAIGN"],
                "goal_config_level",
                "A local services campaign cannot disable campaign override goals.",
            ),
            (
                configuring(601, custom_conversion_goal=GOAL.format(703)),
                ["STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED"],
                "custom_conversion_goal",
                "STORE_SALE and STORE_VISIT cannot be both included in a campaign level goal.",
            ),
            (
                configuring(602, custom_conversion_goal=GOAL.format(703)),
                [
                    "PERFORMANCE_MAX_CAMPAIGN_CANNOT_USE_CUSTOM_GOAL_WITH_STORE_SALES",
                    "STORE_SALE_STORE_VISIT_CANNOT_BE_BOTH_INCLUDED",
                ],
                "custom_conversion_goal",
                "A Performance Max campaign cannot use a custom goal with the store sales conversion type.",
            ),
        ],
    )
    def test_refused_with_its_own_errors(self, ads, campaigns, operation, codes, place, message):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", operation)
        assert refusal.codes == [OF_CONFIG + one for one in codes]
        assert (refusal.messages[0], refusal.places[0]) == (message, f"operations[0].update.{place}")
        assert campaigns.dump()["google_ads"] == before

    @pytest.mark.parametrize(
        ("operation", "code", "place", "message"),
        [
            (
                configuring(601, custom_conversion_goal=GOAL.format(702)),
                "mutate_error.RESOURCE_NOT_FOUND",
                "update.custom_conversion_goal",
                "Resource was not found.",
            ),
            (
                configuring(601, goal_config_level="CUSTOMER", custom_conversion_goal=GOAL.format(701)),
                "mutate_error.INCONSISTENT_FIELD_VALUES",
                "update.custom_conversion_goal",
                "A campaign at level CUSTOMER cannot have a custom conversion goal.",
            ),
            (
                configuring(601, "goal_config_level"),
                "field_error.FIELD_CANNOT_BE_CLEARED",
                "update.goal_config_level",
                "The field cannot be cleared.",
            ),
            (
                configuring(601, "campaign"),
                "field_error.IMMUTABLE_FIELD",
                "update.campaign",
                "The field attempted to be mutated is immutable.",
            ),
            (
                configuring(601, goal_config_level="UNKNOWN"),
                "enum_error.ENUM_VALUE_NOT_PERMITTED",
                "update.goal_config_level",
                "The enum value is not permitted.",
            ),
            (
                configuring(699, goal_config_level="CUSTOMER"),
                "mutate_error.RESOURCE_NOT_FOUND",
                "update.resource_name",
                "Resource was not found.",
            ),
            (
                configuring(603, goal_config_level="CUSTOMER"),
                "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
                "update.resource_name",
                "The operation is not allowed for removed resources.",
            ),
            ({}, "request_error.OPERATION_REQUIRED", "", "The operation must set update."),
        ],
    )
    def test_refused(self, ads, campaigns, operation, code, place, message):
        before = campaigns.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.change("ConversionGoalCampaignConfig", operation)
        assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
        assert refusal.places == [f"operations[0].{place}".rstrip(".")]
        assert campaigns.dump()["google_ads"] == before

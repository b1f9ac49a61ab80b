"""CampaignService: create, update, remove, and the resource campaign. Rules from the protos' comments (v26)."""

from __future__ import annotations

import pytest

from tests.emulator.google_ads.conftest import said
from tests.heavy import heavy

NAME = "customers/1234567890/campaigns/{}"
BUDGET = "customers/1234567890/campaignBudgets/{}"


def creating(**fields):
    content = {
        "name": "New",
        "advertising_channel_type": "SEARCH",
        "campaign_budget": BUDGET.format(501),
        "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        "manual_cpc": {},
        **fields,
    }
    return {"create": {key: value for key, value in content.items() if value is not None}}


def updating(number, *paths, **fields):
    mask = list(paths) or list(fields)
    return {"update": {"resource_name": NAME.format(number), **fields}, "update_mask": {"paths": mask}}


def newest(shop):
    return list(shop().campaigns.values())[-1]


def test_create(ads, shop):
    response = ads.change("Campaign", creating(url_custom_parameters=[{"key": "k", "value": "v"}]))
    made = newest(shop)
    assert response.results[0].resource_name == NAME.format(made.id)
    assert (made.budget, made.strategy, made.goal_config_level) == (501, "manual_cpc", "CUSTOMER")
    assert made.fields == {
        "name": "New",
        "advertising_channel_type": "SEARCH",
        "contains_eu_political_advertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
        "url_custom_parameters": [{"key": "k", "value": "v"}],
        "status": "ENABLED",
        "ad_serving_optimization_status": "OPTIMIZE",
        "payment_mode": "CLICKS",
        "start_date_time": "2026-11-23 00:00:00",
    }


def test_a_budget_and_its_campaign_in_one_request(ads, shop):
    budget = {"resource_name": BUDGET.format(-1), "name": "Both", "amount_micros": 1_000_000}
    operation = creating(campaign_budget=BUDGET.format(-1), manual_cpc=None, target_cpv={})
    response = ads.mutate_several({"campaign_budget_operation": {"create": budget}}, {"campaign_operation": operation})
    made = newest(shop)
    assert shop().budgets[made.budget]["name"] == "Both"
    names = [one.campaign_result.resource_name for one in response.mutate_operation_responses]
    assert names == ["", NAME.format(made.id)]
    row = ads.rows(
        f"SELECT campaign.target_cpv, campaign.bidding_strategy_type FROM campaign WHERE campaign.id = {made.id}"
    )
    assert "target_cpv" in row[0].campaign
    assert row[0].campaign.bidding_strategy_type.name == "TARGET_CPV"


def test_a_failed_budget_fails_its_campaign(ads, shop):
    before = set(shop().campaigns)
    budget = {"resource_name": BUDGET.format(-1), "name": "Shared", "amount_micros": 1_000_000}
    operations = (
        {"campaign_budget_operation": {"create": budget}},
        {"campaign_operation": creating(campaign_budget=BUDGET.format(-1))},
    )
    with ads.refused() as refusal:
        ads.mutate_several(*operations)
    assert refusal.codes == [
        "campaign_budget_error.DUPLICATE_NAME",
        "new_resource_creation_error.TEMP_ID_RESOURCE_HAD_ERRORS",
    ]
    assert refusal.messages[1] == "The resource of this temporary id could not be created."
    assert refusal.places[1] == "mutate_operations[1].campaign_operation.create.campaign_budget"
    response = ads.mutate_several(*operations, {"campaign_operation": creating()}, partial_failure=True)
    assert [bool(one.campaign_result.resource_name) for one in response.mutate_operation_responses] == [
        False,
        False,
        True,
    ]
    assert len(set(shop().campaigns) - before) == 1


def test_order_matters_for_temporary_names(ads, campaigns):
    budget = {"resource_name": BUDGET.format(-1), "name": "Late", "amount_micros": 1_000_000}
    with ads.refused() as refusal:
        ads.mutate_several(
            {"campaign_operation": creating(campaign_budget=BUDGET.format(-1))},
            {"campaign_budget_operation": {"create": budget}},
        )
    assert refusal.codes == ["mutate_error.RESOURCE_NOT_FOUND"]
    assert refusal.places == ["mutate_operations[0].campaign_operation.create.campaign_budget"]


def test_update(ads, shop):
    response = ads.change(
        "Campaign", updating(601, status="PAUSED", tracking_url_template="{lpurl}?x"), response_content_type=2
    )
    changed = shop().campaigns[601]
    assert (changed.status, changed["tracking_url_template"], changed.strategy) == ("PAUSED", "{lpurl}?x", "manual_cpc")
    assert response.results[0].campaign.status.name == "PAUSED"
    assert response.results[0].campaign.campaign_budget == BUDGET.format(501)
    ads.change("Campaign", updating(601, "tracking_url_template"))
    assert shop().campaigns[601]["tracking_url_template"] is None


def test_update_changes_the_bidding_strategy(ads, shop):
    ads.change(
        "Campaign",
        updating(601, "maximize_conversions.target_cpa_micros", maximize_conversions={"target_cpa_micros": 5_000_000}),
    )
    changed = shop().campaigns[601]
    assert changed.strategy == "maximize_conversions"
    assert changed["maximize_conversions.target_cpa_micros"] == 5_000_000
    assert changed["manual_cpc.enhanced_cpc_enabled"] is None
    ads.change("Campaign", updating(601, "maximize_conversion_value", maximize_conversion_value={}))
    assert shop().campaigns[601].strategy == "maximize_conversion_value"


def test_update_changes_the_budget(ads, shop):
    ads.change("Campaign", updating(601, campaign_budget=BUDGET.format(504)))
    assert shop().campaigns[601].budget == 504


def test_remove_takes_its_own_budget_along(ads, shop):
    ads.change("Campaign", {"remove": NAME.format(602)})
    assert shop().campaigns[602].status == "REMOVED"
    assert shop().budgets[502].status == "REMOVED"
    ads.change("Campaign", {"remove": NAME.format(601)})
    assert shop().budgets[501].status == "ENABLED"


def test_the_name_of_a_removed_campaign_is_free(ads, shop):
    ads.change("Campaign", creating(name="Old"))
    assert newest(shop).name == "Old"


REQUIRED = ("field_error.REQUIRED", "The required field was not present.")


@pytest.mark.parametrize(
    ("operation", "code", "place", "message"),
    [
        (creating(name=None), REQUIRED[0], "create.name", REQUIRED[1]),
        (creating(campaign_budget=None), REQUIRED[0], "create.campaign_budget", REQUIRED[1]),
        (creating(advertising_channel_type=None), REQUIRED[0], "create.advertising_channel_type", REQUIRED[1]),
        (
            creating(contains_eu_political_advertising=None),
            REQUIRED[0],
            "create.contains_eu_political_advertising",
            REQUIRED[1],
        ),
        (creating(manual_cpc=None), REQUIRED[0], "create.campaign_bidding_strategy", REQUIRED[1]),
        (
            creating(manual_cpc=None, bidding_strategy="customers/1234567890/biddingStrategies/5"),
            "mutate_error.RESOURCE_NOT_FOUND",
            "create.bidding_strategy",
            "Resource was not found.",
        ),
        (
            creating(name="Search"),
            "campaign_error.DUPLICATE_CAMPAIGN_NAME",
            "create.name",
            "The name is already assigned to another active or paused campaign.",
        ),
        (
            creating(name="two\nlines"),
            "campaign_error.INVALID_CAMPAIGN_NAME",
            "create.name",
            "The name must not contain null, line feed or carriage return.",
        ),
        (creating(name=" "), "string_length_error.EMPTY", "create.name", "The name must not be empty."),
        (
            creating(campaign_budget=BUDGET.format(503)),
            "campaign_budget_error.CAMPAIGN_BUDGET_REMOVED",
            "create.campaign_budget",
            "The requested campaign budget no longer exists.",
        ),
        (
            creating(campaign_budget=BUDGET.format(599)),
            "mutate_error.RESOURCE_NOT_FOUND",
            "create.campaign_budget",
            "Resource was not found.",
        ),
        (
            creating(campaign_budget="Shared"),
            "request_error.RESOURCE_NAME_MALFORMED",
            "create.campaign_budget",
            "The resource name 'Shared' is malformed.",
        ),
        (
            creating(campaign_budget=BUDGET.format(502)),
            "campaign_budget_error.CANNOT_USE_IMPLICITLY_SHARED_CAMPAIGN_BUDGET_WITH_MULTIPLE_CAMPAIGNS",
            "create.campaign_budget",
            "Only explicitly shared campaign budgets can be used with multiple campaigns.",
        ),
        (
            creating(advertising_channel_type="PERFORMANCE_MAX"),
            "campaign_error.BUDGET_CANNOT_BE_SHARED",
            "create.campaign_budget",
            "A Performance Max campaign cannot use a shared budget.",
        ),
        (
            creating(advertising_channel_type="SHOPPING"),
            "campaign_error.MISSING_SHOPPING_SETTING",
            "create.shopping_setting",
            "A shopping campaign needs a shopping setting.",
        ),
        (
            creating(advertising_channel_type="HOTEL"),
            "campaign_error.MISSING_HOTEL_SETTING",
            "create.hotel_setting",
            "A hotel campaign needs a hotel setting.",
        ),
        (
            creating(network_settings={"target_search_network": True}),
            "campaign_error.CANNOT_TARGET_SEARCH_NETWORK_WITHOUT_GOOGLE_SEARCH",
            "create.network_settings.target_search_network",
            "The search network cannot be targeted without Google search.",
        ),
        (
            creating(network_settings={"target_google_search": False}),
            "campaign_error.CAMPAIGN_MUST_TARGET_AT_LEAST_ONE_NETWORK",
            "create.network_settings",
            "A campaign must target at least one network.",
        ),
        (
            creating(status="REMOVED"),
            "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED",
            "create.status",
            "A campaign cannot be created as REMOVED.",
        ),
        (
            creating(start_date_time="tomorrow"),
            "date_error.INVALID_STRING_DATE_TIME_SECONDS",
            "create.start_date_time",
            "'tomorrow' is not a date and time in the form yyyy-MM-dd HH:mm:ss.",
        ),
        (
            creating(start_date_time="2026-11-22 00:00:00"),
            "date_range_error.CANNOT_SET_DATE_TO_PAST",
            "create.start_date_time",
            "A date cannot be set to the past.",
        ),
        (
            creating(start_date_time="2026-12-24 00:00:00", end_date_time="20261201 23:59:59"),
            "date_range_error.START_DATE_AFTER_END_DATE",
            "create.end_date_time",
            "The start date is after the end date.",
        ),
        (creating(labels=["x"]), "field_error.IMMUTABLE_FIELD", "create.labels", "The field is output only."),
        (
            {**creating(), "update_mask": {"paths": ["name"]}},
            "field_mask_error.FIELD_MASK_NOT_ALLOWED",
            "update_mask",
            "The field mask must not be set for a create operation.",
        ),
        (
            updating(601, advertising_channel_type="DISPLAY"),
            "field_error.IMMUTABLE_FIELD",
            "update.advertising_channel_type",
            "The field attempted to be mutated is immutable.",
        ),
        (
            updating(601, primary_status="ELIGIBLE"),
            "field_error.IMMUTABLE_FIELD",
            "update.primary_status",
            "The field is output only.",
        ),
        (updating(601, "name"), "field_error.FIELD_CANNOT_BE_CLEARED", "update.name", "The field cannot be cleared."),
        (
            updating(601, status="REMOVED"),
            "enum_error.ENUM_VALUE_NOT_PERMITTED",
            "update.status",
            "Use a remove operation.",
        ),
        (
            updating(603, status="ENABLED"),
            "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
            "update.resource_name",
            "The operation is not allowed for removed resources.",
        ),
        (
            updating(601, "nme", name="x"),
            "field_mask_error.FIELD_NOT_FOUND",
            "update_mask.paths[0]",
            "The field mask contained an invalid field: 'nme'.",
        ),
        ({"remove": NAME.format(699)}, "mutate_error.RESOURCE_NOT_FOUND", "remove", "Resource was not found."),
        ({}, "request_error.OPERATION_REQUIRED", "", "The operation must set one of create, update and remove."),
    ],
)
def test_refused(ads, shop, operation, code, place, message):
    before = {number: (dict(one.fields), one.budget) for number, one in shop().campaigns.items()}
    with ads.refused() as refusal:
        ads.change("Campaign", operation)
    assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
    assert refusal.places == [f"operations[0].{place}".rstrip(".")]
    assert {number: (dict(one.fields), one.budget) for number, one in shop().campaigns.items()} == before


def test_the_same_campaign_twice(ads, shop):
    with ads.refused() as refusal:
        ads.change("Campaign", updating(601, name="A"), {"remove": NAME.format(601)})
    assert refusal.codes == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
    assert refusal.places == ["operations[1].remove"]
    assert shop().campaigns[601].name == "Search"


def test_validate_only(ads, shop):
    before = list(shop().campaigns)
    assert list(ads.change("Campaign", creating(), validate_only=True).results) == []
    assert list(shop().campaigns) == before


def test_a_manager_has_no_campaigns(ads, campaigns):
    with ads.refused() as refusal:
        ads.change("Campaign", creating(), customer="9998887777")
    assert refusal.codes == ["request_error.CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT"]
    assert refusal.messages == ["The request cannot be executed by a manager account."]


def test_a_start_that_has_passed_stays(ads, shop):
    shop().campaigns[601].fields["start_date_time"] = "2026-11-20 00:00:00"
    with ads.refused() as refusal:
        ads.change("Campaign", updating(601, start_date_time="2026-12-24 00:00:00"))
    assert refusal.codes == ["date_range_error.CANNOT_MODIFY_START_DATE_IF_ALREADY_STARTED"]
    assert refusal.messages == ["The start date cannot be modified: the campaign has started."]
    assert shop().campaigns[601]["start_date_time"] == "2026-11-20 00:00:00"


def test_a_missing_declaration_blocks_the_account(ads, shop, campaigns):
    del shop().campaigns[601].fields["contains_eu_political_advertising"]
    query = "SELECT campaign.missing_eu_political_advertising_declaration FROM campaign WHERE campaign.id = 601"
    assert ads.rows(query)[0].campaign.missing_eu_political_advertising_declaration is True
    with ads.refused() as refusal:
        ads.mutate(ads.creating())
    assert refusal.codes == ["mutate_error.EU_POLITICAL_ADVERTISING_DECLARATION_REQUIRED"]
    assert refusal.messages == ["The account has campaigns without the EU political advertising declaration."]
    ads.change("Campaign", updating(601, contains_eu_political_advertising="CONTAINS_EU_POLITICAL_ADVERTISING"))
    ads.mutate(ads.creating())


def test_query_with_the_budget(ads, campaigns):
    query = (
        "SELECT campaign.id, campaign.name, campaign.primary_status, campaign_budget.name, customer.id FROM campaign"
        " WHERE campaign.status != 'REMOVED' AND campaign_budget.explicitly_shared = FALSE ORDER BY campaign.id"
    )
    rows = ads.rows(query)
    assert [(row.campaign.id, row.campaign_budget.name) for row in rows] == [(602, "Own"), (606, "Local budget")]
    assert [row.campaign.primary_status.name for row in rows] == ["ELIGIBLE", "ELIGIBLE"]
    assert rows[0].campaign_budget.resource_name == BUDGET.format(502)


@heavy
def test_every_version_reads_and_writes_them(ads_of, campaigns):
    for version in ("v23", "v24", "v25", "v26"):
        ads = ads_of(version)
        ads.change("Campaign", updating(601, name=f"By {version}"))
        assert (
            ads.rows("SELECT campaign.name FROM campaign WHERE campaign.id = 601")[0].campaign.name == f"By {version}"
        )


def test_names_within_one_request(ads, shop):
    """A name is free as soon as an operation before freed it, and taken as soon as one took it."""
    ads.change("Campaign", updating(601, name="Search 2"), creating(name="Search"), creating(name="Third"))
    assert [one.name for one in shop().campaigns.values()][-2:] == ["Search", "Third"]
    with ads.refused() as refusal:
        ads.change("Campaign", creating(name="Fourth"), updating(602, name="Fourth"))
    assert refusal.codes == ["campaign_error.DUPLICATE_CAMPAIGN_NAME"]
    assert refusal.places == ["operations[1].update.name"]
    ads.change("Campaign", updating(601, name="Search 2"))


# ---- bidding for conversions in an account without any

ALONE = "6667778888"
BIDDING = ("maximize_conversions", "maximize_conversion_value", "target_cpa", "target_roas")


def for_conversions(strategy):
    budget = {"resource_name": f"customers/{ALONE}/campaignBudgets/-1", "name": "B", "amount_micros": 1_000_000}
    campaign = creating(campaign_budget=budget["resource_name"], manual_cpc=None, **{strategy: {}})
    return [{"campaign_budget_operation": {"create": budget}}, {"campaign_operation": campaign}]


@pytest.mark.parametrize("strategy", BIDDING)
@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "campaign_error.CONVERSION_TRACKING_NOT_ENABLED",
            "Conversion tracking is not enabled and is required for this feature.",
        ),
        ("bidding_error.UNKNOWN", "Conversion tracking is not enabled for the campaign for VBB transition."),
    ],
)
def test_bidding_for_conversions_needs_tracking(ads, world, strategy, code, message):
    world.policies.set("conversion_bidding_without_tracking", code)
    account = world.google_ads.customers[int(ALONE)]
    with ads.refused() as refusal:
        ads.mutate_several(*for_conversions(strategy), customer=ALONE)
    assert (refusal.codes, refusal.messages) == ([code], [message])
    assert refusal.places == [f"mutate_operations[1].campaign_operation.create.{strategy}"]
    assert account.campaigns == {}
    action = {"conversion_action_operation": ads.creating()}
    ads.mutate_several(action, *for_conversions(strategy), customer=ALONE)
    (made,) = account.campaigns.values()
    assert made.strategy == strategy


def test_other_bidding_needs_no_tracking_and_a_transition_does(ads, world):
    account = world.google_ads.customers[int(ALONE)]
    ads.mutate_several(*for_conversions("target_cpv"), customer=ALONE)
    (made,) = account.campaigns.values()
    name = f"customers/{ALONE}/campaigns/{made.id}"
    campaign = {"resource_name": name, "maximize_conversions": {}}
    move = {"update": campaign, "update_mask": {"paths": ["maximize_conversions"]}}
    with ads.refused() as refusal:
        ads.change("Campaign", move, customer=ALONE)
    assert refusal.codes == ["campaign_error.CONVERSION_TRACKING_NOT_ENABLED"]
    world.policies.set("conversion_bidding_without_tracking", "allowed")
    ads.change("Campaign", move, customer=ALONE)
    assert account.campaigns[made.id].strategy == "maximize_conversions"

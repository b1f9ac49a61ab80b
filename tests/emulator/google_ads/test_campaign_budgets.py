"""CampaignBudgetService: what the budget of a campaign may be. Rules from the protos' comments (v26)."""

from __future__ import annotations

import pytest

from tests.emulator.google_ads.conftest import said

NAME = "customers/1234567890/campaignBudgets/{}"


def creating(**fields):
    content = {"name": "New", "amount_micros": 3_000_000_000, **fields}
    return {"create": {key: value for key, value in content.items() if value is not None}}


def updating(number, *paths, **fields):
    mask = list(paths) or list(fields)
    return {"update": {"resource_name": NAME.format(number), **fields}, "update_mask": {"paths": mask}}


def test_create_fills_in_defaults(ads, shop):
    response = ads.change("CampaignBudget", creating())
    made = list(shop().budgets.values())[-1]
    assert response.results[0].resource_name == NAME.format(made.id)
    assert made.fields == {
        "name": "New",
        "amount_micros": 3_000_000_000,
        "status": "ENABLED",
        "delivery_method": "STANDARD",
        "explicitly_shared": True,
        "period": "DAILY",
        "type": "STANDARD",
    }


def test_update_and_the_answer_with_mutable_fields(ads, shop):
    response = ads.change("CampaignBudget", updating(501, amount_micros=1_000_000), response_content_type=2)
    assert shop().budgets[501]["amount_micros"] == 1_000_000
    shown = response.results[0].campaign_budget
    assert (shown.name, shown.amount_micros, shown.id) == ("Shared", 1_000_000, 0)


def test_remove(ads, shop):
    ads.change("CampaignBudget", {"remove": NAME.format(504)})
    assert shop().budgets[504].status == "REMOVED"
    ads.change("CampaignBudget", creating(name="Idle"))


def test_a_total_for_a_period(ads, shop):
    ads.change("CampaignBudget", creating(amount_micros=None, total_amount_micros=9_000_000, period="CUSTOM_PERIOD"))
    assert list(shop().budgets.values())[-1]["total_amount_micros"] == 9_000_000


@pytest.mark.parametrize(
    ("operation", "code", "place", "message"),
    [
        (
            creating(name="Shared"),
            "campaign_budget_error.DUPLICATE_NAME",
            "create.name",
            "A campaign budget with this name already exists.",
        ),
        (creating(name=None), "field_error.REQUIRED", "create.name", "The required field was not present."),
        (
            creating(amount_micros=None),
            "field_error.REQUIRED",
            "create.amount_micros",
            "The required field was not present.",
        ),
        (
            creating(amount_micros=-1_000_000),
            "campaign_budget_error.NEGATIVE_MONEY_AMOUNT",
            "create.amount_micros",
            "The amount must not be negative.",
        ),
        (
            creating(amount_micros=500_000),
            "campaign_budget_error.NON_MULTIPLE_OF_MINIMUM_CURRENCY_UNIT",
            "create.amount_micros",
            "The amount is not a multiple of the smallest unit of JPY, 1000000 micros.",
        ),
        (
            creating(amount_micros=0),
            "campaign_budget_error.MONEY_AMOUNT_LESS_THAN_CURRENCY_MINIMUM_CPC",
            "create.amount_micros",
            "The amount is less than the minimum cost per click of the currency.",
        ),
        (
            creating(total_amount_micros=1_000_000),
            "campaign_budget_error.TOTAL_BUDGET_AMOUNT_MUST_BE_UNSET_FOR_BUDGET_PERIOD_DAILY",
            "create.total_amount_micros",
            "The total budget amount must be unset when the period is DAILY.",
        ),
        (
            creating(period="CUSTOM_PERIOD", total_amount_micros=1_000_000),
            "campaign_budget_error.BUDGET_AMOUNT_MUST_BE_UNSET_FOR_CUSTOM_BUDGET_PERIOD",
            "create.amount_micros",
            "The budget amount must be unset when the period is CUSTOM_PERIOD.",
        ),
        (
            creating(reference_count=3),
            "field_error.IMMUTABLE_FIELD",
            "create.reference_count",
            "The field is output only.",
        ),
        (
            creating(id=7),
            "new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE",
            "create.id",
            "The id of a new resource is given by the service.",
        ),
        (
            creating(name="x" * 256),
            "string_length_error.TOO_LONG",
            "create.name",
            "The name is longer than 255 bytes.",
        ),
        (
            updating(501, period="CUSTOM_PERIOD"),
            "field_error.IMMUTABLE_FIELD",
            "update.period",
            "The field attempted to be mutated is immutable.",
        ),
        (
            updating(501, explicitly_shared=False),
            "campaign_budget_error.CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_IMPLICITLY_SHARED",
            "update.explicitly_shared",
            "An explicitly shared campaign budget cannot be changed back to an implicitly shared one.",
        ),
        (
            updating(503, name="Back"),
            "context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE",
            "update.resource_name",
            "The operation is not allowed for removed resources.",
        ),
        (
            updating(599, name="None"),
            "mutate_error.RESOURCE_NOT_FOUND",
            "update.resource_name",
            "Resource was not found.",
        ),
        (
            {"remove": NAME.format(501)},
            "campaign_budget_error.CAMPAIGN_BUDGET_IN_USE",
            "remove",
            "The campaign budget is associated with at least one campaign, and so it cannot be removed.",
        ),
    ],
)
def test_refused(ads, shop, operation, code, place, message):
    before = {number: dict(one.fields) for number, one in shop().budgets.items()}
    with ads.refused() as refusal:
        ads.change("CampaignBudget", operation)
    assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
    assert refusal.places == [f"operations[0].{place}"]
    assert {number: dict(one.fields) for number, one in shop().budgets.items()} == before


def test_an_own_budget_without_a_name_becomes_shared_with_one_only(ads, shop):
    ads.change("CampaignBudget", creating(name=None, explicitly_shared=False))
    made = list(shop().budgets.values())[-1]
    with ads.refused() as refusal:
        ads.change("CampaignBudget", updating(made.id, explicitly_shared=True))
    assert refusal.codes == ["campaign_budget_error.CANNOT_UPDATE_CAMPAIGN_BUDGET_TO_EXPLICITLY_SHARED_WITHOUT_NAME"]
    assert refusal.messages == ["An implicitly shared campaign budget without a name cannot become explicitly shared."]
    ads.change("CampaignBudget", updating(made.id, explicitly_shared=True, name="Now shared"))
    assert shop().budgets[made.id]["explicitly_shared"] is True


def test_partial_failure(ads, shop):
    response = ads.change("CampaignBudget", creating(name="Shared"), creating(name="B"), partial_failure=True)
    assert [bool(one.resource_name) for one in response.results] == [False, True]
    assert response.partial_failure_error.code == 3
    assert response.partial_failure_error.message == (
        "A campaign budget with this name already exists., at operations[0].create.name"
    )
    assert [one["name"] for one in shop().budgets.values()][-1] == "B"


def test_query(ads, campaigns):
    query = (
        "SELECT campaign_budget.name, campaign_budget.reference_count, campaign_budget.status, customer.id"
        " FROM campaign_budget WHERE campaign_budget.id <= 503 ORDER BY campaign_budget.id"
    )
    rows = [(row.campaign_budget.name, row.campaign_budget.reference_count, row.customer.id) for row in ads.rows(query)]
    assert rows == [("Shared", 3, 1234567890), ("Own", 1, 1234567890), ("Gone", 0, 1234567890)]

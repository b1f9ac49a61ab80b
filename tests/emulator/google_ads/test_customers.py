"""Update of a customer through CustomerService and GoogleAdsService. Comments of resources/customer.proto (v26)."""

from __future__ import annotations

import pytest

STORE, CLIENT, MANAGER, SUSPENDED, CLOSED = "1234567890", "2345678901", "9998887777", "4567890123", "5556667777"
READ = "SELECT customer.auto_tagging_enabled, customer.descriptive_name FROM customer"


def updating(*paths, customer=STORE, name=None, **fields):
    """A CustomerOperation; the mask is `paths`, or the names of `fields`."""
    resource = {"resource_name": f"customers/{customer}" if name is None else name, **fields}
    return {"update": resource, "update_mask": {"paths": list(paths) or list(fields)}}


def change(ads, operation, customer=STORE, **settings):
    request = {"customer_id": customer, "operation": operation, **settings}
    return ads.service("CustomerService").mutate_customer(request=request)


def tagging(ads, customer=STORE):
    """Auto-tagging as a query reads it."""
    (row,) = ads.rows(READ, customer)
    return row.customer.auto_tagging_enabled


@pytest.mark.parametrize("value", [False, True])
def test_auto_tagging_is_written_and_read(ads, store, value):
    store.fields["auto_tagging_enabled"] = not value
    response = change(ads, updating(auto_tagging_enabled=value))
    assert response.result.resource_name == f"customers/{STORE}"
    assert not response.result.customer.resource_name
    assert tagging(ads) is value


def test_the_mutable_resource_is_answered_if_asked_for(ads):
    shown = change(ads, updating(auto_tagging_enabled=False), response_content_type=2).result.customer
    assert (shown.descriptive_name, shown.auto_tagging_enabled) == ("Aoi Store", False)


def test_only_what_the_mask_names_is_changed(ads):
    change(ads, updating("auto_tagging_enabled", auto_tagging_enabled=False, descriptive_name="Other"))
    (row,) = ads.rows(READ)
    assert (row.customer.auto_tagging_enabled, row.customer.descriptive_name) == (False, "Aoi Store")


def test_a_switch_that_is_cleared_is_off(ads):
    change(ads, updating("auto_tagging_enabled"))
    assert tagging(ads) is False
    assert len(ads.rows(READ + " WHERE customer.auto_tagging_enabled = FALSE")) == 1


def test_a_manager_has_the_setting_too(ads):
    change(ads, updating(customer=MANAGER, auto_tagging_enabled=True), MANAGER)
    assert tagging(ads, MANAGER) is True


def test_validate_only_changes_nothing(ads, world):
    before = world.dump()["google_ads"]
    response = change(ads, updating(auto_tagging_enabled=False), validate_only=True)
    assert not response.result.resource_name
    assert world.dump()["google_ads"] == before


@pytest.mark.parametrize("validate_only", [True, False])
@pytest.mark.parametrize(
    ("operation", "code", "place"),
    [
        ({}, "request_error.OPERATION_REQUIRED", "operation"),
        ({"update_mask": {"paths": ["auto_tagging_enabled"]}}, "request_error.OPERATION_REQUIRED", "operation"),
        (
            {"update": {"resource_name": f"customers/{STORE}"}},
            "field_mask_error.FIELD_MASK_MISSING",
            "operation.update_mask",
        ),
        (updating("auto_taging"), "field_mask_error.FIELD_NOT_FOUND", "operation.update_mask.paths[0]"),
        (updating("resource_name"), "mutate_error.MUTATE_NOT_ALLOWED", "operation"),
        (updating(currency_code="EUR"), "field_error.IMMUTABLE_FIELD", "operation.update.currency_code"),
        (updating(time_zone="Asia/Seoul"), "field_error.IMMUTABLE_FIELD", "operation.update.time_zone"),
        (updating(manager=True), "field_error.IMMUTABLE_FIELD", "operation.update.manager"),
        (updating("descriptive_name"), "field_error.FIELD_CANNOT_BE_CLEARED", "operation.update.descriptive_name"),
        (
            updating("auto_tagging_enabled", name=""),
            "request_error.RESOURCE_NAME_MISSING",
            "operation.update.resource_name",
        ),
        (
            updating("auto_tagging_enabled", name="customers/x"),
            "request_error.RESOURCE_NAME_MALFORMED",
            "operation.update.resource_name",
        ),
        (
            updating("auto_tagging_enabled", customer=CLIENT),
            "mutate_error.RESOURCE_NOT_FOUND",
            "operation.update.resource_name",
        ),
        (
            updating(
                "call_reporting_setting.call_conversion_action",
                call_reporting_setting={"call_conversion_action": f"customers/{STORE}/conversionActions/104"},
            ),
            "mutate_error.RESOURCE_NOT_FOUND",
            "operation.update.call_reporting_setting.call_conversion_action",
        ),
    ],
)
def test_refused(ads, world, operation, code, place, validate_only):
    before = world.dump()["google_ads"]
    with ads.refused() as refusal:
        change(ads, operation, validate_only=validate_only)
    assert (refusal.codes, refusal.places) == ([code], [place])
    assert world.dump()["google_ads"] == before


def test_without_an_operation(ads):
    with ads.refused() as refusal:
        ads.service("CustomerService").mutate_customer(request={"customer_id": STORE})
    assert (refusal.codes, refusal.places) == (["request_error.REQUIRED_FIELD_MISSING"], ["operation"])


@pytest.mark.parametrize(
    ("customer", "code"),
    [
        (SUSPENDED, "authorization_error.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"),
        (CLOSED, "authorization_error.USER_PERMISSION_DENIED"),
        ("3456789012", "authorization_error.CUSTOMER_NOT_ENABLED"),
    ],
)
def test_rights(ads, customer, code):
    with ads.refused() as refusal:
        change(ads, updating(customer=customer, auto_tagging_enabled=True), customer)
    assert refusal.codes == [code]


@pytest.mark.parametrize(
    "path",
    ["tracking_url_template", "final_url_suffix", "contains_eu_political_advertising", "local_services_settings"],
)
def test_what_only_google_has(ads, path):
    from google.api_core.exceptions import MethodNotImplemented

    with pytest.raises(MethodNotImplemented, match=f"does not have the field 'customer.{path}'"):
        change(ads, updating(path))


class TestAmongOthers:
    """In GoogleAdsService.Mutate, beside operations of other kinds."""

    def test_partial_failure(self, ads, store):
        response = ads.mutate_several(
            {"customer_operation": updating(auto_tagging_enabled=False)},
            {"conversion_action_operation": ads.creating(name="Purchase")},
            partial_failure=True,
        )
        first, second = response.mutate_operation_responses
        assert first.customer_result.resource_name == f"customers/{STORE}"
        assert not second.conversion_action_result.resource_name
        assert store.fields["auto_tagging_enabled"] is False

    def test_all_or_nothing(self, ads, store):
        with ads.refused() as refusal:
            ads.mutate_several(
                {"customer_operation": updating(auto_tagging_enabled=False)},
                {"customer_operation": updating(auto_tagging_enabled=True)},
            )
        assert refusal.codes == ["mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"]
        assert refusal.places == ["mutate_operations[1].customer_operation.update.resource_name"]
        assert store.fields["auto_tagging_enabled"] is True


@pytest.mark.parametrize("version", ["v23", "v26"])
def test_in_other_versions(ads_of, world, version):
    ads = ads_of(version)
    change(ads, updating(auto_tagging_enabled=False))
    assert tagging(ads) is False

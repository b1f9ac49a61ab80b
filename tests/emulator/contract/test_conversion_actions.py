"""Contract: conversion actions and customer goals of Google Ads.

Each test names the fact it checks and where it comes from. ``checked`` dates are those of the facts, not of a run
against the real service: none has been made.
"""

from __future__ import annotations

import pytest

from tests.emulator.contract.clients import INVALID, Refusal


def test_create_website_action(ads):
    """Defaults of a create: ENABLED, MANY_PER_CLICK, primary, origin by type, the account's currency.

    Source: resources/conversion_action.proto and the page "Create conversion actions", checked 2026-11-23.
    """
    name = ads.made("mv_new", category="ADD_TO_CART")
    action = ads.live(name)
    assert name.startswith(f"customers/{ads.customer}/conversionActions/")
    assert (action.name, action.type_.name, action.status.name) == (ads.name("mv_new"), "WEBPAGE", "ENABLED")
    assert (action.category.name, action.origin.name) == ("ADD_TO_CART", "WEBSITE")
    assert (action.counting_type.name, action.primary_for_goal) == ("MANY_PER_CLICK", True)
    assert action.value_settings.default_currency_code == "JPY"


def test_create_keeps_what_was_given(ads):
    """Counting, windows, role and value settings are stored as asked (field table of ConversionAction)."""
    value = {"default_value": 500.0, "default_currency_code": "JPY", "always_use_default_value": True}
    name = ads.made(
        "mv_given",
        category="PAGE_VIEW",
        counting_type="ONE_PER_CLICK",
        click_through_lookback_window_days=14,
        view_through_lookback_window_days=3,
        primary_for_goal=False,
        value_settings=value,
    )
    action = ads.live(name)
    assert (action.counting_type.name, action.primary_for_goal) == ("ONE_PER_CLICK", False)
    assert (action.click_through_lookback_window_days, action.view_through_lookback_window_days) == (14, 3)
    settings = action.value_settings
    assert (settings.default_value, settings.default_currency_code) == (500.0, "JPY")
    assert settings.always_use_default_value is True


def test_create_makes_the_goal(ads):
    """A new pair of category and origin gets a customer conversion goal (page "Conversion goals")."""
    ads.made("mv_goal", category="SUBSCRIBE_PAID")
    assert ads.goals("SUBSCRIBE_PAID") == {"WEBSITE": True}


def test_duplicate_name(ads):
    """Names are unique in an account: DUPLICATE_NAME at operations[0].create.name (ConversionActionError)."""
    ads.made("mv_twice")
    with ads.refused() as refusal:
        ads.made("mv_twice")
    message = "The specified conversion action name already exists."
    code = "conversion_action_error.DUPLICATE_NAME"
    assert refusal.only() == (INVALID, code, "operations[0].create.name", message)
    assert len(ads.named("mv_twice")) == 1


@pytest.mark.parametrize(("left_out", "field"), [("name", "name"), ("type_", "type")], ids=["name", "type"])
def test_required_fields(ads, left_out, field):
    """A conversion action needs a name and a type: FieldError.REQUIRED."""
    with ads.refused() as refusal:
        ads.mutate(ads.action("mv_incomplete", **{left_out: None}))
    message = "The required field was not present."
    assert refusal.only() == (INVALID, "field_error.REQUIRED", f"operations[0].create.{field}", message)
    assert ads.named("mv_incomplete") == []


def test_type_that_cannot_be_created(ads):
    """GA4 types come from a link, not from a create: CREATION_NOT_SUPPORTED (ConversionActionError)."""
    with ads.refused() as refusal:
        ads.made("mv_import", type_="GOOGLE_ANALYTICS_4_CUSTOM")
    message = "Conversion actions of type GOOGLE_ANALYTICS_4_CUSTOM cannot be created."
    code = "conversion_action_error.CREATION_NOT_SUPPORTED"
    assert refusal.only() == (INVALID, code, "operations[0].create.type", message)
    assert ads.named("mv_import") == []


def test_update_changes_what_the_mask_names(ads):
    """A field that is set but not in the mask stays as it was; one in the mask is changed (page "Update masks")."""
    name = ads.made("mv_mask", counting_type="ONE_PER_CLICK")
    fields = {"counting_type": "MANY_PER_CLICK", "click_through_lookback_window_days": 7}
    assert ads.update(name, "click_through_lookback_window_days", **fields).results[0].resource_name == name
    action = ads.live(name)
    assert (action.counting_type.name, action.click_through_lookback_window_days) == ("ONE_PER_CLICK", 7)


def test_demote(ads):
    """primary_for_goal=false takes an action out of bidding; include_in_conversions_metric follows and is read only."""
    name = ads.made("mv_demote", category="CONTACT")
    before = ads.live(name).include_in_conversions_metric
    ads.update(name, primary_for_goal=False)
    action = ads.live(name)
    assert (action.primary_for_goal, action.include_in_conversions_metric, before) == (False, False, True)
    assert action.status.name == "ENABLED"


def test_remove(ads):
    """A removed action stays as REMOVED and can be queried."""
    name = ads.made("mv_remove")
    assert ads.mutate({"remove": name}).results[0].resource_name == name
    assert ads.live(name).status.name == "REMOVED"


def test_type_is_immutable(ads):
    """The type is chosen once: FieldError.IMMUTABLE_FIELD at operations[0].update.type (field_behavior)."""
    name = ads.made("mv_type")
    with ads.refused() as refusal:
        ads.update(name, "type", type_="UPLOAD_CLICKS")
    place = "operations[0].update.type"
    assert refusal.only() == (
        INVALID,
        "field_error.IMMUTABLE_FIELD",
        place,
        "The field attempted to be mutated is immutable.",
    )
    assert ads.live(name).type_.name == "WEBPAGE"


def test_mask_path_that_does_not_exist(ads):
    """An unknown path of a mask is FieldMaskError.FIELD_NOT_FOUND, and nothing is changed."""
    name = ads.made("mv_path")
    with ads.refused() as refusal:
        ads.update(name, "primary_for_goal", "nonsense", primary_for_goal=False)
    assert (refusal.status, refusal.codes) == (INVALID, ["field_mask_error.FIELD_NOT_FOUND"])
    assert ads.live(name).primary_for_goal is True


def test_update_without_mask(ads):
    """An update needs a mask: FieldMaskError.FIELD_MASK_MISSING."""
    name = ads.made("mv_maskless")
    with ads.refused() as refusal:
        ads.mutate({"update": {"resource_name": name, "primary_for_goal": False}})
    assert (refusal.status, refusal.codes) == (INVALID, ["field_mask_error.FIELD_MASK_MISSING"])
    assert ads.live(name).primary_for_goal is True


def test_action_that_does_not_exist(ads):
    """MutateError.RESOURCE_NOT_FOUND for a well-formed resource name without a resource."""
    with ads.refused() as refusal:
        ads.update(f"customers/{ads.customer}/conversionActions/1", primary_for_goal=False)
    place = "operations[0].update.resource_name"
    assert refusal.only() == (INVALID, "mutate_error.RESOURCE_NOT_FOUND", place, "Resource was not found.")


def test_malformed_resource_name(ads):
    """RequestError.RESOURCE_NAME_MALFORMED."""
    with ads.refused() as refusal:
        ads.mutate({"remove": f"customers/{ads.customer}/conversionAction/1"})
    message = f"The resource name 'customers/{ads.customer}/conversionAction/1' is malformed."
    assert refusal.only() == (INVALID, "request_error.RESOURCE_NAME_MALFORMED", "operations[0].remove", message)


def test_the_same_action_twice(ads):
    """A request may touch a resource once: MutateError.ID_EXISTS_IN_MULTIPLE_MUTATES, and nothing is changed."""
    name = ads.made("mv_two_operations")
    demoted = {"resource_name": name, "primary_for_goal": False}
    change = {"update": demoted, "update_mask": {"paths": ["primary_for_goal"]}}
    with ads.refused() as refusal:
        ads.mutate(change, {"remove": name})
    message = "The resource appears in more than one operation of the request."
    code = "mutate_error.ID_EXISTS_IN_MULTIPLE_MUTATES"
    assert refusal.only() == (INVALID, code, "operations[1].remove", message)
    action = ads.live(name)
    assert (action.status.name, action.primary_for_goal) == ("ENABLED", True)


def test_one_bad_operation_stops_all(ads):
    """Without partial_failure a request is atomic."""
    with ads.refused() as refusal:
        ads.mutate(ads.action("mv_atomic"), ads.action("mv_atomic_bad", type_=None))
    assert refusal.only()[1:3] == ("field_error.REQUIRED", "operations[1].create.type")
    assert ads.named("mv_atomic") == []


def test_partial_failure(ads):
    """With partial_failure good operations happen, and the bad one's error is in the answer with its index."""
    answer = ads.mutate(ads.action("mv_good"), ads.action("mv_bad", type_=None), partial_failure=True)
    assert len(ads.named("mv_good")) == 1
    assert ads.named("mv_bad") == []
    assert bool(answer.results[0].resource_name)
    assert answer.results[1].resource_name == ""
    assert (answer.partial_failure_error.code, len(answer.partial_failure_error.details)) == (3, 1)
    failure = ads.client.get_type("GoogleAdsFailure")
    refusal = Refusal()
    refusal.read(type(failure).deserialize(answer.partial_failure_error.details[0].value))
    assert (refusal.codes, refusal.places) == (["field_error.REQUIRED"], ["operations[1].create.type"])


def test_validate_only(ads):
    """validate_only checks and changes nothing: no results; a bad request fails as ever."""
    answer = ads.mutate(ads.action("mv_dry"), validate_only=True)
    assert list(answer.results) == []
    assert ads.named("mv_dry") == []
    with ads.refused() as refusal:
        ads.mutate(ads.action("mv_dry", type_=None), validate_only=True)
    assert refusal.only()[1:3] == ("field_error.REQUIRED", "operations[0].create.type")


def test_mutable_resource_in_the_answer(ads):
    """response_content_type MUTABLE_RESOURCE answers the whole action."""
    answer = ads.mutate(ads.action("mv_whole", category="SIGNUP"), response_content_type="MUTABLE_RESOURCE")
    action = answer.results[0].conversion_action
    assert (action.name, action.category.name, action.type_.name) == (ads.name("mv_whole"), "SIGNUP", "WEBPAGE")
    assert action.resource_name == answer.results[0].resource_name


def test_goal_is_taken_out_of_bidding(ads):
    """`biddable` of a customer conversion goal can be changed; CustomerConversionGoalService has update only."""
    ads.made("mv_for_goal", category="BOOK_APPOINTMENT")
    assert ads.goals("BOOK_APPOINTMENT") == {"WEBSITE": True}
    name = f"customers/{ads.customer}/customerConversionGoals/BOOK_APPOINTMENT~WEBSITE"
    for biddable in (False, True):  # and back again, as goals stay in an account
        operation = {"update": {"resource_name": name, "biddable": biddable}, "update_mask": {"paths": ["biddable"]}}
        request = {"customer_id": ads.customer, "operations": [operation]}
        ads.service("CustomerConversionGoalService").mutate_customer_conversion_goals(request=request)
        assert ads.goals("BOOK_APPOINTMENT") == {"WEBSITE": biddable}

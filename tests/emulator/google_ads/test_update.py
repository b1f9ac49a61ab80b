"""Updating and removing conversion actions: masks, immutable fields, closed actions, irreversible removal."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.emulator.google_ads.conftest import said

NOT_ALLOWED = "Mutates are not allowed for the requested resource."


def test_a_demotion_arrives(ads, store):
    response = ads.mutate(ads.updating(101, primary_for_goal=False))
    assert store.actions[101]["primary_for_goal"] is False
    assert response.results[0].resource_name == ads.name(101)
    assert not response.results[0].conversion_action.name


def test_only_what_the_mask_names_changes(ads, store):
    before = dict(store.actions[102].fields)
    ads.mutate(ads.updating(102, "name", name="mv_cart", primary_for_goal=True, category="PURCHASE"))
    assert store.actions[102].fields == {**before, "name": "mv_cart"}


def test_nested_paths(ads, store):
    ads.mutate(ads.updating(102, "value_settings.default_value", value_settings={"default_value": 750.0}))
    assert store.actions[102]["value_settings.default_value"] == 750.0
    assert store.actions[102]["value_settings.always_use_default_value"] is True


def test_clearing_goes_back_to_the_default(ads, store):
    ads.mutate(
        ads.updating(101, value_settings={"default_value": 1.5, "default_currency_code": "USD"}, primary_for_goal=True)
        | {"update_mask": {"paths": ["value_settings.default_value", "value_settings.default_currency_code"]}}
    )
    assert store.actions[101]["value_settings.default_currency_code"] == "USD"
    ads.mutate(ads.updating(101, "value_settings"))
    assert store.actions[101]["value_settings.default_currency_code"] == "JPY"
    assert store.actions[101]["value_settings.default_value"] == 1.0


@pytest.mark.parametrize(
    ("paths", "fields", "code", "place", "message"),
    [
        (
            ["nme"],
            {"name": "x"},
            "field_mask_error.FIELD_NOT_FOUND",
            "operations[0].update_mask.paths[0]",
            "The field mask contained an invalid field: 'nme'.",
        ),
        (
            ["name", "type_"],
            {"name": "x"},
            "field_mask_error.FIELD_NOT_FOUND",
            "operations[0].update_mask.paths[1]",
            "The field mask contained an invalid field: 'type_'.",
        ),
        (
            ["primaryForGoal"],
            {"primary_for_goal": True},
            "field_mask_error.FIELD_NOT_FOUND",
            "operations[0].update_mask.paths[0]",
            "The field mask contained an invalid field: 'primaryForGoal'.",
        ),
        (
            ["value_settings"],
            {"value_settings": {"default_value": 2.0}},
            "field_mask_error.FIELD_HAS_SUBFIELDS",
            "operations[0].update_mask.paths[0]",
            "The field mask updated a field with subfields: 'value_settings'.",
        ),
        (
            ["primary_for_goal"],
            {},
            "field_error.FIELD_CANNOT_BE_CLEARED",
            "operations[0].update.primary_for_goal",
            "The field cannot be cleared.",
        ),
        (
            ["name"],
            {},
            "field_error.FIELD_CANNOT_BE_CLEARED",
            "operations[0].update.name",
            "The field cannot be cleared.",
        ),
        (
            ["type"],
            {"type_": "UPLOAD_CLICKS"},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].update.type",
            "The field attempted to be mutated is immutable.",
        ),
        (
            ["app_id"],
            {"app_id": "x"},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].update.app_id",
            "The field attempted to be mutated is immutable.",
        ),
        (
            ["include_in_conversions_metric"],
            {"include_in_conversions_metric": False},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].update.include_in_conversions_metric",
            "The field attempted to be mutated is immutable.",
        ),
        (
            ["origin"],
            {"origin": "APP"},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].update.origin",
            "The field is output only.",
        ),
        (
            ["name"],
            {"name": "mv_add_to_cart"},
            "conversion_action_error.DUPLICATE_NAME",
            "operations[0].update.name",
            "The specified conversion action name already exists.",
        ),
        (
            ["category"],
            {"category": "DOWNLOAD"},
            "field_error.INVALID_VALUE",
            "operations[0].update.category",
            "The category DOWNLOAD is not allowed for the type WEBPAGE.",
        ),
        (
            ["status"],
            {"status": "HIDDEN"},
            "enum_error.ENUM_VALUE_NOT_PERMITTED",
            "operations[0].update.status",
            "The status HIDDEN cannot be set through the API.",
        ),
        (
            ["counting_type"],
            {"counting_type": 77},
            "request_error.INVALID_ENUM_VALUE",
            "operations[0].update.counting_type",
            "77 is not a value of this enum in this version.",
        ),
    ],
)
def test_update_refused(ads, store, paths, fields, code, place, message):
    before = dict(store.actions[101].fields)
    with ads.refused() as refusal:
        ads.mutate(ads.updating(101, *paths, **fields))
    assert (refusal.codes, refusal.places, refusal.messages) == ([code], [place], [said(code, message)])
    assert store.actions[101].fields == before


def test_mask_missing(ads):
    operation = ads.updating(101, name="x")
    del operation["update_mask"]
    with ads.refused() as refusal:
        ads.mutate(operation)
    assert refusal.codes == ["field_mask_error.FIELD_MASK_MISSING"]
    assert refusal.messages == ["The field mask must be provided for update operations."]


@pytest.mark.parametrize("paths", [["resource_name"], []])
def test_a_mask_that_names_nothing(ads, world, paths):
    with ads.refused() as refusal:
        ads.mutate(ads.updating(101) | {"update_mask": {"paths": paths}})
    assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"]
    assert refusal.messages == [NOT_ALLOWED]
    assert (
        world.log.entries[-1].detail == "v26 mutate_error.MUTATE_NOT_ALLOWED The update mask names nothing to change."
    )


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("", "request_error.RESOURCE_NAME_MISSING", "The resource name is missing."),
        (
            "conversionActions/101",
            "request_error.RESOURCE_NAME_MALFORMED",
            "The resource name 'conversionActions/101' is malformed.",
        ),
        (
            "customers/1234567890/conversionActions/undefined",
            "request_error.BAD_RESOURCE_ID",
            "'undefined' part of the resource name is invalid.",
        ),
        ("customers/1234567890/conversionActions/999", "mutate_error.RESOURCE_NOT_FOUND", "Resource was not found."),
        ("customers/9998887777/conversionActions/901", "mutate_error.RESOURCE_NOT_FOUND", "Resource was not found."),
    ],
)
def test_resource_names(ads, name, code, message):
    with ads.refused() as refusal:
        ads.mutate({"update": {"resource_name": name, "name": "x"}, "update_mask": {"paths": ["name"]}})
    assert (refusal.codes, refusal.messages) == ([code], [said(code, message)])
    assert refusal.places == ["operations[0].update.resource_name"]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (107, "Conversion actions of type LEAD_FORM_SUBMIT cannot be changed."),
        (112, "Conversion actions of type GOOGLE_HOSTED cannot be changed."),
        (108, "The conversion action is defined by the system."),
    ],
)
@pytest.mark.parametrize("operation", ["update", "remove"])
def test_actions_that_take_no_mutate(ads, world, store, number, message, operation):
    before = dict(store.actions[number].fields)
    with ads.refused() as refusal:
        ads.mutate(ads.removing(number) if operation == "remove" else ads.updating(number, primary_for_goal=False))
    assert (refusal.codes, refusal.messages) == (["mutate_error.MUTATE_NOT_ALLOWED"], [NOT_ALLOWED])
    assert world.log.entries[-1].detail == f"v26 mutate_error.MUTATE_NOT_ALLOWED {message}"
    assert store.actions[number].fields == before


def test_rejecting_type_error_policy(ads, world):
    world.policies.set("rejecting_type_error", "conversion_action_error.UPDATE_NOT_SUPPORTED")
    with ads.refused() as refusal:
        ads.mutate(ads.updating(107, primary_for_goal=False))
    assert refusal.codes == ["conversion_action_error.UPDATE_NOT_SUPPORTED"]


class TestGa4Imports:
    def test_hidden_to_enabled_is_the_import(self, ads, store):
        ads.mutate(ads.updating(105, status="ENABLED", primary_for_goal=True))
        assert (store.actions[105].status, store.actions[105]["primary_for_goal"]) == ("ENABLED", True)

    def test_other_fields_are_closed(self, ads, store):
        with ads.refused() as refusal:
            ads.mutate(ads.updating(106, counting_type="ONE_PER_CLICK", primary_for_goal=False))
        assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"]
        assert refusal.places == ["operations[0].update.counting_type"]
        assert store.actions[106]["primary_for_goal"] is True

    def test_policy_status_and_primary(self, ads, world, store):
        world.policies.set("ga4_import_mutability", "status_and_primary")
        with ads.refused() as refusal:
            ads.mutate(ads.updating(106, name="order", primary_for_goal=False))
        assert (refusal.codes, refusal.places) == (["field_error.IMMUTABLE_FIELD"], ["operations[0].update.name"])
        assert store.actions[106]["primary_for_goal"] is True

    def test_policy_all(self, ads, world, store):
        world.policies.set("ga4_import_mutability", "all")
        ads.mutate(ads.updating(106, name="order", counting_type="ONE_PER_CLICK"))
        assert store.actions[106].name == "order"

    def test_policy_none(self, ads, world, store):
        world.policies.set("ga4_import_mutability", "none")
        with ads.refused() as refusal:
            ads.mutate(ads.updating(106, primary_for_goal=False))
        assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"]
        assert store.actions[106]["primary_for_goal"] is True

    VALUE = ("value_settings.default_value", "value_settings.default_currency_code")
    ALWAYS = "value_settings.always_use_default_value"
    SETTINGS: ClassVar = {"default_value": 7, "default_currency_code": "JPY", "always_use_default_value": True}

    @pytest.mark.parametrize("policy", ["category_name_and_value", "status_primary_category_name_and_value"])
    def test_category_name_and_value(self, ads, world, store, policy):
        world.policies.set("ga4_import_mutability", policy)
        paths = ("category", "name", *self.VALUE, self.ALWAYS)
        ads.mutate(ads.updating(106, *paths, category="SIGNUP", name="n", value_settings=self.SETTINGS))
        action = store.actions[106]
        assert (action["category"], action.name, action[self.VALUE[0]], action[self.ALWAYS]) == ("SIGNUP", "n", 7, True)

    @pytest.mark.parametrize("validate_only", [True, False])
    @pytest.mark.parametrize(
        ("policy", "closed"),
        [
            ("category_name_and_value", ["status", "primary_for_goal", "counting_type"]),
            ("status_primary_category_name_and_value", ["counting_type"]),
        ],
    )
    def test_every_other_field_is_refused_by_its_name(self, ads, world, store, policy, closed, validate_only):
        world.policies.set("ga4_import_mutability", policy)
        fields = {"name": "n", "status": "ENABLED", "primary_for_goal": False, "counting_type": "ONE_PER_CLICK"}
        before = world.dump()["google_ads"]
        with ads.refused() as refusal:
            ads.mutate(ads.updating(106, **fields), validate_only=validate_only)
        assert refusal.codes == ["mutate_error.MUTATE_NOT_ALLOWED"] * len(closed)
        assert refusal.places == [f"operations[0].update.{path}" for path in closed]
        assert world.dump()["google_ads"] == before

    @pytest.mark.parametrize(
        ("policy", "refused"),
        [("category_name_and_value", True), ("status_primary_category_name_and_value", False)],
    )
    def test_removal_goes_with_the_status(self, ads, world, store, policy, refused):
        world.policies.set("ga4_import_mutability", policy)
        if refused:
            with ads.refused() as refusal:
                ads.mutate(ads.removing(106))
            assert (refusal.codes, refusal.places) == (["mutate_error.MUTATE_NOT_ALLOWED"], ["operations[0].remove"])
        else:
            ads.mutate(ads.removing(106))
        assert (store.actions[106].status == "REMOVED") is not refused


class TestAttribution:
    PATH = "attribution_model_settings.attribution_model"

    def test_data_driven_needs_a_model(self, ads, store):
        model = {"attribution_model_settings": {"attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"}}
        ads.mutate(ads.updating(110, self.PATH, **model))
        assert store.actions[110][self.PATH] == "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"
        for number, word in ((111, "DATA_DRIVEN_MODEL_STALE"), (101, "DATA_DRIVEN_MODEL_WAS_NEVER_GENERATED")):
            with ads.refused() as refusal:
                ads.mutate(ads.updating(number, self.PATH, **model))
            assert refusal.codes == [f"conversion_action_error.{word}"]
            assert store.actions[number][self.PATH] == "GOOGLE_ADS_LAST_CLICK"

    def test_rule_based_models(self, ads):
        model = {"attribution_model_settings": {"attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_TIME_DECAY"}}
        with ads.refused() as refusal:
            ads.mutate(ads.updating(101, self.PATH, **model))
        assert refusal.codes == ["conversion_action_error.CANNOT_SET_RULE_BASED_ATTRIBUTION_MODELS"]


class TestCalls:
    def test_always_use_default_value_cannot_be_turned_off(self, ads, store):
        path = "value_settings.always_use_default_value"
        with ads.refused() as refusal:
            ads.mutate(ads.updating(109, path, value_settings={"always_use_default_value": False}))
        assert refusal.codes == ["field_error.INVALID_VALUE"]
        assert store.actions[109][path] is True

    def test_duration(self, ads, store):
        ads.mutate(ads.updating(109, phone_call_duration_seconds=0))
        assert store.actions[109]["phone_call_duration_seconds"] == 0


class TestRemoval:
    def test_remove_keeps_the_row(self, ads, store):
        response = ads.mutate(ads.removing(101))
        assert response.results[0].resource_name == ads.name(101)
        assert store.actions[101].status == "REMOVED"
        assert ads.names("conversion_action.status = 'REMOVED'") == ["Purchase", "old"]

    def test_removal_by_update(self, ads, world, store):
        ads.mutate(ads.updating(101, status="REMOVED"))
        assert store.actions[101].status == "REMOVED"
        world.policies.set("status_removed_by_update", "refused")
        with ads.refused() as refusal:
            ads.mutate(ads.updating(102, status="REMOVED"))
        assert refusal.codes == ["enum_error.ENUM_VALUE_NOT_PERMITTED"]

    def test_removed_is_final(self, ads, world, store):
        with ads.refused() as refusal:
            ads.mutate(ads.updating(104, status="ENABLED"))
        assert refusal.codes == ["context_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"]
        assert refusal.messages == ["The operation is not allowed for removed resources."]
        world.policies.set("removed_resource_error", "operation_access_denied_error")
        with ads.refused() as refusal:
            ads.mutate(ads.removing(104))
        assert refusal.codes == ["operation_access_denied_error.OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE"]
        assert refusal.messages == ["The conversion action has been removed."]
        assert store.actions[104].status == "REMOVED"

    def test_mask_on_remove_is_refused(self, ads, store):
        with ads.refused() as refusal:
            ads.mutate({**ads.removing(101), "update_mask": {"paths": ["status"]}})
        assert refusal.codes == ["field_mask_error.FIELD_MASK_NOT_ALLOWED"]
        assert store.actions[101].status == "ENABLED"


def test_renaming_within_one_request(ads, store):
    """A name that an earlier operation of the request gave up is free for a later one."""
    ads.mutate(ads.updating(101, name="retired"), ads.updating(102, name="Purchase"))
    assert (store.actions[101].name, store.actions[102].name) == ("retired", "Purchase")


def test_the_data_driven_model_can_be_set_where_the_policy_needs_none(ads, world, store):
    """The policy data_driven_needs_a_model: Google announces the model for every new action."""
    world.policies.set("data_driven_needs_a_model", False)
    model = {"attribution_model_settings": {"attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"}}
    path = "attribution_model_settings.attribution_model"
    ads.mutate(ads.updating(101, path, **model), ads.creating(name="mv_driven", **model))
    assert [store.actions[101][path], store.named("mv_driven")[path]] == ["GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"] * 2

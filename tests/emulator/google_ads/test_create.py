"""Creating conversion actions: what is filled in, what is required, what is refused."""

from __future__ import annotations

import pytest

from tests.emulator.google_ads.conftest import said


def test_create_stores_what_was_sent(ads, store):
    response = ads.mutate(
        ads.creating(
            name="mv_form_start",
            category="SUBMIT_LEAD_FORM",
            primary_for_goal=False,
            counting_type="ONE_PER_CLICK",
            click_through_lookback_window_days=45,
            view_through_lookback_window_days=7,
            value_settings={"default_value": 500.0, "default_currency_code": "USD", "always_use_default_value": True},
            attribution_model_settings={"attribution_model": "GOOGLE_ADS_LAST_CLICK"},
        )
    )
    action = store.named("mv_form_start")
    assert [one.resource_name for one in response.results] == [ads.name(action.id)]
    assert action.fields == {
        "name": "mv_form_start",
        "type": "WEBPAGE",
        "status": "ENABLED",
        "category": "SUBMIT_LEAD_FORM",
        "origin": "WEBSITE",
        "primary_for_goal": False,
        "counting_type": "ONE_PER_CLICK",
        "click_through_lookback_window_days": 45,
        "view_through_lookback_window_days": 7,
        "value_settings.default_value": 500.0,
        "value_settings.default_currency_code": "USD",
        "value_settings.always_use_default_value": True,
        "attribution_model_settings.attribution_model": "GOOGLE_ADS_LAST_CLICK",
        "attribution_model_settings.data_driven_model_status": "NEVER_GENERATED",
    }


def test_create_fills_in_what_was_left_out(ads, store):
    ads.mutate(ads.creating(name="bare"))
    fields = store.named("bare").fields
    assert fields["primary_for_goal"] is True
    assert fields["counting_type"] == "MANY_PER_CLICK"
    assert fields["category"] == "DEFAULT"
    assert fields["value_settings.default_currency_code"] == "JPY"
    assert fields["value_settings.always_use_default_value"] is False


def test_ids_are_new_and_never_reused(ads, store):
    first = ads.mutate(ads.creating(name="a")).results[0].resource_name
    ads.mutate({"remove": first})
    second = ads.mutate(ads.creating(name="b")).results[0].resource_name
    assert first != second
    assert int(first.rpartition("/")[2]) not in (one.id for one in store.actions.values() if one.name == "b")


@pytest.mark.parametrize(
    ("fields", "code", "place", "message"),
    [
        ({"name": None}, "field_error.REQUIRED", "operations[0].create.name", "The required field was not present."),
        ({"type_": None}, "field_error.REQUIRED", "operations[0].create.type", "The required field was not present."),
        ({"name": ""}, "string_length_error.EMPTY", "operations[0].create.name", "The name must not be empty."),
        (
            {"name": "x" * 101},
            "string_length_error.TOO_LONG",
            "operations[0].create.name",
            "The name is longer than 100 characters.",
        ),
        (
            {"name": "Purchase"},
            "conversion_action_error.DUPLICATE_NAME",
            "operations[0].create.name",
            "The specified conversion action name already exists.",
        ),
        (
            {"type_": "GOOGLE_ANALYTICS_4_CUSTOM"},
            "conversion_action_error.CREATION_NOT_SUPPORTED",
            "operations[0].create.type",
            "Conversion actions of type GOOGLE_ANALYTICS_4_CUSTOM cannot be created.",
        ),
        (
            {"status": "REMOVED"},
            "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED",
            "operations[0].create.status",
            "A conversion action cannot be created as REMOVED.",
        ),
        (
            {"status": "HIDDEN"},
            "enum_error.ENUM_VALUE_NOT_PERMITTED",
            "operations[0].create.status",
            "The status HIDDEN cannot be set through the API.",
        ),
        (
            {"include_in_conversions_metric": False},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].create.include_in_conversions_metric",
            "The field attempted to be mutated is immutable.",
        ),
        (
            {"id": 5},
            "new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE",
            "operations[0].create.id",
            "The id of a new resource is given by the service.",
        ),
        (
            {"origin": "APP"},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].create.origin",
            "The field is output only.",
        ),
        (
            {"google_analytics_4_settings": {"event_name": "purchase"}},
            "field_error.IMMUTABLE_FIELD",
            "operations[0].create.google_analytics_4_settings.event_name",
            "The field is output only.",
        ),
        (
            {"category": "DOWNLOAD"},
            "field_error.INVALID_VALUE",
            "operations[0].create.category",
            "The category DOWNLOAD is not allowed for the type WEBPAGE.",
        ),
        (
            {"category": 99},
            "request_error.INVALID_ENUM_VALUE",
            "operations[0].create.category",
            "99 is not a value of this enum in this version.",
        ),
        (
            {"status": "UNKNOWN"},
            "enum_error.ENUM_VALUE_NOT_PERMITTED",
            "operations[0].create.status",
            "The enum value is not permitted.",
        ),
        (
            {"click_through_lookback_window_days": 0},
            "range_error.TOO_LOW",
            "operations[0].create.click_through_lookback_window_days",
            "The value must be at least 1.",
        ),
        (
            {"click_through_lookback_window_days": 91},
            "range_error.TOO_HIGH",
            "operations[0].create.click_through_lookback_window_days",
            "The value must be at most 90.",
        ),
        (
            {"view_through_lookback_window_days": 31},
            "range_error.TOO_HIGH",
            "operations[0].create.view_through_lookback_window_days",
            "The value must be at most 30.",
        ),
        (
            {"phone_call_duration_seconds": 60},
            "field_error.VALUE_MUST_BE_UNSET",
            "operations[0].create.phone_call_duration_seconds",
            "The field must not be set for the type WEBPAGE.",
        ),
        (
            {"value_settings": {"default_value": -1.0}},
            "range_error.TOO_LOW",
            "operations[0].create.value_settings.default_value",
            "The default value must not be negative.",
        ),
        (
            {"value_settings": {"default_value": float("nan")}},
            "field_error.INVALID_VALUE",
            "operations[0].create.value_settings.default_value",
            "The default value must be a finite number.",
        ),
        (
            {"value_settings": {"default_currency_code": "YEN"}},
            "currency_code_error.UNSUPPORTED",
            "operations[0].create.value_settings.default_currency_code",
            "The currency code is not supported.",
        ),
        (
            {"attribution_model_settings": {"attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_LINEAR"}},
            "conversion_action_error.CANNOT_SET_RULE_BASED_ATTRIBUTION_MODELS",
            "operations[0].create.attribution_model_settings.attribution_model",
            "Rule-based attribution models cannot be set any more.",
        ),
        (
            {"attribution_model_settings": {"attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"}},
            "conversion_action_error.DATA_DRIVEN_MODEL_UNKNOWN",
            "operations[0].create.attribution_model_settings.attribution_model",
            "The data-driven attribution model cannot be set: it is not known whether this action has a model.",
        ),
        (
            {"attribution_model_settings": {"attribution_model": "EXTERNAL"}},
            "field_error.INVALID_VALUE",
            "operations[0].create.attribution_model_settings.attribution_model",
            "The attribution model EXTERNAL cannot be set.",
        ),
        (
            {"app_id": "com.example"},
            "field_error.VALUE_MUST_BE_UNSET",
            "operations[0].create.app_id",
            "An app id must not be set for the type WEBPAGE.",
        ),
        (
            {"type_": "GOOGLE_PLAY_DOWNLOAD"},
            "field_error.REQUIRED",
            "operations[0].create.app_id",
            "The type GOOGLE_PLAY_DOWNLOAD needs an app id.",
        ),
        (
            {"type_": "STORE_SALES_DIRECT_UPLOAD"},
            "not_allowlisted_error.CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE",
            "operations[0].create.type",
            "The customer is not on the allow-list of this type.",
        ),
        (
            {"type_": "WEBSITE_CALL"},
            "field_error.INVALID_VALUE",
            "operations[0].create.value_settings.always_use_default_value",
            "The default value must always be used for the type WEBSITE_CALL.",
        ),
        (
            {"resource_name": "customers/1234567890/conversionActions/77"},
            "new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE",
            "operations[0].create.resource_name",
            "The id of a new resource is given by the service; only temporary (negative) ids can be set.",
        ),
        (
            {"resource_name": "customers/6667778888/conversionActions/-1"},
            "request_error.RESOURCE_NAME_MALFORMED",
            "operations[0].create.resource_name",
            "The resource name 'customers/6667778888/conversionActions/-1' is malformed or of another customer.",
        ),
    ],
)
def test_create_refused(ads, store, fields, code, place, message):
    before = dict(store.actions)
    with ads.refused() as refusal:
        ads.mutate(ads.creating(**fields))
    assert (refusal.codes, refusal.places, refusal.messages) == ([code], [place], [said(code, message)])
    assert refusal.status == "INVALID_ARGUMENT"
    assert store.actions == before


CALL = {"always_use_default_value": True}


@pytest.mark.parametrize(
    ("fields", "code", "path"),
    [
        (
            {"view_through_lookback_window_days": 1},
            "field_error.VALUE_MUST_BE_UNSET",
            "view_through_lookback_window_days",
        ),
        ({"click_through_lookback_window_days": 61}, "range_error.TOO_HIGH", "click_through_lookback_window_days"),
        ({"phone_call_duration_seconds": 10_001}, "range_error.TOO_HIGH", "phone_call_duration_seconds"),
        ({"phone_call_duration_seconds": -1}, "range_error.TOO_LOW", "phone_call_duration_seconds"),
    ],
)
@pytest.mark.parametrize("kind", ["AD_CALL", "WEBSITE_CALL"])
def test_rules_of_call_types(ads, store, kind, fields, code, path):
    with ads.refused() as refusal:
        ads.mutate(ads.creating(type_=kind, value_settings=CALL, **fields))
    assert (refusal.codes, refusal.places) == ([code], [f"operations[0].create.{path}"])
    ads.mutate(ads.creating(type_=kind, value_settings=CALL, click_through_lookback_window_days=60))
    assert store.named("mv_new")["view_through_lookback_window_days"] is None


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        ("WEBPAGE", "WEBSITE"),
        ("UPLOAD_CLICKS", "WEBSITE"),
        ("CLICK_TO_CALL", "WEBSITE"),
        ("UPLOAD_CALLS", "CALL_FROM_ADS"),
    ],
)
def test_creatable_types_and_their_origin(ads, store, kind, origin):
    ads.mutate(ads.creating(type_=kind, category="IMPORTED_LEAD"))
    assert store.named("mv_new")["origin"] == origin
    assert store.goals["IMPORTED_LEAD", origin] is True


def test_app_ids_of_downloads_are_unique(ads, store):
    app = {"type_": "GOOGLE_PLAY_DOWNLOAD", "app_id": "com.example", "category": "DOWNLOAD"}
    ads.mutate(ads.creating(**app))
    assert store.named("mv_new")["mobile_app_vendor"] == "GOOGLE_APP_STORE"
    with ads.refused() as refusal:
        ads.mutate(ads.creating(**{**app, "name": "again"}))
    assert refusal.codes == ["conversion_action_error.DUPLICATE_APP_ID"]


def test_every_problem_is_reported_at_once(ads, store):
    with ads.refused() as refusal:
        ads.mutate(
            ads.creating(name="", click_through_lookback_window_days=0, status="REMOVED"),
            ads.creating(name="fine"),
            ads.creating(type_="STORE_VISITS", name="z"),
        )
    assert sorted(refusal.codes) == [
        "conversion_action_error.CREATION_NOT_SUPPORTED",
        "operation_access_denied_error.CREATE_AS_REMOVED_NOT_PERMITTED",
        "range_error.TOO_LOW",
        "string_length_error.EMPTY",
    ]
    assert {place.partition(".")[0] for place in refusal.places} == {"operations[0]", "operations[2]"}
    with pytest.raises(KeyError):
        store.named("fine")


def test_triggers_carry_the_value(ads):
    with ads.refused() as refusal:
        ads.mutate(ads.creating(name="Purchase", click_through_lookback_window_days=200))
    assert sorted(refusal.triggers, key=str) == [200, "Purchase"]


def test_mask_on_create_is_refused(ads):
    with ads.refused() as refusal:
        ads.mutate({**ads.creating(), "update_mask": {"paths": ["name"]}})
    assert refusal.codes == ["field_mask_error.FIELD_MASK_NOT_ALLOWED"]
    assert refusal.places == ["operations[0].update_mask"]
    assert refusal.messages == ["The field mask must not be set for a create operation."]


def test_operation_without_content(ads):
    with ads.refused() as refusal:
        ads.mutate({})
    assert refusal.codes == ["request_error.OPERATION_REQUIRED"]
    assert refusal.places == ["operations[0]"]


def test_a_manager_may_have_the_same_name(ads, world):
    assert "Purchase" in ads.names(customer="9998887777")
    ads.mutate(ads.creating(name="mv_add_to_cart"), customer="9998887777")
    assert world.google_ads.customers[9998887777].named("mv_add_to_cart").id >= 7_000_000_001


class TestPolicies:
    def test_hidden_by_api(self, ads, world, store):
        world.policies.set("hidden_by_api", "allowed")
        ads.mutate(ads.creating(status="HIDDEN"))
        assert store.named("mv_new").status == "HIDDEN"

    def test_name_reuse_after_removal(self, ads, world, store):
        ads.mutate(ads.creating(name="old"))
        assert store.named("old").id != 104
        world.policies.set("name_reuse_after_removal", "refused")
        ads.mutate(ads.removing(101))
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="Purchase"))
        assert refusal.codes == ["conversion_action_error.DUPLICATE_NAME"]

    def test_click_through_max_webpage(self, ads, world):
        world.policies.set("click_through_max_webpage", 30)
        with ads.refused() as refusal:
            ads.mutate(ads.creating(click_through_lookback_window_days=31))
        assert refusal.messages == ["The value must be at most 30."]

    def test_name_max_length(self, ads, world, store):
        world.policies.set("conversion_action_name_max_length", 101)
        ads.mutate(ads.creating(name="x" * 101))
        assert store.named("x" * 101)

    def test_max_conversion_actions(self, ads, world, store):
        live = sum(one.status != "REMOVED" for one in store.actions.values())
        world.policies.set("max_conversion_actions", live + 1)
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="a"), ads.creating(name="b"))
        assert refusal.codes == ["resource_count_limit_exceeded_error.ACCOUNT_LIMIT"]
        assert refusal.places == ["operations[1].create"]
        ads.mutate(ads.creating(name="a"))

    def test_store_sales_direct_upload(self, ads, world, store):
        world.policies.set("store_sales_direct_upload", "allowlisted")
        ads.mutate(ads.creating(type_="STORE_SALES_DIRECT_UPLOAD", category="STORE_SALE"))
        assert store.goals["STORE_SALE", "STORE"] is False

    def test_output_only_error(self, ads, world):
        world.policies.set("output_only_error", "mutate_error.RESOURCE_READ_ONLY")
        with ads.refused() as refusal:
            ads.mutate(ads.creating(origin="APP"))
        assert refusal.codes == ["mutate_error.RESOURCE_READ_ONLY"]

    def test_unset_defaults(self, ads, world, store):
        world.policies.set("unset_default_value", 0.0)
        ads.mutate(ads.creating())
        action = store.named("mv_new")
        assert action["value_settings.default_value"] == 0.0
        assert action["attribution_model_settings.attribution_model"] == "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN"
        world.policies.set("default_attribution_model", "GOOGLE_ADS_LAST_CLICK")
        ads.mutate(ads.creating(name="mv_newer"))
        assert store.named("mv_newer")["attribution_model_settings.attribution_model"] == "GOOGLE_ADS_LAST_CLICK"


class TestNames:
    """Policies of names; the client takes any text, so the service decides."""

    @pytest.mark.parametrize(
        ("name", "code", "policy"),
        [
            ("MODELLED", "conversion_action_error.DUPLICATE_NAME", ("conversion_action_name_case", "counts")),
            (" mv_x", "field_error.INVALID_VALUE", ("conversion_action_name_blanks", "kept")),
            ("mv_x\u3000", "field_error.INVALID_VALUE", ("conversion_action_name_blanks", "kept")),
            ("mv\nx", "field_error.INVALID_VALUE", ("conversion_action_name_line_breaks", "kept")),
            ("mv\rx", "field_error.INVALID_VALUE", ("conversion_action_name_line_breaks", "kept")),
        ],
    )
    def test_names_that_a_policy_decides(self, ads, world, store, name, code, policy):
        for operation, place in ((ads.creating(name=name), "create"), (ads.updating(101, name=name), "update")):
            with ads.refused() as refusal:
                ads.mutate(operation)
            assert (refusal.codes, refusal.places) == ([code], [f"operations[0].{place}.name"])
        assert store.actions[101].name == "Purchase"
        world.policies.set(*policy)
        ads.mutate(ads.creating(name=name))
        assert store.named(name)["type"] == "WEBPAGE"

    def test_an_action_may_change_the_case_of_its_own_name(self, ads, store):
        ads.mutate(ads.updating(101, name="PURCHASE"))
        assert store.actions[101].name == "PURCHASE"
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="purchase"))
        assert refusal.codes == ["conversion_action_error.DUPLICATE_NAME"]

    def test_trimmed_names(self, ads, world, store):
        world.policies.set("conversion_action_name_blanks", "trimmed")
        ads.mutate(ads.creating(name="  mv_x \n"), ads.updating(101, name=" Order "))
        assert (store.named("mv_x")["type"], store.actions[101].name) == ("WEBPAGE", "Order")
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="Order "))
        assert refusal.codes == ["conversion_action_error.DUPLICATE_NAME"]

    @pytest.mark.parametrize("blanks", ["refused", "trimmed", "kept"])
    @pytest.mark.parametrize("of_blanks", ["refused", "kept"])
    def test_names_of_blanks(self, ads, world, store, blanks, of_blanks):
        world.policies.set("conversion_action_name_blanks", blanks)
        world.policies.set("conversion_action_name_of_blanks", of_blanks)
        if (blanks, of_blanks) == ("kept", "kept"):
            ads.mutate(ads.creating(name="  "))
            assert store.named("  ")["type"] == "WEBPAGE"
            return
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="  "))
        invalid = (blanks, of_blanks) == ("refused", "kept")
        assert refusal.codes == ["field_error.INVALID_VALUE" if invalid else "string_length_error.EMPTY"]


class TestCategoriesOfOtherTypes:
    @pytest.mark.parametrize(
        ("kind", "category"),
        [
            ("WEBPAGE", "STORE_VISIT"),
            ("WEBPAGE", "STORE_SALE"),
            ("UPLOAD_CLICKS", "STORE_VISIT"),
            ("UPLOAD_CALLS", "YOUTUBE_FOLLOW_ON_VIEWS"),
            ("UPLOAD_CALLS", "DOWNLOAD"),
            ("WEBPAGE", "IN_APP_AD_REVENUE"),
        ],
    )
    def test_the_policy_decides(self, ads, world, store, kind, category):
        with ads.refused() as refusal:
            ads.mutate(ads.creating(type_=kind, category=category))
        assert (refusal.codes, refusal.places) == (["field_error.INVALID_VALUE"], ["operations[0].create.category"])
        world.policies.set("category_of_other_types", "allowed")
        ads.mutate(ads.creating(type_=kind, category=category))
        assert store.named("mv_new")["category"] == category

    def test_what_was_observed_is_refused_under_every_policy(self, ads, world):
        world.policies.set("category_of_other_types", "allowed")
        with ads.refused() as refusal:
            ads.mutate(ads.creating(category="DOWNLOAD"))
        assert refusal.codes == ["field_error.INVALID_VALUE"]

    def test_an_update_goes_by_the_type(self, ads, store):
        with ads.refused() as refusal:
            ads.mutate(ads.updating(101, category="STORE_VISIT"))
        assert (refusal.codes, store.actions[101]["category"]) == (["field_error.INVALID_VALUE"], "PURCHASE")

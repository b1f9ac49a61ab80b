"""Creates: every source that can be created, and every word that Google allows, as they stand in the account after."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.conversion import Role, Value
from microconv.core.errors import RefusedError
from microconv.core.import_arrival import AWAITED
from microconv.core.planning.limits import Allow, Limits
from microconv.providers.google_ads.capabilities import REFUSED_CATEGORIES, TYPE_OF_SOURCE
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION
from microconv.providers.words import words

WEBSITE_DEFAULTS = {
    "name": "mv_new",
    "type": "WEBPAGE",
    "status": "ENABLED",
    "origin": "WEBSITE",
    "category": "ENGAGEMENT",
    "primary_for_goal": False,
    "counting_type": "MANY_PER_CLICK",
    "click_through_lookback_window_days": 30,
    "view_through_lookback_window_days": 1,
    "value_settings.default_value": 1.0,
    "value_settings.default_currency_code": "JPY",
    "value_settings.always_use_default_value": False,
    "attribution_model_settings.attribution_model": "GOOGLE_SEARCH_ATTRIBUTION_DATA_DRIVEN",
    "attribution_model_settings.data_driven_model_status": "NEVER_GENERATED",
}


def made(inhabit, project, holds, conversion, **client):
    """Apply a client with one new conversion; the action's fields as the account then has them."""
    inhabit()
    result = project(conversion, **client).apply(project(conversion, **client).plan())
    assert result.in_sync, [str(outcome.error) for outcome in result.failed]
    assert list(holds.actions()) == [conversion.name]
    return holds.actions()[conversion.name]


def test_a_website_action_with_nothing_but_what_is_needed(inhabit, project, holds, conversion):
    assert made(inhabit, project, holds, conversion("mv_new")) == WEBSITE_DEFAULTS


def test_a_website_action_with_everything(inhabit, project, holds, conversion):
    settings = {
        "category": "submit_lead_form",
        "counting": "one_per_click",
        "google_ads.click_through_lookback_window_days": 90,
        "google_ads.view_through_lookback_window_days": 30,
        "google_ads.attribution_model": "google_ads_last_click",
    }
    new = conversion("mv_new", role=Role.PRIMARY, value=Value(1500.5, "USD", True), settings=settings)
    assert made(inhabit, project, holds, new) == {
        **WEBSITE_DEFAULTS,
        "category": "SUBMIT_LEAD_FORM",
        "primary_for_goal": True,
        "counting_type": "ONE_PER_CLICK",
        "click_through_lookback_window_days": 90,
        "view_through_lookback_window_days": 30,
        "value_settings.default_value": 1500.5,
        "value_settings.default_currency_code": "USD",
        "attribution_model_settings.attribution_model": "GOOGLE_ADS_LAST_CLICK",
    }
    assert holds.goals() == {("SUBMIT_LEAD_FORM", "WEBSITE"): True}


SOURCES = {
    "website": ("WEBPAGE", "WEBSITE", {}),
    "upload_clicks": ("UPLOAD_CLICKS", "WEBSITE", {}),
    "upload_calls": ("UPLOAD_CALLS", "CALL_FROM_ADS", {}),
    "click_to_call": ("CLICK_TO_CALL", "WEBSITE", {}),
    "ad_call": ("AD_CALL", "CALL_FROM_ADS", {"google_ads.phone_call_duration_seconds": 75}),
    "website_call": ("WEBSITE_CALL", "WEBSITE", {"google_ads.phone_call_duration_seconds": 0}),
    "google_play_download": ("GOOGLE_PLAY_DOWNLOAD", "APP", {"google_ads.app_id": "com.example.aoi"}),
    "google_play_in_app_purchase": ("GOOGLE_PLAY_IN_APP_PURCHASE", "APP", {"google_ads.app_id": "com.example.aoi"}),
    "store_sales_direct_upload": ("STORE_SALES_DIRECT_UPLOAD", "STORE", {}),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_source(inhabit, project, holds, conversion, source):
    kind, origin, settings = SOURCES[source]
    new = conversion("mv_new", source=source, value=700, settings=settings)
    inhabit()
    holds.world.policies.set("store_sales_direct_upload", "allowlisted")
    result = project(new).apply(project(new).plan())
    assert result.in_sync, [str(outcome.error) for outcome in result.failed]
    action = holds.actions()["mv_new"]
    assert (action["type"], action["origin"], action["primary_for_goal"]) == (kind, origin, False)
    assert action["value_settings.default_value"] == 700
    assert action["value_settings.always_use_default_value"] is True
    for key, value in settings.items():
        assert action[key.removeprefix("google_ads.")] == value
    assert project(new).plan().empty


def test_every_source_that_can_be_created_is_tested():
    assert set(SOURCES) == set(TYPE_OF_SOURCE)


@pytest.mark.parametrize("source", ["ad_call", "website_call"])
def test_a_call_without_a_value(inhabit, project, holds, conversion, source):
    """The account always uses the default value of calls, so it must be sent even where the config has no value."""
    new = conversion("mv_call", source=source)
    assert made(inhabit, project, holds, new)["value_settings.always_use_default_value"] is True


def test_every_category_arrives_as_itself(inhabit, project, holds, conversion):
    """Enum words on the wire: one action for each, in one request."""
    attribute = CONVERSION_ACTION.attribute("category")
    categories = [word for word in words(attribute) if word not in REFUSED_CATEGORIES["website"]]
    assert len(categories) >= 20
    wanted = [conversion(f"mv_{word}", settings={"category": word}) for word in categories]
    inhabit().policies.set("category_of_other_types", "allowed")
    assert project(*wanted).apply(project(*wanted).plan()).in_sync
    found = {name: action["category"] for name, action in holds.actions().items()}
    assert found == {f"mv_{word}": word.upper() for word in categories}
    assert holds.writes() == [("Mutate", "OK")]


@pytest.mark.parametrize("word", ["one_per_click", "many_per_click"])
def test_every_counting_arrives_as_itself(inhabit, project, holds, conversion, word):
    action = made(inhabit, project, holds, conversion("mv_new", settings={"counting": word}))
    assert action["counting_type"] == word.upper()


def test_every_counting_is_tested():
    assert set(words(CONVERSION_ACTION.attribute("counting_type"))) == {"one_per_click", "many_per_click"}


def test_no_value_is_not_worth_one(inhabit, project, holds, conversion):
    """Google gives an action without a value 1.0; `value: none` says 0 in so many words."""
    action = made(inhabit, project, holds, conversion("mv_new", value=Value(None, "")))
    assert action["value_settings.default_value"] == 0
    assert action["value_settings.always_use_default_value"] is True


def test_a_name_with_japanese_and_signs(inhabit, project, holds, conversion):
    name = 'お問い合わせ "完了" \\ 50% ’'
    assert made(inhabit, project, holds, conversion(name))["name"] == name


def test_the_name_of_a_removed_action_is_free(world, project, holds, conversion):
    plan = project(conversion("mv_gone"), unlisted=Unlisted.KEEP).plan()
    (change,) = plan.changes
    assert change.reasons == ("not in the account", "a removed one had this name; Google may refuse to use it again")
    assert project(conversion("mv_gone")).apply(plan).applied
    found = holds.by_id()
    assert found[104]["status"] == "REMOVED"
    assert [one["status"] for one in found.values() if one["name"] == "mv_gone"] == ["REMOVED", "ENABLED"]


def test_a_name_that_a_fixed_action_has_is_a_conflict(world, project, holds, conversion):
    wanted = project(conversion("mv_lead_form"))
    before = holds.everything()
    (conflict,) = wanted.plan().conflicts
    assert conflict.summary == (
        "the name is taken by customers/1234567890/conversionActions/107, "
        "which is of a type that the API does not let anyone change"
    )
    with pytest.raises(RefusedError) as caught:
        wanted.apply(wanted.plan(), Limits(allow=tuple(Allow)))
    assert [item.code for item in caught.value.refusals] == ["conflict"]
    assert holds.everything() == before


def test_an_import_is_never_created(inhabit, project, holds, conversion):
    inhabit(key_events=[{"event_name": "order_complete"}])
    imported = project(conversion("order", source="ga4", event="order_complete"))
    plan = imported.plan()
    (waiting,) = plan.waiting
    assert waiting.why == AWAITED
    assert waiting.missing == (
        "auto-tagging, which is off in Google Ads: write `google_ads: {auto_tagging: true}`; the link between the "
        "property and Google Ads: write `link_google_ads: true`"
    )
    assert imported.apply(plan).in_sync
    assert (holds.actions(), holds.writes()) == ({}, [])

"""Data streams and what is below them through the official clients: both versions where both have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.emulator.ga4 import model

PROPERTY = "properties/345678901"
WEB, APP = f"{PROPERTY}/dataStreams/1", f"{PROPERTY}/dataStreams/2"
NOT_FOUND = "Requested entity was not found."


def create(client, kind, **fields):
    return client.create_data_stream(parent=PROPERTY, data_stream={"type_": kind, **fields})


def update(client, mask, name=WEB, **fields):
    return client.update_data_stream(data_stream={"name": name, **fields}, update_mask={"paths": mask})


@pytest.fixture
def streams(stored):
    return lambda: dict(stored().data_streams)


def test_a_new_web_stream(client, streams, world):
    before = world.clock.now()
    answer = create(client, "WEB_DATA_STREAM", display_name="LP", web_stream_data={"default_uri": "https://lp.example"})
    stream = streams()[int(answer.name.rpartition("/")[2])]
    assert (stream.type, stream.display_name) == ("WEB_DATA_STREAM", "LP")
    assert before <= stream.create_time == stream.update_time <= world.clock.now()
    assert stream.data["default_uri"] == answer.web_stream_data.default_uri == "https://lp.example"
    assert stream.data["measurement_id"] == answer.web_stream_data.measurement_id
    assert len(answer.web_stream_data.measurement_id) == 12
    assert answer.web_stream_data.measurement_id.startswith("G-")
    other = create(client, "WEB_DATA_STREAM", display_name="LP", web_stream_data={})
    assert other.web_stream_data.measurement_id != answer.web_stream_data.measurement_id
    assert client.get_data_stream(name=answer.name) == answer


@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("IOS_APP_DATA_STREAM", "ios_app_stream_data", "bundle_id"),
        ("ANDROID_APP_DATA_STREAM", "android_app_stream_data", "package_name"),
    ],
)
def test_a_new_app_stream(client, streams, refused, kind, data, field):
    answer = create(client, kind, **{data: {field: "app.aoi"}})
    number = int(answer.name.rpartition("/")[2])
    assert (streams()[number].type, streams()[number].data) == (kind, {field: "app.aoi"})
    assert getattr(getattr(answer, data), field) == "app.aoi"
    assert answer.display_name == ""
    with refused(400, f"The field '{field}' is immutable."):
        update(client, [f"{data}.{field}"], name=answer.name, **{data: {field: "app.other"}})
    with refused(400, f"The field '{field}' is immutable."):
        update(client, [data], name=answer.name, **{data: {field: "app.other"}})
    update(client, [data, "display_name"], name=answer.name, display_name="App", **{data: {}})
    assert (streams()[number].data, streams()[number].display_name) == ({field: "app.aoi"}, "App")


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (0, {"display_name": "LP"}, "The type of a data stream is required."),
        (9, {"display_name": "LP"}, "The type of a data stream 9 is unknown."),
        (1, {"display_name": "LP"}, "A stream of the type WEB_DATA_STREAM needs 'web_stream_data'."),
        (
            1,
            {"display_name": "LP", "ios_app_stream_data": {"bundle_id": "x"}},
            "A stream of the type WEB_DATA_STREAM needs 'web_stream_data'.",
        ),
        (1, {"web_stream_data": {}}, "A web stream needs a display name."),
        (
            1,
            {"web_stream_data": {}, "display_name": "😀" * 128},
            "The display name is longer than 255 UTF-16 code units.",
        ),
        (3, {"ios_app_stream_data": {}}, "The bundle ID is required."),
    ],
)
def test_streams_that_are_refused(client, streams, refused, kind, fields, message):
    before = streams()
    with refused(400, message):
        create(client, kind, **fields)
    assert streams() == before


def test_how_many_streams(client, world, streams, refused):
    world.policies.set("app_data_stream_limit", 1)
    with refused(429, "The property has reached its limit of 1 app data streams."):
        create(client, "IOS_APP_DATA_STREAM", ios_app_stream_data={"bundle_id": "x"})
    create(client, "WEB_DATA_STREAM", display_name="LP", web_stream_data={})
    world.policies.set("data_stream_limit", 3)
    world.policies.set("configuration_limit_error", "FAILED_PRECONDITION")
    with refused(400, "The property has reached its limit of 3 data streams."):
        create(client, "WEB_DATA_STREAM", display_name="LP", web_stream_data={})
    assert len(streams()) == 3


def test_update_changes_what_the_mask_names(client, streams):
    before = streams()[1]
    answer = update(client, ["display_name"], display_name="New", web_stream_data={"default_uri": "https://no.example"})
    after = streams()[1]
    assert (after.display_name, answer.display_name) == ("New", "New")
    assert (after.data, after.type, after.create_time) == (before.data, before.type, before.create_time)
    assert before.update_time < after.update_time
    update(client, ["web_stream_data.default_uri"], web_stream_data={"default_uri": "https://new.example"})
    assert streams()[1].data == {"measurement_id": "G-AOI1", "default_uri": "https://new.example"}
    update(client, ["web_stream_data"])
    assert streams()[1].data == {"measurement_id": "G-AOI1"}
    update(client, ["*"], type_=1, display_name="All", web_stream_data={"default_uri": "x", "measurement_id": "G-NO"})
    assert (streams()[1].display_name, streams()[1].data) == ("All", {"measurement_id": "G-AOI1", "default_uri": "x"})


@pytest.mark.parametrize(
    ("mask", "fields", "message"),
    [
        (["type"], {"type_": 3}, "The field 'type' is immutable."),
        (["*"], {"type_": 3, "display_name": "x"}, "The field 'type' is immutable."),
        (["display_name"], {}, "A web stream needs a display name."),
        (["display_name"], {"display_name": "x" * 256}, "The display name is longer than 255 UTF-16 code units."),
        (
            ["ios_app_stream_data"],
            {},
            "'ios_app_stream_data' does not belong to a stream of the type WEB_DATA_STREAM.",
        ),
        (
            ["display_name"],
            {"display_name": "x", "ios_app_stream_data": {"bundle_id": "x"}},
            "'ios_app_stream_data' does not belong to a stream of the type WEB_DATA_STREAM.",
        ),
        (["default_uri"], {}, "The update mask has the unknown path 'default_uri'."),
    ],
)
def test_updates_that_are_refused(client, streams, refused, mask, fields, message):
    before = streams()
    with refused(400, message):
        update(client, mask, **fields)
    assert streams() == before


def test_output_only_fields(client, world, streams, refused):
    update(client, ["web_stream_data.measurement_id"], web_stream_data={"measurement_id": "G-NO"})
    assert streams()[1].data["measurement_id"] == "G-AOI1"
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'measurement_id' is output only."):
        update(client, ["web_stream_data.measurement_id"], web_stream_data={"measurement_id": "G-NO"})
    with refused(400, "The field 'measurement_id' is output only."):
        create(client, "WEB_DATA_STREAM", display_name="LP", web_stream_data={"measurement_id": "G-NO"})
    with refused(400, "The field 'name' is output only."):
        create(client, "WEB_DATA_STREAM", name=WEB, display_name="LP", web_stream_data={})
    assert len(streams()) == 2


def test_delete(client, streams, refused):
    client.delete_data_stream(name=WEB)
    assert list(streams()) == [2]
    for method in (client.delete_data_stream, client.get_data_stream):
        with refused(404, NOT_FOUND):
            method(name=WEB)
    with refused(404, NOT_FOUND):
        update(client, ["display_name"], display_name="x")


def test_an_update_keeps_the_rules(alpha, streams):
    rule = {
        "destination_event": "mv_x",
        "event_conditions": [{"field": "event_name", "comparison_type": "EQUALS", "value": "click"}],
    }
    name = alpha.create_event_create_rule(parent=WEB, event_create_rule=rule).name
    update(alpha, ["display_name"], display_name="New")
    assert alpha.get_event_create_rule(name=name).destination_event == "mv_x"
    assert [one.destination_event for one in streams()[1].event_create_rules.values()] == ["mv_x"]


# ---- the global site tag


def test_the_tag_of_a_web_stream(alpha):
    answer = alpha.get_global_site_tag(name=f"{WEB}/globalSiteTag")
    assert answer.name == f"{WEB}/globalSiteTag"
    assert 'src="https://www.googletagmanager.com/gtag/js?id=G-AOI1"' in answer.snippet
    assert "gtag('config', 'G-AOI1');" in answer.snippet


@pytest.mark.parametrize("stream", [APP, f"{PROPERTY}/dataStreams/9"])
def test_what_has_no_tag(alpha, refused, stream):
    with refused(404, NOT_FOUND):
        alpha.get_global_site_tag(name=f"{stream}/globalSiteTag")
    with refused(404, NOT_FOUND):
        alpha.get_enhanced_measurement_settings(name=f"{stream}/enhancedMeasurementSettings")


# ---- enhanced measurement settings

SETTINGS = f"{WEB}/enhancedMeasurementSettings"
FLAGS = (
    *("scrolls", "outbound_clicks", "site_search", "video_engagement", "file_downloads", "page_changes"),
    "form_interactions",
)


def change(client, mask, **fields):
    return client.update_enhanced_measurement_settings(
        enhanced_measurement_settings={"name": SETTINGS, **fields}, update_mask={"paths": mask}
    )


def on(settings):
    return [name for name in FLAGS if getattr(settings, f"{name}_enabled")]


def test_what_a_stream_has_that_nobody_changed(alpha, world):
    answer = alpha.get_enhanced_measurement_settings(name=SETTINGS)
    assert (answer.name, answer.stream_enabled, on(answer)) == (SETTINGS, True, [])
    assert (answer.search_query_parameter, answer.uri_query_parameter) == ("q,s,search,query,keyword", "")
    world.policies.set("enhanced_measurement_defaults", "ALL_BUT_FORMS")
    answer = alpha.get_enhanced_measurement_settings(name=SETTINGS)
    assert (answer.stream_enabled, on(answer)) == (True, list(FLAGS[:-1]))


def test_change_of_settings(alpha, streams):
    assert streams()[1].enhanced_measurement_settings is None
    answer = change(
        alpha, ["scrolls_enabled", "uri_query_parameter"], scrolls_enabled=True, uri_query_parameter="ref",
        form_interactions_enabled=True,
    )  # fmt: skip
    kept = streams()[1].enhanced_measurement_settings
    assert (on(kept), on(answer), kept.uri_query_parameter) == (["scrolls"], ["scrolls"], "ref")
    assert (kept.stream_enabled, kept.search_query_parameter) == (True, "q,s,search,query,keyword")
    change(alpha, ["*"], site_search_enabled=True, search_query_parameter="k")
    kept = streams()[1].enhanced_measurement_settings
    assert (on(kept), kept.stream_enabled) == (["site_search"], False)
    assert (kept.search_query_parameter, kept.uri_query_parameter) == ("k", "")
    assert alpha.get_enhanced_measurement_settings(name=SETTINGS).search_query_parameter == "k"


@pytest.mark.parametrize(
    ("mask", "fields", "message"),
    [
        (["search_query_parameter"], {}, "The search query parameter is required."),
        (["*"], {"scrolls_enabled": True}, "The search query parameter is required."),
        (
            ["search_query_parameter"],
            {"search_query_parameter": "q" * 1025},
            "The search query parameter is longer than 1024 characters.",
        ),
        (
            ["uri_query_parameter"],
            {"uri_query_parameter": "q" * 1025},
            "The URI query parameter is longer than 1024 characters.",
        ),
        ([], {}, "The update mask is required."),
        (["scrolls"], {}, "The update mask has the unknown path 'scrolls'."),
    ],
)
def test_settings_that_are_refused(alpha, streams, refused, mask, fields, message):
    with refused(400, message):
        change(alpha, mask, **fields)
    assert streams()[1].enhanced_measurement_settings is None


def test_parameters_as_long_as_they_may_be(alpha, streams):
    mask = ["search_query_parameter", "uri_query_parameter"]
    change(alpha, mask, search_query_parameter="q" * 1024, uri_query_parameter="u" * 1024)
    kept = streams()[1].enhanced_measurement_settings
    assert (len(kept.search_query_parameter), len(kept.uri_query_parameter)) == (1024, 1024)


# ---- attribution settings


def test_attribution_settings(alpha, stored, refused):
    name = f"{PROPERTY}/attributionSettings"
    answer = alpha.get_attribution_settings(name=name)
    assert answer.name == name
    assert answer.acquisition_conversion_event_lookback_window.name.endswith("_30_DAYS")
    assert answer.other_conversion_event_lookback_window.name.endswith("_90_DAYS")
    assert answer.reporting_attribution_model.name == "PAID_AND_ORGANIC_CHANNELS_DATA_DRIVEN"
    assert answer.ads_web_conversion_data_export_scope.name == "NOT_SELECTED_YET"
    chosen = {name: words[-1] for name, words in model.ATTRIBUTION_WORDS.items()}
    stored().attribution_settings = model.AttributionSettings(**chosen)
    answer = alpha.get_attribution_settings(name=name)
    assert {one: getattr(answer, one).name for one in chosen} == chosen
    with refused(403, "The caller does not have permission"):
        alpha.get_attribution_settings(name="properties/345678903/attributionSettings")


def test_a_stream_without_a_default_address_says_none(client, stored):
    streams = stored().data_streams
    streams[1] = replace(streams[1], data={"measurement_id": "G-AOI1"})
    assert client.get_data_stream(name=WEB).web_stream_data.default_uri == ""

"""Event rules and settings in a seed: read, checked, and written as they were."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from microconv.emulator.errors import SeedError
from microconv.emulator.ga4 import model, model_data_streams
from microconv.emulator.ga4.model_data_streams import measurement_id
from microconv.emulator.ga4.seeding import dump_state, load_state
from microconv.emulator.ga4.state import Ga4State

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FULL = """
id: 1
type: WEB_DATA_STREAM
web_stream_data: {default_uri: "https://aoi.example"}
enhanced_measurement_settings: {stream_enabled: true, scrolls_enabled: true, uri_query_parameter: ref}
event_create_rules:
  - id: 31
    destination_event: mv_form_step1
    source_copy_parameters: true
    event_conditions:
      - {field: event_name, comparison_type: EQUALS, value: page_view}
      - {field: page_location, comparison_type: REGULAR_EXPRESSION, value: "/form/step1$", negated: true}
    parameter_mutations: [{parameter: step, parameter_value: "1"}]
  - destination_event: mv_x
    event_conditions: [{field: event_name, comparison_type: CONTAINS, value: x}]
event_edit_rules:
  - id: 41
    display_name: Later
    processing_order: 5
    event_conditions: [{field: event_name, comparison_type: EQUALS, value: clik}]
    parameter_mutations: [{parameter: event_name, parameter_value: click}]
  - id: 42
    display_name: Last
    event_conditions: [{field: event_name, comparison_type: EQUALS, value: x}]
    parameter_mutations: [{parameter: p, parameter_value: ""}]
"""


def seed(streams: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    one = {"id": 1, "display_name": "P", "time_zone": "Asia/Tokyo", "data_streams": streams, **changes}
    return {"accounts": [{"id": 100, "display_name": "A", "properties": [one]}]}


def load(section: dict[str, Any]) -> Ga4State:
    return load_state(section, NOW)


def test_a_stream_comes_back_as_it_was():
    settings = {"ads_web_conversion_data_export_scope": "GOOGLE_PAID_CHANNELS"}
    state = load(seed([yaml.safe_load(FULL)], attribution_settings=settings))
    dumped = dump_state(state)
    again = load_state(json.loads(json.dumps(dumped)), datetime(2030, 1, 1, tzinfo=UTC))
    assert again == state
    assert dump_state(again) == dumped
    one = again.property(1)
    stream = one.data_streams[1]
    assert stream.data == {"default_uri": "https://aoi.example", "measurement_id": measurement_id(1)}
    assert stream.enhanced_measurement_settings == model_data_streams.EnhancedMeasurementSettings(
        stream_enabled=True,
        scrolls_enabled=True,
        outbound_clicks_enabled=False,
        site_search_enabled=False,
        video_engagement_enabled=False,
        file_downloads_enabled=False,
        page_changes_enabled=False,
        form_interactions_enabled=False,
        search_query_parameter="q,s,search,query,keyword",
        uri_query_parameter="ref",
    )
    assert [rule.destination_event for rule in stream.event_create_rules.values()] == ["mv_form_step1", "mv_x"]
    assert stream.event_create_rules[31].event_conditions[1] == model_data_streams.MatchingCondition(
        "page_location", "REGULAR_EXPRESSION", "/form/step1$", negated=True
    )
    assert stream.event_create_rules[31].parameter_mutations == (model_data_streams.ParameterMutation("step", "1"),)
    assert [(rule.id, rule.processing_order) for rule in stream.event_edit_rules.values()] == [(41, 5), (42, 6)]
    assert one.attribution_settings == model.AttributionSettings(
        acquisition_conversion_event_lookback_window="ACQUISITION_CONVERSION_EVENT_LOOKBACK_WINDOW_30_DAYS",
        other_conversion_event_lookback_window="OTHER_CONVERSION_EVENT_LOOKBACK_WINDOW_90_DAYS",
        reporting_attribution_model="PAID_AND_ORGANIC_CHANNELS_DATA_DRIVEN",
        ads_web_conversion_data_export_scope="GOOGLE_PAID_CHANNELS",
    )


def test_what_is_left_out():
    state = load(seed([{"id": 5, "type": "WEB_DATA_STREAM"}]))
    stream = state.property(1).data_streams[5]
    assert (stream.enhanced_measurement_settings, stream.event_create_rules, stream.event_edit_rules) == (None, {}, {})
    assert (stream.data, state.property(1).attribution_settings) == ({"measurement_id": measurement_id(5)}, None)
    (written,) = dump_state(state)["accounts"][0]["properties"][0]["data_streams"]
    assert set(written) == {"id", "type", "display_name", "create_time", "update_time", "web_stream_data"}
    assert "attribution_settings" not in dump_state(state)["accounts"][0]["properties"][0]


def test_rules_of_a_seed_are_served_and_dumped_after_a_change(alpha, world, content):
    section = seed([yaml.safe_load(FULL)])
    world.reset({**content, "ga4": section})
    stream = "properties/1/dataStreams/1"
    assert alpha.get_event_create_rule(name=f"{stream}/eventCreateRules/31").destination_event == "mv_form_step1"
    assert alpha.get_enhanced_measurement_settings(name=f"{stream}/enhancedMeasurementSettings").scrolls_enabled
    alpha.delete_event_create_rule(name=f"{stream}/eventCreateRules/31")
    again = load_state(world.dump()["ga4"], NOW)
    assert again == world.ga4
    assert [rule.destination_event for rule in again.property(1).data_streams[1].event_create_rules.values()] == [
        "mv_x"
    ]


CONDITION = {"field": "event_name", "comparison_type": "EQUALS", "value": "x"}
CREATE = {"id": 1, "destination_event": "mv_x", "event_conditions": [CONDITION]}
EDIT = {"id": 1, "display_name": "E", "event_conditions": [CONDITION],
        "parameter_mutations": [{"parameter": "p", "parameter_value": "v"}]}  # fmt: skip
WORDS = ", ".join(model_data_streams.COMPARISON_TYPES)


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"event_create_rules": [{**CREATE, "destination_event": ""}]}, "event_create_rules[0].destination_event",
         "is empty"),
        ({"event_create_rules": [{"id": 1}]}, "event_create_rules[0].destination_event", "is missing"),
        ({"event_create_rules": [{**CREATE, "event_conditions": []}]}, "event_create_rules[0].event_conditions",
         "at least one is needed"),
        ({"event_create_rules": [CREATE, CREATE]}, "event_create_rules[1].id", "1 is there twice in one data stream"),
        ({"event_create_rules": [{**CREATE, "event_conditions": [{**CONDITION, "comparison_type": "IS"}]}]},
         "event_create_rules[0].event_conditions[0].comparison_type", f"'IS' is not one of {WORDS}"),
        ({"event_create_rules": [{**CREATE, "event_conditions": [{"field": "x", "comparison_type": "EQUALS"}]}]},
         "event_create_rules[0].event_conditions[0].value", "is missing"),
        ({"event_create_rules": [{**CREATE, "parameter_mutations": [{"parameter_value": "v"}]}]},
         "event_create_rules[0].parameter_mutations[0].parameter", "is missing"),
        ({"event_edit_rules": [{**EDIT, "display_name": ""}]}, "event_edit_rules[0].display_name", "is empty"),
        ({"event_edit_rules": [{**EDIT, "parameter_mutations": []}]}, "event_edit_rules[0].parameter_mutations",
         "at least one is needed"),
        ({"event_edit_rules": [{**EDIT, "processing_order": 2}, {**EDIT, "id": 2, "processing_order": 2}]},
         "event_edit_rules[1].processing_order", "2 is there twice in one data stream"),
        ({"event_edit_rules": [{**EDIT, "processing_order": 0}]}, "event_edit_rules[0].processing_order",
         "a positive whole number is needed"),
        ({"enhanced_measurement_settings": {"scrolls_enabled": 1}}, "enhanced_measurement_settings.scrolls_enabled",
         "true or false is needed, not a number"),
        ({"enhanced_measurement_settings": {"search_query_parameter": ""}},
         "enhanced_measurement_settings.search_query_parameter", "is empty"),
        ({"type": "IOS_APP_DATA_STREAM", "enhanced_measurement_settings": {}}, "enhanced_measurement_settings",
         "does not belong to a stream of type IOS_APP_DATA_STREAM"),
    ],
)  # fmt: skip
def test_streams_that_are_refused(changes, path, message):
    with pytest.raises(SeedError) as caught:
        load(seed([{"id": 1, "type": "WEB_DATA_STREAM", **changes}]))
    where = f"ga4.accounts[0].properties[0].data_streams[0].{path}"
    assert (caught.value.path, caught.value.message) == (where, message)


def test_attribution_settings_that_are_refused():
    with pytest.raises(SeedError) as caught:
        load(seed([], attribution_settings={"reporting_attribution_model": "FIRST_CLICK"}))
    words = ", ".join(model.ATTRIBUTION_WORDS["reporting_attribution_model"])
    assert (caught.value.path, caught.value.message) == (
        "ga4.accounts[0].properties[0].attribution_settings.reporting_attribution_model",
        f"'FIRST_CLICK' is not one of {words}",
    )


def test_the_words_are_those_of_the_proto():
    from google.analytics.admin_v1alpha import types

    fields = types.AttributionSettings.pb().DESCRIPTOR.fields_by_name
    found = {name: tuple(fields[name].enum_type.values_by_name)[1:] for name in model.ATTRIBUTION_WORDS}
    assert found == model.ATTRIBUTION_WORDS
    assert set(fields) == {"name", *model.ATTRIBUTION_WORDS}
    settings = set(types.EnhancedMeasurementSettings.pb().DESCRIPTOR.fields_by_name)
    assert settings == {"name", *model_data_streams.EnhancedMeasurementSettings.__dataclass_fields__}

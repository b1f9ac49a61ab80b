"""Enhanced measurement settings (v1alpha): what a web stream measures by itself. One per web stream, always there."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_stream, parse_name
from microconv.emulator.ga4.errors import invalid, not_found
from microconv.emulator.ga4.field_behavior import refuse_output_only
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_data_streams import SEARCH_QUERY_PARAMETER, EnhancedMeasurementSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.model_data_streams import DataStream
    from microconv.emulator.policies import PolicyValue

MAX_PARAMETER = 1024
_RESOURCE = "enhanced_measurement_settings"
_TEMPLATE = "properties/*/dataStreams/*/enhancedMeasurementSettings"


def get_enhanced_measurement_settings(call: Call) -> None:
    """The settings of a web stream.

    Raises ApiError (NOT_FOUND) for a stream of another type; see also find_stream.
    """
    _, stream = _find(call, call.request.name, "name")
    write_enhanced_measurement_settings(call.response, call.request.name, _present(call, stream))


def update_enhanced_measurement_settings(call: Call) -> None:
    """Change what the mask names.

    Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also find_stream.
    """
    given = call.request.enhanced_measurement_settings
    owner, stream = _find(call, given.name, f"{_RESOURCE}.name")
    mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
    refuse_output_only(call, mask & {"name"}, _RESOURCE)
    before = _present(call, stream)
    named = {one.name: getattr(given, one.name) for one in fields(before) if touches(mask, one.name)}
    after = replace(before, **named)
    if not after.search_query_parameter:
        raise invalid("The search query parameter is required.", f"{_RESOURCE}.search_query_parameter")
    for name, what in (("search_query_parameter", "search"), ("uri_query_parameter", "URI")):
        if len(getattr(after, name)) > MAX_PARAMETER:
            text = f"The {what} query parameter is longer than {MAX_PARAMETER} characters."
            raise invalid(text, f"{_RESOURCE}.{name}")
    owner.data_streams[stream.id] = replace(stream, enhanced_measurement_settings=after)
    record(call, owner, "ENHANCED_MEASUREMENT_SETTINGS", given.name, before, after)
    write_enhanced_measurement_settings(call.response, given.name, after)


def _find(call: Call, name: str, field: str) -> tuple[Property, DataStream]:
    owner, stream = find_stream(call, *parse_name(name, _TEMPLATE, field))
    if stream.type != "WEB_DATA_STREAM":
        raise not_found()
    return owner, stream


def _present(call: Call, stream: DataStream) -> EnhancedMeasurementSettings:
    return stream.enhanced_measurement_settings or defaults(call.world.policies)


def defaults(policies: Mapping[str, PolicyValue]) -> EnhancedMeasurementSettings:
    """The settings of a stream on which nobody changed them; see the policy `enhanced_measurement_defaults`."""
    everything = policies["enhanced_measurement_defaults"] == "ALL_BUT_FORMS"
    return EnhancedMeasurementSettings(
        stream_enabled=True,
        scrolls_enabled=everything,
        outbound_clicks_enabled=everything,
        site_search_enabled=everything,
        video_engagement_enabled=everything,
        file_downloads_enabled=everything,
        page_changes_enabled=everything,
        form_interactions_enabled=False,
        search_query_parameter=SEARCH_QUERY_PARAMETER,
        uri_query_parameter="",
    )


def write_enhanced_measurement_settings(message: Any, name: str, settings: EnhancedMeasurementSettings) -> None:
    """Fill an EnhancedMeasurementSettings message."""
    fill(message, name=name, **{one.name: getattr(settings, one.name) for one in fields(settings)})

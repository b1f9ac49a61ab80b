"""Data streams as the emulated GA4 holds them, with their event rules and enhanced measurement settings.

The same holds for them as for the objects in `model`; the rules of a stream are the exception: two dicts that live as
long as the stream.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime

#: Data stream type -> the sub-message of DataStream that goes with it, and that message's fields.
STREAM_DATA: dict[str, tuple[str, tuple[str, ...]]] = {
    "WEB_DATA_STREAM": ("web_stream_data", ("measurement_id", "firebase_app_id", "default_uri")),
    "ANDROID_APP_DATA_STREAM": ("android_app_stream_data", ("firebase_app_id", "package_name")),
    "IOS_APP_DATA_STREAM": ("ios_app_stream_data", ("firebase_app_id", "bundle_id")),
}
#: The search parameters of a stream on which nobody changed them (a published fixture; facts, section 2).
SEARCH_QUERY_PARAMETER = "q,s,search,query,keyword"
COMPARISON_TYPES = (
    *("EQUALS", "EQUALS_CASE_INSENSITIVE", "CONTAINS", "CONTAINS_CASE_INSENSITIVE"),
    *("STARTS_WITH", "STARTS_WITH_CASE_INSENSITIVE", "ENDS_WITH", "ENDS_WITH_CASE_INSENSITIVE"),
    *("GREATER_THAN", "GREATER_THAN_OR_EQUAL", "LESS_THAN", "LESS_THAN_OR_EQUAL"),
    *("REGULAR_EXPRESSION", "REGULAR_EXPRESSION_CASE_INSENSITIVE"),
)


@dataclass(frozen=True, slots=True)
class MatchingCondition:
    """A condition that an event must meet for a rule to apply: `field` is ``event_name`` or a parameter."""

    field: str
    comparison_type: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class ParameterMutation:
    """A parameter that a rule sets; a value ``[[other]]`` copies another parameter."""

    parameter: str
    parameter_value: str


@dataclass(frozen=True, slots=True)
class EventCreateRule:
    """Makes a new event of each event that meets every condition."""

    id: int
    destination_event: str
    event_conditions: tuple[MatchingCondition, ...]
    source_copy_parameters: bool
    parameter_mutations: tuple[ParameterMutation, ...]


@dataclass(frozen=True, slots=True)
class EventEditRule:
    """Changes each event that meets every condition; the rule with the lowest `processing_order` comes first."""

    id: int
    display_name: str
    event_conditions: tuple[MatchingCondition, ...]
    parameter_mutations: tuple[ParameterMutation, ...]
    processing_order: int


@dataclass(frozen=True, slots=True)
class EnhancedMeasurementSettings:
    """The events a web stream collects by itself.

    stream_enabled: the switch above all the others.
    scrolls_enabled: ``scroll``.
    outbound_clicks_enabled: ``click``.
    site_search_enabled: ``view_search_results``.
    video_engagement_enabled: ``video_start``, ``video_progress``, ``video_complete``.
    file_downloads_enabled: ``file_download``.
    page_changes_enabled: ``page_view`` on changes of the browser's history.
    form_interactions_enabled: ``form_start``, ``form_submit``.
    search_query_parameter: URL parameters that hold a site search, separated by commas.
    uri_query_parameter: further URL parameters to collect, separated by commas.
    """

    stream_enabled: bool
    scrolls_enabled: bool
    outbound_clicks_enabled: bool
    site_search_enabled: bool
    video_engagement_enabled: bool
    file_downloads_enabled: bool
    page_changes_enabled: bool
    form_interactions_enabled: bool
    search_query_parameter: str
    uri_query_parameter: str


@dataclass(frozen=True, slots=True)
class DataStream:
    """A data stream.

    id: the number in its resource name.
    type: a key of STREAM_DATA.
    display_name: for people; may be empty.
    data: the fields of the sub-message that STREAM_DATA names for its type.
    create_time: the time it was made.
    update_time: the time of the last change.
    enhanced_measurement_settings: None for an app stream, and for a web stream on which nobody changed them.
    event_create_rules: by id.
    event_edit_rules: by id.
    """

    id: int
    type: str
    display_name: str
    data: dict[str, str]
    create_time: datetime
    update_time: datetime
    enhanced_measurement_settings: EnhancedMeasurementSettings | None = None
    event_create_rules: dict[int, EventCreateRule] = field(default_factory=dict)
    event_edit_rules: dict[int, EventEditRule] = field(default_factory=dict)


def measurement_id(stream_id: int) -> str:
    """The measurement ID of a web stream: the same for the same id, of the form G-XXXXXXXXXX."""
    return f"G-{base64.b32encode(hashlib.sha256(f'stream {stream_id}'.encode()).digest())[:10].decode('ascii')}"

"""Data streams: create, get, list, update, delete, with what is below one.

Sources (checked 2026-11-23): the DataStream proto; the numbers of streams are policies. An app stream needs no
Firebase project here; the emulator holds none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import find_stream, open_property, parse_name
from microconv.emulator.ga4.errors import ApiError, invalid
from microconv.emulator.ga4.field_behavior import enum_word, is_set, refuse_change, refuse_output_only, utf16_length
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model_data_streams import STREAM_DATA, DataStream, measurement_id
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property

MAX_DISPLAY_NAME = 255
_RESOURCE = "data_stream"
_OUTPUT_ONLY = ("name", "create_time", "update_time")
_DATA_OUTPUT_ONLY = ("measurement_id", "firebase_app_id")
#: The immutable field of an app stream's data; its only field that a client sets.
_APP_ID = {"ANDROID_APP_DATA_STREAM": "package_name", "IOS_APP_DATA_STREAM": "bundle_id"}


def create_data_stream(call: Call) -> None:
    """Make a data stream.

    Raises ApiError: INVALID_ARGUMENT, or the property's limit; see also find_property.
    """
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    given = call.request.data_stream
    kind = _kind(given)
    name, _ = STREAM_DATA[kind]
    if not given.HasField(name):
        raise invalid(f"A stream of the type {kind} needs '{name}'.", f"{_RESOURCE}.{name}")
    data = getattr(given, name)
    _refuse_output_only(call, given, name)
    display_name = _display_name(given.display_name, kind)
    content = _content(data, kind)
    _check_room(call, owner, kind)
    now, stream_id = call.world.clock.now(), call.world.ga4.new_id()
    if kind == "WEB_DATA_STREAM":
        content["measurement_id"] = measurement_id(stream_id)
    stream = DataStream(stream_id, kind, display_name, content, now, now)
    owner.data_streams[stream.id] = stream
    record(call, owner, "DATA_STREAM", stream_name(owner, stream), None, stream)
    write_data_stream(call.response, stream_name(owner, stream), stream)


def get_data_stream(call: Call) -> None:
    """One data stream.

    Raises ApiError (NOT_FOUND); see also find_property.
    """
    owner, stream = find_stream(call, *parse_name(call.request.name, "properties/*/dataStreams/*", "name"))
    write_data_stream(call.response, stream_name(owner, stream), stream)


def list_data_streams(call: Call) -> None:
    """The data streams of a property."""
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    listed, call.response.next_page_token = page(call, owner.data_streams.values())
    for stream in listed:
        write_data_stream(call.response.data_streams.add(), stream_name(owner, stream), stream)


def update_data_stream(call: Call) -> None:
    """Change what the mask names: the display name, a web stream's default URI.

    Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also find_property.
    """
    given = call.request.data_stream
    owner, stream = find_stream(call, *parse_name(given.name, "properties/*/dataStreams/*", f"{_RESOURCE}.name"))
    mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
    refuse_output_only(call, mask.intersection(_OUTPUT_ONLY), _RESOURCE)
    type_field = next(field for field in given.DESCRIPTOR.fields if field.json_name == "type")
    kind = type_field.enum_type.values_by_name[stream.type].number
    refuse_change(mask, "type", getattr(given, type_field.name), kind, _RESOURCE)
    changed = replace(
        stream,
        display_name=_display_name(given.display_name, stream.type)
        if touches(mask, "display_name")
        else stream.display_name,
        data=_new_data(call, given, stream, mask),
        update_time=call.world.clock.now(),
    )
    owner.data_streams[stream.id] = changed
    record(call, owner, "DATA_STREAM", stream_name(owner, stream), stream, changed)
    write_data_stream(call.response, stream_name(owner, stream), changed)


def delete_data_stream(call: Call) -> None:
    """Delete a data stream with its rules and settings, for good.

    Raises ApiError (NOT_FOUND); see also find_property.
    """
    owner, stream = find_stream(call, *parse_name(call.request.name, "properties/*/dataStreams/*", "name"))
    del owner.data_streams[stream.id]
    record(call, owner, "DATA_STREAM", stream_name(owner, stream), stream, None)


def stream_name(owner: Property, stream: DataStream) -> str:
    """The resource name."""
    return f"{owner.name}/dataStreams/{stream.id}"


def write_data_stream(message: Any, name: str, stream: DataStream) -> None:
    """Fill a DataStream message. Its field ``type`` is called ``type_`` in Python."""
    fill(
        message,
        name=name,
        type=stream.type,
        display_name=stream.display_name,
        create_time=stream.create_time,
        update_time=stream.update_time,
    )
    data = getattr(message, STREAM_DATA[stream.type][0])
    data.SetInParent()
    fill(data, **stream.data)


# ---- parts of a request


def _kind(given: Any) -> str:
    field = next(field for field in given.DESCRIPTOR.fields if field.json_name == "type")
    return enum_word(given, field.name, "type of a data stream", f"{_RESOURCE}.type")


def _refuse_output_only(call: Call, given: Any, data: str) -> None:
    refuse_output_only(call, [name for name in _OUTPUT_ONLY if is_set(given, name)], _RESOURCE)
    below = [name for name in _DATA_OUTPUT_ONLY if is_set(getattr(given, data), name)]
    refuse_output_only(call, below, f"{_RESOURCE}.{data}")


def _display_name(name: str, kind: str) -> str:
    where = f"{_RESOURCE}.display_name"
    if not name and kind == "WEB_DATA_STREAM":
        raise invalid("A web stream needs a display name.", where)
    if utf16_length(name) > MAX_DISPLAY_NAME:
        raise invalid(f"The display name is longer than {MAX_DISPLAY_NAME} UTF-16 code units.", where)
    return name


def _content(data: Any, kind: str) -> dict[str, str]:
    """The data a client may give a new stream. A bundle ID is required, a package name is not marked so."""
    if kind == "WEB_DATA_STREAM":
        return {"default_uri": data.default_uri} if data.default_uri else {}
    name = _APP_ID[kind]
    value = getattr(data, name)
    if name == "bundle_id" and not value:
        raise invalid("The bundle ID is required.", f"{_RESOURCE}.{STREAM_DATA[kind][0]}.bundle_id")
    return {name: value} if value else {}


def _new_data(call: Call, given: Any, stream: DataStream, mask: frozenset[str]) -> dict[str, str]:
    name, _ = STREAM_DATA[stream.type]
    for other, _ in STREAM_DATA.values():
        if other != name and (given.HasField(other) or any(path.split(".")[0] == other for path in mask)):
            raise invalid(f"'{other}' does not belong to a stream of the type {stream.type}.", f"{_RESOURCE}.{other}")
    paths = {path.removeprefix(f"{name}.") for path in mask if path.startswith(f"{name}.")}
    refuse_output_only(call, paths.intersection(_DATA_OUTPUT_ONLY), f"{_RESOURCE}.{name}")
    whole = touches(mask, name)
    data = getattr(given, name)
    if stream.type == "WEB_DATA_STREAM":
        if not whole and "default_uri" not in paths:
            return stream.data
        rest = {key: value for key, value in stream.data.items() if key != "default_uri"}
        return rest | ({"default_uri": data.default_uri} if data.default_uri else {})
    field = _APP_ID[stream.type]
    value = getattr(data, field)
    if (field in paths or (whole and value)) and value != stream.data.get(field, ""):
        raise invalid(f"The field '{field}' is immutable.", f"{_RESOURCE}.{name}.{field}")
    return stream.data


def _check_room(call: Call, owner: Property, kind: str) -> None:
    kinds = [stream.type for stream in owner.data_streams.values()]
    apps = sum(1 for one in kinds if one in _APP_ID)
    policies = call.world.policies
    for limit, used, what in (
        ("data_stream_limit", len(kinds), "data streams"),
        ("app_data_stream_limit", apps if kind in _APP_ID else -1, "app data streams"),
    ):
        most = int(policies[limit])
        if used >= most:
            code = str(policies["configuration_limit_error"])
            raise ApiError(code, f"The property has reached its limit of {most} {what}.")

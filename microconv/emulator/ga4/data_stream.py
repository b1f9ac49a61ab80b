"""Data streams: GetDataStream, ListDataStreams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.errors import not_found
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.model import STREAM_DATA
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import DataStream, Property


def get_data_stream(call: Call) -> None:
    """One data stream.

    Raises:
        ApiError: NOT_FOUND; see also find_property.
    """
    property_id, stream_id = parse_name(call.request.name, "properties/*/dataStreams/*", "name")
    owner = open_property(call, property_id)
    stream = owner.data_streams.get(stream_id)
    if stream is None:
        raise not_found()
    write_data_stream(call.response, owner, stream)


def list_data_streams(call: Call) -> None:
    """The data streams of a property."""
    owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
    found, call.response.next_page_token = page(call, owner.data_streams.values())
    for stream in found:
        write_data_stream(call.response.data_streams.add(), owner, stream)


def write_data_stream(message: Any, owner: Property, stream: DataStream) -> None:
    """Fill a DataStream message. Its field ``type`` is called ``type_`` in Python."""
    fill(
        message,
        name=f"{owner.name}/dataStreams/{stream.id}",
        type=stream.type,
        display_name=stream.display_name,
        create_time=stream.create_time,
        update_time=stream.update_time,
    )
    data = getattr(message, STREAM_DATA[stream.type][0])
    data.SetInParent()
    fill(data, **stream.data)

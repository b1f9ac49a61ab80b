"""Filling protobuf messages from the emulator's objects. The message of either version is filled alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.transcoding import find_field

if TYPE_CHECKING:
    from google.protobuf.message import Message


def fill(message: Message, **values: Any) -> None:
    """Set fields by name; a time fills a Timestamp, a word an enum, None leaves the field unset.

    Raises KeyError if the message has no such field, or the enum no such word.
    """
    for name, value in values.items():
        field = find_field(message.DESCRIPTOR, name)
        if field is None:
            raise KeyError(f"{message.DESCRIPTOR.full_name} has no field {name!r}")
        if value is None:
            continue
        if field.message_type is not None:
            getattr(message, field.name).FromDatetime(value)
        elif field.enum_type is not None:
            setattr(message, field.name, field.enum_type.values_by_name[value].number)
        else:
            setattr(message, field.name, value)

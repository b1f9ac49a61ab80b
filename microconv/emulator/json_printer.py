"""Messages as JSON, in the form of Google's REST answers: the JSON mapping of protobuf (protobuf.dev, "ProtoJSON").

protobuf's own printer refuses field masks with a digit behind an underscore (``google_analytics_4_settings``), which
answers of queries have, and writes 500 as 500.0.
"""

from __future__ import annotations

import base64
import math
import re
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, FieldDescriptor
    from google.protobuf.message import Message

_UNDERSCORE = re.compile(r"_([a-z0-9])")
_WELL_KNOWN = "google.protobuf."
_FIELD_MASK = "google.protobuf.FieldMask"
_ANY = "google.protobuf.Any"
#: Values of FieldDescriptor.cpp_type: int64, uint64, double, float, enum, string (with bytes), message.
_LONGS, _DOUBLE, _FLOAT, _ENUM, _STRING, _MESSAGE = (2, 4), 5, 6, 8, 9, 10
_BYTES = 12  # of FieldDescriptor.type
_EXACT = 2**53


def camel_path(path: str) -> str:
    """A path of a field mask as JSON spells it: ``value_settings.default_value`` -> ``valueSettings.defaultValue``."""
    return _UNDERSCORE.sub(lambda match: match[1].upper(), path)


class Printer:
    """Prints messages as JSON values; what is not set is left out.

    enums_as_numbers: instead of their names.
    """

    def __init__(self, *, enums_as_numbers: bool = False) -> None:
        self._enums_as_numbers = enums_as_numbers
        self._fields: dict[FieldDescriptor, tuple[str, int, bool, bool]] = {}

    def print(self, message: Message) -> Any:
        """A message as a JSON value: an object, or the text of a well-known type."""
        if message.DESCRIPTOR.full_name.startswith(_WELL_KNOWN):
            return self._well_known(message.DESCRIPTOR, message)
        return self._object(message)

    def _object(self, message: Message) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for field, value in message.ListFields():
            known = self._fields.get(field)
            if known is None:
                known = self._fields[field] = _about(field)
            name, kind, repeated, is_map = known
            if is_map:
                content[name] = self._map(field, value)
            elif repeated:
                content[name] = [self._value(field, kind, one) for one in value]
            else:
                content[name] = self._value(field, kind, value)
        return content

    def _value(self, field: FieldDescriptor, kind: int, value: Any) -> Any:
        if kind == _MESSAGE:
            return self.print(value)
        if kind == _ENUM:
            return self._enum(field, value)
        if kind in _LONGS:
            return str(value)
        if kind in (_DOUBLE, _FLOAT):
            return _number(value if kind == _DOUBLE else _shortest(value))
        if field.type == _BYTES:
            return base64.b64encode(value).decode("ascii")
        return value

    def _enum(self, field: FieldDescriptor, number: int) -> str | int | None:
        if field.enum_type.full_name == "google.protobuf.NullValue":
            return None
        word = field.enum_type.values_by_number.get(number)
        return number if word is None or self._enums_as_numbers else str(word.name)

    def _map(self, field: FieldDescriptor, entries: Any) -> dict[str, Any]:
        inner = field.message_type.fields_by_name["value"]
        return {
            str(key).lower() if isinstance(key, bool) else str(key): self._value(inner, inner.cpp_type, entries[key])
            for key in entries
        }

    def _well_known(self, descriptor: Descriptor, message: Any) -> Any:
        if descriptor.full_name == _FIELD_MASK:
            return ",".join(camel_path(path) for path in message.paths)
        if descriptor.full_name == _ANY:
            return self._any(message)
        from google.protobuf import json_format

        return json_format.MessageToDict(message)

    def _any(self, message: Any) -> dict[str, Any]:
        """The message in an Any, with its type.

        Raises KeyError for a type that no imported package has.
        """
        from google.protobuf import descriptor_pool, message_factory

        name = message.type_url.rpartition("/")[2]
        inner = message_factory.GetMessageClass(descriptor_pool.Default().FindMessageTypeByName(name))()
        inner.ParseFromString(message.value)
        content = self.print(inner)
        return {"@type": message.type_url, **(content if isinstance(content, dict) else {"value": content})}


def _about(field: FieldDescriptor) -> tuple[str, int, bool, bool]:
    """JSON name, kind, whether it is a list, whether it is a map."""
    is_map = field.message_type is not None and field.message_type.GetOptions().map_entry
    return str(field.json_name), int(field.cpp_type), bool(field.is_repeated), bool(is_map)


def _number(value: float) -> float | int | str:
    """A whole number without ``.0``; beyond 2^53 a double stays in its exponent form. What JSON has not is a text."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def _shortest(value: float) -> float:
    """The shortest decimal that is this number of 32 bits."""
    if not math.isfinite(value):
        return value
    texts = (float(f"{value:.{digits}g}") for digits in range(6, 10))
    return next(one for one in texts if struct.unpack("f", struct.pack("f", one))[0] == value)

"""Messages seen as flat values by dotted proto path, with enum words for numbers, in both directions.

proto-plus appends an underscore to field names that are Python words (``type_``); paths use the proto's own name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.fields import Flat

#: The word for a stored enum value that a version does not have.
UNKNOWN = 1
_BOOL, _ENUM, _MESSAGE, _STRING, _BYTES = 8, 14, 11, 9, 12
_DOUBLES = (1, 2)


def proto_name(field: FieldDescriptor) -> str:
    """The field's name in the proto."""
    name: str = field.name
    return name.rstrip("_")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field of a message at any depth.

    path: dotted, proto names.
    attributes: the attribute names that lead to it.
    kind: ``string``, ``int64``, ``double``, ``bool``, ``enum`` or ``message``.
    descriptor: of the last field.
    """

    path: str
    attributes: tuple[str, ...]
    kind: str
    descriptor: FieldDescriptor

    @property
    def repeated(self) -> bool:
        """True if it holds a list."""
        return bool(self.descriptor.is_repeated)

    @property
    def enum(self) -> EnumDescriptor | None:
        """Its enum, None if it is of another kind."""
        return self.descriptor.enum_type


class Shape:
    """The fields of a message type."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor

    @cached_property
    def leaves(self) -> dict[str, Leaf]:
        """Every field, messages included, by path; it does not descend into repeated or recursive messages."""
        leaves: dict[str, Leaf] = {}
        self._walk(self.descriptor, "", (), (self.descriptor.full_name,), leaves)
        return leaves

    def _walk(
        self,
        descriptor: Descriptor,
        prefix: str,
        above: tuple[str, ...],
        seen: tuple[str, ...],
        leaves: dict[str, Leaf],
    ) -> None:
        for field in descriptor.fields:
            path = prefix + proto_name(field)
            attributes = (*above, field.name)
            leaves[path] = Leaf(path, attributes, kind_of(field), field)
            inner = field.message_type
            if inner is not None and not field.is_repeated and inner.full_name not in seen:
                self._walk(inner, path + ".", attributes, (*seen, inner.full_name), leaves)

    def flatten(self, message: Message) -> Flat:
        """The values that are set, by path. Enum numbers that the version does not know stay numbers.

        Messages in lists become nested mappings, and so does a set message whose type has no fields (`{}`).
        """
        flat: Flat = {}
        _flatten(message, "", flat)
        return flat


def kind_of(field: FieldDescriptor) -> str:
    """The kind of a field, as `Leaf.kind` says it."""
    if field.type == _MESSAGE:
        return "message"
    if field.type == _ENUM:
        return "enum"
    if field.type in (_STRING, _BYTES):
        return "string"
    if field.type == _BOOL:
        return "bool"
    return "double" if field.type in _DOUBLES else "int64"


def _flatten(message: Message, prefix: str, flat: Flat) -> None:
    for field, value in message.ListFields():
        path = prefix + proto_name(field)
        if field.is_repeated:
            flat[path] = [_plain(field, one) for one in value]
        elif field.type == _MESSAGE:
            if not field.message_type.fields:
                flat[path] = {}
            _flatten(value, path + ".", flat)
        else:
            flat[path] = _word(field, value) if field.type == _ENUM else value


def _plain(field: FieldDescriptor, value: Any) -> Any:
    if field.type == _ENUM:
        return _word(field, value)
    if field.type != _MESSAGE:
        return value
    return {
        proto_name(inner): [_plain(inner, one) for one in content] if inner.is_repeated else _plain(inner, content)
        for inner, content in value.ListFields()
    }


def _word(field: FieldDescriptor, number: int) -> str | int:
    value = field.enum_type.values_by_number.get(number)
    return number if value is None else str(value.name)


class Writer:
    """Writes flat values into messages of one type; made once for a set of paths, used for many rows.

    shape: of the message type.
    paths: what to write; a path the type does not have is a KeyError.
    """

    def __init__(self, shape: Shape, paths: tuple[str, ...]) -> None:
        self._scalars: list[tuple[str, str, dict[str, int] | None]] = []
        self._lists: list[tuple[str, str, dict[str, int] | None, bool]] = []
        self._messages: list[tuple[str, str]] = []
        nested: dict[str, list[str]] = {}
        for path in paths:
            leaf = shape.leaves[path]
            if len(leaf.attributes) > 1:
                nested.setdefault(path.partition(".")[0], []).append(path)
            elif leaf.repeated:
                self._lists.append((path, leaf.attributes[0], _numbers(leaf), leaf.kind == "message"))
            elif leaf.kind == "message":
                self._messages.append((path, leaf.attributes[0]))
            else:
                self._scalars.append((path, leaf.attributes[0], _numbers(leaf)))
        self._nested = [
            (shape.leaves[head].attributes[0], head + ".", _Nested(shape, head, tuple(below)))
            for head, below in nested.items()
        ]

    def write(self, message: Message, flat: Flat) -> None:
        """Set what is set in `flat`; the rest stays unset."""
        for path, attribute, numbers in self._scalars:
            value = flat.get(path)
            if value is not None:
                setattr(message, attribute, value if numbers is None else numbers.get(value, UNKNOWN))
        for path, attribute, numbers, is_message in self._lists:
            values = flat.get(path)
            if values:
                target = getattr(message, attribute)
                for one in values:
                    if is_message:
                        fill(target.add(), one)
                    else:
                        target.append(one if numbers is None else numbers.get(one, UNKNOWN))
        for path, attribute in self._messages:
            content = flat.get(path)
            if content is not None:
                target = getattr(message, attribute)
                target.SetInParent()
                fill(target, content)
        for attribute, _, inner in self._nested:
            inner.write(getattr(message, attribute), flat)


class _Nested:
    """The part of a writer that is below one message field; its flat paths keep their full length."""

    def __init__(self, shape: Shape, head: str, paths: tuple[str, ...]) -> None:
        inner = shape.leaves[head].descriptor.message_type
        self._prefix = head + "."
        self._paths = paths
        self._writer = Writer(Shape(inner), tuple(path.removeprefix(self._prefix) for path in paths))

    def write(self, message: Message, flat: Flat) -> None:
        below = {path.removeprefix(self._prefix): flat[path] for path in self._paths if path in flat}
        if below:
            self._writer.write(message, below)


def _numbers(leaf: Leaf) -> dict[str, int] | None:
    return None if leaf.enum is None else {value.name: value.number for value in leaf.enum.values}


def fill(message: Message, content: dict[str, Any]) -> None:
    """Set nested content (mappings, lists, enum words) in a message of any type; what the type has not is left out."""
    for field in message.DESCRIPTOR.fields:
        value = content.get(proto_name(field))
        if value is None:
            continue
        if field.is_repeated:
            target = getattr(message, field.name)
            for one in value:
                if field.type == _MESSAGE:
                    fill(target.add(), one)
                else:
                    target.append(_number(field, one))
        elif field.type == _MESSAGE:
            target = getattr(message, field.name)
            target.SetInParent()
            fill(target, value)
        else:
            setattr(message, field.name, _number(field, value))


def _number(field: FieldDescriptor, value: Any) -> Any:
    """An enum's word as its number in this version, an unknown one as UNKNOWN; any other value as it is."""
    if field.type != _ENUM or isinstance(value, int):
        return value
    enum_value = field.enum_type.values_by_name.get(value)
    return UNKNOWN if enum_value is None else enum_value.number

"""HTTP to protobuf and back: the server's direction of ``google.api.http`` transcoding.

Both spellings of a field name (lowerCamel and snake_case) are accepted in bodies, query parameters and field masks;
enums arrive as names or numbers. Unknown names and wrong types are refused in the form Google's frontend uses.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from microconv.emulator.json_body import JsonError, read_json
from microconv.emulator.json_printer import Printer
from microconv.emulator.json_values import fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from google.protobuf.descriptor import Descriptor, FieldDescriptor
    from google.protobuf.message import Message

    from microconv.emulator.http_rule import HttpRule

_SYSTEM_PARAMETERS = """
    $alt alt $prettyPrint prettyPrint $.xgafv $key key access_token oauth_token quotaUser $unique userIp uploadType
    upload_protocol callback $callback $fields fields
"""
#: Parameters of Google's frontend that are not fields of a request; `rest_messages` reads those that change an answer.
SYSTEM_PARAMETERS = frozenset(_SYSTEM_PARAMETERS.split())
_UPPER = re.compile(r"[A-Z]")
_FIELD_MASK = "google.protobuf.FieldMask"


def snake_case(name: str) -> str:
    """``countingMethod`` -> ``counting_method``; snake case stays as it is."""
    return _UPPER.sub(lambda letter: f"_{letter[0].lower()}", name)


def find_field(descriptor: Descriptor, name: str) -> FieldDescriptor | None:
    """A field by proto name or JSON name. proto-plus renames reserved words (``type_``), their JSON name stays."""
    field = descriptor.fields_by_name.get(name) or descriptor.fields_by_camelcase_name.get(name)
    if field is None:
        field = next((one for one in descriptor.fields if one.json_name == name), None)
    return field


def proto_field(descriptor: Descriptor, name: str) -> FieldDescriptor | None:
    """A field by its proto name alone, which does not have the underscore that proto-plus adds to Python's words."""
    return descriptor.fields_by_name.get(name) or descriptor.fields_by_name.get(f"{name}_")


class PayloadError(ValueError):
    """Raised for a request that is not JSON, has an unknown name or a value of the wrong type; its text says why.

    problems: (place, text) of each, the place dotted in snake case, empty for the root.
    """

    def __init__(self, text: str, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


def build_request(
    cls: type[Message], rule: HttpRule, variables: Mapping[str, str], query: Mapping[str, list[str]], body: bytes
) -> Message:
    """The request message for an HTTP call. Path variables win over the body, as they do at Google.

    Raises PayloadError.
    """
    content: dict[str, Any] = {}
    if rule.body == "*":
        content = _parse_json(body)
    elif rule.body is not None:
        content[rule.body] = _parse_json(body)
    elif body.strip():
        _parse_json(body)
    problems = list(_unknown_names(cls.DESCRIPTOR, content, ""))
    problems += _add_query(content, query, cls.DESCRIPTOR, whole_body=rule.body == "*")
    if problems:
        raise PayloadError("\n".join(text for _, text in problems), problems)
    for path, value in variables.items():
        _put(content, path, value)
    return _to_message(cls, content)


def _parse_json(body: bytes) -> dict[str, Any]:
    """The body's JSON object; an empty body is an empty object."""
    if not body.strip():
        return {}
    try:
        content = read_json(body)
    except JsonError as error:
        raise _payload_error(str(error)) from error
    if not isinstance(content, dict):
        raise _payload_error('Unknown name "": Root element must be a message.')
    return content


def _payload_error(text: str) -> PayloadError:
    text = f"Invalid JSON payload received. {text}"
    return PayloadError(text, [("", text)])


def _unknown_names(descriptor: Descriptor, content: Any, where: str) -> Iterator[tuple[str, str]]:
    """(place, text) of every name and enum word in a JSON value that its message does not have."""
    if not isinstance(content, dict) or _is_well_known(descriptor):
        return
    seen: set[str] = set()
    for name, value in content.items():
        field = find_field(descriptor, name)
        if field is None:
            at = f" at '{where}'" if where else ""
            yield where, f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
            continue
        if field.name in seen:
            yield where, f'Invalid JSON payload received. The field "{name}" is there twice.'
            continue
        seen.add(field.name)
        place = f"{where}.{snake_case(name)}" if where else snake_case(name)
        if field.is_repeated and isinstance(value, list):
            for index, one in enumerate(value):
                yield from _wrong_value(field, one, f"{place}[{index}]")
        else:
            yield from _wrong_value(field, value, place)


def _wrong_value(field: FieldDescriptor, value: Any, place: str) -> Iterator[tuple[str, str]]:
    if field.message_type is not None:
        if not field.message_type.GetOptions().map_entry:
            yield from _unknown_names(field.message_type, value, place)
    elif field.enum_type is not None:
        if isinstance(value, str) and value not in field.enum_type.values_by_name and not value.lstrip("-").isdigit():
            kind = f"type.googleapis.com/{field.enum_type.full_name}"
            yield place, f"Invalid value at '{place}' ({kind}), {json.dumps(value, ensure_ascii=False)}"
    else:
        kind = _type_name(field)
        if not fits(kind, value):
            yield place, f"Invalid value at '{place}' (TYPE_{kind}), {json.dumps(value, ensure_ascii=False)}"


def _type_name(field: FieldDescriptor) -> str:
    from google.protobuf.descriptor_pb2 import FieldDescriptorProto

    name: str = FieldDescriptorProto.Type.Name(field.type)
    return name.removeprefix("TYPE_")


def _is_well_known(descriptor: Descriptor) -> bool:
    return str(descriptor.full_name).startswith("google.protobuf.")


def _add_query(
    content: dict[str, Any], query: Mapping[str, list[str]], descriptor: Descriptor, *, whole_body: bool
) -> list[tuple[str, str]]:
    """Bind query parameters into `content`; returns the problems found."""
    problems = []
    for name, values in query.items():
        if name in SYSTEM_PARAMETERS:
            continue
        field = None if whole_body else _field_at(descriptor, name)
        if field is None:
            text = (
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message."
            )
            problems.append(("", text))
            continue
        value = _query_value(field, values)
        for one in value if isinstance(value, list) else [value]:
            problems += _wrong_value(field, one, snake_case(name))
        _put(content, name, value)
    return problems


def _field_at(descriptor: Descriptor, path: str) -> FieldDescriptor | None:
    field = None
    for step, part in enumerate(path.split(".")):
        if step and (field is None or field.message_type is None):
            return None
        field = find_field(field.message_type if field is not None else descriptor, part)
        if field is None:
            return None
    return field


def _query_value(field: FieldDescriptor, values: list[str]) -> Any:
    if field.message_type is not None and field.message_type.full_name == _FIELD_MASK:
        return ",".join(values)
    texts = [{"true": True, "false": False}.get(v, v) if _type_name(field) == "BOOL" else v for v in values]
    return texts if field.is_repeated else texts[-1]


def _put(content: dict[str, Any], path: str, value: Any) -> None:
    """Set a dotted path, whichever spelling its parts have in `content` already."""
    *parents, last = path.split(".")
    for part in parents:
        below = content.setdefault(_spelled(content, part), {})
        if not isinstance(below, dict):
            raise _payload_error(f"'{part}' is not a message.")
        content = below
    content[_spelled(content, last)] = value


def _spelled(content: dict[str, Any], name: str) -> str:
    """The key of a field, as `content` spells it, else as it is given."""
    return next((key for key in content if snake_case(key) == snake_case(name)), name)


def _to_message(cls: type[Message], content: dict[str, Any]) -> Message:
    from google.protobuf import json_format

    message = cls()
    masks = list(_take_masks(cls.DESCRIPTOR, content, ()))
    try:
        json_format.ParseDict(content, message, ignore_unknown_fields=False)
    except json_format.ParseError as error:
        raise _payload_error(str(error)) from error
    for place, paths in masks:
        target: Any = message
        for name, index in place:
            target = getattr(target, name) if index is None else getattr(target, name)[index]
        target.SetInParent()
        target.paths.extend(paths)
    return message


#: The way to a message within another: names of fields, with the index in a list.
_Place = tuple[tuple[str, int | None], ...]


def _take_masks(descriptor: Descriptor, content: Any, place: _Place) -> Iterator[tuple[_Place, list[str]]]:
    """Take the field masks out of `content`: protobuf's own JSON parser refuses snake case in them, Google does not.

    What is lowerCamel here is snake case in the message: JSON spells the paths of a mask so, and gRPC does not.
    """
    if not isinstance(content, dict) or _is_well_known(descriptor):
        return
    for name in list(content):
        field = find_field(descriptor, name)
        if field is None or field.message_type is None or content[name] is None:
            continue
        if field.message_type.full_name != _FIELD_MASK:
            several = content[name] if field.is_repeated and isinstance(content[name], list) else None
            for index, one in enumerate([content[name]] if several is None else several):
                step = (field.name, None if several is None else index)
                yield from _take_masks(field.message_type, one, (*place, step))
            continue
        text = content.pop(name)
        if not isinstance(text, str):
            raise _payload_error(f"'{name}' is not a field mask.")
        paths = [path.strip() for path in text.split(",") if path.strip()]
        yield (*place, (field.name, None)), [_proto_path(descriptor, path) for path in paths]


def _proto_path(owner: Descriptor, path: str) -> str:
    """A path of a mask in snake case, as the message beside the mask spells it; by the letters alone if none has it.

    Letters alone would make ``google_analytics4_settings`` of ``googleAnalytics4Settings``.
    """
    for beside in owner.fields:
        if beside.message_type is None or _is_well_known(beside.message_type):
            continue
        names, descriptor = [], beside.message_type
        for part in path.split("."):
            field = None if descriptor is None else find_field(descriptor, part)
            if field is None:
                break
            names.append(field.name.rstrip("_"))
            descriptor = field.message_type
        else:
            return ".".join(names)
    return snake_case(path)


def to_json(message: Message, *, enums_as_numbers: bool) -> dict[str, Any]:
    """A response as Google's REST answers write it: lowerCamel, defaults left out, int64 as strings, 500 not 500.0."""
    content: dict[str, Any] = Printer(enums_as_numbers=enums_as_numbers).print(message)
    return content

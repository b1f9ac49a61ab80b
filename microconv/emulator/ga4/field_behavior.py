"""Checks of a request by Google's field behaviors: output-only and immutable fields, lengths, known words.

The behaviors are those of the published protos (google/analytics/admin/*/*.proto, checked 2026-11-23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.masks import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from microconv.emulator.ga4.call import Call


def is_set(message: Any, name: str) -> bool:
    """True if a field has a value other than its default (a message: if it is there)."""
    return any(field.name == name for field, _ in message.ListFields())


def refuse_output_only(call: Call, names: Iterable[str], resource: str) -> None:
    """Refuse output-only fields that a create sets or a mask names, where the policy `output_only_fields` says so.

    Raises ApiError (INVALID_ARGUMENT).
    """
    name = min(names, default="")
    if name and call.world.policies["output_only_fields"] == "REFUSE":
        raise invalid(f"The field '{name}' is output only.", f"{resource}.{name}")


def refuse_change(mask: frozenset[str], path: str, given: object, present: object, resource: str) -> None:
    """Refuse another value for an immutable field. With the mask ``*`` a field that is left out is no change.

    Raises ApiError (INVALID_ARGUMENT).
    """
    if (path in mask or (EVERYTHING in mask and given)) and given != present:
        raise invalid(f"The field '{path}' is immutable.", f"{resource}.{path}")


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def enum_word(message: Any, name: str, what: str, where: str) -> str:
    """The word of a required enum field; `what` says in the answer what it is.

    Raises ApiError (INVALID_ARGUMENT) for one that is unspecified or unknown.
    """
    field = message.DESCRIPTOR.fields_by_name[name]
    number = getattr(message, name)
    if number == 0:
        raise invalid(f"The {what} is required.", where)
    value = field.enum_type.values_by_number.get(number)
    if value is None:
        raise invalid(f"The {what} {number} is unknown.", where)
    word: str = value.name
    return word

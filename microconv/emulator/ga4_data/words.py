"""Words of enums in a request: a number that no word has is refused, as a word that there is not is by the frontend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from microconv.emulator.ga4_data.errors import refuse

if TYPE_CHECKING:
    from google.protobuf.message import Message


def refuse_unknown_words(request: Message) -> None:
    """Refuse a request with a number that is no word of its enum, anywhere in it.

    Raises ApiError (INVALID_ARGUMENT).
    """
    for text in _unknown(request, ""):
        raise refuse(text)


def _unknown(message: Message, where: str) -> Iterator[str]:
    for field, value in message.ListFields():
        name = f"{where}.{field.name}".strip("._")
        several = enumerate(value) if field.is_repeated else [(None, value)]
        for index, one in several:
            place = name if index is None else f"{name}[{index}]"
            if field.message_type is not None:
                yield from _unknown(one, place)
            elif field.enum_type is not None and one not in field.enum_type.values_by_number:
                yield f"Invalid value at '{place}' (type.googleapis.com/{field.enum_type.full_name}), {one}"

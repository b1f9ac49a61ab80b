"""Texts of two languages as JSON and back: the English where it always was, the Japanese in a map beside it."""

from __future__ import annotations

from typing import Any

from microconv.core.text import Text

JAPANESE = "ja"
"""The key of the map with the Japanese, by field. A field whose Japanese is the same is not in it."""


def texts_to_dict(**fields: str) -> dict[str, Any]:
    """The fields in English; where one has its own Japanese, that too."""
    japanese = {name: text.ja for name, text in fields.items() if isinstance(text, Text) and text.ja != text.en}
    data: dict[str, Any] = {name: str(text) for name, text in fields.items()}
    return {**data, JAPANESE: japanese} if japanese else data


def text_from_dict(data: dict[str, Any], name: str) -> Text:
    """One of the fields that `texts_to_dict` wrote. Raises KeyError, TypeError for what is no text."""
    english, japanese = data[name], data.get(JAPANESE, {}).get(name, data[name])
    if not isinstance(english, str) or not isinstance(japanese, str):
        raise TypeError(f"{english!r} is not a text")
    return Text(english, japanese)

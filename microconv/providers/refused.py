"""The words of a question that an API refused, for what answers a part of its questions and goes on."""

from __future__ import annotations

from microconv.core.errors import ApiError
from microconv.core.text import Text


def refusal(error: ApiError) -> Text:
    """The code and the text of an error, as the API wrote them."""
    words = f"{error.code}: {error.message}"
    return Text(words, words)

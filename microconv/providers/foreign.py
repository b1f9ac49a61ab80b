"""Reading what other libraries' exceptions say."""

from __future__ import annotations


def text_of(error: BaseException) -> str:
    """The text of an exception that carries more than a text: google-auth adds the cause, or a whole response."""
    return str(error.args[0]) if error.args else str(error)

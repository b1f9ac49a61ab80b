"""Reading what other libraries' exceptions say."""

from __future__ import annotations


def text_of(error: BaseException) -> str:
    """The text of an exception that carries more than a text: google-auth adds the cause, or a whole response."""
    return str(error.args[0]) if error.args else str(error)


def shown_text(text: str) -> str:
    """An error's text without what Google adds about tokens: it sends people to a page about sign-in buttons.

    The answers to a missing and a bad token end so in every API.
    """
    return text.partition(" Expected OAuth 2 access token")[0]

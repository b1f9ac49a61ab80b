"""Errors of the emulator itself, for the person who runs it (not the errors it answers to API clients).

EmulatorError
├── SeedError        a seed that cannot be loaded; knows the path of the item
├── PolicyError      an unknown policy, or a value the policy does not allow
└── ControlError     a request to the control plane that it refuses; knows the HTTP status
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class EmulatorError(Exception):
    """Something about the emulator's set-up is wrong: a port in use, an unreadable seed, a missing package."""


class SeedError(EmulatorError):
    """A seed that cannot be loaded.

    path: where in the seed, such as ``google_ads.customers[0].conversion_actions[2].type``; empty for the whole.
    message: what is wrong there.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class PolicyError(EmulatorError):
    """An unknown policy name, or a value that the policy does not allow."""


class ControlError(EmulatorError):
    """A request to the control plane that was refused.

    status: of HTTP.
    message: what is wrong with the request.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def kind_of(value: object) -> str:
    """The kind of a value in a seed, in the words of YAML and JSON."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def near(word: str, words: Iterable[str]) -> str:
    """The words that a wrong one may have meant, for the end of a message; empty if it is near none."""
    known = sorted(words)
    meant = get_close_matches(word, known, 2, 0.75) or [one for one in known if one.endswith(f"_{word}")][:2]
    return f"; did you mean {' or '.join(meant)}?" if meant else ""

"""A body of JSON, as Google's parsers take one: a text of UTF-8, without what no program could write back."""

from __future__ import annotations

import json
from typing import Any


class JsonError(ValueError):
    """Raised for a body that is not JSON; its text says why, as a sentence."""


def read_json(body: bytes) -> Any:
    """The content of a body.

    Raises JsonError, also for what Python's parser takes or chokes on: NaN, nesting without end, numbers of
    thousands of digits, halves of a surrogate pair.
    """
    try:
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise JsonError(f"Unexpected token at line {error.lineno}, column {error.colno}.") from error
    except UnicodeDecodeError as error:
        raise JsonError("The body is not UTF-8.") from error
    except RecursionError as error:
        raise JsonError("The body is nested too deeply.") from error
    except JsonError:
        raise
    except ValueError as error:  # int() refuses to read more than 4,300 digits
        raise JsonError("A number has too many digits.") from error
    _refuse_surrogates(content)
    return content


def _refuse_constant(name: str) -> None:
    raise JsonError(f"Unexpected token: {name}.")


def _refuse_surrogates(content: Any) -> None:
    left = [content]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += (*value, *value.values())
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise JsonError("Unpaired surrogate in a text.")

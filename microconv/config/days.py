"""Days in a config. They are kept as text until they are read here, so that a refused one can be quoted."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.wording import cut, quote
from microconv.core.text import Text

Data = Any


def day(value: Data, dotted: str, place: SourcePlace, problems: Problems) -> datetime.date | None:
    """The day that a key has as YYYY-MM-DD; None where there is none, or no such day, which is reported."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        summary = Text(f"{dotted} cannot be {quote(value)}", f"{dotted} に「{cut(value)}」は指定できません")
        problems.error("wrong-form", place.span, summary, Text("there is no such day", "存在しない日付です"))
        return None

"""Frozen dataclasses as plain data, with and without what has its default."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from microconv.core.frozen import FrozenDict
from microconv.core.plain_data import plain_data
from microconv.core.text import NO_TEXT, Text


class Kind(enum.StrEnum):
    GOOD = "very good"


class Pair(NamedTuple):
    number: float
    kind: Kind = Kind.GOOD


@dataclass(frozen=True)
class Whole:
    day: datetime.date
    pairs: tuple[Pair, ...] = ()
    by_name: Mapping[str, Pair] = field(default_factory=FrozenDict)
    text: Text = NO_TEXT
    known: bool | None = None


def test_each_kind_of_data() -> None:
    made = Whole(datetime.date(2026, 11, 1), (Pair(2.0),), FrozenDict({"a": Pair(0.5)}), Text("one", "一"), known=False)
    assert plain_data(made) == {
        "day": "2026-11-01",
        "pairs": [{"number": 2, "kind": "very good"}],
        "by_name": {"a": {"number": 0.5, "kind": "very good"}},
        "text": {"en": "one", "ja": "一"},
        "known": False,
    }
    assert isinstance(plain_data(made)["pairs"][0]["number"], int)


def test_defaults_are_left_out_or_not() -> None:
    day = datetime.date(2026, 11, 1)
    assert plain_data(Whole(day)) == {"day": "2026-11-01"}
    assert plain_data(Whole(day), whole=True) == {
        "day": "2026-11-01", "pairs": [], "by_name": {}, "text": {"en": "", "ja": ""}, "known": None,
    }  # fmt: skip


def test_what_is_no_data_is_refused() -> None:
    with pytest.raises(ValueError, match="nan is not a number"):
        plain_data(Pair(float("nan")))
    with pytest.raises(TypeError):
        plain_data(object())

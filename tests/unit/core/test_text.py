"""Texts in two languages as values."""

from __future__ import annotations

import pickle

import pytest

from microconv.core.text import Text


def test_texts_are_equal_in_both_languages() -> None:
    assert Text("day", "日") == Text("day", "日")
    assert Text("day", "日") != Text("day", "曜日")
    assert Text("day", "日") == "day"
    assert "day" == Text("day", "日")  # noqa: SIM300 - the string first
    assert pickle.loads(pickle.dumps(Text("day", "日"))).ja == "日"


@pytest.mark.parametrize("other", [None, 5, (), object()], ids=["None", "number", "tuple", "object"])
def test_a_text_equals_nothing_that_is_no_text(other: object) -> None:
    assert Text("day", "日") != other
    assert other != Text("day", "日")
    assert not Text("day", "日") == other  # noqa: SIM201

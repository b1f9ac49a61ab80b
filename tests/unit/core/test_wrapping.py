"""Comments over several lines, in both languages."""

from __future__ import annotations

import pytest

from microconv.core.wrapping import columns_of, wrapped

JAPANESE = (
    "「Ärzte」のキーイベント。Google 広告側の値を設定に書けないため、"
    "分けています（`ga4: {}` と書くと 1 つになります）。"
)


@pytest.mark.parametrize("columns", [24, 40, 70, 110])
def test_japanese_is_wrapped_by_the_columns_that_it_takes(columns: int) -> None:
    lines = wrapped(JAPANESE, columns, "  ")
    assert all(columns_of(line) <= columns + 2 for line in lines)  # a closing sign may hang
    assert "".join(line.strip() for line in lines).replace(" ", "") == JAPANESE.replace(" ", "")
    assert [line[:1] for line in lines[1:] if line.strip()[0] in "、。」）"] == []
    assert [line for line in lines if line[-1] in "「（"] == []
    assert any("キーイベント" in line for line in lines)


def test_english_is_wrapped_at_blanks() -> None:
    assert wrapped("one two three", 8, "  ") == ["one two", "  three"]


@pytest.mark.parametrize(("text", "lines"), [("", []), ("　", []), ("あ" * 5, ["ああ", "  あ", "  あ", "  あ"])])
def test_what_is_longer_than_a_line(text: str, lines: list[str]) -> None:
    assert wrapped(text, 4, "  ") == lines

"""Paragraphs for a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from microconv.render.safe import width
from microconv.render.wrap import wrapped

JAPANESE = "自動入札が学習するには、十分な数のコンバージョンが必要です。「コンバージョン」列の数値も変わります。"


def test_english_is_broken_between_words() -> None:
    assert wrapped("  why: one two three four", "    ", 14) == ["  why: one two", "    three four"]


def test_japanese_is_broken_by_columns_and_no_line_begins_with_a_full_stop() -> None:
    lines = wrapped(JAPANESE, "  ", 20)
    assert len(lines) > 4
    assert "".join(line.removeprefix("  ") for line in lines) == JAPANESE
    assert not any(line.removeprefix("  ")[0] in "、。」" for line in lines)
    assert all(width(line) <= 24 for line in lines)


def test_a_word_that_is_too_long_stays_whole() -> None:
    assert wrapped("see https://example.com/a/long/address now", " ", 12) == [
        "see", " https://example.com/a/long/address", " now",
    ]  # fmt: skip


def test_a_line_may_end_soon_after_what_is_to_be_copied() -> None:
    lines = wrapped(f"`role: secondary`）、{JAPANESE}", "  ", 30)
    assert "".join(line.removeprefix("  ") for line in lines) == f"`role: secondary`）、{JAPANESE}"
    assert all(width(line) <= 34 for line in lines)


def test_a_short_text_stays_as_it_is() -> None:
    assert wrapped("  fix: do it", "    ") == ["  fix: do it"]
    assert wrapped("", "    ") == [""]


@given(st.text(alphabet="ab 、。あ漢ー(", max_size=60), st.integers(4, 20))
def test_nothing_is_lost(text: str, columns: int) -> None:
    assert "".join("".join(wrapped(text, "    ", columns)).split()) == "".join(text.split())

"""Names from accounts are shown without harm."""

from __future__ import annotations

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.render.safe import markdown, padded, safe, width
from microconv.render.style import PLAIN, Style


@pytest.mark.parametrize(
    "name", ["mv_cart", "Brochure request", "資料請求（無料）", "Kontakt – Ärzte", "cart 🛒", "Ⅷ ½"]
)
def test_letters_and_signs_stay(name: str) -> None:
    assert safe(name) == name


@pytest.mark.parametrize("name", NAMES)
def test_what_a_terminal_obeys_is_escaped(name: str) -> None:
    assert harmful(safe(name)) == []
    assert "\n" not in safe(name)
    assert harmful(markdown(name)) == []
    assert "\n" not in markdown(name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\\x0ab"),
        ("\u202ea", "\\u202ea"),
        ("a\u200bb", "a\\u200bb"),
        ("\U000e0041", "\\U000e0041"),
        ("\x9b", "\\x9b"),
    ],
)
def test_how_an_escape_is_written(name: str, shown: str) -> None:
    assert safe(name) == shown


def test_names_that_look_alike_by_hidden_signs_are_told_apart() -> None:
    names = ["mv_cart", "mv\u200b_cart", "mv_cart\u2060", "\ufeffmv_cart", "mv_cart\u00ad", "mv_cart\u200e"]
    assert len({safe(name) for name in names}) == len(names)


@pytest.mark.parametrize("sign", ["\ufe0f", "\u3164", "\u115f", "\u034f", "\U000e0100"])
def test_invisible_letters_and_marks_are_shown_too(sign: str) -> None:
    """Unicode calls these letters or marks, and yet they leave nothing on the screen."""
    code = f"U{ord(sign):08x}" if ord(sign) > 0xFFFF else f"u{ord(sign):04x}"
    assert safe(f"mv_cart{sign}") == f"mv_cart\\{code}"


@pytest.mark.parametrize("name", MARKDOWN_NAMES)
def test_what_markdown_obeys_is_escaped(name: str) -> None:
    shown = markdown(name)
    bare = shown.replace("\\\\", "")
    for sign in "`*_[]|<>~&":
        assert bare.count(sign) == bare.count(f"\\{sign}")
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("mv_cart", "mv\\_cart"),
        ("a|b", "a\\|b"),
        ("<b>", "\\<b\\>"),
        ("a\\|b", "a\\\\\\|b"),
        ("a\nb", "a\\\\x0ab"),
        ("資料請求", "資料請求"),
    ],
)
def test_how_markdown_is_written(name: str, shown: str) -> None:
    assert markdown(name) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("mv_cart", 7),
        ("資料請求", 8),
        ("ｍｖ", 4),
        ("ｶｰﾄ", 3),
        ("Ärzte", 5),
        ("A\u0308rzte", 5),
        ("カ\u3099", 2),
        ("🛒", 2),
    ],
)
def test_width_in_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_padding_counts_columns_and_cuts_nothing() -> None:
    assert padded("資料", 6) == "資料  "
    assert padded("ab", 6) == "ab    "
    assert padded("資料請求", 6) == "資料請求"
    assert width(padded("資料a", 10)) == width(padded("mv_cart", 10)) == 10


def test_colour_off_leaves_text_alone() -> None:
    assert PLAIN.paint("a", "red", bold=True, dim=True) == "a"
    assert Style(colour=True).paint("a", "red", bold=True) == "\x1b[31m\x1b[1ma\x1b[0m"

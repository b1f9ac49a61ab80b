"""Scalars by the rules of YAML 1.2, and places."""

from __future__ import annotations

import math
from typing import Any

import pytest

from microconv.config.places import SourcePlace
from microconv.config.yaml_tree import parse, plain_scalar
from microconv.core.diagnostics import Span


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("y", "y"),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("007", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("12:30", "12:30"),
        ("3.5", 3.5),
        ("1e3", 1000),
        ("30.0", 30),
        ("1.", 1),
        (".5", 0.5),
        (".", "."),
        ("-", "-"),
        ("1e999", math.inf),
        ("-.inf", -math.inf),
        ("9" * 50, 1e50),
        ("2026-11-01", "2026-11-01"),
        ("123-456-7890", "123-456-7890"),
        ("１２", "１２"),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    found = plain_scalar(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number() -> None:
    found = plain_scalar(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


def test_quotes_make_text() -> None:
    data, _, problems = parse("a: '1'\nb: \"true\"\nc: 'null'\n", "f")
    assert problems == []
    assert data == {"a": "1", "b": "true", "c": "null"}


def test_keys_are_always_text() -> None:
    data, _, _ = parse("1: a\ntrue: b\n~: c\n'x': d\n", "f")
    assert data == {"1": "a", "true": "b", "~": "c", "x": "d"}


def _spot(span: Span) -> str:
    return f"{span.line}:{span.column}"


def _places(place: SourcePlace, path: str = "") -> dict[str, tuple[str, str]]:
    found = {path: (_spot(place.key_span), _spot(place.span))}
    children: Any = place.children or {}
    for part, child in children.items() if isinstance(children, dict) else enumerate(children):
        found.update(_places(child, f"{path}.{part}".lstrip(".")))
    return found


def test_places_count_characters_not_bytes() -> None:
    text = "名前: アオイ\nlist:\n  - a\n  - {キー: 値, b: 'q'}\nuse: &x 5\nagain: *x\n"
    data, place, problems = parse(text, "f")
    assert problems == []
    assert data == {"名前": "アオイ", "list": ["a", {"キー": "値", "b": "q"}], "use": 5, "again": 5}
    assert place is not None
    assert _places(place) == {
        "": ("1:1", "1:1"),
        "名前": ("1:1", "1:5"),
        "list": ("2:1", "3:3"),
        "list.0": ("3:5", "3:5"),
        "list.1": ("4:5", "4:5"),
        "list.1.キー": ("4:6", "4:10"),
        "list.1.b": ("4:13", "4:16"),
        "use": ("5:1", "5:6"),
        "again": ("6:1", "6:8"),
    }


def test_a_quoted_merge_sign_is_a_key_and_a_bare_one_is_not() -> None:
    assert parse("'<<': 1\n", "f")[0] == {"<<": 1}
    _, _, problems = parse("a: {'<<': 1}\nb: {<<: 2}\n", "f")
    assert [(problem.code, str(problem.span)) for problem in problems] == [("merge-key", "f:2:5")]


def test_a_tag_on_a_key_is_refused_even_where_the_key_is_known() -> None:
    _, _, problems = parse("a: 1\nb: {!!str a: 2}\n", "f")
    assert [(problem.code, str(problem.span)) for problem in problems] == [("tag", "f:2:5")]


@pytest.mark.parametrize(("depth", "codes"), [(32, []), (33, ["too-deep"])])
def test_depth(depth: int, codes: list[str]) -> None:
    _, _, problems = parse("[" * depth + "]" * depth, "f")
    assert [problem.code for problem in problems] == codes


@pytest.mark.parametrize(("items", "codes"), [(199_999, []), (200_000, ["too-many-nodes"])])
def test_nodes(items: int, codes: list[str]) -> None:
    _, _, problems = parse("- a\n" * items, "f")
    assert [problem.code for problem in problems] == codes

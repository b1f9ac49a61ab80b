"""YAML text: every reader reads back what any writer wrote, whatever the text, and nothing invisible is written."""

from __future__ import annotations

import datetime
import io
import math
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from microconv.analysis import lines
from microconv.config.presets import Answers, starting_file
from microconv.config.rewriting import Addition, add
from microconv.config.source import decode
from microconv.config.writer import write
from microconv.config.yaml_tree import parse
from microconv.core.signs import one_line
from microconv.core.yaml_text import Bare, block, comment, flow, in_line, item, quoted, scalar
from tests.heavy import examples
from tests.laws.live_accounts import TAME
from tests.strategies import client, conversion

HOSTILE = (
    "a: b", "- x", "# y", "a #b", "'", '"', "\\", "{x: 1}", "[1]", "*a", "&a", "!!x", "yes", "No", "null", "~", "",
    " x ", "1", "1.5", "1e3", "0x10", "1_000", "1:30", "2026-11-23", "=", "<<", "?", "@x", "a@b", "`x`", "%x", "x:",
    "-", "---", "a, b", "a,b", "a,", ", a", "資料請求", "資料　請求", "🛒", "a\u202eb", "a\xa0b", "\u3164",
    "Kontakt – Ärzte", "x-", "-x", "_x", ".inf", "inf", "NaN", "on", "y", "a  b", "a.b/c (d)", "\U000e0101x", "\ufeffx",
)  # fmt: skip
TEXTS = (
    st.sampled_from(HOSTILE)
    | st.sampled_from(TAME)
    | st.text(st.sampled_from("aZ1é請 ,:#-'\"{}[]&*!|>%@`~?=<._/()、\u3000\xa0\u200b\u202e"), max_size=12)
    | st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=30
    )
)


def readings(text: str) -> list[Any]:
    """The data of a text by our loader, YAML 1.1 and YAML 1.2."""
    data, _, problems = parse(text, "x")
    assert problems == []
    return [data, yaml.safe_load(text), YAML(typ="safe", pure=True).load(io.StringIO(text))]


def _started(text: str) -> str:
    return starting_file(
        Answers("shop", text, text, "JPY", Decimal(10000), datetime.date(2026, 11, 1), property_id="345678901")
    )


def _written(text: str) -> str:
    return write(client(conversion("mv_a", label=text), owner=text)).text


WRITERS: dict[str, tuple[Callable[[str], str], Callable[[Any], list[Any]]]] = {
    "scalar": (lambda text: f"a: {scalar(text)}\n", lambda data: [data["a"]]),
    "quoted": (lambda text: f"- {quoted(text)}\n", list),
    "in_line": (lambda text: f"- {in_line(text)}\n- b: {in_line(text)}\n", lambda data: [data[0], data[1]["b"]]),
    "flow": (lambda text: flow({"a": text, "b": [text, {text: text}]}) + "\n", lambda data: [data["a"], data["b"][0],
             *data["b"][1], *data["b"][1].values()]),
    "item": (lambda text: "\n".join(item({"a": text, "b": text}, 2, open_=True)), lambda data: list(data[0].values())),
    "block": (lambda text: "\n".join(block({"a": {"b": text}}, 0)), lambda data: [data["a"]["b"]]),
    "config lines": (lambda text: lines.entry(text, label=text, previously=[text]), lambda data: [data[0]["name"],
                     data[0]["label"], *data[0]["previously"]]),
    "config block": (lambda text: lines.block("a.b", text, text), lambda data: data["a"]["b"]),
    "addition": (lambda text: add("a:\n  - x\n", [Addition(("a",), [(text, ())])]), lambda data: data["a"][1:]),
}  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(TEXTS)
@example("Request form, step 2")
def test_every_reader_reads_back_what_a_writer_wrote(text: str) -> None:
    for name, (writer, found) in WRITERS.items():
        written = writer(text)
        for data in readings(written):
            assert set(found(data)) == {text}, (name, written)
        assert written.replace("\n", "").replace("\u3000", "").isprintable(), name


@settings(max_examples=examples(60), deadline=None)
@given(TEXTS.filter(one_line))
def test_whole_files_are_read_back(text: str) -> None:
    for written in (_started(text), _written(text)):
        for data in readings(written):
            assert data["owner"] == text
    for data in readings(_written(text)):
        assert data["conversions"][0]["label"] == text


@given(st.text(max_size=20))
def test_a_text_looks_the_same_wherever_it_stands_alone_on_its_line(text: str) -> None:
    written = in_line(text)
    assert f"- name: {written}\n" == lines.entry(text)
    assert [f"a: {written}"] == list(block({"a": text}, 0))
    assert [f"- {written}"] == list(item(text, 0))
    assert scalar(text) in {written, quoted(text)}


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_that_no_config_can_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"^(inf|-inf|nan) is no number that a config can hold$"):
        scalar(value)


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=300) | st.sampled_from(["a\nb: c", "\r- x", "\u2028x: y", "\x85z", "\ufeff", "\u202e", "\x00"]))
def test_no_comment_leaves_its_line(text: str) -> None:
    written = "\n".join(["a: 1", *comment(text, 4), "b: 2"]) + "\n"
    source = decode(written.encode(), "x")
    assert source.problem is None
    assert parse(written, "x")[0] == {"a": 1, "b": 2}
    assert yaml.safe_load(written) == {"a": 1, "b": 2}
    signs = {unicodedata.category(sign) for sign in written.replace("\n", "")}
    assert signs.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("mv_cart", "mv_cart"),
        ("お問い合わせ 完了", "お問い合わせ 完了"),
        ("Aoi (web) mv_cart", "Aoi (web) mv_cart"),
        ("sato@agency.example", "sato@agency.example"),
        ("Step 1, form", '"Step 1, form"'),
        ("_x", '"_x"'),
        ("a\xa0b", '"a\\xa0b"'),
        ("資料　請求", '"資料　請求"'),
        ("on", '"on"'),
        ("No", '"No"'),
        ("2026-11-01", '"2026-11-01"'),
        ("1e3", '"1e3"'),
        ("a: b", '"a: b"'),
        ("a\u202eb", '"a\\u202eb"'),
        ("\U000e0101x", '"\\U000e0101x"'),
        ('say "x" \\', '"say \\"x\\" \\\\"'),
        (Bare("123-456-7890"), "123-456-7890"),
        (True, "true"),
        (5, "5"),
        (500.0, "500"),
        (0.1, "0.1"),
    ],
)
def test_how_a_value_is_written(value: str | bool | float, text: str) -> None:
    assert scalar(value) == text


def test_maps_and_lists_on_one_line() -> None:
    assert flow({"a": [1, {"b": "x, y"}], "c": {}}) == '{a: [1, {b: "x, y"}], c: {}}'


def test_comments_are_wrapped() -> None:
    lines = comment("word " * 40, 2)
    assert len(lines) == 2
    assert lines[1].startswith("  #   word")
    assert comment("") == ["#"]

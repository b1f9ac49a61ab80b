"""Config lines for any name: what is written is what a config reads."""

from __future__ import annotations

import math
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from microconv.analysis.lines import Setting, block, entry
from microconv.config import Vocabulary, load
from microconv.config.yaml_tree import parse
from microconv.core.yaml_text import in_line
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words

# What a config can hold at all: no control characters, which it refuses however they are written.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"))
HOSTILE = (
    "a: b", "- x", "# y", "'", '"', "\\", "{x: 1}", "[1]", "*a", "&a", "!!x", "yes", "No", "null", "~", "", " x ", "1",
    "1.5", "0x10", "2026-11-23", "=", "<<", "?", "@x", "`x`", "%x", "x:", "-", "---", "資料請求", "🛒", "a\u202eb",
    "Kontakt – Ärzte", "x-", "-x", "mv_cart", "a b", ".inf", "on", "mv-view",
)  # fmt: skip


def read(text: str) -> Any:
    """A config that has these lines in it."""
    data, _, problems = parse(text, "client.yaml")
    assert problems == []
    return data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_read_back_as_it_is(name: str) -> None:
    assert read(entry(name, role=name)) == [{"name": name, "role": name}]
    assert yaml.safe_load(entry(name, role=name)) == [{"name": name, "role": name}]


@given(texts, texts)
@example("a\U000e0001b", "\u00ad")
def test_any_name_is_read_back_as_it_is(name: str, key: str) -> None:
    text = entry(name, google_ads={key: [name, True, 3]})
    assert read(text) == [{"name": name, "google_ads": {key: [name, True, 3]}}]
    assert text.replace("\n", "").replace("\u3000", "").isprintable()


@given(st.text())
def test_nothing_invisible_is_written(name: str) -> None:
    text = entry(name)
    assert text.endswith("\n")
    assert all(unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in text[:-1])


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_any_number_is_read_back_as_it_is(value: float) -> None:
    assert read(entry("x", value=value)) == [{"name": "x", "value": value}]


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_that_no_config_can_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match=r"^(inf|-inf|nan) is no number that a config can hold$"):
        in_line(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("secondary", "secondary"), ("one per click", "one per click"), ("yes", '"yes"'), (True, "true"),
        (False, "false"), (500, "500"), (500.0, "500"), (0.5, "0.5"), ([], "[]"), (["a", 1], "[a, 1]"), ({}, "{}"),
        ({"default": 5, "from_event": True}, "{default: 5, from_event: true}"), ("a-b", "a-b"), ("a-", "a-"),
    ],
)  # fmt: skip
def test_values_are_written_as_people_would(value: Setting, written: str) -> None:
    assert in_line(value) == written


def test_an_entry_has_its_name_first_and_a_line_for_each_setting() -> None:
    found = entry("mv_view_item", role="secondary", google_ads={"source": "ga4"})
    assert found == "- name: mv_view_item\n  role: secondary\n  google_ads: {source: ga4}\n"
    assert entry("mv_view_item") == "- name: mv_view_item\n"


def test_a_block_is_a_key_with_its_value_or_its_items() -> None:
    assert block("google_ads.manage_owner", True) == "google_ads:\n  manage_owner: true\n"
    assert block("demote", "thorough") == "demote: thorough\n"
    assert block("goals.account", {"category": "purchase", "biddable": False}) == (
        "goals:\n  account:\n    - {category: purchase, biddable: false}\n"
    )
    assert block("a.b", "x", "z") == "a:\n  b:\n    - x\n    - z\n"
    assert read(block("goals.custom", {"name": "a: b", "conversions": ["x y"]})) == {
        "goals": {"custom": [{"name": "a: b", "conversions": ["x y"]}]}
    }


@pytest.mark.parametrize(
    "lines",
    [
        block("google_ads.manage_owner", True),
        block("demote", "thorough"),
        block("goals.account", {"category": "contact", "origin": "call_from_ads", "biddable": False}),
        block("goals.account", {"category": "default", "biddable": False}),
        block("goals.campaigns", {"campaign": "Brand [JP]: \u202e*", "use": "account"}),
        entry("mv_cart", category="add_to_cart", role="primary", previously=["Cart: (2)"]),
        entry("資料請求", category="default", kind="macro", role="primary"),
        entry("mv_cart", category="page_view", role="secondary"),
    ],
)
def test_what_rules_propose_is_what_a_config_takes(lines: str, tmp_path: Path) -> None:
    about = {"google_ads": {"customer_id": "123-456-7890"}}
    said = read(lines)
    for key, value in {"conversions": said}.items() if isinstance(said, list) else said.items():
        about[key] = {**about.get(key, {}), **value} if isinstance(value, dict) else value
    path = tmp_path / "client.yaml"
    path.write_text(yaml.safe_dump({"version": 1, "client": "aoi", "conversions": [], **about}, allow_unicode=True))
    loaded = load(path, Vocabulary(TYPES, words, SOURCES, tuple))
    assert [item.summary for item in loaded.problems] == []
    assert loaded.client is not None

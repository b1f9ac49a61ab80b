"""Problems and refusals as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import NAMES, harmful
from styles import WIDE

from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.errors import Refusal
from microconv.core.kinds import ACTION
from microconv.core.resource import Address
from microconv.core.text import Language, Text
from microconv.render.diagnostics import diagnostic, diagnostics, refusal
from microconv.render.style import Style

PLACED = Diagnostic(
    Severity.ERROR, "unknown-key", "unknown key 'colour'", "allowed: name, role", Span("a.yaml", 3, 5), "", "write role"
)


def test_a_problem_in_a_file() -> None:
    assert diagnostic(PLACED) == (
        "a.yaml:3:5: error: unknown key 'colour' [unknown-key]\n    allowed: name, role\n    → write role\n"
    )


def test_a_problem_in_an_account_and_one_without_a_place() -> None:
    item = Diagnostic(Severity.WARNING, "account", "auto-tagging is off", where="google_ads 123-456-7890")
    assert diagnostic(item) == "google_ads 123-456-7890: warning: auto-tagging is off [account]\n"
    assert diagnostic(Diagnostic(Severity.NOTE, "x", "y")) == "note: y [x]\n"


def test_an_object_that_the_sentence_begins_with_is_not_named_twice() -> None:
    """Only the very same one: another whose name goes on is named."""
    cart = str(Address(ACTION, "mv_cart"))
    made = Text('conversion "mv_cart" was made: kept', "コンバージョン「mv_cart」: 実行で作成されました。残します")
    item = Diagnostic(Severity.WARNING, "not-undone", made, where=cart)
    assert diagnostic(item) == 'warning: conversion "mv_cart" was made: kept [not-undone]\n'
    assert diagnostic(item, language=Language.JA) == (
        "警告: コンバージョン「mv_cart」: 実行で作成されました。残します [not-undone]\n"
    )
    other = Diagnostic(Severity.NOTE, "x", "goal 2 is there", where="goal")
    assert diagnostic(other) == "note: goal 2 is there [x]\n"
    assert diagnostic(replace(other, summary="goals are there")) == "goal: note: goals are there [x]\n"


def test_the_file_counts_more_than_the_account() -> None:
    item = Diagnostic(Severity.NOTE, "x", "y", span=Span("a.yaml", 1, 2), where="elsewhere")
    assert diagnostic(item) == "a.yaml:1:2: note: y [x]\n"


def test_all_problems_one_after_the_other_and_none_is_nothing() -> None:
    assert diagnostics([]) == ""
    assert diagnostics([PLACED, PLACED]) == diagnostic(PLACED) * 2


def test_a_refusal() -> None:
    item = Refusal("many", "the plan demotes 4 of 10", "run again with `--allow many`", "a.yaml:1:1")
    assert refusal(item) == (
        "a.yaml:1:1: refused: the plan demotes 4 of 10 [many]\n    → run again with `--allow many`\n"
    )
    assert refusal(Refusal("x", "y")) == "refused: y [x]\n"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_harmful_comes_out(name: str) -> None:
    text = diagnostic(Diagnostic(Severity.ERROR, name, name, name, Span(name, 1, 1), name, name), WIDE)
    assert harmful(text) == []
    assert len(text.splitlines()) == 3
    text = diagnostic(Diagnostic(Severity.ERROR, "x", name, where=name), WIDE)
    assert harmful(text) == []
    assert len(text.splitlines()) == 1
    text = refusal(Refusal(name, name, name, name), WIDE)
    assert harmful(text) == []
    assert len(text.splitlines()) == 2


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b" not in diagnostic(PLACED) + refusal(Refusal("x", "y", "z"))
    assert "\x1b[31m" in diagnostic(PLACED, Style(colour=True))

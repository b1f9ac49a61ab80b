"""Regular expressions of users: those of RE2 where Google uses it, and none that holds the emulator up."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from microconv.emulator import re2
from microconv.emulator.ga4.event_rules import events_made
from microconv.emulator.ga4.model_data_streams import EventCreateRule, MatchingCondition
from microconv.emulator.google_ads.query import match
from microconv.emulator.policies import Policies
from microconv.emulator.policies_in_force import registry
from microconv.emulator.tag_manager.runtime import patterns
from microconv.emulator.tag_manager.runtime.truth import Unmodelled

#: Expressions for which Python tries more ways than there are atoms, with a text that has no match.
ENDLESS = [(r"(a+)+$", "a" * 60 + "b"), (r"^(a|a)*$", "a" * 60 + "b"), (r"(.*)*(.*)*x$", "a" * 200)]


@contextmanager
def soon(seconds: float = 1.0) -> Iterator[None]:
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < seconds


@pytest.mark.parametrize(("pattern", "text"), ENDLESS)
def test_no_expression_of_re2_takes_long(pattern: str, text: str) -> None:
    compiled = re2.compiled(pattern)
    assert compiled is not None
    with soon():
        assert not compiled.search(text)
        assert not compiled.fullmatch(text)


@pytest.mark.parametrize(
    "pattern",
    ["(?=a)", "(?!a)", "(?<=a)b", r"(a)\1", "(?P<n>a)(?P=n)", "(?>a)", "a++", "a{1001}", r"\Z", "(", "\ud800"],
)
def test_what_re2_does_not_take(pattern: str) -> None:
    """github.com/google/re2, wiki/Syntax: "NOT SUPPORTED"; repetitions are limited to 1,000."""
    assert re2.compiled(pattern) is None


def test_texts_that_are_no_unicode_have_a_match_or_none() -> None:
    compiled = re2.compiled("a.b")
    assert compiled is not None
    assert compiled.fullmatch("a\ud800b")
    assert not compiled.fullmatch("ab\ud800")


@pytest.mark.parametrize("caseless", [False, True])
def test_letters_in_both_cases(caseless: bool) -> None:
    compiled = re2.compiled("éa|ß+", caseless=caseless)
    assert compiled is not None
    assert compiled.fullmatch("ßß")
    assert compiled.fullmatch("ÉA") is caseless


def test_like_with_many_wildcards_takes_no_longer_than_one() -> None:
    pattern = match.like_pattern("%a" * 20 + "%b")
    assert pattern is not None
    with soon():
        assert not pattern.fullmatch("a" * 120)
    assert pattern.fullmatch("A" * 120 + "\nB")


def test_rules_for_events_take_no_endless_time() -> None:
    policies = Policies(registry())
    condition = MatchingCondition("page", "REGULAR_EXPRESSION", ENDLESS[0][0], False)
    rule = EventCreateRule(1, "made", (condition,), True, ())
    with soon():
        assert events_made("page_view", {"page": ENDLESS[0][1]}, [rule], policies) == []


@pytest.mark.parametrize(("pattern", "text"), ENDLESS)
def test_conditions_of_triggers_take_no_endless_time(pattern: str, text: str) -> None:
    with soon():
        assert patterns.search(pattern, text) is False


def test_a_look_ahead_without_end_is_not_modelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.2)
    with soon(5.0):
        answer = patterns.search(r"^(?!c)(a|aa)+$", "a" * 100 + "b")
    assert isinstance(answer, Unmodelled)
    assert "more than 0.2 seconds" in answer.reason


def test_a_brace_that_counts_nothing_is_not_read_as_something_else() -> None:
    """To the library `regex` ``{e}`` allows errors."""
    assert patterns.search("abc{e}", "abd") is False
    assert isinstance(patterns.search("(?=a)abc{e}", "abd"), Unmodelled)


def test_the_engines_agree_with_python() -> None:
    """Random expressions that both languages have, on random texts."""
    source = random.Random(14)
    pieces = [
        "a",
        "b",
        ".",
        "[ab]",
        "[^a]",
        "(?:ab)",
        r"\d",
        r"\w",
        r"\s",
        "a|b",
        "(a)",
        r"\.",
        "^",
        "$",
        r"\b",
        "(?=b)",
    ]
    tried = 0
    for _ in range(3000):
        parts = [source.choice(pieces) + source.choice(["", "", "?", "*", "+", "{2}", "{1,2}"]) for _ in range(4)]
        pattern, text = "".join(parts), "".join(source.choice("abAB1. \v") for _ in range(source.randrange(9)))
        caseless = source.random() < 0.5
        try:
            expected = re.compile(pattern, re.ASCII | (re.IGNORECASE if caseless else 0)).search(text) is not None
        except re.error:
            expected = False
        found = patterns.search(pattern, text, caseless)
        if not isinstance(found, Unmodelled):
            tried += 1
            assert found is expected, (pattern, text, caseless)
    assert tried > 2000

"""`ga4.when`: good configs, and the rules that they make."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from microconv.config import Loaded, Vocabulary, load
from microconv.config.event_rule import _check_pattern
from microconv.config.problems import Problems
from microconv.core.conversion import Conversion
from microconv.core.diagnostics import Span
from microconv.core.event_page import page_reached
from microconv.core.event_rule import COMPARISONS, MAX_CONDITIONS, MAX_PARAMETERS, Condition, EventRule
from tests.heavy import examples

Load = Callable[[str], Loaded]

HEAD = """\
version: 1
client: x
currency: JPY
google_ads: {customer_id: 1234567890}
ga4: {property_id: 7}
defaults: {role: secondary, category: contact}
conversions:
"""
VIEWED = Condition("event_name", "equals", "page_view")
SCROLLED = Condition("event_name", "equals", "scroll")


def one(loaded: Load, when: str, more: str = "") -> Conversion:
    found = loaded(f"{HEAD}  - name: mv_x\n    ga4: {{when: {when}}}\n{more}")
    assert found.problems == ()
    assert found.client is not None
    return found.client.conversions[0]


def rule_of(loaded: Load, when: str, more: str = "") -> EventRule:
    found = one(loaded, when, more)
    assert not found.no_rule
    (rule,) = found.rules
    return rule


def test_a_rule_in_full(loaded: Load) -> None:
    text = f"""{HEAD}  - name: mv_deep
    value: {{default: 1200, from_event: true}}
    ga4:
      event: mv_deep_read
      when:
        page: /form/step1
        event: scroll
        where:
          - {{parameter: percent_scrolled, equals: 90}}
          - {{parameter: link_url, contains: ".pdf", ignore_case: true, not: true}}
        copy_parameters: true
        send_value: true
        set:
          - {{parameter: plan, to: basic}}
          - {{parameter: form, from: form_id}}
"""
    found = loaded(text)
    assert found.problems == ()
    assert found.client is not None
    (conversion,) = found.client.conversions
    assert (conversion.event, conversion.no_rule) == ("mv_deep_read", False)
    (rule,) = conversion.rules
    assert rule == EventRule(
        conditions=(
            SCROLLED,
            Condition("link_url", "contains_case_insensitive", ".pdf", True),
            page_reached("/form/step1"),
            Condition("percent_scrolled", "equals", "90"),
        ),
        copy_parameters=True,
        parameters=(("currency", "JPY"), ("form", "[[form_id]]"), ("plan", "basic"), ("value", "1200")),
        span=Span("config.yaml", 13, 9),
    )
    assert conversion.rules[0].event == "scroll"


def test_no_rule_and_nothing_said(loaded: Load) -> None:
    without = one(loaded, "false")
    assert (without.rules, without.no_rule, without.event) == ((), True, "mv_x")
    (unset,) = (loaded(f"{HEAD}  - {{name: mv_x, ga4: {{}}}}\n").client or pytest.fail("no client")).conversions
    assert (unset.rules, unset.no_rule) == ((), False)


def test_a_page_starts_from_page_views_and_an_event_from_itself(loaded: Load) -> None:
    page = rule_of(loaded, "{page: /thanks}")
    assert page.conditions == (VIEWED, page_reached("/thanks"))
    assert (page.copy_parameters, page.parameters) == (None, ())
    assert rule_of(loaded, "{event: file_download}").event == "file_download"
    assert rule_of(loaded, "{event: firebase_campaign}").event == "firebase_campaign"
    assert rule_of(loaded, f"{{event: {'e' * 40}}}").event == "e" * 40
    assert rule_of(loaded, "{page: /, copy_parameters: false}").copy_parameters is False


@pytest.mark.parametrize(
    ("page", "seen", "unseen"),
    [
        ("/form/step1", "https://a.example/form/step1?x=1#y", "https://a.example/form/step10"),
        ("/form/step1/", "https://a.example/form/step1", "https://a.example/?next=/form/step1"),
        ("/", "https://a.example/", "https://a.example/a"),
        ("/a.b(c)", "https://a.example/a.b(c)/", "https://a.example/aXb(c)"),
        ("/%E3%81%8A", "https://a.example/%E3%81%8A", "https://a.example/%E3%81%8B"),
    ],
)
def test_which_pages_count(page: str, seen: str, unseen: str, loaded: Load) -> None:
    (pattern,) = [
        item.value for item in rule_of(loaded, f"{{page: '{page}'}}").conditions if item.field == "page_location"
    ]
    assert re.search(pattern, seen)
    assert not re.search(pattern, unseen)


@pytest.mark.parametrize(
    ("written", "comparison", "value"),
    [
        ("equals: a", "equals", "a"),
        ("equals: 90", "equals", "90"),
        ("equals: 90.0", "equals", "90"),
        ("equals: 0.5", "equals", "0.5"),
        ("equals: '007'", "equals", "007"),
        ("equals: 12345678901234567890", "equals", "12345678901234567890"),
        ("equals: a, ignore_case: true", "equals_case_insensitive", "a"),
        ("contains: 'a b'", "contains", "a b"),
        ("contains: 5, ignore_case: true", "contains_case_insensitive", "5"),
        ("starts_with: a", "starts_with", "a"),
        ("starts_with: a, ignore_case: true", "starts_with_case_insensitive", "a"),
        ("ends_with: a, ignore_case: false", "ends_with", "a"),
        ("ends_with: a, ignore_case: true", "ends_with_case_insensitive", "a"),
        ("matches: '^[a-z]+$'", "regular_expression", "^[a-z]+$"),
        ("matches: a|b, ignore_case: true", "regular_expression_case_insensitive", "a|b"),
        ("greater_than: 5", "greater_than", "5"),
        ("at_least: 5.5", "greater_than_or_equal", "5.5"),
        ("less_than: -3", "less_than", "-3"),
        ("at_most: 1e3", "less_than_or_equal", "1000"),
    ],
)
def test_comparisons(written: str, comparison: str, value: str, loaded: Load) -> None:
    for negated in ("", ", not: false", ", not: true"):
        rule = rule_of(loaded, f"{{event: scroll, where: [{{parameter: p, {written}{negated}}}]}}")
        assert rule.conditions == (SCROLLED, Condition("p", comparison, value, negated.endswith("true")))
    assert comparison in COMPARISONS


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("500", (("currency", "JPY"), ("value", "500"))),
        ("{default: 0.5, currency: USD}", (("currency", "USD"), ("value", "0.5"))),
        ("{default: 7, from_event: true}", (("currency", "JPY"), ("value", "7"))),
    ],
)
def test_the_value_that_is_sent(value: str, sent: tuple[tuple[str, str], ...], loaded: Load) -> None:
    assert rule_of(loaded, "{event: scroll, send_value: true}", f"    value: {value}\n").parameters == sent
    assert rule_of(loaded, "{event: scroll, send_value: false}", f"    value: {value}\n").parameters == ()


def test_the_value_may_come_from_the_defaults(loaded: Load) -> None:
    text = HEAD.replace("category: contact", "category: contact, value: 30")
    found = loaded(f"{text}  - {{name: mv_x, ga4: {{when: {{event: scroll, send_value: true}}}}}}\n").client
    assert found is not None
    assert found.conversions[0].rules[0].parameters == (("currency", "JPY"), ("value", "30"))


def test_the_limits_themselves_are_allowed(loaded: Load) -> None:
    where = ", ".join(f"{{parameter: p{n}, equals: {n}}}" for n in range(MAX_CONDITIONS - 2))
    rule = rule_of(loaded, f"{{page: /a, where: [{where}]}}")
    assert len(rule.conditions) == MAX_CONDITIONS
    names = [f"{'p' * 37}{n:02}" for n in range(MAX_PARAMETERS - 3)]
    written = ", ".join(f"{{parameter: {name}, to: {'v' * 99}}}" for name in names)
    copied = f"{{parameter: copy, from: {'s' * 95}}}"
    rule = rule_of(loaded, f"{{event: scroll, send_value: true, set: [{written}, {copied}]}}", "    value: 5\n")
    assert len(rule.parameters) == MAX_PARAMETERS
    assert dict(rule.parameters)[names[0]] == "v" * 99
    assert dict(rule.parameters)["copy"] == f"[[{'s' * 95}]]"


def test_rules_may_start_from_events_of_conversions_that_are_no_rules(loaded: Load) -> None:
    more = "  - {name: mv_y, ga4: {event: mv_tagged, when: false}}\n  - {name: mv_z, ga4: {}}\n"
    assert rule_of(loaded, "{event: mv_tagged}", more).event == "mv_tagged"
    assert rule_of(loaded, "{event: mv_z}", more).event == "mv_z"


def test_a_client_lays_its_rule_over_that_of_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vocabulary: Vocabulary
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(
        f"{HEAD.replace('client: x', '')}"
        "  - {name: mv_a, ga4: {when: {page: /a, copy_parameters: true, where: [{parameter: p, equals: 1}]}}}\n"
        "  - {name: mv_b, ga4: {when: {page: /b}}}\n"
        "  - {name: mv_c, ga4: {when: false}}\n"
    )
    Path("client.yaml").write_text(
        "version: 1\nextends: base.yaml\nclient: x\nconversions:\n"
        "  - {name: mv_a, ga4: {when: {event: scroll, where: [{parameter: q, equals: 2}]}}}\n"
        "  - {name: mv_b, ga4: {when: false}}\n"
        "  - {name: mv_c, ga4: {when: {page: /c}}}\n"
    )
    loaded = load(Path("client.yaml"), vocabulary)
    assert loaded.problems == ()
    assert loaded.client is not None
    first, second, third = loaded.client.conversions
    assert first.rules[0] == EventRule(
        (SCROLLED, page_reached("/a"), Condition("q", "equals", "2")), True, (), Span("client.yaml", 5, 30)
    )
    assert (second.rules, second.no_rule) == ((), True)
    assert (third.rules[0].conditions, third.no_rule) == ((VIEWED, page_reached("/c")), False)


@settings(max_examples=examples(500), deadline=None)
@given(st.text("()[]{}?*+|\\^$.,-:<>=!P#aiLu01&~ ", max_size=12))
@example("a{99999999999999999999}")
@example("(" * 5000 + ")" * 5000)
@example("(?a)(?u)")
@example("[[a]")
@example("(?P<\x85>a)")
def test_any_pattern_is_judged_and_none_raises(pattern: str) -> None:
    problems = Problems()
    _check_pattern(pattern, Span("f", 1, 1), problems)
    for problem in problems.items:
        assert (problem.code, problem.is_error) == ("regular-expression", True)
        assert problem.detail.isprintable()
        assert problem.detail

"""Every case of every topic; every rule is seen to fail and to pass, and speaks both languages."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from microconv.analysis.evidence import Evidence
from microconv.audit.rule import Rule, Status
from microconv.audit.rules import RULES
from microconv.audit.run import verdict
from microconv.core.action_state import COUNTING, PRIMARY
from microconv.core.attribute_words import attribute_word
from microconv.core.category_words import category_word
from microconv.core.text import Text
from tests.unit.audit.cases import Case

TOPICS = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
CASES: list[Case] = [
    case for topic in TOPICS if topic not in {"test_cases"}
    for case in getattr(importlib.import_module(f"tests.unit.audit.{topic}"), "CASES", [])
]  # fmt: skip
CASES_OF: dict[str, list[Case]] = {}
for one in CASES:
    CASES_OF.setdefault(one.rule.id, []).append(one)


def in_japanese(text: str) -> str:
    """A word of the config as a Japanese audit says it; any other text as it is, and a Text as it says itself."""
    if isinstance(text, Text):
        return text.ja
    roles = {"primary": attribute_word(PRIMARY, value=True).ja, "secondary": attribute_word(PRIMARY, value=False).ja}
    return roles.get(text) or attribute_word(COUNTING, category_word(text).ja).ja


def broken(case: Case) -> str:
    """The first thing that a case does not hold; empty if all of it holds."""
    found = verdict(case.rule, case.subject)
    if found.status is not case.status:
        return f"{case.rule.id} says {found.status.value} of {case.about or 'it'}: {found}"
    names = tuple(item.name for item in found.evidence)
    if names != case.objects:
        return f"{case.rule.id} found {names}, not {case.objects}"
    if case.lines is not None and (lines := tuple(item.lines for item in found.evidence)) != case.lines:
        return f"{case.rule.id} would mend it with {lines}, not {case.lines}"
    if case.told is not None and (words := tuple(item.seen.en for item in found.evidence)) != case.told:
        return f"{case.rule.id} says {words}, not {case.told}"
    if case.others is not None and (others := _others(case, found.evidence)) != case.others:
        return f"{case.rule.id} is about {others} as well, not {case.others}"
    told = [item.seen for item in found.evidence] + ([found.reason] if found.reason else [])
    for text in case.seen:
        if not any(text in item.en for item in told) or not any(in_japanese(text) in item.ja for item in told):
            return f"{case.rule.id} does not say {text!r}: {told}"
    for text in case.unseen:
        if any(text in one.en or text in one.ja for one in told):
            return f"{case.rule.id} says {text!r}: {told}"
    return ""


def _others(case: Case, evidence: Iterable[Evidence]) -> tuple[tuple[str, ...], ...]:
    """The names of the further objects of each piece of evidence."""
    names = {item.id: item.address.name for reading in case.subject.readings for item in reading.resources}
    return tuple(tuple(names[one] for one in item.others) for item in evidence)


@pytest.mark.parametrize("rule", CASES_OF)
def test_a_rule_concludes_what_it_should(rule: str) -> None:
    assert [broken(case) for case in CASES_OF[rule] if broken(case)] == []


def test_every_rule_is_seen_to_fail_and_to_pass() -> None:
    seen: dict[str, set[Status]] = defaultdict(set)
    for case in CASES:
        seen[case.rule.id].add(case.status)
    lacking = [rule.id for rule in RULES if not {Status.FAIL, Status.PASS} <= seen[rule.id]]
    assert lacking == []


def japanese(text: str) -> bool:
    """True for a text with Japanese letters."""
    return any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_speaks_both_languages(rule: Rule) -> None:
    for text in (rule.title, rule.passed, rule.why, rule.fix):
        assert text.en
        assert not japanese(text.en)
        assert japanese(text.ja), text.ja


@pytest.mark.parametrize("rule", CASES_OF)
def test_what_is_seen_is_told_in_both_languages(rule: str) -> None:
    for found in (verdict(case.rule, case.subject) for case in CASES_OF[rule]):
        told: list[Text] = [item.seen for item in found.evidence] + ([found.reason] if found.reason else [])
        for text in told:
            assert text.en
            assert japanese(text.ja), text.ja
        for item in found.evidence:
            assert isinstance(item, Evidence)
            assert item.object
            assert item.name


def test_the_ids_are_stable_words() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(rule.id.startswith(f"{rule.topic.value}-") for rule in RULES)
    assert all(re.search(r", checked 20\d\d-\d\d-\d\d$", rule.source) for rule in RULES)


def test_the_practice_that_a_rule_comes_from_is_written_down() -> None:
    page = (Path(__file__).parents[3] / "docs" / "best-practices.md").read_text(encoding="utf-8")
    sections = {line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")}
    named = {rule.source.split(", ")[1] for rule in RULES if rule.source.startswith("docs/best-practices.md, ")}
    assert named
    assert named <= sections

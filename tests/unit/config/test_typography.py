"""Typographic signs: named where they stand, left alone inside of texts, and no veil over other problems."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.config import Loaded
from microconv.config.forms import INVALID
from microconv.config.typography import MAX_SIGNS, mended
from microconv.config.yaml_tree import parse
from microconv.core.diagnostics import Diagnostic
from tests.heavy import examples
from tests.unit.config.test_never_raises import load_bytes

KEYS = ("role", "name", "label", "category", "value")
OWN = {"full-width-colon", "full-width-blank", "no-break-space", "typographic-quotes"}
LOOSE = """\
version: 1
client: 株式会社あおい：本店　（“旗艦”）
# メモ：　role：primary　“引用”
owner: "：　“”"
ga4: {property_id: 345678901}
conversions:
  - name: mv_a
    role: secondary
    label: 'role：　“x”'
    ga4: {event: mv_a}
    previously: [a：b, name　x]
"""
BROKEN = """\
version: 1
client: aoi
currency: JPN
ga4: {property_id: 345678901}
conversions:
  - name: mv_a
    role: primry
    value: -5
    ga4: {event: mv_a, value: maybe}
  - {name: mv_b, role: secondary, ga4: {}, funnel: {next: mv_c}}
"""


def test_inside_of_texts_and_comments_they_are_left_alone(loaded: Callable[[str], Loaded]) -> None:
    found = loaded(LOOSE)
    assert found.problems == ()
    assert found.client is not None
    assert found.client.label == "株式会社あおい：本店　（“旗艦”）"
    assert found.client.owner == "：　“”"
    (conversion,) = found.client.conversions
    assert (conversion.label, conversion.previously) == ("role：　“x”", ("a：b", "name　x"))


def test_a_text_without_any_is_not_changed() -> None:
    assert mended("a: 'b'\n", "f", KEYS).text == "a: 'b'\n"


def seen(problem: Diagnostic) -> tuple[str, str, str, int, int]:
    """A problem without the name of its file, which is another one each time."""
    assert problem.span is not None
    return problem.code, problem.summary, problem.hint, problem.span.line, problem.span.column


@settings(max_examples=examples(60), deadline=None)
@given(st.sets(st.integers(0, BROKEN.count(": ") - 1), min_size=1), st.sampled_from(["： ", ":　", "：　", ":\u00a0"]))
def test_all_other_problems_are_told_at_the_same_places(which: set[int], sign: str) -> None:
    parts = BROKEN.split(": ")
    text = parts[0] + "".join((sign if at in which else ": ") + part for at, part in enumerate(parts[1:]))
    plain, typed = load_bytes(BROKEN.encode()), load_bytes(text.encode())
    assert [told for told in map(seen, typed.problems) if told[0] not in OWN] == [*map(seen, plain.problems)]
    told = [one for one in typed.problems if one.code in OWN]
    assert len(told) == len(which) * (2 if sign == "：　" else 1)


@settings(max_examples=examples(60), deadline=None)
@given(st.sets(st.integers(0, BROKEN.count(": ") - 1), min_size=1))
def test_a_colon_without_a_blank_moves_no_other_problem_but_by_its_own_width(which: set[int]) -> None:
    parts = BROKEN.split(": ")
    text = parts[0] + "".join(("：" if at in which else ": ") + part for at, part in enumerate(parts[1:]))
    plain, typed = load_bytes(BROKEN.encode()), load_bytes(text.encode())
    others = [one for one in typed.problems if one.code not in OWN]
    assert [one.summary for one in others] == [one.summary for one in plain.problems]
    for before, after in zip(plain.problems, others, strict=True):
        assert before.span is not None
        assert after.span is not None
        moved = BROKEN.splitlines()[before.span.line - 1][: before.span.column - 1].count(": ")
        assert before.span.line == after.span.line
        assert 0 <= before.span.column - after.span.column <= moved
        here = text.splitlines()[after.span.line - 1][after.span.column - 1 :]
        there = BROKEN.splitlines()[before.span.line - 1][before.span.column - 1 :]
        assert here.replace("：", ": ") == there


@given(st.text(alphabet="ab role:：-　\u00a0“”‘’\"'#,[]{}\n\\", max_size=60))
@settings(max_examples=examples(200), deadline=None)
def test_mending_changes_signs_and_nothing_else(text: str) -> None:
    made = mended(text, "f", KEYS)
    columns = [(line, column) for line, found in made.inserted.items() for column in found]
    lines = made.text.split("\n")
    for line, column in sorted(columns, reverse=True):
        assert lines[line - 1][column - 1] == " "
        lines[line - 1] = lines[line - 1][: column - 1] + lines[line - 1][column:]
    back = "\n".join(lines)
    assert len(back) == len(text)
    plain = {"：": ":", "　": " ", "\u00a0": " ", "“": '"', "”": '"', "‘": '"', "’": '"'}
    assert all(new in (old, plain.get(old)) for old, new in zip(text, back, strict=True))
    assert (made.problems == ()) == (made.text == text)
    parse(made.text, "f")


def test_many_are_cut_short() -> None:
    made = mended("- role：x　\n" * 200, "f", KEYS)
    assert [one.code for one in made.problems[MAX_SIGNS:]] == ["too-many-problems"]
    assert made.problems[-1].summary == "300 more signs are not plain"
    data, _, problems = parse(made.text, "f")
    assert data is not INVALID
    assert problems == []


@pytest.mark.parametrize("piece", ["　", "“", "{role：", "[“a”,", "- role：x　\n", "- ", "“a", '" ' + "' “"])
def test_the_search_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length] + "：“"
        begin = time.process_time()
        mended(text, "f", KEYS)
        return time.process_time() - begin

    assert seconds(200_000) < 40 * seconds(20_000) + 0.5

"""Reports as JSON and back: equal, and the same bytes; what is no report is refused with the way on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from microconv.core.errors import ReportError
from microconv.core.setup_changes import ChangeEntry, Changes, Source
from microconv.core.text import Text
from microconv.report.build import build
from microconv.report.document import KIND, from_json, to_json
from microconv.report.figures import Figure, Known
from microconv.report.model import REPORT_FORMAT, AuditSummary, Report
from tests.heavy import examples
from tests.unit.report.worlds import client, given, world

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6).map(float)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any values of a type of the model."""
    if kind is Text:
        return st.builds(Text, st.text(max_size=5), st.text(max_size=5))
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of(*(values(one) for one in get_args(kind)))
    if get_origin(kind) is tuple:
        first, *rest = get_args(kind)
        if rest == [...]:
            return st.lists(values(first), max_size=2).map(tuple)
        return st.tuples(*map(values, (first, *rest)))
    if is_dataclass(kind):
        return built(kind)
    plain = {str: st.text(max_size=5), float: NUMBERS, int: st.integers(0, 10**9), bool: st.booleans()}
    return plain[kind] if kind in plain else st.none() if kind is type(None) else st.sampled_from(list(kind))


def built(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    if kind is Report:
        hints |= {"format": None}
    return st.builds(kind, **{one.name: values(hints[one.name]) for one in fields(kind) if hints[one.name] is not None})


def any_part() -> st.SearchStrategy[Report]:
    """A report of which one part is anything that its type allows."""
    report = build(client(), given(world(4, size=5)))
    hints = get_type_hints(Report)
    names = [one.name for one in fields(Report) if one.name != "format"]

    def with_part(name: str) -> st.SearchStrategy[Report]:
        return values(hints[name]).map(lambda part: replace(report, **{name: part}))

    return st.sampled_from(names).flatmap(with_part)


@settings(max_examples=examples(300, quick=5), deadline=None, suppress_health_check=list(HealthCheck))
@for_all(any_part())
def test_a_report_is_read_back_equal_and_written_alike(report: Report) -> None:
    text = to_json(report)
    again = from_json(text)
    assert again == report
    assert to_json(again) == text


@settings(max_examples=examples(100), deadline=None)
@for_all(st.builds(world, st.integers(0, 10**6), size=st.just(30)))
def test_a_report_of_a_world(made: Any) -> None:
    report = build(client(), given(made))
    text = to_json(report)
    assert from_json(text) == report
    assert to_json(build(client(), given(made))) == text


def with_everything() -> Report:
    entry = ChangeEntry("2026-10-12", "run", Text("moved", "変更"), "x", conversion="purchase")
    return build(
        client(),
        given(
            world(4, size=60),
            changes=Changes((Source("journals", False, Text("no folder", "なし")),), (entry,)),
            audit=AuditSummary(True, levels=(("error", 2),), first=(Text("first", "最初"),), rules=30, unknown=1),
            notes="# 考察\n\n<b>x</b>\u202e\x1b",
        ),
    )


def test_both_languages_and_hostile_signs_survive() -> None:
    report = with_everything()
    text = to_json(report)
    again = from_json(text)
    assert again == report
    assert again.changes.entries[0].what.ja == "変更"
    assert again.conclusion[0].text.ja == report.conclusion[0].text.ja
    assert "変更" in text
    assert not {"\u202e", "\x1b"} & {*text}


def test_the_form_of_the_document() -> None:
    data = json.loads(to_json(with_everything()))
    assert (data["kind"], data["format"]) == (KIND, REPORT_FORMAT)
    count = data["report"]["conversions"][0]["count"]["now"]
    assert count["known"] == "yes"
    assert isinstance(count["value"], int)
    assert data["report"]["conversions"][3]["all_conversions"]["now"] == {"why": "not in google ads"}
    assert data["report"]["audit"]["levels"] == [["error", 2]]


def test_numbers_that_are_none_are_not_written() -> None:
    report = with_everything()
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="is not a number"):
            to_json(replace(report, typical_stay=Figure(value, Known.YES)))


def damaged(change: Callable[[Any], None]) -> str:
    data = json.loads(to_json(with_everything()))
    change(data)
    return json.dumps(data)


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return change


COUNT = ("report", "conversions", 0, "count", "now")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("{", "it is not JSON"),
        ("[]", "not a report that microconv wrote"),
        ('{"kind": "microconv audit", "format": 1}', "not a report that microconv wrote"),
        (damaged(put("format", value=REPORT_FORMAT + 1)), f"the report has format {REPORT_FORMAT + 1}"),
        (damaged(put("format", value="1")), "the report is damaged: format '1'"),
        (damaged(put("format", value=True)), "the report is damaged: format True"),
        (damaged(put("format", value=0)), "the report is damaged: format 0"),
        (damaged(lambda data: data.pop("report")), "the report is damaged: KeyError"),
        (damaged(put("report", value=[])), "the report is damaged: TypeError"),
        (damaged(lambda data: data["report"].pop("heading")), "the report is damaged: TypeError"),
        (damaged(put("report", "wish", value=1)), "the report is damaged: KeyError 'wish'"),
        (damaged(put("report", "conversions", value={})), "{} is not a list"),
        (damaged(put(*COUNT, value=[])), "[] is not a map"),
        (damaged(put(*COUNT, "value", value="12")), "'12' is not a number"),
        (damaged(put(*COUNT, "value", value=True)), "True is not a number"),
        (damaged(put(*COUNT, "value", value=float("nan"))), "nan is not a number"),
        (damaged(put(*COUNT, "known", value="maybe")), "'maybe' is not a valid Known"),
        (damaged(put(*COUNT, "notes", value=["odd"])), "'odd' is not a valid Note"),
        (damaged(put("report", "heading", "edition", value=1.5)), "1.5 is not int"),
        (damaged(put("report", "heading", "client", value=5)), "5 is not str"),
        (damaged(put("report", "heading", "provisional", value=1)), "1 is not bool"),
        (damaged(put("report", "conclusion", 0, "text", value="x")), "the report is damaged"),
        (damaged(put("report", "totals", 0, value=["sessions"])), "the report is damaged: ValueError"),
    ],
)
def test_what_is_no_report_is_refused(text: str, message: str) -> None:
    with pytest.raises(ReportError) as caught:
        from_json(text)
    assert message in str(caught.value)
    assert isinstance(caught.value.hint, Text)
    assert caught.value.hint.ja


def test_the_way_on_from_a_newer_report() -> None:
    with pytest.raises(ReportError) as caught:
        from_json(damaged(put("format", value=99)))
    assert caught.value.hint == "update microconv"

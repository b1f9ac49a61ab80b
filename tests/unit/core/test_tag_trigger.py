"""Triggers and conditions of Tag Manager as nouns: lines that read back, exact pages, clicks on what is inside."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.tag_condition import COMPARISONS, TagCondition, page_path, path_of
from microconv.core.tag_manager import ConversionTag, TagParameter, key_of, keys_of, reference, variable_name
from microconv.core.tag_trigger import TagTrigger, TriggerKind, with_inside

HOSTILE = ['"', "{{a}} equals: b", "{{a}}{{b}}", "{{ }}", "{{}}", "", "not equals: x", "{{a\nb}}", '{{"}}', "{{名前}}"]


@given(
    st.one_of(st.sampled_from(HOSTILE), st.text(), st.text().map(reference)),
    st.sampled_from(COMPARISONS),
    st.one_of(st.sampled_from(HOSTILE), st.text()),
    st.booleans(),
    st.booleans(),
)
def test_a_condition_reads_back_from_its_line(
    variable: str, comparison: str, value: str, ignore_case: bool, negated: bool
) -> None:
    condition = TagCondition(variable, comparison, value, ignore_case, negated)
    assert TagCondition.parse(str(condition)) == condition


def test_a_condition_reads_like_a_sentence() -> None:
    assert str(TagCondition("{{Click URL}}", "contains", ".pdf", negated=True)) == "{{Click URL}} not contains: .pdf"
    assert str(TagCondition("{{X}}", "equals", "a", ignore_case=True)) == "{{X}} equals ignoring case: a"


@pytest.mark.parametrize("text", ["", "Page Path equals: /", "{{Page Path}}", "{{Page Path}} equals", "{{a}} or: b"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    if text == "{{a}} or: b":  # a word that Tag Manager may have some day
        assert TagCondition.parse(text).comparison == "or"
        return
    with pytest.raises(ValueError, match="is not a condition"):
        TagCondition.parse(text)


@pytest.mark.parametrize(
    ("path", "seen", "matches"),
    [
        ("/form/step1", "/form/step1", True),
        ("/form/step1", "/form/step1/", True),
        ("/form/step1", "/form/step10", False),
        ("/form/step1", "/de/form/step1", False),
        ("/a.html", "/aXhtml", False),
        ("/", "/", True),
        ("/", "/x", False),
    ],
)
def test_a_page_is_its_whole_path(path: str, seen: str, matches: bool) -> None:
    assert bool(re.search(page_path(path).value, seen)) is matches
    assert path_of(page_path(path)) == path


def test_a_condition_that_is_no_page_has_no_path() -> None:
    assert path_of(TagCondition("{{Page Path}}", "matches", "^/a.b/?$")) is None
    assert path_of(page_path("/a")._replace(negated=True)) is None
    assert path_of(TagCondition("{{Page Path}}", "equals", "/a")) is None


@pytest.mark.parametrize(
    ("selector", "both"),
    [
        ("#cta", "#cta, #cta *"),
        (".a, .b", ".a, .b, .a *, .b *"),
        (':is(a, b) [x="1,2"]', ':is(a, b) [x="1,2"], :is(a, b) [x="1,2"] *'),
        (r"a\,b", r"a\,b, a\,b *"),
    ],
)
def test_a_click_inside_of_what_is_selected_counts_too(selector: str, both: str) -> None:
    assert with_inside(selector) == both


def test_two_triggers_that_say_the_same_are_one() -> None:
    page = page_path("/a")
    assert TagTrigger(TriggerKind.PAGE, "/a").says() == TagTrigger(TriggerKind.PAGE, "/a", (page,)).says()
    assert TagTrigger(TriggerKind.CLICK, "#a").says() != TagTrigger(TriggerKind.FORM, "#a").says()


def test_keys_of_the_data_layer_are_found_wherever_they_are_used() -> None:
    looked_at = TagCondition(reference(variable_name("mv_", "plan.name")), "equals", "gold")
    trigger = TagTrigger(TriggerKind.EVENT, "sent", (looked_at, TagCondition("{{Page Path}}", "equals", "/")))
    tag = ConversionTag(
        trigger,
        value="total",
        transaction_id="order",
        parameters=(TagParameter("a", "order", data_layer=True), TagParameter("b", "fixed")),
    )
    assert keys_of(tag, "mv_") == ("order", "plan.name", "total")
    assert key_of("{{mv_dataLayer x}}", "cv_") == ""


@pytest.mark.parametrize("kind", [TriggerKind.CLICK, TriggerKind.LINK])
def test_a_selector_counts_for_links_as_for_any_click(kind: TriggerKind) -> None:
    pdf = TagCondition("{{Click URL}}", "ends_with", ".pdf")
    where = TagCondition("{{Click Element}}", "fits_selector", "nav a, nav a *")
    assert TagTrigger(kind, "nav a", (pdf,)).all_conditions == (where, pdf)
    assert TagTrigger(kind, "", (pdf,)).all_conditions == (pdf,)


def test_a_page_by_comparison_is_no_second_page_besides() -> None:
    plans = TagCondition("{{Page Path}}", "matches", "^/(plan|price)/")
    assert TagTrigger(TriggerKind.PAGE, "", (plans,)).all_conditions == (plans,)
    assert TagTrigger(TriggerKind.PAGE, "/").all_conditions == (page_path("/"),)

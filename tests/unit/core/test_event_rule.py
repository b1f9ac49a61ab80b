"""Event rules: what a page condition matches, conditions and parameters as lines and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.event_page import page_reached
from microconv.core.event_rule import COMPARISONS, Condition, EventRule, parameter_line, parse_parameter

HOST = "https://www.aoi.example"


def matches(path: str, address: str) -> bool:
    condition = page_reached(path)
    assert (condition.field, condition.comparison, condition.negated) == ("page_location", "regular_expression", False)
    return re.search(condition.value, address) is not None


@pytest.mark.parametrize("end", ["", "/", "?a=1", "/?a=1", "#top", "?next=/other#x"])
@pytest.mark.parametrize("host", [HOST, "http://aoi.example", "https://xn--n8j.example:8443"])
def test_the_page_is_reached_whatever_host_query_or_fragment(host: str, end: str) -> None:
    assert matches("/form/step1", f"{host}/form/step1{end}")
    assert matches("/form/step1/", f"{host}/form/step1{end}")


@pytest.mark.parametrize(
    "address",
    [
        f"{HOST}/form/step10",
        f"{HOST}/form/step1/more",
        f"{HOST}/shop/form/step1",
        f"{HOST}/?from=/form/step1",
        f"{HOST}/#/form/step1",
        f"{HOST}/other?url=https://x.example/form/step1",
        f"{HOST}/Form/Step1",
        f"{HOST}/form/step1x?a",
        "ftp://aoi.example/form/step1",
    ],
)
def test_other_pages_are_not(address: str) -> None:
    assert not matches("/form/step1", address)


def test_what_means_something_in_an_expression_is_taken_literally() -> None:
    assert matches("/a.b(c)+", f"{HOST}/a.b(c)+")
    assert not matches("/a.b(c)+", f"{HOST}/aXb(c)+")
    assert not matches("/a.b(c)+", f"{HOST}/a.bcc")


def test_the_first_page() -> None:
    assert matches("/", f"{HOST}/")
    assert matches("/", f"{HOST}/?gclid=x")
    assert matches("/", HOST)
    assert not matches("/", f"{HOST}/thanks")


words = st.text(st.characters(blacklist_categories=("Cs", "Z", "C")), min_size=1)
conditions = st.builds(
    Condition, words, st.sampled_from(COMPARISONS), st.text(st.characters(blacklist_categories=("Cs",))), st.booleans()
)


@given(conditions)
def test_a_condition_survives_its_line(condition: Condition) -> None:
    assert Condition.parse(str(condition)) == condition


def test_a_condition_as_a_line() -> None:
    assert str(Condition("page_location", "contains", "/a b", True)) == "page_location not contains /a b"
    assert str(Condition("event_name", "equals", "scroll")) == "event_name equals scroll"


@pytest.mark.parametrize("text", ["", "event_name", "event_name equals", "event_name not equals", " equals x"])
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(ValueError, match="is not a condition"):
        Condition.parse(text)


@given(words.filter(lambda name: "=" not in name), st.text(st.characters(blacklist_categories=("Cs",))))
def test_a_parameter_survives_its_line(name: str, value: str) -> None:
    assert parse_parameter(parameter_line(name, value)) == (name, value)


def test_what_is_no_parameter() -> None:
    with pytest.raises(ValueError, match="is not a parameter with a value"):
        parse_parameter("value=5")


@pytest.mark.parametrize(
    ("conditions", "event"),
    [
        ((Condition("event_name", "equals", "scroll"), Condition("percent_scrolled", "equals", "90")), "scroll"),
        ((Condition("percent_scrolled", "equals", "90"), Condition("event_name", "equals", "scroll")), "scroll"),
        ((Condition("event_name", "equals", "scroll", True),), ""),
        ((Condition("event_name", "contains", "scroll"),), ""),
        ((page_reached("/thanks"),), ""),
    ],
)
def test_the_event_that_a_rule_starts_from(conditions: tuple[Condition, ...], event: str) -> None:
    assert EventRule(conditions).event == event

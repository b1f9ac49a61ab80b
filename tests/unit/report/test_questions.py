"""The questions of a report: chains, events, tables."""

from __future__ import annotations

from dataclasses import replace

from microconv.core.client import Client
from microconv.core.monthly import GA4_TABLES
from microconv.report.questions import MOST_STEPS, chains, wanted
from tests.unit.report.worlds import CHAIN, OCTOBER, client, conversion


def names(declared: Client) -> list[tuple[str, ...]]:
    return [tuple(one.name for one in chain) for chain in chains(declared)]


def test_a_chain_begins_with_the_farthest_conversion() -> None:
    assert names(client()) == [CHAIN]


def test_two_chains_may_end_alike() -> None:
    both = [conversion("a", next="purchase"), conversion("b", next="purchase"), conversion("purchase")]
    assert names(client(both)) == [("a", "purchase"), ("b", "purchase")]


def test_a_conversion_without_an_event_is_left_out() -> None:
    far, middle, last = conversion("a", next="b"), conversion("b", event=None, next="purchase"), conversion("purchase")
    assert names(client([far, middle, last])) == [("a", "purchase")]
    assert names(client([replace(far, event=None), middle, last])) == []


def test_single_conversions_and_circles_are_no_chains() -> None:
    assert names(client([conversion("purchase")])) == []
    assert names(client([conversion("a", next="b"), conversion("b", next="a")])) == []
    assert names(client([conversion("s", next="a"), conversion("a", next="b"), conversion("b", next="a")])) == [
        ("s", "a", "b")
    ]


def test_of_a_long_chain_the_end_is_asked_for() -> None:
    long = [conversion(f"c{n}", next=f"c{n + 1}") for n in range(14)] + [conversion("c14")]
    assert names(client(long)) == [tuple(f"c{n}" for n in range(15 - MOST_STEPS, 15))]
    assert len(names(client([*long, conversion("other", next="c0")]))) == 1


def test_the_question() -> None:
    question = wanted(client(), OCTOBER)
    assert question.month == OCTOBER
    assert question.events == ("purchase", "confirm", "view_form", "mv_call")
    assert question.tables == {*GA4_TABLES}
    assert [(one.steps, one.events, one.by, one.closed) for one in question.funnels] == [
        (CHAIN, CHAIN, "device", True), (CHAIN, CHAIN, "channel", True),
    ]  # fmt: skip
    assert [one.next_actions for one in question.funnels] == [True, False]


def test_sections_that_are_left_out_are_not_asked_for() -> None:
    question = wanted(client(), OCTOBER, ("conversions", "trend"))
    assert question.tables == {"totals", "events", "days", "day_events"}
    assert question.funnels == ()
    assert wanted(client(), OCTOBER, ("items",)).tables == {"totals", "events", "items"}

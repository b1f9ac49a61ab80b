"""Steps that are not measured yet are left out of chains; what is left of a chain is asked for once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.answers import NOT_ASKED, Limits, Row, Table
from microconv.core.measured_steps import FunnelAsked, measured, unmeasured
from microconv.core.monthly import FunnelWanted
from microconv.core.text import Text

EVENTS = Table(
    ("period", "event"),
    ("count", "users"),
    (
        Row(("month", "purchase"), (3.0, 2.0)),
        Row(("year", "old"), (1.0, 1.0)),
        Row(("month", "zero"), (0.0, 0.0)),
        Row(("month", "untold"), (None, None)),
    ),
)
WANTED = ("purchase", "old", "zero", "untold", "never", "marked")


def chain(*steps: str, by: str = "") -> FunnelWanted:
    return FunnelWanted(steps, tuple(f"event_{step}" for step in steps), by)


def test_an_event_without_any_count_that_is_no_key_event_is_not_measured() -> None:
    assert unmeasured(WANTED, EVENTS, {"marked"}) == {"zero", "never"}


@pytest.mark.parametrize(
    "table",
    [
        NOT_ASKED,
        replace(EVENTS, refused=Text("no", "no")),
        replace(EVENTS, whole=False),
        replace(EVENTS, limits=Limits(thresholded=True)),
        replace(EVENTS, limits=Limits(other_row=True)),
    ],
)
def test_a_table_that_does_not_tell_all_leaves_nothing_out(table: Table) -> None:
    assert unmeasured(WANTED, table, ()) == frozenset()


def test_steps_are_left_out_wherever_they_stand() -> None:
    whole = chain("a", "b", "c", "d")
    assert measured([whole], {"event_b"}) == (FunnelAsked(chain("a", "c", "d"), ("b",)),)
    assert measured([whole], {"event_a", "event_d"}) == (FunnelAsked(chain("b", "c"), ("a", "d")),)
    assert measured([whole], ()) == (FunnelAsked(whole),)


def test_a_chain_of_one_step_is_not_asked_for() -> None:
    whole = chain("a", "b")
    assert measured([whole], {"event_b"}) == (FunnelAsked(whole, ("b",), asked=False),)


def test_the_end_of_another_chain_is_not_asked_for_again() -> None:
    first, second, other = chain("x", "b", "c"), chain("a", "b", "c"), chain("a", "b", "c", by="device")
    assert measured([first, second], {"event_x"}) == (FunnelAsked(first, ("x",), asked=False), FunnelAsked(second))
    assert measured([second, first], {"event_a", "event_x"}) == (
        FunnelAsked(chain("b", "c"), ("a",)),
        FunnelAsked(first, ("x",), asked=False),
    )
    assert [one.asked for one in measured([first, other], {"event_x"})] == [True, True]
    assert [one.asked for one in measured([first, replace(second, closed=False)], {"event_x"})] == [True, True]


def test_a_chain_without_a_missing_step_is_asked_for() -> None:
    assert measured([chain("a", "b", "c"), chain("b", "c")], ()) == (
        FunnelAsked(chain("a", "b", "c")),
        FunnelAsked(chain("b", "c")),
    )

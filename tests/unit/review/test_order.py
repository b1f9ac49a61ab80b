"""Proposals that keep a chain growing where some of its values stay."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from microconv.review.given import Given
from microconv.review.model import Reason, ValuesReview
from microconv.review.values import values
from tests.unit.review.accounts import FINAL, LAST, client, counted, macro, micro


def review(amounts: Mapping[str, float | None], counts: Mapping[str, tuple[int, int]]) -> ValuesReview:
    """A chain with these values, in their order."""
    names = [*amounts, FINAL]
    steps = [micro(name, amount, names[place + 1]) for place, (name, amount) in enumerate(amounts.items())]
    return values(client(*steps, macro()), Given(counted(counts), LAST))


COUNTS = {"mv_a": (100, 2_000), "mv_b": (90, 1_500)}
"""5.0 % and 6.0 %: 500 yen (425 to 588) and 603 yen (507 to 707)."""


def proposed(made: ValuesReview) -> list[tuple[float | None, tuple[Reason, ...]]]:
    return [(one.proposal.value if one.proposal else None, one.reasons) for one in made.results]


def test_values_that_are_both_proposed_grow() -> None:
    assert proposed(review({"mv_a": 300, "mv_b": 350}, COUNTS)) == [(500, ()), (600, ())]


def test_a_step_rises_no_further_than_the_next_one_that_stays() -> None:
    """900 yen for the far step would be above the 870 of the near one, which lie within its interval."""
    counts = {"mv_a": (100, 1_100), "mv_b": (30, 300)}
    assert proposed(review({"mv_a": 500, "mv_b": 870}, counts)) == [(870, ()), (None, (Reason.INSIDE,))]


def test_a_step_falls_no_further_than_the_one_before_that_stays() -> None:
    assert proposed(review({"mv_a": 560, "mv_b": 1_000}, {"mv_a": (100, 2_000), "mv_b": (100, 1_900)})) == [
        (None, (Reason.INSIDE,)),
        (560, ()),
    ]


def test_a_proposal_outside_its_interval_is_dropped() -> None:
    """The near step has too few results to be judged, and is worth less today than the far one can be."""
    made = review({"mv_a": 100, "mv_b": 110}, {"mv_a": (100, 2_000), "mv_b": (10, 100)})
    assert proposed(made) == [(None, (Reason.NEIGHBOUR,)), (None, (Reason.FEW,))]


def test_a_chain_that_falls_today_is_mended_step_by_step() -> None:
    """The far step is worth more than the near one: nothing keeps it up there."""
    made = review({"mv_a": 1_000, "mv_b": 610}, COUNTS)
    assert proposed(made) == [(500, ()), (None, (Reason.INSIDE,))]


@pytest.mark.parametrize("settings", [{}, {"counting": "many_per_click"}])
def test_steps_that_count_per_event_are_left_out(settings: dict[str, str]) -> None:
    """Of the near step each user has two events, each of which is worth half."""
    steps = micro("mv_a", 300, "mv_b"), micro("mv_b", 350, FINAL, settings=settings)
    made = values(client(*steps, macro()), Given(counted(COUNTS, events={"mv_b": 3_000}), LAST))
    assert [one.value for one in made.proposals] == ([500] if settings else [500, 600])


def test_a_neighbour_moves_no_proposal_beyond_the_double_or_half() -> None:
    """From 2,000 the far step goes to 1,000 at most; the near one, worth 260, gets its first value when that fits."""
    counts = {"mv_a": (1_000, 40_000), "mv_b": (50, 2_000)}
    assert proposed(review({"mv_a": 2_000, "mv_b": None}, counts)) == [(1_000, ()), (None, (Reason.NEIGHBOUR,))]
    assert proposed(review({"mv_a": 500, "mv_b": None}, counts)) == [(250, ()), (260, ())]

"""Pauses before a request is sent again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.providers.backoff import NO_RETRY, Backoff

CALM = Backoff(attempts=6, first_s=1.0, factor=2.0, longest_s=10.0, budget_s=60.0)


@pytest.mark.parametrize(("attempt", "pause"), [(1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 10.0)])
def test_each_pause_is_longer_up_to_the_longest(attempt: int, pause: float) -> None:
    assert CALM.pause(attempt, 0.0, None, 1.0) == pause


def test_the_last_attempt_is_the_last() -> None:
    assert CALM.pause(6, 0.0, None, 0.0) is None
    assert CALM.pause(7, 0.0, None, 0.0) is None
    assert NO_RETRY.pause(1, 0.0, None, 0.0) is None


@pytest.mark.parametrize(("chance", "pause"), [(0.0, 4.0), (0.5, 6.0), (1.0, 8.0)])
def test_chance_spreads_over_the_second_half(chance: float, pause: float) -> None:
    assert CALM.pause(4, 0.0, None, chance) == pause


@pytest.mark.parametrize(
    ("asked", "pause"), [(None, 1.0), (0.0, 1.0), (0.2, 1.0), (17.5, 17.5), (60.0, 60.0), (60.1, None)]
)
def test_what_the_server_asks_for(asked: float | None, pause: float | None) -> None:
    """A longer pause is kept, also beyond our own longest; one beyond the budget is not waited for at all."""
    assert CALM.pause(1, 0.0, asked, 1.0) == pause


@pytest.mark.parametrize(("spent", "pause"), [(59.0, 1.0), (59.5, None), (60.0, None)])
def test_the_budget(spent: float, pause: float | None) -> None:
    assert CALM.pause(1, spent, None, 1.0) == pause


@given(
    st.integers(1, 12),
    st.floats(0, 200),
    st.none() | st.floats(0, 500),
    st.floats(0, 1),
    st.builds(Backoff, st.integers(1, 9), st.floats(0, 5), st.floats(1, 3), st.floats(0, 40), st.floats(0, 150)),
)
def test_a_pause_never_breaks_its_bounds(
    attempt: int, spent: float, asked: float | None, chance: float, backoff: Backoff
) -> None:
    pause = backoff.pause(attempt, spent, asked, chance)
    if pause is None:
        return
    assert attempt < backoff.attempts
    assert 0 <= pause <= backoff.budget_s - spent + 1e-9
    assert pause >= (asked or 0.0)
    assert pause <= max(backoff.longest_s, asked or 0.0)


def test_a_request_is_over_within_the_budget_whatever_happens() -> None:
    backoff, spent, attempt = Backoff(), 0.0, 1
    while (pause := backoff.pause(attempt, spent, None, 1.0)) is not None:
        spent, attempt = spent + pause, attempt + 1
    assert (attempt, spent) == (5, 15.0)

"""The conversion cycle: percentiles of Google's lags, and the day on which a change can be judged."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.core.cycle import FEWEST, ConversionCycle, cycle_of
from microconv.core.lags import LAGS

LAG = st.sampled_from(sorted(LAGS))


def test_percentiles_lie_within_their_steps() -> None:
    cycle = cycle_of([{"less_than_one_day": 60, "eight_to_nine_days": 40}], 90)
    assert cycle is not None
    assert cycle.median_days == pytest.approx(50 / 60)
    assert cycle.late_days == pytest.approx(8 + 30 / 40)
    assert (cycle.conversions, cycle.days, cycle.length) == (100, 90, 9)


def test_three_cycles_of_nine_days_end_on_the_27th_day() -> None:
    cycle = ConversionCycle(2.0, 8.75, 100.0, 90)
    assert cycle.learnt(datetime.date(2026, 11, 28)) == datetime.date(2026, 12, 25)


def test_all_on_the_first_day_is_a_cycle_of_one_day() -> None:
    cycle = cycle_of([{"less_than_one_day": 30}], 90)
    assert cycle is not None
    assert cycle.length == 1
    assert cycle.learnt(datetime.date(2026, 11, 28)) == datetime.date(2026, 12, 1)


def test_actions_add_up() -> None:
    apart = cycle_of([{"one_to_two_days": 15}, {"one_to_two_days": 15, "sixty_to_ninety_days": 5}], 90)
    assert apart == cycle_of([{"one_to_two_days": 30, "sixty_to_ninety_days": 5}], 90)


@pytest.mark.parametrize(
    "lags",
    [
        {},
        {"less_than_one_day": FEWEST - 0.5},
        {"less_than_one_day": -40.0, "one_to_two_days": FEWEST - 1.0},
        {"less_than_one_day": 30.0, "unknown": 31.0},
        {"unknown": 500.0},
    ],
)
def test_too_little_is_no_cycle(lags: dict[str, float]) -> None:
    assert cycle_of([lags], 90) is None


def test_some_of_unknown_lag_count_and_say_nothing() -> None:
    known = cycle_of([{"one_to_two_days": 30}], 90)
    cycle = cycle_of([{"one_to_two_days": 30, "unknown": 30}], 90)
    assert known is not None
    assert cycle == ConversionCycle(known.median_days, known.late_days, 60, 90)


@given(st.dictionaries(LAG, st.floats(0, 1000), min_size=1), st.sampled_from((1, 2, 4, 64)))
def test_the_cycle_is_one_of_shares(lags: dict[str, float], factor: int) -> None:
    cycle = cycle_of([lags], 90)
    if cycle is None:
        assert sum(lags.values()) < FEWEST
        return
    assert 0 <= cycle.median_days <= cycle.late_days <= 90
    more = cycle_of([{name: count * factor for name, count in lags.items()}], 90)
    assert more is not None
    assert more.late_days == pytest.approx(cycle.late_days)
    assert more.median_days == pytest.approx(cycle.median_days)

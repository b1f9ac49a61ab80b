"""The usual lag of conversions, from Google's steps."""

from __future__ import annotations

import pytest

from microconv.core.cycle_answer import FEW, Basis, usual_lag
from microconv.core.lags import LAGS

NOBODY: dict[str, float] = {}


def test_within_a_step_conversions_are_evenly_spread() -> None:
    made = usual_lag({"less_than_one_day": 60, "fourteen_to_twenty_one_days": 40}, NOBODY)
    assert (made.basis, made.conversions, str(made.why)) == (Basis.BIDDING, 100, "")
    assert made.median_days == pytest.approx(50 / 60)
    assert made.most_days == pytest.approx(14 + 7 * 30 / 40)


@pytest.mark.parametrize("name", LAGS)
def test_each_step_has_its_days(name: str) -> None:
    first, last = LAGS[name]
    made = usual_lag({name: 100}, NOBODY)
    assert made.median_days == pytest.approx((first + last) / 2)
    assert made.most_days == pytest.approx(first + 0.9 * (last - first))


def test_a_half_that_ends_with_a_step_is_its_end() -> None:
    made = usual_lag({"less_than_one_day": 50, "sixty_to_ninety_days": 50}, NOBODY)
    assert made.median_days == 1


def test_few_of_bidding_leave_it_to_all() -> None:
    everything = {"one_to_two_days": float(FEW)}
    assert usual_lag({"less_than_one_day": FEW - 0.5}, everything).basis is Basis.ALL
    assert usual_lag({"less_than_one_day": float(FEW)}, everything).basis is Basis.BIDDING


def test_few_of_all_are_none() -> None:
    made = usual_lag({}, {"one_to_two_days": FEW - 0.01})
    assert (made.basis, made.conversions, made.median_days, made.most_days) == (Basis.NONE, FEW - 0.01, None, None)
    assert str(made.why) == f"fewer than {FEW} conversions with a known lag in these days"
    assert str(FEW) in made.why.ja


def test_lags_that_google_does_not_tell_are_none() -> None:
    made = usual_lag({}, {"unknown": 101, "less_than_one_day": 100})
    assert (made.basis, made.median_days) == (Basis.NONE, None)
    assert str(made.why) == "Google does not tell the lag of most conversions"
    assert usual_lag({}, {"unknown": 99, "less_than_one_day": 100}).conversions == 100


def test_conversions_that_were_taken_back_are_no_lag() -> None:
    made = usual_lag({"less_than_one_day": 40, "two_to_three_days": -3}, NOBODY)
    assert (made.conversions, made.median_days) == (40, 0.5)

"""The conversion cycle: its length, and the day on which a change can be judged."""

from __future__ import annotations

import datetime

import pytest

from microconv.core.cycle import ConversionCycle, length_of
from microconv.core.cycle_answer import Basis, CycleAnswer
from microconv.core.text import Text

FIRST, LAST = datetime.date(2026, 8, 30), datetime.date(2026, 11, 27)


def test_three_cycles_of_nine_days_end_on_the_27th_day() -> None:
    cycle = ConversionCycle(2.0, 8.75, 100.0, 90)
    assert cycle.length == 9
    assert cycle.learnt(datetime.date(2026, 11, 28)) == datetime.date(2026, 12, 25)


@pytest.mark.parametrize(("late", "length"), [(0.0, 1), (0.3, 1), (1.0, 1), (1.01, 2), (90.0, 90)])
def test_a_cycle_has_whole_days_and_one_at_least(late: float, length: int) -> None:
    assert ConversionCycle(0.0, late, 100.0, 90).length == length


def test_the_length_is_that_which_the_account_told() -> None:
    answer = CycleAnswer("123-456-7890", FIRST, LAST, Basis.BIDDING, 40.5, 2.0, 8.75)
    assert length_of(answer) == ConversionCycle(2.0, 8.75, 40.5, 90)


def test_an_account_that_told_nothing_has_no_length() -> None:
    assert length_of(CycleAnswer("123-456-7890", FIRST, LAST, why=Text("too few", "件数不足"))) is None

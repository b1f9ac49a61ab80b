"""Sums of conversions over days."""

from __future__ import annotations

import datetime

import pytest

from microconv.core.counts import ActionDays, DayCount
from microconv.core.text import Text

BOUGHT, FORM = "customers/1234567890/conversionActions/101", "customers/1234567890/conversionActions/102"


def day(number: int) -> datetime.date:
    return datetime.date(2026, 10, number)


ANSWER = ActionDays(
    "123-456-7890",
    day(1),
    day(31),
    {
        BOUGHT: {
            day(1): DayCount(1, 100, 2, 200),
            day(5): DayCount(0.5, 50, 0.5, 50),
            day(9): DayCount(4, 400, 4, 400),
        },
        FORM: {day(5): DayCount(0, 0, 7, 70)},
    },
    {BOUGHT: "bought", FORM: "form"},
    "JPY",
)


@pytest.mark.parametrize(
    ("first", "last", "total"),
    [
        (1, 31, DayCount(5.5, 550, 6.5, 650)),
        (1, 5, DayCount(1.5, 150, 2.5, 250)),
        (5, 9, DayCount(4.5, 450, 4.5, 450)),
        (5, 5, DayCount(0.5, 50, 0.5, 50)),
        (2, 4, DayCount()),
    ],
)
def test_both_days_are_in_the_sum(first: int, last: int, total: DayCount) -> None:
    assert ANSWER.total(BOUGHT, day(first), day(last)) == total


def test_each_action_has_its_own_sum() -> None:
    assert ANSWER.total(FORM, day(1), day(31)) == DayCount(all=7, all_value=70)
    assert ANSWER.total(f"{FORM}0", day(1), day(31)) == DayCount(0.0, 0.0, 0.0, 0.0)


def test_conversions_that_were_taken_back_lower_the_sum() -> None:
    taken = ActionDays(days={BOUGHT: {day(1): DayCount(2, 200, 2, 200), day(2): DayCount(-1, -100, -1, -100)}})
    assert taken.total(BOUGHT, day(1), day(2)) == DayCount(1, 100, 1, 100)


def test_only_an_account_that_answered_is_known() -> None:
    assert ANSWER.known
    assert ActionDays("123-456-7890", day(1), day(2)).known
    assert not ActionDays().known
    assert not ActionDays("123-456-7890", day(1), day(2), refused=Text("No.", "不可")).known

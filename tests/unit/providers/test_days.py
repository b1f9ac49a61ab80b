"""Days of an account's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from microconv.providers.days import before, today

MOMENT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Tokyo", date(2026, 11, 23)),
        ("America/New_York", date(2026, 11, 22)),
        ("", date(2026, 11, 22)),
        (None, date(2026, 11, 22)),
        ("Nowhere/At_All", date(2026, 11, 22)),
        ("../../etc/passwd", date(2026, 11, 22)),
    ],
)
def test_which_day_it_is(zone: object, day: date) -> None:
    assert today(MOMENT, zone) == day


def test_full_days_end_yesterday() -> None:
    assert before(date(2026, 3, 1), 30) == (date(2026, 1, 30), date(2026, 2, 28))
    first, last = before(date(2026, 11, 23), 90)
    assert ((last - first).days + 1, last) == (90, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 8, 4, 59, tzinfo=UTC), date(2026, 3, 7)),  # 23:59 the day before clocks go forward
        (datetime(2026, 3, 8, 5, 0, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 9, 3, 59, tzinfo=UTC), date(2026, 3, 8)),  # that day has 23 hours
        (datetime(2026, 3, 9, 4, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),  # and this one 25
        (datetime(2026, 11, 2, 5, 0, tzinfo=UTC), date(2026, 11, 2)),
    ],
)
def test_days_on_which_clocks_change_in_new_york(moment: datetime, day: date) -> None:
    assert today(moment, "America/New_York") == day
    first, last = before(day, 30)
    assert (last - first).days == 29


def test_a_property_in_tokyo_and_an_account_in_los_angeles() -> None:
    """Each has its own day: up to two days of the calendar at one moment."""
    assert today(MOMENT, "Asia/Tokyo") == date(2026, 11, 23)
    assert today(MOMENT, "America/Los_Angeles") == date(2026, 11, 22)


def test_a_leap_day_is_one_of_the_days() -> None:
    assert before(date(2028, 3, 1), 30) == (date(2028, 1, 31), date(2028, 2, 29))

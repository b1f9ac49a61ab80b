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

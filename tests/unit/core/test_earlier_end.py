"""The course of a client since the runs before, from numbers alone."""

from __future__ import annotations

import datetime

import pytest

from microconv.core.client_numbers import ClientNumbers, numbers_of
from microconv.core.earlier_end import Course, EarlierEnd, course, days_in_drift

NOW = datetime.datetime(2026, 11, 30, 7, tzinfo=datetime.UTC)


def end(total: int | None, days: int = 1, mark: str = "") -> EarlierEnd:
    numbers = None if total is None else ClientNumbers(create=total)
    return EarlierEnd("done", numbers, NOW - datetime.timedelta(days=days), mark)


@pytest.mark.parametrize(
    ("now", "before", "kind", "was"),
    [
        (3, [], Course.FIRST, 0),
        (3, [0], Course.NEW, 0),
        (0, [3], Course.GONE, 3),
        (5, [3], Course.MORE, 3),
        (2, [3, 1], Course.FEWER, 3),
        (3, [3], Course.SAME, 3),
        (0, [0], Course.SAME, 0),
        (None, [3], Course.UNKNOWN, 3),
        (3, [None], Course.UNKNOWN, 0),
        (4, [None, 3], Course.MORE, 3),
    ],
)
def test_the_course_is_that_since_the_last_run_that_counted(
    now: int | None, before: list[int | None], kind: Course, was: int
) -> None:
    numbers = None if now is None else ClientNumbers(update=now)
    assert course(numbers, "", [end(total) for total in before]) == (kind, was)


def test_as_many_but_others_are_told_by_their_mark() -> None:
    assert course(ClientNumbers(update=3), "b", [end(3, mark="a")])[0] is Course.OTHERS
    assert course(ClientNumbers(update=3), "a", [end(3, mark="a")])[0] is Course.SAME
    assert course(ClientNumbers(update=3), "b", [end(3)])[0] is Course.SAME


@pytest.mark.parametrize(
    ("totals", "days"), [([], None), ([0, 2], None), ([2, 1, 0, 5], 2), ([2, None, 4, 0], 3), ([None, 1], 2)]
)
def test_days_in_drift_go_back_to_the_last_run_without_any(totals: list[int | None], days: int | None) -> None:
    assert days_in_drift([end(total, day) for day, total in enumerate(totals, 1)], NOW) == days


def test_numbers_come_back_from_their_record() -> None:
    numbers = ClientNumbers(create=1, demote=2, errors=3, calls=4)
    assert numbers.counted() == {"create": 1, "demote": 2, "errors": 3, "calls": 4}
    assert numbers_of(numbers.counted()) == numbers
    assert numbers_of({"create": 1, "of_a_later_version": "x"}) == ClientNumbers(create=1)


@pytest.mark.parametrize("broken", [None, [], "3", {"create": "3"}, {"create": -1}, {"create": True}, {"create": 1.5}])
def test_what_is_no_numbers_is_none(broken: object) -> None:
    assert numbers_of(broken) is None

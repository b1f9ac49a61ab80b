"""The numbers by which clients are compared."""

from __future__ import annotations

from dataclasses import replace

from microconv.report.arithmetic import compared, no_data, number
from microconv.report.build import build
from microconv.report.figures import Compared, Figure, Known, Why
from microconv.report.key_numbers import key_numbers
from microconv.report.model import ConversionMonth, Report
from tests.unit.report.worlds import client, given, world

REPORT = build(client(), given(world(4, size=60)))
UNMEASURED = compared(*[no_data(Why.NOTHING_MEASURED)] * 3, (31, 30, 31))
DAYS = (31, 30, 31)


def finals(*counts: Compared) -> Report:
    final = next(one for one in REPORT.conversions if one.kind == "macro")
    several: list[ConversionMonth] = [
        replace(final, name=f"final{place}", count=count, target=None) for place, count in enumerate(counts)
    ]
    return replace(REPORT, conversions=tuple(several))


def counts(now: float, before: float) -> Compared:
    return compared(number(now), number(before), number(1), DAYS)


def test_finals_are_added_up() -> None:
    made = key_numbers(finals(counts(30, 20), counts(10, 12)))
    assert (made.finals.value, made.change.value) == (40, 0.25)


def test_a_final_that_nothing_measured_yet_hides_no_other() -> None:
    made = key_numbers(finals(counts(30, 20), UNMEASURED))
    assert (made.finals.value, made.change.value) == (30, 0.5)


def test_finals_of_which_nothing_is_known_are_not_zero() -> None:
    assert key_numbers(finals(UNMEASURED)).finals.known is Known.NO_DATA
    assert key_numbers(finals()).finals == Figure()

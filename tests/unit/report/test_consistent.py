"""A report that was edited by hand: what no form could draw is told before it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from microconv.report.build import build
from microconv.report.consistent import check_consistent
from microconv.report.model import Report
from tests.unit.report.worlds import client, given, world

REPORT = build(client(), given(world(4, size=60)))


def first(report: Report, field: str, **changes: Any) -> Report:
    """The report with another first part of several."""
    one, *others = getattr(report, field)
    return replace(report, **{field: (replace(one, **changes), *others)})


def heading(**changes: Any) -> Callable[[Report], Report]:
    return lambda report: replace(report, heading=replace(report.heading, **changes))


def span(name: str, **changes: Any) -> Callable[[Report], Report]:
    return lambda report: heading(**{name: replace(getattr(report.heading, name), **changes)})(report)


def test_a_report_that_was_made_is_consistent():
    check_consistent(REPORT)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (heading(sections=("conclusion", "x" * 99)), f"there is no section '{'x' * 40}'"),
        (heading(sections=("a\nb\ud800",)), r"there is no section 'a\\nb\\ud800'"),
        (heading(made="yesterday"), "Invalid isoformat string"),
        (heading(made="2026-13-45"), "month must be in 1..12"),
        (span("before", month="2026-1"), "'2026-1' is not 2026-09 with 30 days"),
        (span("year", month="javascript:x"), "'javascript:x' is not 2025-10 with 31 days"),
        (span("month", month="2026-13"), "'2026-13' is not a month"),
        (span("before", days=10**400), "is not 2026-09"),
        (lambda report: first(report, "groups", by="CON"), "there is no breakdown 'CON'"),
        (lambda report: first(report, "comparison", reasons=("because",)), "there is no reason 'because'"),
        (lambda report: replace(report, totals=(("x", report.totals[0][1]),)), "there is no total 'x'"),
        (
            lambda report: replace(report, calls=replace(report.calls, ga4=10**400)),
            "too large: an integer of 1329 bits",
        ),
    ],
)
def test_what_no_form_could_draw_is_told(change, why):
    with pytest.raises((ValueError, OverflowError), match=why):
        check_consistent(change(REPORT))


def test_a_breakdown_of_a_funnel_that_no_report_has():
    chain = REPORT.funnels[0]
    part = replace(chain.parts[0], by="moon")
    with pytest.raises(ValueError, match="there is no breakdown 'moon'"):
        check_consistent(replace(REPORT, funnels=(replace(chain, parts=(part,)),)))

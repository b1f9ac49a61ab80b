"""A property whose time zone was changed: each moment is of one month, whichever report is asked."""

from __future__ import annotations

import datetime
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from microconv.core.months import Month
from microconv.monthly.when import zone_of_changes
from tests.unit.render.report.reports import REPORT

TOKYO, HONOLULU = ZoneInfo("Asia/Tokyo"), ZoneInfo("Pacific/Honolulu")


@pytest.mark.parametrize(("earlier", "zone"), [(TOKYO, HONOLULU), (HONOLULU, TOKYO)], ids=["west", "east"])
def test_a_moment_is_in_the_report_of_one_month(earlier, zone):
    september, october, november = Month(2026, 9), Month(2026, 10), Month(2026, 11)
    of_october = zone_of_changes(october, zone, last_report(september, earlier.key))
    of_november = zone_of_changes(november, zone, last_report(october, zone.key))
    at = datetime.datetime(2026, 9, 28, tzinfo=datetime.UTC)
    for _ in range(24 * 36):
        at += datetime.timedelta(hours=1)
        reports = [
            month
            for month, there in ((september, earlier), (october, of_october), (november, of_november))
            if Month.of(at.astimezone(there).date()) == month
        ]
        assert len(reports) == 1, at
    day = datetime.datetime(2026, 10, 20, tzinfo=datetime.UTC)
    assert day.astimezone(of_october).tzinfo is zone


def test_other_reports_say_nothing_of_the_zone():
    october = Month(2026, 10)
    assert zone_of_changes(october, HONOLULU, None) is HONOLULU
    assert zone_of_changes(october, HONOLULU, last_report(Month(2026, 8), "Asia/Tokyo")) is HONOLULU


def last_report(month, zone):
    head = REPORT.heading
    accounts = tuple(replace(one, time_zone=zone) for one in head.accounts)
    return replace(REPORT, heading=replace(head, month=replace(head.month, month=str(month)), accounts=accounts))

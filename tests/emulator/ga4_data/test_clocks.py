"""Days on which the clock is set: export, reports and funnels have the same times, as they pass and as shown."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from microconv.emulator import World
from microconv.emulator.ga4_data.dates import Now
from microconv.emulator.ga4_data.export import write_days
from tests.emulator.ga4_data.conftest import Data, table
from tests.heavy import sample

NUMBER = 345678901
NAME = f"properties/{NUMBER}"
DAYS = [
    ("America/New_York", "2026-03-08"),  # no hour 2
    ("America/New_York", "2026-11-01"),  # hour 1 twice
    ("Africa/Cairo", "2026-04-24"),  # no hour 0
    ("America/Santiago", "2026-04-04"),  # hour 23 twice
    ("Australia/Lord_Howe", "2026-10-04"),  # half an hour less
    ("America/New_York", "2026-11-02"),  # as usual
]


def property_of(zone: str, **more: Any) -> dict[str, Any]:
    return {
        "id": NUMBER,
        "display_name": "Store",
        "time_zone": zone,
        "currency_code": "USD",
        "create_time": "2022-01-01T00:00:00Z",
        **more,
    }


def reset(world: World, owner: dict[str, Any], now: str = "2026-12-01T00:00:00Z") -> None:
    accounts = [{"id": 100, "display_name": "Aoi", "properties": [owner]}]
    world.reset({"version": 1, "now": now, "ga4": {"accounts": accounts}})


def exported(world: World, day: str, folder: Path) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """The rows of a day by user and session, in the order in which they are written."""
    write_days(world, NUMBER, date.fromisoformat(day), date.fromisoformat(day), folder)
    sessions = defaultdict(list)
    for line in (folder / f"events_{day.replace('-', '')}.json").read_text("utf-8").splitlines():
        row = json.loads(line)
        (number,) = (one["value"]["int_value"] for one in row["event_params"] if one["key"] == "ga_session_id")
        sessions[row["user_pseudo_id"], number].append(row)
    return sessions


@pytest.mark.parametrize(("zone", "day"), sample(DAYS, 3))
def test_export_and_reports_have_the_same_times(data: Data, world: World, tmp_path: Path, zone: str, day: str) -> None:
    reset(world, property_of(zone, traffic={"sessions_per_day": 4000}))
    sessions = exported(world, day, tmp_path)
    hours: Counter[str] = Counter()
    lasted = 0
    for rows in sessions.values():
        times = [row["event_timestamp"] for row in rows]
        assert times == sorted(times)
        assert times[-1] - times[0] < 30 * 60 * 1_000_000
        lasted += (times[-1] - times[0]) // 1000
        for time in times:
            local = datetime.fromtimestamp(time / 1_000_000, ZoneInfo(zone))
            assert local.date().isoformat() == day
            hours[f"{local.hour:02}"] += 1
    days = [{"start_date": day, "end_date": day}]
    metrics = [{"name": "eventCount"}, {"name": "sessions"}, {"name": "averageSessionDuration"}]
    request = {"property": NAME, "date_ranges": days, "metrics": metrics}
    ((_, count, duration),) = table(data.client().run_report(request))
    assert int(count) == len(sessions)
    assert float(duration) == pytest.approx(lasted / 1000 / len(sessions))
    by_hour = table(data.client().run_report({**request, "dimensions": [{"name": "hour"}]}))
    assert {row[0]: int(row[1]) for row in by_hour} == hours


def test_hits_in_the_hour_that_comes_twice(data: Data, world: World, tmp_path: Path) -> None:
    """50 minutes past one, and 20 minutes later ten past one."""
    hits = [
        {"at": "2026-11-01T05:50:00Z", "event": "page_view", "client": "a", "session": "1"},
        {"at": "2026-11-01T06:10:00Z", "event": "purchase", "client": "a", "session": "1"},
        {"at": "2026-11-02T04:50:00Z", "event": "refund", "client": "a", "session": "2"},
        {"at": "2026-11-02T05:10:00Z", "event": "page_view", "client": "a", "session": "3"},
        {"at": "2026-11-02T05:11:00Z", "event": "page_view", "client": "a", "session": "3"},  # which makes him active
    ]
    reset(world, property_of("America/New_York", hits=hits))
    (rows, *_) = exported(world, "2026-11-01", tmp_path).values()
    assert [(row["event_name"], row["event_timestamp"] // 60_000_000 % 1440) for row in rows] == [
        ("page_view", 350),
        ("purchase", 370),
    ]
    days = [{"start_date": "2026-11-01", "end_date": "2026-11-02"}]
    request = {"property": NAME, "date_ranges": days, "metrics": [{"name": "eventCount"}]}
    minutes = [{"name": "eventName"}, {"name": "dateHourMinute"}]
    assert set(table(data.client().run_report({**request, "dimensions": minutes}))) == {
        ("page_view", "202611010150", "1"),
        ("purchase", "202611010110", "1"),
        ("refund", "202611012350", "1"),
        ("page_view", "202611020010", "1"),
        ("page_view", "202611020011", "1"),
    }

    def users(*names: str, within: str) -> list[str]:
        """The users of a closed funnel's steps, each within a time of the one before."""
        steps = [
            {
                "name": name,
                "filter_expression": {"funnel_event_filter": {"event_name": name}},
                **({"within_duration_from_prior_step": within} if place else {}),
            }
            for place, name in enumerate(names)
        ]
        found = data.client("v1alpha").run_funnel_report(
            {"property": NAME, "date_ranges": days, "funnel": {"steps": steps}}
        )
        return [row[1] for row in table(found.funnel_table)]

    assert users("page_view", "purchase", within="1200s") == ["1", "1"]
    assert users("page_view", "purchase", within="1199s") == ["1", "0"]
    assert users("purchase", "page_view", within="3600s") == ["1", "0"]
    assert users("purchase", "refund", within="81600s") == ["1", "1"]  # 22 hours and 40 minutes
    assert users("refund", "page_view", within="1200s") == ["1", "1"]


@pytest.mark.parametrize(
    ("zone", "moment", "hours"),
    [
        ("America/New_York", "2026-03-08T07:10:00Z", 2),  # the clock shows 3:10
        ("America/New_York", "2026-11-01T06:10:00Z", 1),  # it shows 1:10 again
        ("America/New_York", "2026-11-01T07:10:00Z", 2),
        ("Africa/Cairo", "2026-04-23T22:10:00Z", 0),  # it shows 1:10, ten minutes after midnight
        ("Asia/Tokyo", "2026-11-01T06:10:00Z", 15),
    ],
)
def test_what_is_over_of_a_day(zone: str, moment: str, hours: int) -> None:
    """Not more than has passed, and not more than the clock shows: nothing has happened that is still to come."""
    now = datetime.fromisoformat(moment).astimezone(UTC)
    assert Now.of(now, zone).elapsed * 24 == pytest.approx(hours)


def test_sessions_keep_numbers_of_their_own() -> None:
    """Two sessions of a user, in the hour that there is not and in the one after it, do not become one."""
    import numpy as np

    from microconv.emulator.people.clocks import as_they_pass
    from microconv.emulator.people.columns import Events, People, Sessions, empty, make

    zone = ZoneInfo("America/New_York")
    day = date(2026, 3, 8).toordinal()
    hours = np.array([2.5, 3.5, 12])
    columns = dict.fromkeys(Sessions.__dataclass_fields__, np.zeros(3))
    sessions = make(Sessions, **{**columns, "day": np.full(3, day), "start": hours * 3_600_000, "born": np.full(3, 1)})
    made = as_they_pass(People(sessions, empty(Events)), zone).sessions
    assert (made.start // 1000).tolist() == [9000, 9001, 39600]
    assert (sessions.start // 1000).tolist() == [9000, 12600, 43200]

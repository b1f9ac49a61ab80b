"""The rules of queries about change_event and change_status."""

from __future__ import annotations

from datetime import timedelta

import pytest

from microconv.emulator.google_ads.model_campaigns import Change

EVENTS = "SELECT change_event.change_resource_name FROM change_event WHERE "
STATUS = "SELECT change_status.campaign FROM change_status WHERE "
LATELY = "change_event.change_date_time DURING LAST_14_DAYS"
BETWEEN = "change_event.change_date_time BETWEEN"


@pytest.fixture(autouse=True)
def changes(world, store):
    """A campaign made nine days ago and changed just now, at 09:00 in Tokyo."""
    now = world.clock.now()
    new = {"name": "Brand"}
    store.changes += [
        Change(now - timedelta(days=9), "campaign", 601, "CREATE", "owner@agency.example", {}, new),
        Change(now, "campaign", 601, "UPDATE", "owner@agency.example", new, {"name": "Brand 2"}),
    ]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        (LATELY, 1),
        ("change_event.change_date_time DURING TODAY", 1),
        ("change_event.change_date_time >= '2026-11-10' AND change_event.change_date_time <= '2026-11-24'", 2),
        ("change_event.change_date_time >= '2026-11-10' AND change_event.change_date_time <= '2026-11-23'", 1),
        ("change_event.change_date_time >= '2026-11-23 08:59:59' AND change_event.change_date_time < '2026-11-24'", 1),
        (f"{BETWEEN} '2026-11-23 09:00:30' AND '2026-11-23 23:59:59.999999'", 0),
    ],
)
def test_times(ads, where, count):
    assert len(ads.rows(f"{EVENTS} {where} LIMIT 10")) == count


def test_what_get_change_summary_asks(ads):
    """The example runs nowhere: in google-ads 34.0.0 it imports a name its package does not have."""
    query = """
        SELECT change_status.resource_name, change_status.last_change_date_time, change_status.resource_type,
          change_status.campaign, change_status.resource_status
        FROM change_status
        WHERE change_status.last_change_date_time DURING {}
        ORDER BY change_status.last_change_date_time
        LIMIT 10000"""
    assert ads.rows(query.format("LAST_14_DAYS")) == []  # it ends yesterday
    [row] = ads.rows(query.format("THIS_MONTH"))
    assert row.change_status.campaign == "customers/1234567890/campaigns/601"
    assert row.change_status.resource_status.name == "CHANGED"


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        (
            "SELECT change_event.user_email FROM change_event LIMIT 5",
            "change_event_error.CHANGE_DATE_RANGE_INFINITE",
            "change_event: a query needs a filter for a finite range of change_event.change_date_time.",
        ),
        (
            EVENTS + "change_event.change_date_time > '2026-11-20' LIMIT 5",
            "change_event_error.CHANGE_DATE_RANGE_INFINITE",
            "change_event: a query needs a filter for a finite range of change_event.change_date_time.",
        ),
        (EVENTS + LATELY, "change_event_error.LIMIT_NOT_SPECIFIED", "change_event: a query needs a LIMIT."),
        (
            EVENTS + LATELY + " LIMIT 10001",
            "change_event_error.INVALID_LIMIT_CLAUSE",
            "change_event: the LIMIT must be at most 10000.",
        ),
        (
            f"{EVENTS} {BETWEEN} '2026-11-20' AND '2026-11-10' LIMIT 5",
            "change_event_error.CHANGE_DATE_RANGE_NEGATIVE",
            "change_event: the range of change_event.change_date_time ends before it starts.",
        ),
        (
            f"{EVENTS} {BETWEEN} '2026-10-01' AND '2026-11-10' LIMIT 5",
            "change_event_error.START_DATE_TOO_OLD",
            "The requested start date is too old. It cannot be older than 30 days.",
        ),
        (
            STATUS + "change_status.last_change_date_time BETWEEN '2026-08-01' AND '2026-11-10' LIMIT 5",
            "change_status_error.START_DATE_TOO_OLD",
            "change_status: the start date must be at most 90 days ago.",
        ),
        (
            STATUS + "change_status.last_change_date_time DURING TODAY",
            "change_status_error.LIMIT_NOT_SPECIFIED",
            "change_status: a query needs a LIMIT.",
        ),
        (
            EVENTS + "change_event.change_date_time > 'yesterday' LIMIT 5",
            "query_error.INVALID_DATE_FORMAT",
            "Error in query: 'yesterday' is not a time in the form YYYY-MM-DD HH:MM:SS.",
        ),
    ],
)
def test_refused(ads, query, code, message):
    with ads.refused() as refusal:
        ads.search(query)
    assert (refusal.codes, refusal.messages) == ([code], [message])

"""Reports: dimensions, metrics, their consistency, date ranges, filters, order, pages and aggregations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from microconv.emulator.ga4_data import fields
from microconv.emulator.ga4_data.access import profile
from microconv.emulator.ga4_data.table import metric_text
from microconv.emulator.series import day_cells
from microconv.emulator.shared import COVERAGE
from tests.emulator.ga4_data.conftest import STORE, table

NOT_HERE = "The microconv emulator does not have"
WEEK = ("2026-11-01", "2026-11-07")
NOVEMBER = ("2026-11-01", "2026-11-22")
DIMENSIONS = (
    "date",
    "eventName",
    "pagePath",
    "deviceCategory",
    "sessionDefaultChannelGroup",
    "isKeyEvent",
    "dayOfWeek",
)


def filtered(field, **condition):
    return {"filter": {"field_name": field, **condition}}


def exactly(field, value):
    return filtered(field, string_filter={"match_type": "EXACT", "value": value, "case_sensitive": True})


def cells(world, first, last):
    owner = world.ga4.property(345678901)
    day, last = date.fromisoformat(first), date.fromisoformat(last)
    while day <= last:
        yield from day_cells(profile(world, owner), day)
        day += timedelta(days=1)


# ---- what is counted


def test_the_numbers_are_those_of_the_series(report, world):
    (row,) = report("", "eventCount keyEvents sessions totalUsers activeUsers eventValue", WEEK)
    there = list(cells(world, *WEEK))
    events = {event.name: event for event in there[0].profile.events}
    counts = {name: sum(cell.count(event) for cell in there) for name, event in events.items()}
    sessions = sum(cell.sessions for cell in there)
    value = sum(cell.count(events["purchase"]) * cell.unit_value(events["purchase"]) for cell in there)
    key_events = counts["purchase"] + sum(cell.reach(events["view_item"]) for cell in there)
    assert row[:3] == (str(sum(counts.values())), str(key_events), str(sessions))
    assert int(row[4]) < int(row[3]) < sessions
    assert int(row[4]) > 0.9 * int(row[3])
    assert float(row[5]) == pytest.approx(value / 1e6)
    assert value / 1e6 > 9800


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_what_a_dimension_splits_sums_up(report, dimension):
    rows = report(dimension, "eventCount keyEvents eventValue", WEEK)
    (total,) = report("", "eventCount keyEvents eventValue", WEEK)
    assert len(rows) > 1
    for column in (1, 2, 3):
        assert sum(float(row[column]) for row in rows) == pytest.approx(float(total[column - 1]))


@pytest.mark.parametrize(
    ("dimension", "partition"),
    [("date", True), ("deviceCategory", True), ("sessionDefaultChannelGroup", True), ("eventName", False)],
)
def test_sessions_and_users_of_the_parts_and_the_whole(report, dimension, partition):
    rows = report(dimension, "sessions totalUsers", WEEK)
    ((sessions, people),) = report("", "sessions totalUsers", WEEK)
    every = sum(int(row[1]) for row in rows)
    assert every == int(sessions) if partition else every > int(sessions)
    assert max(int(row[1]) for row in rows) <= int(sessions)
    assert max(int(row[2]) for row in rows) <= int(people) <= sum(int(row[2]) for row in rows)


def test_the_form_of_the_values(report):
    rows = report("date year month yearMonth day dayOfWeek", "sessions", ("2026-11-01", "2026-11-02"))
    assert sorted(row[:6] for row in rows) == [
        ("20261101", "2026", "11", "202611", "01", "0"),
        ("20261102", "2026", "11", "202611", "02", "1"),
    ]
    assert {row[0] for row in report("deviceCategory", "sessions")} == {"mobile", "desktop"}
    assert {row[0] for row in report("isKeyEvent", "eventCount")} == {"true", "false"}


def test_events_happen_on_their_pages_only(report):
    rows = report("pagePath", "eventCount", NOVEMBER, dimension_filter=exactly("eventName", "purchase"))
    assert [row[0] for row in rows] == ["/thanks"]
    assert {row[0] for row in report("pagePath", "eventCount", WEEK)} == {"/", "/Form", "/thanks"}


def test_a_key_event_counts_from_the_day_it_was_made(report):
    rows = report("date", "eventCount keyEvents eventValue", NOVEMBER, dimension_filter=exactly("eventName", "mv_form"))
    before = [row for row in rows if row[0] < "20261110"]
    since = [row for row in rows if row[0] >= "20261110"]
    assert (len(before), len(since)) == (9, 13)
    assert all(int(row[1]) > 0 and (row[2], row[3]) == ("0", "0") for row in before)
    assert all(row[2] == row[1] and int(row[3]) == 500 * int(row[1]) for row in since)
    marks = report("isKeyEvent", "eventCount", NOVEMBER, dimension_filter=exactly("eventName", "mv_form"))
    assert {row[0] for row in marks} == {"true", "false"}


def test_once_per_session_counts_no_more_than_sessions(report, world):
    ((count, keys, sessions),) = report(
        "", "eventCount keyEvents sessions", WEEK, dimension_filter=exactly("eventName", "view_item")
    )
    assert int(keys) == int(sessions) < int(count)
    event = world.ga4.property(345678901).key_events[12]
    world.ga4.property(345678901).key_events[12] = type(event)(
        event.id, event.event_name, "ONCE_PER_EVENT", None, True, True, event.create_time
    )
    assert report("", "eventCount keyEvents", WEEK, dimension_filter=exactly("eventName", "view_item")) == [
        (count, count)
    ]


def test_a_key_event_made_now_changes_nothing_of_the_past(report, world):
    from microconv.emulator.ga4.model import KeyEvent

    owner = world.ga4.property(345678901)
    (before,) = report("", "eventCount keyEvents", NOVEMBER)
    owner.key_events[99] = KeyEvent(99, "scroll", "ONCE_PER_EVENT", None, True, True, world.clock.now())
    assert report("", "eventCount keyEvents", NOVEMBER) == [before]
    today = report("", "eventCount keyEvents", ("today", "today"), dimension_filter=exactly("eventName", "scroll"))
    assert today[0][0] == today[0][1] != "0"


def test_key_event_rates(report, world, refused):
    names = "sessionKeyEventRate:view_item sessionKeyEventRate userKeyEventRate:purchase sessions"
    ((item, any_event, people, sessions),) = report("", names, WEEK)
    there = list(cells(world, *WEEK))
    event = there[0].profile.event("view_item")
    assert item == metric_text(sum(cell.reach(event) for cell in there) / int(sessions))
    assert 0 < float(people) < float(item) <= float(any_event) < 1
    with pytest.raises(Exception, match="Field sessionKeyEventRate:scroll is not a valid metric"):
        report("", "sessionKeyEventRate:scroll", WEEK)
    world.policies.set("data_key_event_rate_scale", "PERCENT")
    assert float(report("", names, WEEK)[0][0]) == pytest.approx(100 * float(item))


def test_micro_conversions_stay_above_what_they_lead_to(report):
    rows = dict(report("eventName", "eventCount", NOVEMBER))
    assert int(rows["view_item"]) > int(rows["mv_form"]) > int(rows["purchase"]) > 0


def test_deprecated_names_are_still_read(report):
    rows = report("sessionDefaultChannelGrouping", "conversions", WEEK)
    assert rows == report("sessionDefaultChannelGroup", "keyEvents", WEEK)


def test_another_seed_gives_another_world(report, world):
    before = report("date", "sessions", WEEK)
    world.policies.set("traffic_seed", 2)
    assert report("date", "sessions", WEEK) != before
    world.policies.set("traffic_seed", 1)
    assert report("date", "sessions", WEEK) == before


def test_properties_differ_and_have_what_their_key_events_need(report):
    rows = dict(report("eventName", "eventCount", WEEK, name="properties/345678902"))
    assert {"session_start", "page_view", "view_item", "add_to_cart", "purchase", "generate_lead"} <= set(rows)
    order = ["page_view", "view_item", "add_to_cart", "begin_checkout", "purchase"]
    found = [int(rows[name]) for name in order]
    assert found == sorted(found, reverse=True)
    assert rows != dict(report("eventName", "eventCount", WEEK, name="properties/345678904"))


# ---- dates


def test_relative_days_are_those_of_the_property(report, world):
    world.clock.restart(datetime.fromisoformat("2026-11-22T16:30:00+00:00"))  # 01:30 on the 23rd in Tokyo
    assert report("date", "sessions", ("today", "today"))[0][0] == "20261123"
    assert report("date", "sessions", ("yesterday", "yesterday"))[0][0] == "20261122"
    assert sorted(row[0] for row in report("date", "sessions", ("3daysAgo", "1daysAgo"))) == [
        "20261120",
        "20261121",
        "20261122",
    ]
    assert report("date", "sessions", ("0daysAgo", "today"), name="properties/345678902")[0][0] == "20261122"


def test_today_grows_and_tomorrow_is_empty(report, world):
    found = []
    for moment, day in (
        ("2026-11-20T18:00", "today"),
        ("2026-11-21T06:00", "today"),
        ("2026-11-21T18:00", "yesterday"),
    ):
        world.clock.restart(datetime.fromisoformat(f"{moment}:00+00:00"))  # 03:00 and 15:00 on the 21st, 03:00 after it
        found.append(int(report("", "sessions", (day, day))[0][0]))
    assert 0 < found[0] < found[1] < found[2]
    assert found[2] == int(report("", "sessions", ("2026-11-21", "2026-11-21"))[0][0])
    assert report("date", "sessions", ("2026-12-01", "2027-01-01")) == []


def test_no_data_before_the_first_day(report, world):
    rows = report("date", "sessions", ("2026-08-20", "2026-09-03"))
    assert min(row[0] for row in rows) == "20260901"
    name = "properties/345678902"
    assert report("", "sessions", ("2025-01-01", "2025-01-31"), name=name) != []
    world.policies.set("data_history_days", 30)
    assert report("", "sessions", ("2025-01-01", "2025-01-31"), name=name) == []


def test_several_ranges_are_told_apart(report):
    one, other = ("2026-11-01", "2026-11-07", "now"), ("2026-10-01", "2026-10-31")
    rows = report("deviceCategory", "eventCount", one, other)
    assert sorted((row[0], row[1]) for row in rows) == [
        ("desktop", "date_range_1"),
        ("desktop", "now"),
        ("mobile", "date_range_1"),
        ("mobile", "now"),
    ]
    alone = dict(report("deviceCategory", "eventCount", one[:2]))
    assert {row[0]: row[2] for row in rows if row[1] == "now"} == alone
    rows = report("dateRange deviceCategory", "eventCount", one, other)
    assert {row[1]: row[2] for row in rows if row[0] == "now"} == alone
    assert [row[0] for row in report("", "sessions", one, other)] == ["date_range_1", "now"]  # by value, not by range


BAD_DAY = "must be YYYY-MM-DD, NdaysAgo, yesterday, or today."


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ([("20261101", "today")], f"Invalid startDate : 20261101. startDate {BAD_DAY}"),
        ([("2026-11-31", "today")], f"Invalid startDate : 2026-11-31. startDate {BAD_DAY}"),
        ([("2026-11-01", "tomorrow")], f"Invalid endDate : tomorrow. endDate {BAD_DAY}"),
        ([("999999daysAgo", "today")], f"Invalid startDate : 999999daysAgo. startDate {BAD_DAY}"),
        ([("", "")], f"Invalid startDate : . startDate {BAD_DAY}"),
        (
            [("today", "2026-11-01")],
            "start_date must be less than or equal to end_date. start_date = today and end_date = 2026-11-01",
        ),
        (
            [("2015-08-13", "today")],
            "start_date must be after 2015-08-13 and before 3000-01-01. start_date = 2015-08-13",
        ),
        ([WEEK] * 5, "Requests are limited to 4 dateRanges.\n  This request contains 5 dateRanges."),
        ([(*WEEK, "RESERVED_X")], "The dateRange name RESERVED_X cannot begin with date_range_ or RESERVED_."),
        ([(*WEEK, "a"), (*WEEK, "a")], "The names of the dateRanges must differ."),
    ],
)
def test_date_ranges_that_are_refused(report, refused, days, message):
    with refused(400, message):
        report("", "sessions", *days)


def test_a_date_range_is_needed_before_anything_is_counted(client, refused):
    names = ["date", "year", "month", "day", "dayOfWeek", "yearMonth", "eventName", "pagePath", "deviceCategory"]
    request = {"property": STORE, "dimensions": [{"name": name} for name in [*names, "isKeyEvent"]]}
    with refused(400, "A dateRange is required."):
        client.run_report(request)


# ---- filters

EVENTS = {"page_view", "user_engagement", "session_start", "view_item", "first_visit", "scroll", "mv_form", "purchase"}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"string_filter": {"value": "PURCHASE"}}, {"purchase"}),
        ({"string_filter": {"match_type": "EXACT", "value": "Purchase"}}, {"purchase"}),
        ({"string_filter": {"match_type": "EXACT", "value": "Purchase", "case_sensitive": True}}, set()),
        ({"string_filter": {"match_type": "BEGINS_WITH", "value": "MV_"}}, {"mv_form"}),
        ({"string_filter": {"match_type": "ENDS_WITH", "value": "view"}}, {"page_view"}),
        ({"string_filter": {"match_type": "CONTAINS", "value": "VIEW"}}, {"page_view", "view_item"}),
        ({"string_filter": {"match_type": "FULL_REGEXP", "value": "(mv|view)_.*"}}, {"mv_form", "view_item"}),
        ({"string_filter": {"match_type": "FULL_REGEXP", "value": "view"}}, set()),
        ({"string_filter": {"match_type": "PARTIAL_REGEXP", "value": "^.*VIEW$"}}, {"page_view"}),
        ({"string_filter": {"match_type": "PARTIAL_REGEXP", "value": "VIEW", "case_sensitive": True}}, set()),
        ({"in_list_filter": {"values": ["Purchase", "scroll", "x"]}}, {"purchase", "scroll"}),
        ({"in_list_filter": {"values": ["Purchase", "scroll"], "case_sensitive": True}}, {"scroll"}),
        ({"empty_filter": {}}, set()),
    ],
)
def test_text_filters(report, condition, found):
    rows = report("eventName", "eventCount", WEEK, dimension_filter=filtered("eventName", **condition))
    assert {row[0] for row in rows} == found


def test_groups_of_filters(report):
    view, form = exactly("eventName", "view_item"), exactly("eventName", "mv_form")
    mobile = exactly("deviceCategory", "mobile")

    def names(expression):
        return {row[0] for row in report("eventName", "eventCount", WEEK, dimension_filter=expression)}

    assert names({"or_group": {"expressions": [view, form]}}) == {"view_item", "mv_form"}
    assert names({"and_group": {"expressions": [view, form]}}) == set()
    assert names({"not_expression": view}) == EVENTS - {"view_item"}
    assert names({"and_group": {"expressions": [{"not_expression": {"not_expression": form}}, mobile]}}) == {"mv_form"}
    both = {"and_group": {"expressions": [view, mobile]}}
    by_device = dict(report("deviceCategory", "eventCount", WEEK, dimension_filter=view))
    assert report("", "eventCount", WEEK, dimension_filter=both) == [(by_device["mobile"],)]


def test_numeric_filters_of_dates(report):
    between = {"between_filter": {"from_value": {"int64_value": 20261103}, "to_value": {"double_value": 20261105.0}}}
    rows = report("date", "sessions", WEEK, dimension_filter=filtered("date", **between))
    assert sorted(row[0] for row in rows) == ["20261103", "20261104", "20261105"]
    later = {"numeric_filter": {"operation": "GREATER_THAN", "value": {"int64_value": 5}}}
    rows = report("day", "sessions", WEEK, dimension_filter=filtered("day", **later))
    assert sorted(row[0] for row in rows) == ["06", "07"]
    assert report("", "sessions", WEEK, dimension_filter=filtered("eventName", **later)) == []


@pytest.mark.parametrize(
    ("operation", "keep"),
    [
        ("EQUAL", lambda value, limit: value == limit),
        ("LESS_THAN", lambda value, limit: value < limit),
        ("LESS_THAN_OR_EQUAL", lambda value, limit: value <= limit),
        ("GREATER_THAN", lambda value, limit: value > limit),
        ("GREATER_THAN_OR_EQUAL", lambda value, limit: value >= limit),
    ],
)
def test_metric_filters_look_at_finished_rows(report, operation, keep):
    rows = report("eventName", "eventCount", WEEK)
    limit = int(dict(rows)["view_item"])
    condition = {"numeric_filter": {"operation": operation, "value": {"int64_value": limit}}}
    found = report("eventName", "eventCount", WEEK, metric_filter=filtered("eventCount", **condition))
    assert found == [row for row in rows if keep(int(row[1]), limit)]


def test_filters_may_use_fields_that_are_not_shown(report):
    few = {"numeric_filter": {"operation": "LESS_THAN", "value": {"int64_value": 250}}}
    rows = report("eventName", "eventCount", WEEK, metric_filter=filtered("sessions", **few))
    sessions = dict(report("eventName", "sessions", WEEK))
    assert {row[0] for row in rows} == {name for name, count in sessions.items() if int(count) < 250}
    assert 0 < len(rows) < len(sessions)
    thanks = report("eventName", "eventCount", WEEK, dimension_filter=exactly("pagePath", "/thanks"))
    assert dict(thanks)["purchase"] == dict(report("eventName", "eventCount", WEEK))["purchase"]


@pytest.mark.parametrize(
    ("name", "expression", "message"),
    [
        (
            "dimension_filter",
            exactly("eventCount", "1"),
            "Field eventCount is not a valid dimension. For a list of valid dimensions and metrics, see "
            "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ",
        ),
        (
            "metric_filter",
            filtered("eventName", numeric_filter={"operation": "EQUAL", "value": {"int64_value": 1}}),
            "Field eventName is not a valid metric.  For a list of valid dimensions and metrics, see "
            "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ",
        ),
        (
            "metric_filter",
            exactly("eventCount", "1"),
            "The metric eventCount cannot have a string_filter; it takes a numericFilter or betweenFilter.",
        ),
        ("dimension_filter", filtered("eventName"), "The filter on eventName has no condition."),
        (
            "dimension_filter",
            filtered("eventName", in_list_filter={}),
            "The inListFilter on eventName must not be empty.",
        ),
        (
            "dimension_filter",
            filtered("eventName", string_filter={"match_type": "FULL_REGEXP", "value": "(a"}),
            "The filter on eventName has an invalid regular expression: (a",
        ),
        (
            "dimension_filter",
            filtered("eventName", string_filter={"match_type": "PARTIAL_REGEXP", "value": "(?!a)b"}),
            "The filter on eventName has an invalid regular expression: (?!a)b",
        ),
        (
            "metric_filter",
            filtered("eventCount", numeric_filter={"value": {"int64_value": 1}}),
            "A numericFilter needs an operation.",
        ),
        (
            "metric_filter",
            filtered("eventCount", numeric_filter={"operation": "EQUAL"}),
            "A numeric value must have an int64Value or a doubleValue.",
        ),
        (
            "metric_filter",
            filtered("eventCount", between_filter={"from_value": {"int64_value": 2}, "to_value": {"int64_value": 1}}),
            "The fromValue of a betweenFilter must not be greater than its toValue.",
        ),
        (
            "dimension_filter",
            {"and_group": {"expressions": []}},
            "The and_group of a filter expression must not be empty.",
        ),
        (
            "dimension_filter",
            {},
            "A filter expression must have one of andGroup, orGroup, notExpression and filter.",
        ),
    ],
)
def test_filters_that_are_refused(report, refused, name, expression, message):
    with refused(400, message):
        report("", "eventCount", WEEK, **{name: expression})


# ---- order and pages


def dimension(name, kind=0, desc=False):
    return {"dimension": {"dimension_name": name, "order_type": kind}, "desc": desc}


def test_the_first_metric_decides_the_order_unless_asked(report, world):
    rows = report("eventName", "sessions eventCount", WEEK)
    assert [int(row[1]) for row in rows] == sorted([int(row[1]) for row in rows], reverse=True)
    assert [row[0] for row in rows[:2]] == ["page_view", "session_start"]  # as many sessions: by name
    world.policies.set("data_default_order", "DIMENSIONS_ASC")
    rows = report("eventName", "sessions eventCount", WEEK)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_orders_apply_one_after_the_other(report):
    order = [dimension("deviceCategory", desc=True), {"metric": {"metric_name": "eventCount"}}]
    rows = report("eventName deviceCategory", "eventCount", WEEK, order_bys=order)
    assert rows == sorted(rows, key=lambda row: (row[1] != "mobile", int(row[2])))
    order = [{"metric": {"metric_name": "eventCount"}, "desc": True}]
    rows = report("eventName", "eventCount", WEEK, order_bys=order)
    assert [int(row[1]) for row in rows] == sorted([int(row[1]) for row in rows], reverse=True)


def test_kinds_of_order(report):
    pages = [row[0] for row in report("pagePath", "eventCount", WEEK, order_bys=[dimension("pagePath", 1)])]
    assert pages == ["/", "/Form", "/thanks"]
    names = "eventName pagePath"
    rows = report(names, "eventCount", WEEK, order_bys=[dimension("pagePath", 2, desc=True), dimension("eventName", 1)])
    assert [row[1] for row in rows] == sorted([row[1] for row in rows], key=str.lower, reverse=True)
    rows = report("date day", "sessions", ("2026-10-25", "2026-11-14"), order_bys=[dimension("day", 3)])
    assert [int(row[1]) for row in rows] == sorted(int(row[1]) for row in rows)


def test_pages(report, client):
    every = report("date eventName", "eventCount", WEEK)
    assert len(every) == 56
    pages = [report("date eventName", "eventCount", WEEK, limit=20, offset=start) for start in (0, 20, 40, 60)]
    assert [len(page) for page in pages] == [20, 20, 16, 0]
    assert [row for page in pages for row in page] == every
    request = {"property": STORE, "dimensions": [{"name": "date"}], "limit": 3}
    found = client.run_report({**request, "date_ranges": [{"start_date": WEEK[0], "end_date": WEEK[1]}]})
    assert (len(found.rows), found.row_count, found.metric_headers) == (3, 7, [])


def test_empty_rows_are_kept_when_asked(report):
    names, scroll = "date eventName", exactly("eventName", "purchase")
    few = {
        "dimension_filter": {
            "and_group": {"expressions": [scroll, exactly("sessionDefaultChannelGroup", "Paid Search")]}
        }
    }
    rows = report(names, "keyEvents", NOVEMBER, **few)
    every = report(names, "keyEvents", NOVEMBER, keep_empty_rows=True, **few)
    assert len(rows) < len(every) == 22
    assert [row for row in every if row[2] != "0"] == rows
    never = exactly("eventName", "add_to_cart")
    assert report(names, "keyEvents", NOVEMBER, keep_empty_rows=True, dimension_filter=never) == []


def test_empty_rows_of_one_range_are_kept_in_the_other(report):
    ranges = ("2026-11-01", "2026-11-01"), ("2026-11-02", "2026-11-02")
    assert len(report("date", "sessions", *ranges)) == 2
    rows = report("date", "sessions", *ranges, keep_empty_rows=True)
    assert sorted((row[0], row[1], row[2] == "0") for row in rows) == [
        ("20261101", "date_range_0", False),
        ("20261101", "date_range_1", True),
        ("20261102", "date_range_0", True),
        ("20261102", "date_range_1", False),
    ]


def test_invisible_metrics_order_and_filter_only(client):
    request = {
        "property": STORE,
        "dimensions": [{"name": "eventName"}],
        "metrics": [{"name": "eventCount"}, {"name": "sessions", "invisible": True}],
        "date_ranges": [{"start_date": WEEK[0], "end_date": WEEK[1]}],
        "order_bys": [{"metric": {"metric_name": "sessions"}}],
    }
    found = client.run_report(request)
    assert [one.name for one in found.metric_headers] == ["eventCount"]
    assert {len(row) for row in table(found)} == {2}
    assert table(found)[0][0] == "purchase"


# ---- aggregations


def test_aggregations(report):
    found = report("eventName", "eventCount sessions", WEEK, metric_aggregations=["TOTAL", "MINIMUM", "MAXIMUM"])
    rows = table(found)
    ((count, sessions),) = report("", "eventCount sessions", WEEK)

    def amounts(aggregated):
        return [tuple(value.value for value in (*row.dimension_values, *row.metric_values)) for row in aggregated]

    assert amounts(found.totals) == [("RESERVED_TOTAL", count, sessions)]
    least = tuple(str(min(int(row[column]) for row in rows)) for column in (1, 2))
    most = tuple(str(max(int(row[column]) for row in rows)) for column in (1, 2))
    assert amounts(found.minimums) == [("RESERVED_MIN", *least)]
    assert amounts(found.maximums) == [("RESERVED_MAX", *most)]


def test_totals_are_of_all_pages_and_each_range(report):
    ranges = (*WEEK, "now"), ("2026-10-01", "2026-10-07", "then")
    found = report("date", "sessions totalUsers", *ranges, metric_aggregations=["TOTAL"], limit=1)
    alone = [report("", "sessions totalUsers", one[:2])[0] for one in ranges]
    totals = [tuple(value.value for value in (*row.dimension_values, *row.metric_values)) for row in found.totals]
    assert totals == [("RESERVED_TOTAL", "now", *alone[0]), ("RESERVED_TOTAL", "then", *alone[1])]


def test_totals_of_what_is_not_additive(report, world):
    few = {"numeric_filter": {"operation": "LESS_THAN", "value": {"int64_value": 250}}}
    more = {"metric_aggregations": ["TOTAL"], "metric_filter": filtered("sessions", **few)}
    found = report("eventName", "sessions", WEEK, **more)
    rows = [int(row[1]) for row in table(found)]
    assert len(rows) > 1
    assert max(rows) <= int(found.totals[0].metric_values[0].value) < sum(rows)
    world.policies.set("data_totals", "SUM_OF_ROWS")
    found = report("eventName", "sessions", WEEK, **more)
    assert int(found.totals[0].metric_values[0].value) == sum(rows)


# ---- what is refused

SCHEMA = "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema "


def many(kind):
    names = "date year month day dayOfWeek yearMonth eventName pagePath deviceCategory isKeyEvent"
    return (names, "") if kind == "dimensions" else ("", "eventCount " * 11)


@pytest.mark.parametrize(
    ("dimensions", "metrics", "more", "status", "message"),
    [
        (
            "unicorn",
            "sessions",
            {},
            400,
            f"Field unicorn is not a valid dimension. For a list of valid dimensions and metrics, see {SCHEMA}",
        ),
        (
            "",
            "sessionz",
            {},
            400,
            f"Field sessionz is not a valid metric.  For a list of valid dimensions and metrics, see {SCHEMA}",
        ),
        (
            "",
            "keyEvents:scroll",
            {},
            400,
            f"Field keyEvents:scroll is not a valid metric.  For a list of valid dimensions and metrics, see {SCHEMA}",
        ),
        (
            *many("dimensions"),
            {},
            400,
            "Requests are limited to 9 dimensions within a nested request.\n  This request is for 10 dimensions.",
        ),
        (
            *many("metrics"),
            {},
            400,
            "Requests are limited to 10 metrics within a nested request.\n  This request is for 11 metrics.",
        ),
        ("", "", {}, 400, "Requests require dimensions and/or metrics. Most requests include both."),
        ("date date", "sessions", {}, 400, "Found duplicate dimensions: date"),
        (
            "",
            "sessions sessions",
            {},
            400,
            "Duplicate metrics are not allowed. Found duplicate metrics: sessions",
        ),
        ("", "sessions", {"limit": -1}, 400, "limit must be positive. The API received limit = -1"),
        ("", "sessions", {"offset": -2}, 400, "offset must be positive. The API received offset = -2"),
        (
            "date",
            "sessions",
            {"order_bys": [{"metric": {"metric_name": "eventCount"}}]},
            400,
            "Field eventCount exists in OrderBy but is not defined in input Dimensions/Metrics list",
        ),
        ("date", "sessions", {"order_bys": [{}]}, 400, "Each orderBy of a report needs a metric or a dimension."),
        (
            "date",
            "sessions",
            {"metric_aggregations": ["COUNT"]},
            400,
            "Metric aggregation Count is not supported in ReportRequest.",
        ),
        ("", "sessions", {"currency_code": "yen"}, 400, "The currencyCode yen is not an ISO 4217 code."),
        (
            "audienceName",
            "sessions",
            {},
            501,
            f"{NOT_HERE} the dimension audienceName; it has {', '.join(fields.DIMENSIONS)}. {COVERAGE}",
        ),
        (
            "",
            "publisherAdClicks",
            {},
            501,
            f"{NOT_HERE} the metric publisherAdClicks; it has {', '.join(fields.METRICS)}. {COVERAGE}",
        ),
        (
            "",
            "sessions",
            {"cohort_spec": {"cohorts": [{"name": "a"}]}},
            501,
            f"{NOT_HERE} the field cohort_spec of RunReportRequest. {COVERAGE}",
        ),
    ],
)
def test_requests_that_are_refused(report, refused, world, dimensions, metrics, more, status, message):
    with refused(status, message):
        report(dimensions, metrics, WEEK, **more)
    assert world.log.entries[-1].status == ("INVALID_ARGUMENT" if status == 400 else "UNIMPLEMENTED")


def test_expressions_are_refused_as_missing(client, refused):
    days = [{"start_date": WEEK[0], "end_date": WEEK[1]}]
    with refused(501, f"{NOT_HERE} metric expressions. {COVERAGE}"):
        client.run_report(
            {"property": STORE, "metrics": [{"name": "x", "expression": "eventCount/sessions"}], "date_ranges": days}
        )
    expression = {"lower_case": {"dimension_name": "eventName"}}
    with refused(501, f"{NOT_HERE} dimension expressions. {COVERAGE}"):
        client.run_report(
            {"property": STORE, "dimensions": [{"name": "x", "dimension_expression": expression}], "date_ranges": days}
        )


def test_conversion_reports_of_v1alpha_are_refused_as_missing(data, refused):
    request = {
        "property": STORE,
        "metrics": [{"name": "sessions"}],
        "date_ranges": [{"start_date": WEEK[0], "end_date": WEEK[1]}],
        "conversion_spec": {"conversion_actions": ["conversionActions/1"]},
    }
    with refused(501, f"{NOT_HERE} the field conversion_spec of RunReportRequest. {COVERAGE}"):
        data.client("v1alpha").run_report(request)


def test_the_currency_is_the_one_asked_for(client):
    request = {
        "property": STORE,
        "metrics": [{"name": "eventValue"}],
        "date_ranges": [{"start_date": WEEK[0], "end_date": WEEK[1]}],
        "currency_code": "EUR",
    }
    assert client.run_report(request).metadata.currency_code == "EUR"


def test_a_time_zone_that_is_none(report, world, refused):
    world.ga4.property(345678901).time_zone = "Asia/Nowhere"
    with refused(400, "The microconv emulator knows no time zone 'Asia/Nowhere'."):
        report("", "sessions", WEEK)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(3, "3"), (3.0, "3"), (0.5, "0.5"), (1 / 3, "0.33333333333333331"), (0.1, "0.1"), (0.0, "0"), (-2.5, "-2.5")],
)
def test_values_as_text(amount, text):
    assert metric_text(amount) == text

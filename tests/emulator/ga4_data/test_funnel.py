"""Funnels (v1alpha)."""

from __future__ import annotations

import pytest
from google.api_core.exceptions import BadRequest

from microconv.emulator.ga4_data import walk
from microconv.emulator.shared import COVERAGE
from tests.emulator.ga4_data.conftest import STORE, table

DAYS = [{"start_date": "2026-11-01", "end_date": "2026-11-14"}]
METRICS = ["activeUsers", "funnelStepCompletionRate", "funnelStepAbandonments", "funnelStepAbandonmentRate"]


def event(name):
    return {"funnel_event_filter": {"event_name": name}}


def field(name, value):
    return {"funnel_field_filter": {"field_name": name, "string_filter": {"value": value}}}


def step(expression, name=""):
    return {"name": name, "filter_expression": expression}


PATH = [step(event("view_item"), "View"), step(event("mv_form"), "Form"), step(event("purchase"))]


@pytest.fixture(params=["grpc", "rest"])
def funnel(request, data):
    """``funnel(steps, **more)`` -> the response."""
    client = data.client("v1alpha", request.param)

    def run(steps, *, is_open=False, **more):
        shape = {"steps": steps, "is_open_funnel": is_open}
        return client.run_funnel_report({"property": STORE, "date_ranges": DAYS, "funnel": shape, **more})

    return run


@pytest.fixture
def users(report):
    """The active users with an event, by the core report of v1beta."""
    return {name: int(count) for name, count in report("eventName", "activeUsers")}


def reached(response):
    return [int(row[1]) for row in table(response.funnel_table)]


def test_steps_and_what_is_lost_between_them(funnel, users):
    found = funnel(PATH)
    first, second, third = table(found.funnel_table)
    assert [one.name for one in found.funnel_table.dimension_headers] == ["funnelStepName"]
    assert (first[0], second[0], third[0]) == ("1. View", "2. Form", "3. ")
    # whoever sends the form or buys has looked at an item before, in the same session
    assert reached(found) == [users[name] for name in ("view_item", "mv_form", "purchase")]
    assert reached(found) == sorted(reached(found), reverse=True)
    one, two, _ = reached(found)
    assert float(first[2]) == pytest.approx(two / one)
    assert first[3] == str(one - two)
    assert float(first[2]) + float(first[4]) == pytest.approx(1)
    assert third[2:] == ("0", "0", "0")
    assert found.kind == "analyticsData#runFunnelReport"
    assert table(found.funnel_visualization) == [row[:2] for row in (first, second, third)]


def test_closed_and_open_funnels(funnel, users):
    """Backwards only who came again did the steps in their order."""
    backwards = PATH[::-1]
    closed = reached(funnel(backwards))
    assert closed[0] == users["purchase"] > closed[1] > closed[2]
    found = funnel(backwards, is_open=True)
    assert reached(found) == [users[name] for name in ("purchase", "mv_form", "view_item")]
    first = table(found.funnel_table)[0]
    assert int(first[3]) == users["purchase"] - closed[1]
    assert float(first[2]) == pytest.approx(closed[1] / users["purchase"])


def test_steps_within_a_time_and_right_after_each_other(funnel, users):
    """Time and order bring in no user that the plain funnel has not."""
    plain = reached(funnel(PATH))
    ages = reached(funnel([PATH[0], {**PATH[1], "within_duration_from_prior_step": "864000s"}]))
    short = reached(funnel([PATH[0], {**PATH[1], "within_duration_from_prior_step": "3s"}]))
    assert ages == plain[:2]
    assert short[0] == plain[0]
    assert 0 < short[1] < plain[1]
    direct = reached(
        funnel([step(event("session_start")), {**step(event("page_view")), "is_directly_followed_by": True}])
    )
    loose = reached(funnel([step(event("session_start")), step(event("page_view"))]))
    assert direct[0] == loose[0] == users["session_start"]
    assert 0 < direct[1] < loose[1]


def test_conditions(funnel, users, report):
    every = {"or_group": {"expressions": [event("purchase"), event("view_item")]}}
    assert reached(funnel([step(every)])) == [users["view_item"]]
    assert reached(funnel([step({"and_group": {"expressions": [event("purchase"), event("view_item")]}})])) == [0]
    assert reached(funnel([step({"not_expression": {"not_expression": event("mv_form")}})])) == [users["mv_form"]]
    thanks = {"and_group": {"expressions": [event("page_view"), field("pagePath", "/thanks")]}}
    page = {"filter": {"field_name": "pagePath", "string_filter": {"value": "/thanks"}}}
    on_page = {name: int(count) for name, count in report("eventName", "activeUsers", dimension_filter=page)}
    assert 0 < on_page["page_view"] < users["page_view"]
    assert reached(funnel([step(thanks)])) == [on_page["page_view"]]


def test_a_dimension_filter(funnel, report):
    mobile = {"filter": {"field_name": "deviceCategory", "string_filter": {"value": "mobile"}}}
    there = {name: int(count) for name, count in report("eventName", "activeUsers", dimension_filter=mobile)}
    assert reached(funnel(PATH, dimension_filter=mobile)) == [
        there[name] for name in ("view_item", "mv_form", "purchase")
    ]


def test_next_actions_are_what_came_right_after(funnel, report):
    """Every session begins with session_start; what comes after the last event of a user is nothing."""
    by_event = {"next_action_dimension": {"name": "eventName"}}
    found = funnel([step(event("session_start")), step(event("page_view"))], funnel_next_action=by_event)
    view = found.funnel_visualization
    assert [one.name for one in view.dimension_headers] == ["funnelStepName", "funnelStepNextAction"]
    rows = table(view)
    totals = {row[0]: int(row[2]) for row in rows if row[1] == "RESERVED_TOTAL"}
    assert list(totals.values()) == reached(found)
    first = {row[1]: int(row[2]) for row in rows if row[0] == "1. " and row[1] != "RESERVED_TOTAL"}
    assert "page_view" not in first  # with it the next step is done
    assert "first_visit" in first
    assert sum(first.values()) < totals["1. "]
    last = [(int(row[2]), row[1]) for row in rows if row[0] == "2. "][1:]
    assert 0 < len(last) <= 5
    assert last == sorted(last, key=lambda one: (-one[0], one[1]))
    assert sum(count for count, _ in last) <= totals["2. "]
    few = funnel([step(event("page_view"))], funnel_next_action={**by_event, "limit": 1})
    assert len(table(few.funnel_visualization)) == 2


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (
            {"next_action_dimension": {"name": "eventName"}, "limit": 6},
            "The limit of a funnelNextAction must be from 1 to 5. It is 6.",
        ),
        (
            {"next_action_dimension": {"name": "deviceCategory"}},
            "The dimension deviceCategory is not supported as nextActionDimension.",
        ),
        (
            {"next_action_dimension": {"name": "landingPage"}},
            "The dimension landingPage is not supported as nextActionDimension.",
        ),
    ],
)
def test_next_actions_that_are_none(funnel, refused, action, text):
    with refused(400, text):
        funnel(PATH, funnel_next_action=action)


MONTHS = [
    {"start_date": "2026-10-01", "end_date": "2026-10-31", "name": "before"},
    {"start_date": "2026-11-01", "end_date": "2026-11-20", "name": "month"},
]


def test_several_date_ranges_are_told_apart_as_the_policy_says(funnel, world, refused):
    alone = [reached(funnel(PATH[:2], date_ranges=[one])) for one in MONTHS]
    (a, b), (c, d) = alone
    by_next = {"next_action_dimension": {"name": "eventName"}}
    for naming, names in (("NAMES", ["before", "month"]), ("INDEXES", ["date_range_0", "date_range_1"])):
        world.policies.set("data_funnel_date_ranges", naming)
        found = funnel(PATH[:2], date_ranges=MONTHS, funnel_next_action=by_next)
        rows = table(found.funnel_table)
        assert [one.name for one in found.funnel_table.dimension_headers] == ["funnelStepName", "dateRange"]
        assert [row[:2] for row in rows] == [(name, one) for name in ("1. View", "2. Form") for one in names]
        assert [int(row[2]) for row in rows] == [a, c, b, d]
        assert {row[2] for row in table(found.funnel_visualization)} == set(names)
    world.policies.set("data_funnel_date_ranges", "ABSENT")
    found = funnel(PATH[:2], date_ranges=MONTHS)
    assert [one.name for one in found.funnel_table.dimension_headers] == ["funnelStepName"]
    assert reached(found) == [a, c, b, d]
    world.policies.set("data_funnel_date_ranges", "REFUSED")
    with refused(400, "Funnel reports are limited to 1 dateRange."):
        funnel(PATH[:2], date_ranges=MONTHS)
    assert reached(funnel(PATH[:2], date_ranges=MONTHS[:1])) == [a, b]


def test_a_breakdown(funnel, report):
    by_device = {"breakdown_dimension": {"name": "deviceCategory"}}
    found = funnel(PATH[:2], funnel_breakdown=by_device)
    assert [one.name for one in found.funnel_table.dimension_headers] == ["funnelStepName", "deviceCategory"]
    rows = table(found.funnel_table)
    assert [row[:2] for row in rows] == [
        (label, value) for label in ("1. View", "2. Form") for value in ("RESERVED_TOTAL", "mobile", "desktop")
    ]
    view = {"filter": {"field_name": "eventName", "string_filter": {"value": "view_item"}}}
    there = dict(report("deviceCategory", "activeUsers", dimension_filter=view))
    assert {row[1]: row[2] for row in rows[1:3]} == there
    rows = table(funnel(PATH[:2], funnel_breakdown={**by_device, "limit": 1}).funnel_table)
    assert [row[1] for row in rows] == ["RESERVED_TOTAL", "mobile"] * 2


def test_a_breakdown_of_an_open_funnel_has_values_that_its_first_step_lacks(funnel):
    mobile = {"funnel_field_filter": {"field_name": "deviceCategory", "string_filter": {"value": "mobile"}}}
    by_device = {"breakdown_dimension": {"name": "deviceCategory"}}
    rows = table(funnel([step(mobile, "Mobile"), PATH[0]], is_open=True, funnel_breakdown=by_device).funnel_table)
    users = {(row[0], row[1]): int(row[2]) for row in rows}
    assert users["1. Mobile", "desktop"] == 0 < users["2. View", "desktop"]
    devices = {device for _, device in users} - {"RESERVED_TOTAL"}
    assert sum(users["2. View", device] for device in devices) == users["2. View", "RESERVED_TOTAL"]


def test_a_breakdown_by_what_a_user_has_several_of(funnel):
    """Each user belongs to the value of the event with which he entered, so the parts sum up at every step."""
    by_page = {"breakdown_dimension": {"name": "pagePath"}, "limit": 15}
    rows = table(funnel(PATH[:2], funnel_breakdown=by_page).funnel_table)
    for label in ("1. View", "2. Form"):
        total, *parts = [int(row[2]) for row in rows if row[0] == label]
        assert sum(parts) == total > max(parts)


@pytest.mark.parametrize("name", ["country", "sessionSource", "browser", "language", "firstUserSourceMedium"])
def test_a_breakdown_by_what_many_origins_and_places_share(data, report, name):
    """Each value is there once, with the users of all cities, systems or campaigns that have it."""
    shape = {"steps": [step(event("session_start"))]}
    breakdown = {"breakdown_dimension": {"name": name}, "limit": 15}
    request = {"property": STORE, "date_ranges": DAYS, "funnel": shape, "funnel_breakdown": breakdown}
    found = table(data.client("v1alpha").run_funnel_report(request).funnel_table)
    values = [row[1] for row in found[1:]]
    assert len(set(values)) == len(values) > 1
    if name != "sessionSource":  # of which a user has several; the others are always his
        assert {row[1]: row[2] for row in found[1:]} == dict(report(name, "activeUsers"))


def test_what_has_no_item_is_of_none(funnel, report):
    lamp, nothing = (step(field("itemName", name)) for name in ("Desk lamp", "(not set)"))
    looked = {"filter": {"field_name": "itemName", "string_filter": {"value": "Desk lamp"}}}
    (users,) = report("", "activeUsers", dimension_filter=exactly_one("eventName", "view_item"))[0]
    assert 0 < reached(funnel([lamp]))[0] < int(users) / 2
    assert reached(funnel([lamp])) == reached(funnel([step(event("view_item"))], dimension_filter=looked))
    assert reached(funnel([nothing])) == reached(funnel([step(event("page_view"))]))


def exactly_one(name, value):
    return {"filter": {"field_name": name, "string_filter": {"value": value}}}


def test_a_trend(funnel):
    found = funnel(PATH, funnel_visualization_type="TRENDED_FUNNEL")
    assert [one.name for one in found.funnel_visualization.dimension_headers] == ["funnelStepName", "date"]
    rows = table(found.funnel_visualization)
    assert [row[1] for row in rows if row[0] == "1. View"] == [f"202611{day:02}" for day in range(1, 15)]
    by_day = {(row[0], row[1]): int(row[2]) for row in rows}
    assert all(count <= by_day["1. View", day] for (_, day), count in by_day.items())
    assert len(table(found.funnel_table)) == 3


def test_several_ranges(funnel):
    ranges = [*DAYS, {"start_date": "2026-10-01", "end_date": "2026-10-14", "name": "then"}]
    found = funnel(PATH[:1], date_ranges=ranges)
    assert [row[:2] for row in table(found.funnel_table)] == [("1. View", "date_range_0"), ("1. View", "then")]
    assert found.funnel_table.dimension_headers[-1].name == "dateRange"
    assert table(found.funnel_table)[0][2:] == table(funnel(PATH[:1]).funnel_table)[0][1:]


def test_a_limit(funnel):
    found = funnel(PATH, limit=2)
    assert (len(found.funnel_table.rows), len(found.funnel_visualization.rows)) == (2, 2)


def test_headers_and_the_last_step_as_switched(funnel, world):
    assert [one.name for one in funnel(PATH).funnel_table.metric_headers] == METRICS * 2
    assert {one.type_.name for one in funnel(PATH).funnel_table.metric_headers} == {"TYPE_INTEGER"}
    world.policies.set("data_funnel_headers", "ONCE")
    world.policies.set("data_funnel_last_step_rate", "ONE")
    found = funnel(PATH)
    assert [one.name for one in found.funnel_table.metric_headers] == METRICS
    assert table(found.funnel_table)[-1][2:] == ("1", "0", "0")


def nested(depth):
    return event("purchase") if not depth else {"not_expression": nested(depth - 1)}


@pytest.mark.parametrize(
    ("steps", "more", "status", "message"),
    [
        ([], {}, 400, "The funnel must have at least one step."),
        ([{"name": "x"}], {}, 400, "Each funnel step must have a filterExpression."),
        ([step({"funnel_event_filter": {}})], {}, 400, "The eventName of a funnelEventFilter is required."),
        ([step({"or_group": {}})], {}, 400, "The or_group of a filter expression must not be empty."),
        ([step(nested(60))], {}, 400, "The filter expression is nested too deeply."),
        (
            [step(field("sessions", "1"))],
            {},
            400,
            "Field sessions is not a valid dimension. For a list of valid dimensions and metrics, see "
            "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ",
        ),
        (PATH, {"date_ranges": []}, 400, "A dateRange is required."),
        (PATH, {"limit": -1}, 400, "limit must be positive. The API received limit = -1"),
        (
            PATH,
            {"funnel_breakdown": {"breakdown_dimension": {"name": "deviceCategory"}, "limit": 16}},
            400,
            "The limit of a funnelBreakdown must be from 1 to 15. It is 16.",
        ),
        (
            PATH,
            {"funnel_breakdown": {"breakdown_dimension": {"name": "itemName"}}},
            501,
            f"The microconv emulator does not have funnel breakdowns by itemName. {COVERAGE}",
        ),
        (
            [step({"funnel_event_filter": {"event_name": "x", "funnel_parameter_filter_expression": {}}})],
            {},
            501,
            f"The microconv emulator does not have event parameters. {COVERAGE}",
        ),
        (
            PATH,
            {"segments": [{"name": "x"}]},
            501,
            f"The microconv emulator does not have the field segments of RunFunnelReportRequest. {COVERAGE}",
        ),
    ],
)
def test_funnels_that_are_refused(data, refused, steps, more, status, message):
    client = data.client("v1alpha")
    with refused(status, message):
        client.run_funnel_report({"property": STORE, "date_ranges": DAYS, "funnel": {"steps": steps}, **more})


def test_a_property_the_caller_may_not_see(data):
    from google.api_core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="User does not have sufficient permissions for this property"):
        data.client("v1alpha").run_funnel_report({"property": "properties/345678903"})


@pytest.mark.parametrize("directly", [False, True])
def test_users_are_followed_in_parts_as_all_at_once(funnel, monkeypatch, directly):
    steps = [{**one, "is_directly_followed_by": directly and place > 0} for place, one in enumerate(PATH)]
    asked = {
        "funnel_breakdown": {"breakdown_dimension": {"name": "pagePath"}},
        "funnel_next_action": {"next_action_dimension": {"name": "eventName"}},
        "date_ranges": MONTHS,
        "is_open": True,
    }
    whole = funnel(steps, **asked)
    monkeypatch.setattr(walk, "_AT_ONCE", 7)
    in_parts = funnel(steps, **asked)
    assert int(table(whole.funnel_table)[0][3]) > 7
    assert table(in_parts.funnel_table) == table(whole.funnel_table)
    actions = [row for row in table(whole.funnel_visualization) if row[1] != "RESERVED_TOTAL"]
    assert {row[2] for row in actions if int(row[3]) > 7} == {"before", "month"}
    assert table(in_parts.funnel_visualization) == table(whole.funnel_visualization)


def test_the_way_is_the_same_whether_next_actions_are_asked_for(funnel):
    by_next = {"funnel_next_action": {"next_action_dimension": {"name": "pagePath"}}}
    for is_open in (False, True):
        alone = funnel(PATH, is_open=is_open)
        assert table(funnel(PATH, is_open=is_open, **by_next).funnel_table) == table(alone.funnel_table)


def test_next_actions_are_of_what_the_funnel_is_about(funnel):
    """Events that the filter leaves out are no next actions, also where each next event counts for the way."""
    by_event = {"funnel_next_action": {"next_action_dimension": {"name": "eventName"}}}
    left_out = {"not_expression": exactly_one("eventName", "user_engagement")}
    first, never = step(event("page_view")), {**step(event("mv_nothing")), "is_directly_followed_by": True}
    everything, filtered, directly = (
        [row[1:] for row in table(funnel(steps, **by_event, **more).funnel_visualization) if row[0] == "1. "]
        for steps, more in (
            ([first], {}),
            ([first], {"dimension_filter": left_out}),
            ([first, never], {"dimension_filter": left_out}),
        )
    )
    assert "user_engagement" in dict(everything)
    assert "user_engagement" not in dict(filtered)
    assert directly == filtered


def test_steps_on_fields_of_sessions_where_they_are_refused(data, funnel, world):
    steps = [step({"and_group": {"expressions": [event("view_item"), field("sessionSource", "google")]}}), PATH[1]]
    assert reached(funnel(steps))[0] > 0
    world.policies.set("data_funnel_session_conditions", "REFUSED")
    with pytest.raises(BadRequest, match=r"Fields of sessions cannot be used .* step 1"):
        funnel(steps)
    assert reached(funnel(PATH))[0] > 0

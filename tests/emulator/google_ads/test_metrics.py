"""Metrics and segments through the official client: sums agree however they are divided, and rules are kept."""

from __future__ import annotations

import copy
from datetime import date, datetime, timedelta

import pytest

from microconv.emulator.google_ads.model_campaigns import CustomConversionGoal
from microconv.emulator.google_ads.query.dates import NAMES, aligned, date_range, last_day

OCTOBER = "segments.date BETWEEN '2026-10-01' AND '2026-10-31'"
MAIN = ("metrics.all_conversions", "metrics.all_conversions_value", "metrics.conversions", "metrics.conversions_value")


def values(row, *names):
    return tuple(getattr(row.metrics, name.removeprefix("metrics.")) for name in names)


def total(rows, *names):
    return tuple(round(sum(part), 4) for part in zip(*(values(row, *names) for row in rows), strict=True))


def ask(ads, select, resource="customer", where=OCTOBER, rest="", customer="1234567890"):
    clause = f"WHERE {where}" if where else ""
    return ads.rows(f"SELECT {', '.join(select)} FROM {resource} {clause} {rest}", customer)


# ---- one story


@pytest.mark.parametrize(
    "segments",
    [
        ("segments.date",),
        ("segments.week",),
        ("segments.month", "segments.conversion_action_name"),
        ("segments.conversion_action",),
        ("segments.conversion_action_category", "segments.year", "segments.quarter"),
    ],
)
def test_parts_sum_to_the_whole(ads, segments):
    whole = ask(ads, MAIN)
    parts = ask(ads, (*segments, *MAIN))
    assert len(whole) == 1
    assert len(parts) >= 1
    assert total(parts, *MAIN) == total(whole, *MAIN)
    assert whole[0].metrics.all_conversions > 100
    assert all(row.customer.resource_name == "customers/1234567890" for row in parts)


def test_segments_are_the_first_days_of_their_periods(ads):
    select = ("segments.date", "segments.week", "segments.month", "segments.quarter", "segments.year", "metrics.clicks")
    rows = ask(ads, select)
    assert [row.segments.date for row in rows] == [f"2026-10-{day:02}" for day in range(1, 32)]
    for row in rows:
        day = date.fromisoformat(row.segments.date)
        assert row.segments.week == (day - timedelta(days=day.weekday())).isoformat()
        assert (row.segments.month, row.segments.quarter, row.segments.year) == ("2026-10-01", "2026-10-01", 2026)


def test_actions_agree_with_the_customer(ads):
    by_action = {
        row.segments.conversion_action: row.metrics.all_conversions
        for row in ask(ads, ("segments.conversion_action", "metrics.all_conversions"))
    }
    rows = ask(ads, ("conversion_action.status", "metrics.all_conversions"), "conversion_action")
    assert len(rows) == 12
    found = {row.conversion_action.resource_name: row.metrics.all_conversions for row in rows}
    assert {name: number for name, number in found.items() if number} == by_action
    removed_and_hidden = [row for row in rows if row.conversion_action.status.name != "ENABLED"]
    assert [row.metrics.all_conversions for row in removed_and_hidden] == [0, 0]


def test_conversions_are_those_of_biddable_primary_actions(ads, store):
    select = ("segments.conversion_action_name", "metrics.conversions", "metrics.all_conversions")
    counted = {row.segments.conversion_action_name: row.metrics.conversions for row in ask(ads, select)}
    assert counted["Purchase"] > 0
    assert counted["mv_add_to_cart"] == 0  # secondary
    assert counted["mvXpage_view"] == 0  # primary, but its goal is not biddable
    store.goals["PAGE_VIEW", "WEBSITE"] = True
    store.actions[101].fields["primary_for_goal"] = False
    rows = {row.segments.conversion_action_name: row.metrics for row in ask(ads, select)}
    assert rows["mvXpage_view"].conversions == rows["mvXpage_view"].all_conversions > 0
    assert rows["Purchase"].conversions == 0 < rows["Purchase"].all_conversions


def test_an_action_that_always_uses_its_value_has_it(ads):
    [row] = ask(
        ads,
        ("conversion_action.id", "metrics.all_conversions", "metrics.all_conversions_value"),
        "conversion_action",
        f"{OCTOBER} AND conversion_action.id = 102",
    )
    assert row.metrics.all_conversions_value == 500 * row.metrics.all_conversions > 0


def at(world, text):
    """Set the emulated clock. Only back: the clients' tokens expire on it, too."""
    world.clock.restart(datetime.fromisoformat(text))


def test_the_same_numbers_whenever_they_are_asked_for(ads, world):
    first = values(ask(ads, MAIN)[0], *MAIN)
    assert values(ask(ads, MAIN)[0], *MAIN) == first
    at(world, "2026-11-05T00:00:00+00:00")
    assert values(ask(ads, MAIN)[0], *MAIN) == first


def test_today_grows_with_the_clock(ads, world):
    where = "segments.date DURING TODAY"
    at(world, "2026-11-20T09:00:00+09:00")
    morning = ask(ads, ("metrics.clicks",), where=where)[0].metrics.clicks
    at(world, "2026-11-20T23:00:00+09:00")
    evening = ask(ads, ("metrics.clicks",), where=where)[0].metrics.clicks
    assert 0 < morning < evening
    at(world, "2026-11-21T01:00:00+09:00")
    assert ask(ads, ("metrics.clicks",), where="segments.date DURING YESTERDAY")[0].metrics.clicks > evening


def test_the_day_is_that_of_the_account(ads, world):
    """At 22:00 UTC Tokyo has the next day already, New York has not."""
    at(world, "2026-11-20T22:00:00+00:00")
    for customer, day in (("1234567890", "2026-11-21"), ("6667778888", "2026-11-20")):
        rows = ask(ads, ("segments.date", "metrics.clicks"), where="segments.date DURING TODAY", customer=customer)
        assert [row.segments.date for row in rows] == [day]


def test_last_conversion(ads):
    select = [f"metrics.conversion_last_{name}" for name in ("conversion_date", "received_request_date_time")]
    rows = ask(ads, ("conversion_action.name", *select), "conversion_action", OCTOBER)
    last = {row.conversion_action.name: row.metrics for row in rows}
    assert last["old"].conversion_last_conversion_date == ""
    days = ask(
        ads,
        ("segments.date", "metrics.all_conversions"),
        "conversion_action",
        f"{OCTOBER} AND conversion_action.id = 101",
    )
    assert last["Purchase"].conversion_last_conversion_date == days[-1].segments.date
    assert last["Purchase"].conversion_last_received_request_date_time.startswith(days[-1].segments.date + " 2")


def test_cross_account_tracking_counts_the_managers_actions(ads):
    rows = ask(ads, ("segments.conversion_action", "segments.conversion_action_name"), customer="2345678901")
    assert [row.segments.conversion_action_name for row in rows] == ["Shared purchase", "Purchase"]
    assert rows[0].segments.conversion_action == "customers/2345678901/conversionActions/901"


def test_an_import_without_its_property_has_nothing(ads, world):
    [row] = ask(ads, ("metrics.all_conversions",), "conversion_action", f"{OCTOBER} AND conversion_action.id = 106")
    assert row.metrics.all_conversions == 0


# ---- rows


def test_zero_rows_are_left_out_of_divided_rows_only(ads, world):
    world.policies.set("unlisted_campaigns", "none")
    assert [row.metrics.clicks for row in ask(ads, ("metrics.clicks",))] == [0]
    assert ask(ads, ("segments.date", "metrics.clicks")) == []
    assert len(ask(ads, ("metrics.all_conversions",), "conversion_action")) == 12
    assert ask(ads, ("segments.month",)) == []


def test_order_and_filters_of_metrics(ads):
    select = ("segments.conversion_action_name", "metrics.all_conversions")
    rows = ask(
        ads, select, where=f"{OCTOBER} AND metrics.all_conversions > 40", rest="ORDER BY metrics.all_conversions"
    )
    numbers = [row.metrics.all_conversions for row in rows]
    everything = [row.metrics.all_conversions for row in ask(ads, select)]
    assert numbers == sorted(one for one in everything if one > 40)
    assert 0 < len(numbers) < len(everything)
    down = ask(ads, select, rest="ORDER BY metrics.all_conversions DESC LIMIT 2")
    assert [row.metrics.all_conversions for row in down] == sorted(everything, reverse=True)[:2]
    where = f"{OCTOBER} AND segments.conversion_action_name LIKE 'mv[_]%'"
    assert [row.segments.conversion_action_name for row in ask(ads, select, where=where)] == ["mv_add_to_cart"]


def test_a_filter_for_a_period_counts_its_days_only(ads):
    month = ask(ads, ("segments.month", "metrics.clicks"), where="segments.month = '2026-09-01'")
    days = ask(ads, ("metrics.clicks",), where="segments.date >= '20260901' AND segments.date < '2026-10-01'")
    assert [row.metrics.clicks for row in month] == [row.metrics.clicks for row in days]
    quarter = ask(ads, ("segments.month", "metrics.clicks"), where="segments.quarter = '2026-07-01'")
    assert [row.segments.month for row in quarter] == ["2026-07-01", "2026-08-01", "2026-09-01"]
    year = ask(ads, ("segments.quarter", "metrics.clicks"), where="segments.year = 2026")
    assert [row.segments.quarter for row in year] == ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]
    none = ask(ads, ("segments.date", "metrics.clicks"), where="segments.date BETWEEN '2027-01-01' AND '2027-01-31'")
    assert none == []


# ---- campaigns


@pytest.fixture
def campaigns(world, seed):
    """The store has two campaigns with a budget of 50,000 yen a day each, and a paused one."""
    content = copy.deepcopy(seed)
    account = next(one for one in content["google_ads"]["customers"] if one["id"] == 1234567890)
    budget = {"amount_micros": 50_000_000_000}
    account["campaigns"] = [
        {"id": 601, "name": "One", "campaign_budget": {"id": 501, **budget}},
        {"id": 602, "name": "Two", "campaign_budget": {"id": 502, **budget}},
        {"id": 603, "name": "Paused", "status": "PAUSED", "campaign_budget": {"id": 503, **budget}},
    ]
    world.reset(content)
    return world.google_ads.customers[1234567890].campaigns


@pytest.mark.parametrize(
    ("where", "days"),
    [
        ("segments.date IN ('2026-10-02', '2026-10-05')", [2, 5]),
        ("segments.date BETWEEN '2026-10-02' AND '2026-10-05' AND segments.date != '2026-10-03'", [2, 4, 5]),
        ("segments.date > '2026-10-02' AND segments.date < '2026-10-05'", [3, 4]),
        ("segments.week = '2026-10-05' AND segments.date <= '20261006'", [5, 6]),
        (
            "segments.month = '2026-10-01' AND segments.date DURING LAST_MONTH AND segments.date >= '2026-10-30'",
            [30, 31],
        ),
    ],
)
def test_filters_for_days(ads, where, days):
    rows = ask(ads, ("segments.date", "metrics.clicks"), where=where)
    assert [int(row.segments.date[-2:]) for row in rows] == days


def test_campaigns_divide_the_account(ads, campaigns):
    rows = ask(ads, ("campaign.id", "campaign_budget.id", "metrics.clicks", "metrics.cost_micros", *MAIN), "campaign")
    assert [(row.campaign.id, row.campaign_budget.id) for row in rows] == [(601, 501), (602, 502), (603, 503)]
    assert total(rows, "metrics.clicks", *MAIN) == total(ask(ads, ("metrics.clicks", *MAIN)), "metrics.clicks", *MAIN)
    assert rows[2].metrics.clicks == rows[2].metrics.cost_micros == 0
    for row in rows[:2]:
        assert 0.6 * 31 * 50e9 < row.metrics.cost_micros < 31 * 50e9
        assert row.metrics.all_conversions > row.metrics.conversions > 0


def test_a_campaign_is_shown_on_its_days_only(ads, campaigns):
    campaigns[601].fields["start_date_time"] = "2026-10-10 00:00:00"
    campaigns[601].fields["end_date_time"] = "2026-10-12 23:59:59"
    rows = ask(ads, ("segments.date", "metrics.clicks"), "campaign", f"{OCTOBER} AND campaign.id = 601")
    assert [row.segments.date for row in rows] == ["2026-10-10", "2026-10-11", "2026-10-12"]
    rows = ask(ads, ("segments.date", "metrics.conversions"), "campaign", f"{OCTOBER} AND campaign.id = 601")
    assert {row.segments.date for row in rows} <= {"2026-10-10", "2026-10-11", "2026-10-12"}


def test_campaigns_by_action_and_month(ads, campaigns):
    select = ("campaign.id", "segments.month", "segments.conversion_action_name", "metrics.all_conversions")
    where = "segments.date BETWEEN '2026-09-01' AND '2026-10-31' AND campaign.id = 601"
    rows = ask(ads, select, "campaign", where)
    assert {row.campaign.id for row in rows} == {601}
    assert {row.segments.month for row in rows} == {"2026-09-01", "2026-10-01"}
    whole = ask(ads, ("metrics.all_conversions",), "campaign", where)
    assert total(rows, "metrics.all_conversions") == total(whole, "metrics.all_conversions")


def test_conversions_follow_the_goals_of_the_campaign(ads, campaigns, world):
    select = ("campaign.id", "segments.conversion_action_name", "metrics.conversions", "metrics.all_conversions")

    def counted(number):
        rows = ask(ads, select, "campaign", f"{OCTOBER} AND campaign.id = {number} AND metrics.conversions > 0")
        return {row.segments.conversion_action_name for row in rows}

    both = counted(601)
    assert counted(602) == both
    assert "Purchase" in both
    goals = world.google_ads.customers[1234567890].goals
    campaigns[602] = campaigns[602].overriding(goals, "documented_rule")
    campaigns[602].own_goals["PURCHASE", "WEBSITE"] = False
    assert (counted(601), counted(602)) == (both, both - {"Purchase"})
    custom = CustomConversionGoal(701, "carts", (102,))
    world.google_ads.customers[1234567890].custom_goals[701] = custom
    campaigns[602].custom_conversion_goal = 701
    assert counted(602) == both - {"Purchase"} | {"mv_add_to_cart"}
    world.policies.set("custom_goal_and_campaign_goals", "custom_only")
    assert counted(602) == {"mv_add_to_cart"}


# ---- answers


def test_summary_row(ads):
    query = f"SELECT segments.date, metrics.clicks, metrics.conversions FROM customer WHERE {OCTOBER}"
    rows = ads.rows(query)
    sums = total(rows, "metrics.clicks", "metrics.conversions")
    page = ads.search(
        query + " LIMIT 3", search_settings={"return_summary_row": True, "return_total_results_count": True}
    )
    assert values(page.summary_row, "metrics.clicks", "metrics.conversions") == sums
    assert (len(list(page)), page.total_results_count) == (3, 31)
    service = ads.service("GoogleAdsService")
    request = {"customer_id": "1234567890", "query": query}
    batches = list(service.search_stream(request={**request, "summary_row_setting": "SUMMARY_ROW_WITH_RESULTS"}))
    assert [len(one.results) for one in batches] == [31, 0]
    assert values(batches[1].summary_row, "metrics.clicks", "metrics.conversions") == sums
    [only] = service.search_stream(request={**request, "summary_row_setting": "SUMMARY_ROW_ONLY"})
    assert (len(only.results), only.summary_row.metrics.clicks) == (0, sums[0])


def test_pages_ask_alike_for_the_summary_row(ads, world):
    world.policies.set("search_page_size", 10)
    query = f"SELECT segments.date, metrics.clicks FROM customer WHERE {OCTOBER}"
    page = ads.search(query)
    assert len(list(page)) == 31
    first = next(ads.search(query).pages)
    with ads.refused() as refusal:
        ads.search(query, page_token=first.next_page_token, search_settings={"return_summary_row": True})
    assert refusal.codes == ["request_error.INCONSISTENT_RETURN_SUMMARY_ROW_VALUE"]
    assert refusal.messages == ["All pages must ask alike for the summary row."]


def test_batches_of_a_stream(ads, world):
    world.policies.set("search_page_size", 10)
    batches = ads.stream(f"SELECT segments.date, metrics.clicks FROM customer WHERE {OCTOBER}")
    assert [len(one.results) for one in batches] == [10, 10, 10, 1]


# ---- refusals

GOOGLES = ("Cannot select", "Invalid ", "Metrics cannot", "The following field")


def refuse(ads, query, word, message, customer="1234567890"):
    with ads.refused() as refusal:
        ads.search(query, customer)
    assert refusal.codes == [f"query_error.{word}"]
    assert refusal.messages == [message if message.startswith(GOOGLES) else f"Error in query: {message}"]
    assert refusal.status == "INVALID_ARGUMENT"


CUSTOMER = "SELECT metrics.clicks FROM customer WHERE "


UNSUPPORTED = (
    "Cannot select the following segments because at least one unsupported metric is found in SELECT or WHERE "
    "clause: {}."
)


@pytest.mark.parametrize(
    ("query", "word", "message"),
    [
        (
            "SELECT segments.year FROM conversion_action",
            "PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE",
            "Cannot select or filter on the following segments: 'segments.year'(could not support requested "
            "resources: 'CONVERSION_ACTION'), since segment is incompatible with the resource in the FROM clause or "
            "other selected segmenting resources.",
        ),
        (
            "SELECT metrics.conversions FROM conversion_action",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "Cannot select or filter on the following metrics: 'conversions'(could not support requested resources: "
            "'CONVERSION_ACTION'), since metric is incompatible with the resource in the FROM clause or other selected "
            "segmenting resources.",
        ),
        (
            "SELECT customer_client.id, metrics.clicks FROM customer_client",
            "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            "Cannot select or filter on the following metrics: 'clicks'(could not support requested resources: "
            "'CUSTOMER_CLIENT'), since metric is incompatible with the resource in the FROM clause or other selected "
            "segmenting resources.",
        ),
        (
            "SELECT segments.conversion_action, metrics.cost_micros FROM customer",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            UNSUPPORTED.format("'segments.conversion_action'(unsupported metrics: 'cost_micros')"),
        ),
        (
            "SELECT segments.conversion_action_name, metrics.conversions FROM customer WHERE metrics.clicks > 5",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            UNSUPPORTED.format("'segments.conversion_action_name'(unsupported metrics: 'clicks')"),
        ),
        (
            "SELECT segments.conversion_action_name, segments.conversion_action, metrics.impressions, metrics.clicks "
            "FROM customer",
            "PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE",
            UNSUPPORTED.format(
                "'segments.conversion_action'(unsupported metrics: 'clicks', 'impressions'), "
                "'segments.conversion_action_name'(unsupported metrics: 'clicks', 'impressions')"
            ),
        ),
        (
            "SELECT metrics.conversions FROM customer WHERE segments.conversion_action_name = 'Purchase' "
            "AND segments.conversion_action_category = SIGNUP",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "The following fields must be present in SELECT clause: 'segments.conversion_action_name', "
            "'segments.conversion_action_category'.",
        ),
        (
            "SELECT metrics.conversions FROM customer WHERE segments.conversion_action_name = 'Purchase'",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "The following field must be present in SELECT clause: 'segments.conversion_action_name'.",
        ),
        (
            f"SELECT metrics.clicks FROM customer WHERE {OCTOBER} ORDER BY segments.date",
            "EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE",
            "The following field must be present in SELECT clause: 'segments.date'.",
        ),
        (
            "SELECT segments.date, metrics.clicks FROM customer",
            "EXPECTED_FILTERS_ON_DATE_RANGE",
            "'segments.date' needs a filter for a finite range of dates.",
        ),
        (
            "SELECT segments.month, metrics.clicks FROM customer WHERE segments.date > '2026-01-01'",
            "EXPECTED_FILTERS_ON_DATE_RANGE",
            "'segments.month' needs a filter for a finite range of dates.",
        ),
        (
            "SELECT segments.date FROM customer WHERE segments.date != '2026-01-01'",
            "EXPECTED_FILTERS_ON_DATE_RANGE",
            "'segments.date' needs a filter for a finite range of dates.",
        ),
        (
            CUSTOMER + "segments.date >= '2026-02-01' AND segments.date <= '2026-01-01'",
            "DATE_RANGE_TOO_NARROW",
            "the first day of the range is after its last.",
        ),
        (
            CUSTOMER + "segments.date BETWEEN '2026-02-01' AND '2026-01-01'",
            "DATE_RANGE_TOO_NARROW",
            "the first day of the range is after its last.",
        ),
        (
            CUSTOMER + "segments.date = '01/02/2026'",
            "INVALID_DATE_FORMAT",
            "'01/02/2026' is not a date in the form YYYY-MM-DD.",
        ),
        (
            CUSTOMER + "segments.date = '2026-02-30'",
            "INVALID_DATE_FORMAT",
            "'2026-02-30' is not a date in the form YYYY-MM-DD.",
        ),
        (
            CUSTOMER + "segments.date BETWEEN 'a' AND 'b'",
            "INVALID_VALUE_WITH_BETWEEN_OPERATOR",
            "'a' is not a date.",
        ),
        (
            CUSTOMER + "segments.week = '2026-11-24'",
            "MISALIGNED_DATE_FOR_FILTER",
            "'2026-11-24' is not the first day of a week, as 'segments.week' needs it.",
        ),
        (
            CUSTOMER + "segments.quarter > '2026-11-01'",
            "MISALIGNED_DATE_FOR_FILTER",
            "'2026-11-01' is not the first day of a quarter, as 'segments.quarter' needs it.",
        ),
        (
            CUSTOMER + "segments.date DURING LAST_CENTURY",
            "INVALID_VALUE_WITH_DURING_OPERATOR",
            "Invalid date literal supplied for DURING operator: LAST_CENTURY.",
        ),
        (
            CUSTOMER + "segments.date LIKE '2026%'",
            "OPERATOR_FIELD_MISMATCH",
            "'LIKE' cannot be used with 'segments.date'.",
        ),
        (
            CUSTOMER + "segments.year DURING TODAY",
            "OPERATOR_FIELD_MISMATCH",
            "'DURING' cannot be used with 'segments.year'.",
        ),
    ],
)
def test_refused(ads, query, word, message):
    refuse(ads, query, word, message)


def test_metrics_of_a_manager(ads):
    message = (
        "Metrics cannot be requested for a manager account. To retrieve metrics, issue separate requests against each "
        "client account under the manager account."
    )
    for query in ("SELECT metrics.clicks FROM customer", "SELECT customer.id FROM customer WHERE metrics.clicks > 0"):
        refuse(ads, query, "REQUESTED_METRICS_FOR_MANAGER", message, "9998887777")


def test_no_summary_row_without_metrics(ads):
    with ads.refused() as refusal:
        ads.search("SELECT customer.id FROM customer", search_settings={"return_summary_row": True})
    assert refusal.codes == ["request_error.CANNOT_RETURN_SUMMARY_ROW_FOR_REQUEST_WITHOUT_METRICS"]


# ---- dates


@pytest.mark.parametrize("name", NAMES)
def test_every_range_can_be_asked_for(ads, name):
    rows = ask(ads, ("segments.date", "metrics.clicks"), where=f"segments.date DURING {name}")
    first, last = date_range(name, date(2026, 11, 23))
    assert rows[0].segments.date == first.isoformat()
    assert rows[-1].segments.date == last.isoformat()
    assert len(rows) == (last - first).days + 1


@pytest.mark.parametrize("period", ["date", "week", "month", "quarter", "year"])
def test_periods_cover_the_calendar(period):
    day = date(2023, 12, 25) if period == "week" else date(2024, 1, 1)
    while day < date(2026, 1, 1):
        last = last_day(period, day)
        assert day <= last
        if period != "year":
            assert aligned(period, last) == aligned(period, day) == day
        day = last + timedelta(days=1)
    assert last_day("quarter", date(9999, 10, 1)) == last_day("year", date(9999, 1, 1)) == date.max
    assert last_day("week", date(9999, 12, 27)) == date.max

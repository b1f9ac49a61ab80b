"""A month of GA4: every table against SQL on the exported events, what the API says of its limits, and the requests."""

from __future__ import annotations

import copy
import datetime
import functools
from typing import Any

import pytest

from microconv.core.answers import NOT_ASKED, Limits, Period
from microconv.core.errors import CredentialsError
from microconv.core.monthly import GA4_TABLES, FunnelWanted, MonthWanted
from microconv.core.months import Month
from microconv.emulator import World
from microconv.emulator.faults import Fault
from microconv.providers.ga4 import monthly_reports
from tests.contract.month_site import EVENTS, SEED, Truth, answers, methods, numbers

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)
GROUP = ("sessionDefaultChannelGroup", "deviceCategory")
CHAIN = FunnelWanted(("form", "bought"), ("mv_form", "purchase"))
BATCHES = ["BatchRunReports", "BatchRunReports", "ListKeyEvents"]
ITEM_METRICS = ("itemsViewed", "itemsAddedToCart", "itemsPurchased", "itemRevenue")


@pytest.fixture
def site(emulator, environment) -> World:
    emulator.world.reset(SEED)
    return emulator.world


@functools.cache
def truth_of(month: Month) -> Truth:
    """The acts of the people of `site`, exported once for all tests: policies change only what is told of them."""
    return Truth(World.load(SEED), month)


def approx(table: Any) -> Any:
    return {key: pytest.approx(tuple(amounts), abs=1e-3) for key, amounts in table.items()}


# ---- the numbers


@pytest.mark.parametrize("month", [MARCH, FEBRUARY], ids=str)
def test_every_table_is_what_the_people_did(site, month):
    truth = truth_of(month)
    ga4 = answers(MonthWanted(month, EVENTS))
    assert set(ga4.tables) == set(GA4_TABLES)
    for name, table in ga4.tables.items():
        assert (table.columns, table.metrics) == GA4_TABLES[name]
        assert table.limits == Limits()
    told = {name: numbers(table) for name, table in ga4.tables.items()}
    people = ("sessions", "totalUsers", "activeUsers", "newUsers", "engagedSessions", "screenPageViews")
    assert told["totals"] == approx(truth.table((), (*people, "userEngagementDuration")))
    this = (Period.MONTH,)
    assert told["days"] == approx(iso(truth.table(("date",), ("sessions",), None, this, by_period=False)))
    assert len(told["days"]) == month.days
    by_day = truth.table(("date", "eventName"), ("eventCount",), EVENTS, this, by_period=False)
    assert told["day_events"] == approx(iso(by_day))
    counts = ("eventCount", "keyEvents", "totalUsers", "eventValue")
    assert told["events"] == approx(truth.table(("eventName",), counts, EVENTS))
    assert told["groups"] == approx(truth.table(GROUP, ("sessions",)))
    assert told["group_events"] == approx(truth.table((*GROUP, "eventName"), ("eventCount",), EVENTS))
    views = ("screenPageViews", "totalUsers", "userEngagementDuration")
    assert told["pages"] == approx(truth.table(("pagePath",), views))
    of_page = truth.table(("pagePath", "eventName"), ("eventCount", "totalUsers"), EVENTS, this, by_period=False)
    assert told["page_events"] == approx(of_page)
    landed = truth.table(("landingPage",), ("sessions", "engagedSessions", "bounceRate"))
    assert told["landing_pages"] == approx(
        {key: [sessions, engaged, sessions * bounced] for key, (sessions, engaged, bounced) in landed.items()}
    )
    of_landing = truth.table(("landingPage", "eventName"), ("eventCount",), EVENTS, this, by_period=False)
    assert told["landing_events"] == approx(of_landing)
    assert told["items"] == approx(truth.table(("itemName",), ITEM_METRICS))
    # nothing of it is empty, and the months are not alike
    assert all(told.values())
    assert len(set(told["totals"].values())) == 3
    # nobody ever sent it: no row in a table that is whole, which is zero
    assert ("month", "generate_lead") not in told["events"]
    assert ("month", "MV_Form") not in told["events"]
    assert (ga4.time_zone, ga4.currency, ga4.emulated) == ("Asia/Tokyo", "JPY", True)


def iso(table: Any) -> Any:
    return {(f"{day[:4]}-{day[4:6]}-{day[6:]}", *rest): amounts for (day, *rest), amounts in table.items()}


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("within", [None, 2.5])
def test_funnels_count_the_people_who_came_so_far(site, closed, within):
    steps = ("mv_form", "purchase", "view_item")  # the first two lie up to six days apart
    truth = truth_of(MARCH)
    wanted = FunnelWanted(("form", "bought", "viewed"), steps, closed=closed, within_days=within)
    (answer,) = answers(MonthWanted(MARCH, tables=frozenset(), funnels=(wanted,))).funnels
    assert (answer.steps, answer.closed, answer.within_days, answer.by) == (wanted.steps, closed, within, "")
    seconds = None if within is None else within * 86_400
    for period in (Period.MONTH, Period.BEFORE):
        warehouse = truth.of(period)
        conditions = [f"name = '{one}'" for one in steps]
        expected = (
            warehouse.funnel(conditions, [None, seconds, seconds])
            if closed
            else [warehouse.funnel([one])[0] for one in conditions]
        )
        told = numbers(answer.table)
        assert [told[period.value, str(step), ""] for step in (1, 2, 3)] == [(float(users),) for users in expected]
        assert not closed or expected[0] > expected[1] > expected[2] > 0
    assert len(answer.table.rows) == 6
    assert answer.next_actions == NOT_ASKED


@pytest.mark.parametrize(
    ("by", "dimension"), [("device", "deviceCategory"), ("channel", GROUP[0]), ("page", "pagePath")]
)
def test_a_breakdown_has_the_total_and_its_values(site, by, dimension):
    del dimension
    plain = numbers(ask_funnel(FunnelWanted(CHAIN.steps, CHAIN.events)).table)
    answer = ask_funnel(FunnelWanted(CHAIN.steps, CHAIN.events, by))
    told = numbers(answer.table)
    assert {key: told[key] for key in plain} == plain
    values = {key[2] for key in told} - {""}
    assert (
        values
        == {
            "device": {"mobile", "desktop"},
            "channel": {"Paid Search", "Organic Search"},
            "page": {"/Form"},
        }[by]
    )
    for (period, step, _), (users,) in plain.items():
        assert sum(told[period, step, value][0] or 0 for value in values) == users


def ask_funnel(wanted: FunnelWanted) -> Any:
    (answer,) = answers(MonthWanted(MARCH, tables=frozenset(), funnels=(wanted,))).funnels
    return answer


def test_next_actions_are_of_the_month_alone(site):
    truth = truth_of(MARCH).of(Period.MONTH)
    (answer,) = answers(
        MonthWanted(MARCH, tables=frozenset(), funnels=(FunnelWanted(CHAIN.steps, CHAIN.events, next_actions=True),))
    ).funnels
    assert (answer.next_actions.columns, answer.next_actions.metrics) == (("step", "event"), ("users",))
    expected = truth._db.execute(
        "with walk as (select uid, name, row_number() over (partition by uid order by ts, session_number, place) "
        "as turn from events where active), "
        "first as (select uid, min(turn) as turn from walk where name = 'mv_form' group by uid) "
        "select walk.name, count(*) from first join walk on walk.uid = first.uid and walk.turn = first.turn + 1 "
        "where walk.name <> 'purchase' group by 1 order by 2 desc, 1 limit 5"
    ).fetchall()
    told = [(row.keys[1], row.numbers[0]) for row in answer.next_actions.rows if row.keys[0] == "1"]
    assert told == [(name, float(count)) for name, count in expected]
    assert len(told) > 2
    assert answer.next_actions.answered


# ---- how much is asked


def test_two_batches_and_a_funnel_each(site):
    by_device = FunnelWanted(CHAIN.steps, CHAIN.events, "device")
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN, by_device)))
    assert methods(site) == [*BATCHES, "RunFunnelReport", "RunFunnelReport"]
    assert (ga4.requests, ga4.funnel_requests) == (3, 2)
    assert ga4.tokens is not None
    assert ga4.tokens >= 12


def test_what_is_not_wanted_is_not_asked(site):
    ga4 = answers(MonthWanted(MARCH, EVENTS, tables=frozenset({"totals", "events"})))
    assert set(ga4.tables) == {"totals", "events"}
    assert methods(site) == ["BatchRunReports", "ListKeyEvents"]
    assert ga4.table("items") == NOT_ASKED


def test_a_client_without_events_is_asked_for_the_rest_in_one_batch(site):
    ga4 = answers(MonthWanted(MARCH))
    assert set(ga4.tables) == {"totals", "days", "groups", "pages", "landing_pages", "items"}
    assert methods(site) == ["BatchRunReports"]
    assert dict(ga4.key_events) == {}


def test_one_month_alone(site):
    whole = answers(MonthWanted(MARCH, EVENTS))
    ga4 = answers(MonthWanted(MARCH, EVENTS, periods=(Period.MONTH,), funnels=(CHAIN,)))
    for name, table in ga4.tables.items():
        kept = {key: one for key, one in numbers(whole.tables[name]).items() if key[0] not in ("before", "year")}
        assert numbers(table) == kept
    assert {row.keys[0] for row in ga4.funnels[0].table.rows} == {"month"}


def test_rows_beyond_the_largest_are_told(site, monkeypatch):
    whole = answers(MonthWanted(MARCH, EVENTS)).table("pages")
    few = tuple(
        monthly_reports.Report(one.table, one.dimensions, one.metrics, one.events, 2, one.months)
        if one.table == "pages"
        else one
        for one in monthly_reports.REPORTS
    )
    monkeypatch.setattr(monthly_reports, "REPORTS", few)
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    cut = ga4.table("pages")
    assert (cut.whole, whole.whole) == (False, True)
    assert cut.rows == whole.rows[:2]
    assert {name for name, table in ga4.tables.items() if not table.whole} == {"pages"}


@pytest.mark.parametrize("totals", ["DISTINCT", "SUM_OF_ROWS"])
def test_people_are_counted_once_whatever_total_means(site, totals):
    site.policies.set("data_totals", totals)
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    truth = truth_of(MARCH).table((), ("sessions", "totalUsers", "activeUsers", "newUsers"))
    told = numbers(ga4.table("totals"))
    assert {key: amounts[:4] for key, amounts in told.items()} == approx(truth)
    more = ["BatchRunReports", "RunReport", "BatchRunReports", "ListKeyEvents"]
    assert methods(site) == (BATCHES if totals == "DISTINCT" else more)
    assert ga4.requests == len(methods(site))


def test_totals_are_of_everybody_where_days_of_few_are_withheld(site):
    truth = truth_of(MARCH).table((), ("sessions", "totalUsers", "activeUsers", "newUsers"))
    days = numbers(answers(MonthWanted(MARCH, EVENTS)).table("days"))
    site.policies.set("data_threshold_users", int(sorted(sessions for (sessions,) in days.values() if sessions)[15]))
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    assert 0 < len(ga4.table("days").rows) < MARCH.days
    assert {key: amounts[:4] for key, amounts in numbers(ga4.table("totals")).items()} == approx(truth)
    assert ga4.table("totals").limits == Limits(thresholded=True)


@pytest.mark.parametrize(("naming", "requests"), [("NAMES", 2), ("INDEXES", 2), ("ABSENT", 5), ("REFUSED", 5)])
def test_funnels_tell_their_months_however_google_names_them(site, naming, requests):
    usual = answers(MonthWanted(MARCH, tables=frozenset(), funnels=(CHAIN,))).funnels[0]
    site.policies.set("data_funnel_date_ranges", naming)
    site.log.clear()
    by_device = FunnelWanted(CHAIN.steps, CHAIN.events, "device")
    ga4 = answers(MonthWanted(MARCH, tables=frozenset(), funnels=(CHAIN, by_device)))
    assert numbers(ga4.funnels[0].table) == numbers(usual.table)
    assert {key: users for key, users in numbers(ga4.funnels[1].table).items() if not key[2]} == numbers(usual.table)
    # the first funnel finds out, the others know
    assert methods(site) == ["RunFunnelReport"] * requests
    assert ga4.funnel_requests == requests


# ---- what the API says of itself


def test_key_events_with_the_day_on_which_they_were_marked(site):
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    assert dict(ga4.key_events) == {"purchase": datetime.date(2024, 12, 1), "mv_form": datetime.date(2026, 2, 10)}
    february = numbers(answers(MonthWanted(FEBRUARY, EVENTS)).table("events"))
    count, key_events, _, _ = february["month", "mv_form"]
    assert 0 < key_events < count
    assert february["before", "mv_form"][1] == 0


@pytest.mark.parametrize(
    ("policy", "value", "limits"),
    [
        ("data_threshold_users", 3, {"thresholded": True}),
        ("data_rows_before_other", 2, {"other_row": True}),
    ],
)
def test_limits_are_told_of_each_table(site, policy, value, limits):
    free = answers(MonthWanted(MARCH, EVENTS))
    site.policies.set(policy, value)
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    pages = ga4.table("day_events")
    assert pages.limits == Limits(**limits)
    assert pages.rows != free.table("day_events").rows
    if policy == "data_rows_before_other":
        assert ("(other)", "(other)") in {row.keys for row in pages.rows}


def test_samples_are_told_with_their_sizes(site):
    site.policies.set("data_sampling_percent", 40)
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN,)))
    for table in (ga4.table("events"), ga4.table("pages"), ga4.funnels[0].table):
        periods = 2 if table is ga4.funnels[0].table else 3
        assert len(table.limits.samples) == periods
        for read, there in table.limits.samples:
            assert 0 < read < there
    assert len(ga4.table("day_events").limits.samples) == 1


def test_what_the_user_may_not_see_is_not_zero(site):
    before = answers(MonthWanted(MARCH, EVENTS))
    site.policies.set("data_restricted_metrics", "REVENUE_DATA")
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    assert ga4.table("items").limits.restricted == ("REVENUE_DATA",)
    told, free = numbers(ga4.table("items")), numbers(before.table("items"))
    assert {key: amounts[:3] for key, amounts in told.items()} == {key: amounts[:3] for key, amounts in free.items()}
    assert {amounts[3] for amounts in told.values()} == {None}
    assert ga4.table("pages").limits == Limits()
    assert ga4.table("pages").rows == before.table("pages").rows


# ---- what is refused

DENIED = "PERMISSION_DENIED: The API is not enabled."


def test_a_batch_that_is_refused_takes_its_tables_with_it_and_no_others(site):
    site.faults.add(Fault("ga4", "BatchRunReports", nth=1, status="INVALID_ARGUMENT", message="Not so."))
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN,)))
    refused = {name: str(table.refused) for name, table in ga4.tables.items() if table.refused}
    assert set(refused) == {"totals", "days", "day_events", "events", "groups", "group_events"}
    assert len(set(refused.values())) == 1
    assert set(refused.values()) == {"INVALID_ARGUMENT: Not so."}
    assert ga4.table("pages").rows
    assert ga4.funnels[0].table.rows
    assert ga4.table("events").columns == GA4_TABLES["events"][0]


def test_who_may_not_read_is_not_asked_again_and_again(site):
    site.faults.add(
        Fault("ga4", "BatchRunReports", nth=0, status="PERMISSION_DENIED", message="The API is not enabled.")
    )
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN, CHAIN)))
    assert {str(table.refused) for table in ga4.tables.values()} == {DENIED}
    assert {str(one.table.refused) for one in ga4.funnels} == {DENIED}
    assert str(ga4.key_events_refused) == DENIED
    assert methods(site) == ["BatchRunReports"]
    assert (ga4.requests, ga4.funnel_requests, ga4.tokens) == (1, 0, None)


@pytest.mark.parametrize(
    ("status", "asked"), [("UNIMPLEMENTED", 1), ("PERMISSION_DENIED", 1), ("NOT_FOUND", 1), ("INVALID_ARGUMENT", 4)]
)
def test_funnels_that_google_does_not_serve_are_told_and_the_rest_is_there(site, status, asked):
    site.faults.add(Fault("ga4", "RunFunnelReport", nth=0, status=status, message="Funnels are not for you."))
    wanted = FunnelWanted(CHAIN.steps, CHAIN.events, "device", next_actions=True)
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN, wanted)))
    assert [str(one.table.refused) for one in ga4.funnels] == [f"{status}: Funnels are not for you."] * 2
    assert str(ga4.funnels[1].next_actions.refused) == f"{status}: Funnels are not for you."
    assert ga4.funnels[0].next_actions == NOT_ASKED
    assert all(table.answered for table in ga4.tables.values())
    assert methods(site).count("RunFunnelReport") == asked == ga4.funnel_requests


@pytest.mark.parametrize(
    ("quota", "until"), [("TOKENS_PER_DAY", "per day|24 hours"), ("TOKENS_PER_HOUR", "per hour|an hour")]
)
def test_an_exhausted_quota_is_told(site, quota, until):
    site.policies.set("data_quota_exhausted", quota)
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN, CHAIN)))
    unit, back = until.split("|")
    why = f"RESOURCE_EXHAUSTED: Exhausted property tokens {unit}. These quota tokens will return in under {back}."
    assert {str(table.refused) for table in ga4.tables.values()} == {why}
    assert {str(one.table.refused) for one in ga4.funnels} == {why}
    assert set(ga4.key_events) == {"purchase", "mv_form"}
    assert methods(site) == [*BATCHES, "RunFunnelReport"]


def test_trouble_that_passes_is_waited_for(site):
    site.faults.add(Fault("ga4", "BatchRunReports", nth=1, status="UNAVAILABLE"))
    site.faults.add(Fault("ga4", "RunFunnelReport", nth=1, status="INTERNAL"))
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN,)))
    assert all(table.answered for table in ga4.tables.values())
    assert ga4.funnels[0].table.answered
    assert (ga4.requests, ga4.funnel_requests) == (4, 2)


def test_a_key_event_list_that_is_refused_is_told(site):
    site.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status="PERMISSION_DENIED", message="No."))
    ga4 = answers(MonthWanted(MARCH, EVENTS))
    assert (dict(ga4.key_events), str(ga4.key_events_refused)) == ({}, "PERMISSION_DENIED: No.")
    assert all(table.answered for table in ga4.tables.values())


def test_no_credentials_are_an_error(site, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "nothing.json"))
    with pytest.raises(CredentialsError):
        answers(MonthWanted(MARCH, EVENTS))


@pytest.mark.parametrize(
    "name", ["1. step2", "RESERVED_TOTAL", "(other)", "a'; DROP TABLE x --", "<b>イベント</b>", "x" * 300]
)
def test_events_may_be_called_anything(site, name):
    chain = FunnelWanted((name, "bought"), (name, "purchase"), next_actions=True)
    ga4 = answers(MonthWanted(MARCH, (*EVENTS, name)))
    assert all(table.answered for table in ga4.tables.values())
    (funnel,) = answers(MonthWanted(MARCH, EVENTS, funnels=(chain,))).funnels
    told = numbers(funnel.table)
    assert {key[1] for key in told} == {"1", "2"}
    assert told["month", "1", ""] == (0.0,)
    assert funnel.steps == (name, "bought")


def test_a_property_without_people_has_zeros(emulator, environment):
    empty = copy.deepcopy(SEED)
    del empty["ga4"]["accounts"][0]["properties"][0]["traffic"]
    emulator.world.reset(empty)
    ga4 = answers(MonthWanted(MARCH, EVENTS, funnels=(CHAIN,)))
    assert {name for name, table in ga4.tables.items() if table.rows or not table.answered or not table.whole} == set()
    assert {row.numbers for row in ga4.funnels[0].table.rows} == {(0.0,)}


def test_a_step_that_is_not_measured_yet_is_left_out_of_its_chain(site):
    wanted = (
        FunnelWanted(("form", "not_live", "bought"), ("mv_form", "not_live", "purchase")),
        FunnelWanted(("not_live", "bought"), ("not_live", "purchase")),
    )
    events = ("mv_form", "not_live", "purchase")
    ga4 = answers(MonthWanted(MARCH, events, tables=frozenset({"totals", "events"}), funnels=wanted))
    plain = ask_funnel(FunnelWanted(("form", "bought"), ("mv_form", "purchase")))
    first, second = ga4.funnels
    assert (first.steps, first.left_out, first.table) == (("form", "bought"), ("not_live",), plain.table)
    assert (second.steps, second.left_out, second.table) == (("not_live", "bought"), ("not_live",), NOT_ASKED)
    assert ga4.funnel_requests == 1

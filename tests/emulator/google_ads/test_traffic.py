"""The traffic of actions and events in a seed, counted by the official clients' queries: nothing counts without it."""

from __future__ import annotations

import copy
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.emulator import World
from microconv.emulator.errors import SeedError
from microconv.emulator.ga4_data.window import window_of
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.emulator.series import Course, Turns, order

STORE, PROPERTY = 1234567890, 345678901
OCTOBER = "segments.date BETWEEN '2026-10-01' AND '2026-10-31'"
BY_DAY = "SELECT conversion_action.id, segments.date, metrics.all_conversions, metrics.all_conversions_value "
CAMPAIGNS = [{"id": 601, "name": "One"}, {"id": 602, "name": "Two"}]


def content_with(seed, *actions, traffic=None, key_events=(), campaigns=CAMPAIGNS):
    """The store has these actions and nothing else; its property has this traffic."""
    content = copy.deepcopy(seed)
    store = next(one for one in content["google_ads"]["customers"] if one["id"] == STORE)
    store |= {"conversion_actions": list(actions), "customer_conversion_goals": [], "campaigns": campaigns}
    owner = {"id": PROPERTY, "display_name": "Aoi", "time_zone": "Asia/Tokyo", "currency_code": "JPY"}
    owner |= {"traffic": traffic, "key_events": list(key_events), "google_ads_links": [{"customer_id": str(STORE)}]}
    content["ga4"] = {"accounts": [{"id": 100, "display_name": "Aoi", "properties": [owner]}]}
    return content


def action(number, traffic=None, **fields):
    settings = {"default_value": 100, "always_use_default_value": False}
    content = {"id": number, "name": f"mv_{number}", "type": "WEBPAGE", "category": "CONTACT", "traffic": traffic}
    return {**content, "value_settings": settings, **fields}


def imported(number, event, **fields):
    settings = {"event_name": event, "property_name": "Aoi", "property_id": PROPERTY}
    kind = {"type": "GOOGLE_ANALYTICS_4_CUSTOM", "google_analytics_4_settings": settings}
    return {"id": number, "name": f"Aoi (web) {event}", "category": "DEFAULT", **kind, **fields}


@pytest.fixture
def counted(ads, world, seed):
    """Conversions and value of an action by day, of a world that it loads from what it is given."""

    def ask(*actions, where=OCTOBER, number=1, **more):
        if actions:
            world.reset(content_with(seed, *actions, **more))
        rows = ads.rows(f"{BY_DAY} FROM conversion_action WHERE {where} AND conversion_action.id = {number}")
        return {
            date.fromisoformat(row.segments.date): (row.metrics.all_conversions, row.metrics.all_conversions_value)
            for row in rows
        }

    return ask


def sums(found):
    return sum(count for count, _ in found.values())


# ---- conversion actions


def test_an_action_without_traffic_counts_nothing(counted):
    assert counted(action(1), action(2, "usual")) == {}
    assert sums(counted(number=2)) > 50


def test_an_action_that_a_client_makes_counts_nothing(ads, world, seed, counted):
    world.reset(content_with(seed, action(2, "usual")))
    ads.mutate(ads.creating(name="mv_new", category="PAGE_VIEW"))
    world.clock.advance(timedelta(days=3), spare_tokens=True)
    made = next(one for one in world.google_ads.customers[STORE].actions.values() if one.name == "mv_new")
    assert counted(where="segments.date DURING LAST_30_DAYS", number=made.id) == {}


def test_an_action_keeps_its_traffic_when_it_is_changed(ads, world, seed, counted):
    world.reset(content_with(seed, action(1, "usual"), action(2, {"counts": {"2026-10-02": 3}})))
    before = counted(number=1)
    ads.mutate(ads.updating(1, name="mv_renamed"), ads.updating(2, name="mv_too"))
    assert counted(number=1) == before != {}
    assert counted(number=2) == {date(2026, 10, 2): (3, 300)}


def test_exact_counts_are_exactly_those(counted):
    """Also beside a rate, beside a broken tag, and on days on which nothing was."""
    counts = {"2026-10-02": 3, "2026-10-05": 0, "2026-10-31": 12}
    exact = {date(2026, 10, 2): (3, 300), date(2026, 10, 31): (12, 1200)}
    assert counted(action(1, {"counts": counts})) == exact
    valued = counted(action(1, {"counts": counts, "value": 7.5}))
    assert valued == {date(2026, 10, 2): (3, 22.5), date(2026, 10, 31): (12, 90)}
    usual = counted(action(1, "usual"))
    mixed = counted(action(1, {"per_click": 0.031, "broken_from": "2026-10-20", "counts": counts}))
    assert {day: mixed[day] for day in exact} == exact
    assert date(2026, 10, 5) not in mixed
    assert {day.day for day in mixed if day not in exact} <= {*range(1, 20)} - {5}
    assert {day.day for day in usual} > {20, 25}


def test_a_number_per_day_with_its_week_and_dates(counted):
    traffic = {"per_day": 40, "week": [1, 1, 1, 1, 1, 0.5, 0], "since": "2026-10-05", "broken_from": "2026-10-26"}
    found = counted(action(1, traffic))
    assert {day.day for day in found} == {day for day in range(5, 26) if date(2026, 10, day).weekday() != 6}
    weekdays = [count for day, (count, _) in found.items() if day.weekday() < 5]
    saturdays = [count for day, (count, _) in found.items() if day.weekday() == 5]
    assert 36 <= min(weekdays) <= max(weekdays) <= 44
    assert 18 <= min(saturdays) <= max(saturdays) <= 23


def test_a_rate_with_its_dates(counted):
    rate = {"per_click": 0.3}
    every = counted(action(1, rate))
    some = counted(action(1, {**rate, "since": "2026-10-10", "until": "2026-10-20"}))
    assert some == {day: one for day, one in every.items() if 10 <= day.day <= 20}
    half = counted(action(1, {**rate, "week": [0.5] * 7}))
    assert 0.4 * sums(every) < sums(half) < 0.65 * sums(every)


def test_a_trend_is_the_growth_of_a_year():
    course = Course(per_day=100, trend=0.5, since=date(2025, 3, 1))
    assert course.factor(date(2025, 3, 1)) == 1
    assert course.factor(date(2026, 3, 1)) == pytest.approx(1.5, rel=0.01)
    assert Course(trend=-0.5).factor(date(2027, 1, 1)) == pytest.approx(0.5, rel=0.01)


def test_universal_analytics_ended(counted, world, seed):
    """Its imports count until July 2023 (2024 with Analytics 360), unless the seed says until when, or counts."""
    kind = {"type": "UNIVERSAL_ANALYTICS_GOAL"}
    content = content_with(seed, action(1, "usual", **kind), action(2, {"until": "2026-10-09"}, **kind))
    content["policies"] |= {"ads_history_start": "2023-01-01"}
    world.reset(content)
    years = "segments.date BETWEEN '2023-01-01' AND '2026-11-01'"
    assert max(counted(where=years)) == date(2023, 6, 30)
    world.policies.set("universal_analytics_end", "2024-06-30")
    assert max(counted(where=years)) == date(2024, 6, 30)
    assert max(counted(where=years, number=2)) == date(2026, 10, 9)
    world.reset(content_with(seed, action(1, {"per_day": 9, "counts": {"2026-10-02": 3}}, **kind)))
    assert counted() == {date(2026, 10, 2): (3, 300)}


def test_the_packaged_world_is_lively():
    world = World.load(read_seed(packaged_seed()))
    clients = [one for one in world.google_ads.customers.values() if not one.manager]
    tagged = [one for client in clients for one in client.actions.values() if not one.type.startswith("GOOGLE_AN")]
    assert len(tagged) > 30
    assert all(one.traffic is not None for one in tagged)
    assert all(owner.traffic["events"].keys() >= {one.event_name for one in owner.key_events.values()} - {"scroll"}
               for owner in world.ga4.properties())  # fmt: skip


# ---- imported actions


def test_an_import_counts_what_its_event_counts(counted):
    """All of it where all is paid and counted exactly; nothing without traffic."""
    counts = {"2026-10-02": 7, "2026-10-04": 20}
    traffic = {
        "channels": {"Paid Search": 1},
        "events": {"mv_sent": {"counts": counts, "value": 30}},
    }
    events = [{"event_name": "mv_sent"}, {"event_name": "mv_silent"}]
    actions = imported(1, "mv_sent"), imported(2, "mv_silent")
    found = counted(*actions, traffic=traffic, key_events=events)
    assert found == {date(2026, 10, 2): (7, 210), date(2026, 10, 4): (20, 600)}
    assert counted(number=2) == {}
    free = {**traffic, "channels": {"Organic Search": 1}}
    assert counted(*actions, traffic=free, key_events=events) == {}


def test_an_import_counts_what_chains_bring(counted, world):
    """The finals that began with a click on an ad, on the day on which they came; a broken tag sends none of them."""
    step = {"event": "mv_sent", "probability": 0.5, "within_days": 4, "value": 40, "broken_from": "2026-10-21"}
    traffic = {
        "sessions_per_day": 200,
        "channels": {"Paid Search": 0.5, "Direct": 0.5},
        "events": {"mv_form": 0.3},
        "chains": [{"after": "mv_form", "steps": [step]}],
    }
    found = counted(imported(1, "mv_sent"), traffic=traffic, key_events=[{"event_name": "mv_sent"}])
    assert sorted(found) == [date(2026, 10, day) for day in range(1, 21)]
    owner = world.ga4.property(PROPERTY)
    days = [(date(2026, 10, day), 1.0) for day in range(1, 32)]
    window = window_of(world, owner, days)
    sent = int(window.named(["mv_sent"]).sum())
    assert sent > 400
    assert sums(found) == pytest.approx(sent * 0.5 * 0.92, rel=0.15)  # half of them began with an ad
    assert all(value == pytest.approx(40 * count, abs=0.01) for count, value in found.values())


# ---- the whole and its parts


def test_any_division_sums_up_to_what_was_seeded(ads, world, seed):
    world.reset(
        content_with(
            seed,
            action(1, {"counts": {f"2026-10-{day:02}": day for day in range(1, 32)}}),
            action(2, {"per_day": 3.3, "value": 12.5}, primary_for_goal=False),
            action(3, {"per_click": 0.2, "week": [1, 2, 0, 1, 1, 1, 1]}, counting_type="MANY_PER_CLICK"),
            imported(4, "mv_sent"),
            traffic={"sessions_per_day": "usual", "events": {"mv_sent": {"per_day": 8, "value": 3}}},
            key_events=[{"event_name": "mv_sent"}],
            campaigns=[*CAMPAIGNS, {"id": 603, "name": "Over", "end_date_time": "2026-10-08 23:59:59"}],
        )
    )
    metrics = ("all_conversions", "all_conversions_value", "conversions", "conversions_value")
    selected = ", ".join(f"metrics.{one}" for one in metrics)

    def total(segments, resource):
        found = Counter()
        for row in ads.rows(f"SELECT {segments}{selected} FROM {resource} WHERE {OCTOBER}"):
            for name in metrics:
                found[name] += getattr(row.metrics, name)
        return {name: round(number, 4) for name, number in found.items()}

    whole = total("", "customer")
    assert whole["all_conversions"] > sum(range(1, 32))
    assert whole["conversions"] < whole["all_conversions"]
    for resource in ("customer", "campaign"):
        for segments in ("date", "month", "conversion_action", "conversion_lag_bucket"):
            assert total(f"segments.{segments}, ", resource) == whole
    [row] = ads.rows(
        f"SELECT conversion_action.id, metrics.all_conversions FROM conversion_action WHERE {OCTOBER} "
        "AND conversion_action.id = 1"
    )
    assert row.metrics.all_conversions == sum(range(1, 32))


def test_accounts_that_share_an_action_share_its_number(ads, world, seed):
    content = copy.deepcopy(seed)
    customers = {one["id"]: one for one in content["google_ads"]["customers"]}
    customers[9998887777]["conversion_actions"] = [action(901, {"counts": {"2026-10-02": 5000}})]
    for number in (STORE, 2345678901):
        customers[number] |= {"conversion_customer": 9998887777, "customer_conversion_goals": []}
    world.reset(content)
    query = f"SELECT metrics.all_conversions, metrics.all_conversions_value FROM customer WHERE {OCTOBER}"
    rows = [ads.rows(query, str(number))[0].metrics for number in (STORE, 2345678901)]
    assert sum(row.all_conversions for row in rows) == 5000
    assert sum(row.all_conversions_value for row in rows) == 500_000
    assert all(row.all_conversions > 500 for row in rows)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.integers(1, 99), st.floats(0, 200), min_size=1, max_size=9).filter(
        lambda one: any(one.values())
    ),
    st.integers(0, 5000),
)
def test_turns_give_each_its_share_and_all_of_them_everything(shares, number):
    places, length = order(shares, 1, "day")
    each = {one: Turns(mine, length).below(number) for one, mine in places.items()}
    assert sum(each.values()) == number
    assert all(not each[one] for one, share in shares.items() if not share)
    whole = Turns(sorted(place for mine in places.values() for place in mine), length)
    assert whole.below(number) == number
    upto = [0.5, 0.75, 1.0]
    parts = [Turns(mine, length).parts(number, upto) for mine in places.values()]
    assert [sum(column) for column in zip(*parts, strict=True)] == whole.parts(number, upto)
    assert sum(whole.parts(number, upto)) == number
    if number > 2000:
        total = sum(shares.values())
        assert all(abs(each[one] / number - share / total) < 0.02 for one, share in shares.items())


# ---- the format


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        ("often", ": a mapping or `usual` is needed, not a text"),
        (
            {"level": 3},
            ": unknown key 'level'; known are broken_from, counts, months, per_click, per_day, since, trend",
        ),
        ({"per_click": 1, "per_day": 2}, ".per_day: an action has conversions per click or per day, not both"),
        ({"per_click": -1}, ".per_click: a number of 0 or more is needed"),
        ({"per_day": "many"}, ".per_day: a number of 0 or more is needed"),
        ({"value": None}, ".value: a number of 0 or more is needed"),
        ({"week": [1, 1]}, ".week: seven numbers are needed, Monday first"),
        ({"week": [1, 1, 1, 1, 1, 1, -1]}, ".week[6]: a number of 0 or more is needed"),
        ({"trend": -1}, ".trend: a number above -1 is needed: the growth in a year"),
        ({"since": "May"}, ".since: 'May' is not a day such as 2025-04-01"),
        ({"since": "2026-05-01", "until": "2026-04-01"}, ".until: is before since"),
        ({"counts": [3]}, ".counts: a mapping is needed, not a list"),
        ({"counts": {"2026-10-01": 1.5}}, ".counts.2026-10-01: a whole number of 0 or more is needed"),
    ],
)
def test_traffic_that_is_refused(seed, traffic, message):
    with pytest.raises(SeedError) as caught:
        World.load(content_with(seed, action(1, traffic)))
    assert str(caught.value).startswith(f"google_ads.customers[1].conversion_actions[0].traffic{message}")


def test_an_import_takes_no_traffic(seed):
    with pytest.raises(SeedError, match=r"an import counts what the property has of its event"):
        World.load(content_with(seed, imported(1, "mv_sent", traffic="usual")))


@pytest.mark.parametrize(
    "traffic",
    [
        "usual",
        {"per_click": 0.1, "value": 3, "trend": 0.2, "until": date(2026, 3, 1)},
        {"per_day": 2, "week": [1, 1, 1, 1, 1, 0, 0], "since": "2026-01-01", "broken_from": "2026-05-05"},
        {"counts": {date(2026, 10, 1): 3}},
        None,
    ],
)
def test_traffic_survives_a_dump(seed, traffic):
    world = World.load(content_with(seed, action(1, traffic)))
    again = World.load(world.dump())
    assert again.google_ads.customers[STORE].actions[1] == world.google_ads.customers[STORE].actions[1]
    assert again.dump()["google_ads"] == world.dump()["google_ads"]

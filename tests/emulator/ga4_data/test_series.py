"""The pure series: what must hold for any profile on any day."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.emulator.series import (
    AUTOMATIC_EVENTS,
    GOOGLE_PAID_CHANNELS,
    AdsRates,
    Event,
    Profile,
    ads_clicks,
    ads_daily,
    day_cells,
    day_sessions,
    imported_daily,
    noise,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
RATES = st.floats(0, 3)
CHANNELS = (("Paid Search", 0.3), ("Organic Search", 0.5), ("Display", 0.1), ("Direct", 0.1))
NOVEMBER = [date(2026, 11, 1) + timedelta(days=number) for number in range(30)]


def make_profile(rates: dict[str, float], *, seed: int = 1, sessions: float = 200.0, **more) -> Profile:
    events = tuple(Event(name, rate) for name, rate in {**AUTOMATIC_EVENTS, **rates}.items())
    defaults = {
        "devices": (("mobile", 0.7), ("desktop", 0.3)),
        "channels": CHANNELS,
        "pages": (("/", 0.6), ("/a", 0.3), ("/b", 0.1)),
    }
    return Profile(seed, "properties/1", sessions, events=events, **(defaults | more))


@st.composite
def profiles(draw):
    names = st.dictionaries(st.text("abc_", min_size=1, max_size=6), RATES, max_size=5)
    return make_profile(draw(names), seed=draw(st.integers(0, 99)), sessions=draw(st.floats(0, 6000)))


@settings(max_examples=40, deadline=None)
@given(profiles(), DAYS, st.floats(0, 1))
def test_parts_sum_to_the_whole(profile, day, elapsed):
    cells = day_cells(profile, day, elapsed)
    assert sum(cell.sessions for cell in cells) == day_sessions(profile, day, elapsed)
    assert len(cells) == len(profile.channels) * len(profile.devices)
    for cell in cells:
        assert cell.sessions >= 0
        for event in profile.events:
            parts = cell.by_page(event, cell.count(event))
            assert sum(parts) == cell.count(event)
            assert min(parts) >= 0


@settings(max_examples=40, deadline=None)
@given(profiles(), DAYS)
def test_an_event_reaches_no_more_sessions_than_there_are_and_happens_in_each(profile, day):
    for cell in day_cells(profile, day):
        for event in profile.events:
            assert 0 <= cell.reach(event) <= cell.sessions
            assert cell.reach(event) <= cell.count(event)
            assert (cell.reach(event) == 0) == (cell.count(event) == 0)
        assert cell.count(profile.event("session_start")) == cell.sessions
        assert cell.reach(profile.event("page_view")) == cell.sessions


@settings(max_examples=40, deadline=None)
@given(st.lists(RATES, min_size=2, max_size=6), DAYS, st.integers(0, 99), st.floats(0, 5000))
def test_a_funnel_in_the_order_of_its_rates_never_widens(rates, day, seed, sessions):
    names = [f"step{index}" for index in range(len(rates))]
    profile = make_profile(dict(zip(names, sorted(rates, reverse=True), strict=True)), seed=seed, sessions=sessions)
    for cell in day_cells(profile, day):
        reached = [cell.reach(profile.event(name)) for name in names]
        assert reached == sorted(reached, reverse=True)
        counted = [cell.count(profile.event(name)) for name in names]
        assert counted == sorted(counted, reverse=True)


@settings(max_examples=30, deadline=None)
@given(profiles(), DAYS)
def test_the_same_arguments_give_the_same_numbers(profile, day):
    again = replace(profile, events=tuple(reversed(profile.events)))
    for one, other in zip(day_cells(profile, day), day_cells(again, day), strict=True):
        assert [one.count(event) for event in profile.events] == [other.count(event) for event in profile.events]
        assert [one.unit_value(event) for event in profile.events] == [
            other.unit_value(event) for event in profile.events
        ]


def test_another_process_gives_the_same_numbers():
    code = (
        "from datetime import date; from microconv.emulator.series import AdsRates, ads_daily;"
        "print([ads_daily(1, 2, 3, 4, AdsRates(200, 0.1, 5), date(2026, 11, day)) for day in range(1, 20)])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.strip() == str(
        [ads_daily(1, 2, 3, 4, AdsRates(200, 0.1, 5), date(2026, 11, day)) for day in range(1, 20)]
    )


def test_another_seed_or_key_is_another_world():
    profile = make_profile({})
    series = {
        tuple(day_sessions(one, day) for day in NOVEMBER)
        for one in (profile, replace(profile, world_seed=2), replace(profile, key="properties/2"))
    }
    assert len(series) == 3


def test_the_level_is_what_was_asked_for_with_weeks_and_noise():
    found = [day_sessions(make_profile({}, sessions=400), day) for day in NOVEMBER]
    assert 320 < sum(found) / 30 < 480
    assert len(set(found)) > 15
    weekends = [number for day, number in zip(NOVEMBER, found, strict=True) if day.weekday() >= 5]
    weekdays = [number for day, number in zip(NOVEMBER, found, strict=True) if day.weekday() < 5]
    assert abs(sum(weekends) / len(weekends) - sum(weekdays) / len(weekdays)) > 8


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.6, 1.5])
def test_a_rate_is_about_what_was_asked_for(rate):
    profile = make_profile({"event": rate}, sessions=2000)
    cells = [cell for day in NOVEMBER for cell in day_cells(profile, day)]
    found = sum(cell.count(profile.event("event")) for cell in cells) / sum(cell.sessions for cell in cells)
    assert rate * 0.7 < found < rate * 1.3


def test_large_cells_are_sampled_and_stay_consistent():
    profile = make_profile({"event": 0.2}, sessions=200_000, channels=(("Direct", 1.0),), devices=(("mobile", 1.0),))
    (cell,) = day_cells(profile, NOVEMBER[0])
    assert cell.sessions > 100_000
    assert cell.reach(profile.event("session_start")) == cell.sessions
    assert 0.15 < cell.reach(profile.event("event")) / cell.sessions < 0.25


def test_nothing_before_the_first_day_and_less_on_a_day_not_over():
    profile = make_profile({}, since=date(2026, 11, 10))
    assert [day_sessions(profile, day) for day in NOVEMBER[:9]] == [0] * 9
    assert day_sessions(profile, NOVEMBER[9]) > 0
    parts = [day_sessions(profile, NOVEMBER[9], elapsed / 24) for elapsed in range(25)]
    assert (parts[0], parts[-1], parts) == (0, day_sessions(profile, NOVEMBER[9]), sorted(parts))


@given(st.integers(0, 10_000), st.lists(st.floats(0, 5), min_size=1, max_size=8).filter(any), st.integers())
def test_a_split_sums_up_and_gives_nothing_to_what_has_no_weight(total, weights, key):
    parts = noise.split(total, weights, key)
    assert sum(parts) == total
    assert min(parts) >= 0
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if not weight)


def test_values_are_those_of_the_events():
    profile = make_profile({}, sessions=400)
    fixed, mean = Event("a", 0.1, 500.0, fixed_value=True), Event("b", 0.1, 500.0)
    cells = [cell for day in NOVEMBER for cell in day_cells(profile, day)]
    assert {cell.unit_value(fixed) for cell in cells} == {500_000_000}
    found = [cell.unit_value(mean) / 1e6 for cell in cells]
    assert 400 <= min(found) < 420
    assert 580 < max(found) <= 600
    assert {cell.unit_value(Event("c", 0.1)) for cell in cells} == {0}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Event("x", -1), "the rate of 'x' is not a number of 0 or more"),
        (lambda: Event("x", float("nan")), "the rate of 'x' is not a number of 0 or more"),
        (lambda: Event("first_visit", 1.5), "first_visit cannot happen more than once in a session"),
        (lambda: Event("page_view", 0.5), "every session has a page_view"),
        (
            lambda: make_profile({}, pages=(("/", 0.0),)),
            "the shares of pages must be numbers of 0 or more, and not all",
        ),
        (lambda: make_profile({}, devices=(("m", 1.0), ("m", 1.0))), "a value of devices is there twice"),
        (lambda: AdsRates(-1, 0.1), "clicks_per_day is not a number of 0 or more"),
        (lambda: AdsRates(1, float("inf")), "per_click is not a number of 0 or more"),
    ],
)
def test_what_cannot_be_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


# ---- Google Ads


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 0.5), st.floats(0, 0.5), DAYS, st.integers(1, 999))
def test_an_action_of_a_higher_rate_has_no_fewer_conversions(one, other, day, campaign):
    low, high = sorted((one, other))
    for many in (False, True):
        fewer = ads_daily(1, 2, campaign, "purchase", AdsRates(300, low, many_per_click=many), day)
        more = ads_daily(1, 2, campaign, "cart", AdsRates(300, high, many_per_click=many), day)
        assert 0 <= fewer.conversions <= more.conversions
    clicks = ads_clicks(1, 2, campaign, 300, day)
    assert ads_daily(1, 2, campaign, "cart", AdsRates(300, high), day).conversions <= clicks


def test_conversions_of_a_tag_have_their_value():
    rates = AdsRates(300, 0.1, 500.0, fixed_value=True)
    found = [ads_daily(1, 2, 3, "purchase", rates, day) for day in NOVEMBER]
    assert {one.value for one in found} == {one.conversions * 500 for one in found}
    assert 600 < sum(one.conversions for one in found) < 1200
    assert len({one.conversions for one in found}) > 10
    varying = [ads_daily(1, 2, 3, "purchase", replace(rates, fixed_value=False), day) for day in NOVEMBER]
    assert [one.conversions for one in varying] == [one.conversions for one in found]
    assert all(400 <= one.value / one.conversions <= 600 for one in varying if one.conversions)


def test_an_action_counts_from_its_first_day_on():
    rates = AdsRates(300, 0.1, since=date(2026, 11, 10))
    found = [ads_daily(1, 2, 3, "purchase", rates, day).conversions for day in NOVEMBER]
    assert found[:9] == [0] * 9
    assert all(found[9:])


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.integers(1, 99), st.floats(0.1, 9), min_size=1, max_size=4), DAYS, st.booleans(), st.floats(0, 2)
)
def test_imports_are_a_share_of_what_the_property_has_from_paid_channels(campaigns, day, once, rate):
    profile = make_profile({"purchase": rate}, sessions=600)
    event = profile.event("purchase")
    paid = [cell for cell in day_cells(profile, day) if cell.channel in GOOGLE_PAID_CHANNELS]
    there = sum(cell.reach(event) if once else cell.count(event) for cell in paid)
    found = [imported_daily(profile, "purchase", campaigns, one, day, once_per_session=once) for one in campaigns]
    imported = sum(one.conversions for one in found)
    assert round(imported, 2) <= there
    assert imported >= there * 0.92 - 0.02
    assert all(round(one.conversions, 2) == one.conversions >= 0 for one in found)


def test_imports_carry_the_value_of_the_events():
    events = (*(Event(name, rate) for name, rate in AUTOMATIC_EVENTS.items()), Event("purchase", 0.1, 900.0, True))
    profile = replace(make_profile({}, sessions=600), events=events)
    found = [imported_daily(profile, "purchase", {7: 1.0, 8: 2.0}, 8, day) for day in NOVEMBER]
    assert all(one.value == pytest.approx(one.conversions * 900, abs=1e-5) for one in found)
    assert sum(one.conversions for one in found) > 20


def test_imports_of_what_is_not_there():
    profile = make_profile({"purchase": 0.1}, sessions=600)
    assert imported_daily(profile, "other", {7: 1.0}, 7, NOVEMBER[0]).conversions == 0
    assert imported_daily(profile, "purchase", {7: 0.0, 8: 1.0}, 7, NOVEMBER[0]).conversions == 0
    late = imported_daily(profile, "purchase", {7: 1.0}, 7, NOVEMBER[0], since=NOVEMBER[1])
    assert late.conversions == 0 < imported_daily(profile, "purchase", {7: 1.0}, 7, NOVEMBER[0]).conversions
    with pytest.raises(KeyError):
        imported_daily(profile, "purchase", {7: 1.0}, 9, NOVEMBER[0])

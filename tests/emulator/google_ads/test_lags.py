"""The time between impression and conversion: every conversion in one bucket, by the shares of a seed or usual ones."""

from __future__ import annotations

import copy
from collections import defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.lags import by_lag, read_lags, shares_of
from microconv.emulator.google_ads.model import ConversionAction
from microconv.emulator.series import AdsDay

QUARTER = "segments.date BETWEEN '2026-08-01' AND '2026-10-31'"
OCTOBER = "segments.date BETWEEN '2026-10-01' AND '2026-10-31'"
METRICS = ("all_conversions", "all_conversions_value", "conversions", "conversions_value")
SELECTED = ", ".join(f"metrics.{one}" for one in METRICS)
ORDER = ENUMS["ConversionLagBucket"]


def sums(rows, key):
    found = defaultdict(lambda: [0.0] * len(METRICS))
    for row in rows:
        for index, name in enumerate(METRICS):
            found[key(row)][index] += getattr(row.metrics, name)
    return {name: [round(number, 6) for number in numbers] for name, numbers in found.items()}


@pytest.mark.parametrize("resource", ["customer", "campaign"])
def test_buckets_sum_to_the_whole(ads, campaigns, resource):
    def ask(segments):
        return ads.rows(f"SELECT {segments}, {SELECTED} FROM {resource} WHERE {OCTOBER}")

    def action_of(row):
        return row.segments.conversion_action

    rows = ask("segments.conversion_action, segments.conversion_lag_bucket")
    whole = sums(ask("segments.conversion_action"), action_of)
    assert sums(rows, action_of) == whole
    assert len(whole) > 3
    words = {row.segments.conversion_lag_bucket.name for row in rows}
    assert words <= set(ORDER)
    assert len(words) > 8
    # Alone, without the actions, the same.
    alone = ads.rows(f"SELECT segments.conversion_lag_bucket, {SELECTED} FROM {resource} WHERE {OCTOBER}")
    assert sums(alone, lambda row: row.segments.conversion_lag_bucket.name) == sums(
        rows, lambda row: row.segments.conversion_lag_bucket.name
    )


def test_most_conversions_are_of_the_first_day_and_none_beyond_the_window(ads, store):
    store.actions[101].fields["click_through_lookback_window_days"] = 7
    rows = ads.rows(
        "SELECT segments.conversion_action_name, segments.conversion_lag_bucket, metrics.all_conversions FROM customer "
        f"WHERE {QUARTER} AND segments.conversion_action_name = 'Purchase'"
    )
    found = {row.segments.conversion_lag_bucket.name: row.metrics.all_conversions for row in rows}
    total = sum(found.values())
    assert total > 50
    assert 0.6 < found["LESS_THAN_ONE_DAY"] / total < 0.9
    assert set(found) <= set(ORDER[:7])


def test_filters_and_order_by_bucket(ads):
    rows = ads.rows(
        f"SELECT segments.conversion_lag_bucket, metrics.all_conversions FROM customer WHERE {QUARTER} "
        "AND segments.conversion_lag_bucket IN ('ONE_TO_TWO_DAYS', 'LESS_THAN_ONE_DAY', 'THREE_TO_FOUR_DAYS') "
        "ORDER BY segments.conversion_lag_bucket"
    )
    assert [row.segments.conversion_lag_bucket.name for row in rows] == [
        "LESS_THAN_ONE_DAY",
        "ONE_TO_TWO_DAYS",
        "THREE_TO_FOUR_DAYS",
    ]


def test_the_seed_says_how_late_and_changes_keep_it(ads, world, seed):
    content = copy.deepcopy(seed)
    customer = next(one for one in content["google_ads"]["customers"] if one["id"] == 1234567890)
    purchase = next(one for one in customer["conversion_actions"] if one["id"] == 101)
    purchase["conversion_lags"] = {"SIXTY_TO_NINETY_DAYS": 1, "ONE_TO_TWO_DAYS": 0}
    world.reset(content)
    ads.mutate(ads.updating(101, name="Bought"))
    world.reset(world.dump())
    query = (
        "SELECT segments.conversion_action_name, segments.conversion_lag_bucket, metrics.all_conversions FROM customer "
        f"WHERE {QUARTER}"
    )
    found = defaultdict(set)
    for row in ads.rows(query):
        found[row.segments.conversion_action_name].add(row.segments.conversion_lag_bucket.name)
    assert found["Bought"] == {"SIXTY_TO_NINETY_DAYS"}
    assert "LESS_THAN_ONE_DAY" in found["mv_add_to_cart"]


DATED = tuple(f"{one}_by_conversion_date" for one in METRICS)
#: The first days of buckets in which conversions of the store happen, by the enum's docstring.
FIRST_DAYS = {
    **{one: days for days, one in enumerate(ORDER[:14])},
    "FOURTEEN_TO_TWENTY_ONE_DAYS": 14,
    "TWENTY_ONE_TO_THIRTY_DAYS": 21,
    "THIRTY_TO_FORTY_FIVE_DAYS": 30,
    "FORTY_FIVE_TO_SIXTY_DAYS": 45,
    "SIXTY_TO_NINETY_DAYS": 60,
}


@pytest.mark.parametrize("resource", ["customer", "campaign"])
def test_conversions_by_their_own_day_are_those_of_clicks_as_long_before_as_they_lag(ads, campaigns, resource):
    """Days of clicks moved on by their lags, by hand; in all segments together and in none."""
    wide = "segments.date BETWEEN '2026-08-01' AND '2026-10-31'"
    parts = "segments.conversion_action, segments.conversion_lag_bucket, segments.date"
    moved = defaultdict(lambda: [0.0] * len(METRICS))
    for row in ads.rows(f"SELECT {parts}, {SELECTED} FROM {resource} WHERE {wide}"):
        bucket = row.segments.conversion_lag_bucket.name
        day = date.fromisoformat(row.segments.date) + timedelta(days=FIRST_DAYS[bucket])
        if f"{day:%Y-%m}" == "2026-10":
            for index, name in enumerate(METRICS):
                moved[row.segments.conversion_action, bucket, day.isoformat()][index] += getattr(row.metrics, name)
    by_date = ", ".join(f"metrics.{one}" for one in DATED)
    seen = defaultdict(lambda: [0.0] * len(METRICS))
    for row in ads.rows(f"SELECT {parts}, {by_date} FROM {resource} WHERE {OCTOBER}"):
        key = (row.segments.conversion_action, row.segments.conversion_lag_bucket.name, row.segments.date)
        for index, name in enumerate(DATED):
            seen[key][index] += getattr(row.metrics, name)
    assert {key: pytest.approx(numbers, abs=1e-4) for key, numbers in moved.items()} == seen
    assert len(seen) > 100
    whole = [0.0] * len(METRICS)
    for row in ads.rows(f"SELECT {by_date}, metrics.clicks FROM {resource} WHERE {OCTOBER}"):
        for index, name in enumerate(DATED):
            whole[index] += getattr(row.metrics, name)
    assert whole == pytest.approx([sum(one) for one in zip(*seen.values(), strict=True)], abs=1e-2)


def test_late_days_grow_while_time_goes_on(ads, world, campaigns):
    """Of each day's clicks what has arrived today, by hand; two months later all of it."""
    today = world.clock.now().astimezone(ZoneInfo("Asia/Tokyo")).date()
    late = f"segments.date BETWEEN '{today - timedelta(days=20)}' AND '{today - timedelta(days=1)}'"

    def asked(segments):
        return ads.rows(f"SELECT {segments}, {SELECTED} FROM customer WHERE {late}")

    by_lag = "segments.date, segments.conversion_action, segments.conversion_lag_bucket"
    whole = asked(by_lag)
    here = [
        row
        for row in whole
        if FIRST_DAYS[row.segments.conversion_lag_bucket.name] <= (today - date.fromisoformat(row.segments.date)).days
    ]
    assert 0 < len(here) < len(whole)
    world.policies.set("conversions_to_come", "missing")

    def day_and_action(row):
        return row.segments.date, row.segments.conversion_action

    def day_of(row):
        return row.segments.date

    assert sums(asked(by_lag), lambda row: (*day_and_action(row), row.segments.conversion_lag_bucket)) == sums(
        here, lambda row: (*day_and_action(row), row.segments.conversion_lag_bucket)
    )
    assert near(sums(asked("segments.date, segments.conversion_action"), day_and_action)) == sums(here, day_and_action)
    assert near(sums(asked("segments.date"), day_of)) == sums(here, day_of)
    world.clock.advance(timedelta(days=61), spare_tokens=True)
    assert near(sums(asked("segments.date"), day_of)) == sums(whole, day_of)


def near(found):
    return {key: pytest.approx(numbers, abs=1e-4) for key, numbers in found.items()}


def test_conversions_by_their_own_day_may_not_go_with_lags(ads, world):
    query = (
        f"SELECT segments.conversion_lag_bucket, metrics.conversions_by_conversion_date FROM customer WHERE {OCTOBER}"
    )
    assert ads.rows(query)
    world.policies.set("lags_of_conversions_by_date", "refused")
    with ads.refused() as refusal:
        ads.rows(query)
    assert refusal.codes == ["query_error.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"]
    assert ads.rows(query.replace("segments.conversion_lag_bucket", "segments.conversion_action"))


@pytest.mark.parametrize(
    ("content", "place", "text"),
    [
        ({"SOON": 1}, ".SOON", "is no ConversionLagBucket; there are: LESS_THAN_ONE_DAY, ONE_TO_TWO_DAYS"),
        ({"ONE_TO_TWO_DAYS": -1}, ".ONE_TO_TWO_DAYS", "a number of 0 or more is needed"),
        ({"ONE_TO_TWO_DAYS": True}, ".ONE_TO_TWO_DAYS", "a number of 0 or more is needed"),
        ({"ONE_TO_TWO_DAYS": "1"}, ".ONE_TO_TWO_DAYS", "a number of 0 or more is needed"),
        ({"ONE_TO_TWO_DAYS": 0}, "", "no bucket has a share"),
        ({}, "", "no bucket has a share"),
    ],
)
def test_shares_that_are_none(content, place, text):
    with pytest.raises(SeedError) as caught:
        read_lags(content, "actions[0].conversion_lags")
    assert str(caught.value).startswith(f"actions[0].conversion_lags{place}: {text}")


@pytest.mark.parametrize(("found", "unit"), [(AdsDay(7.0, 123.456789), 1), (AdsDay(2.37, 0.000001), 100)])
def test_a_day_is_divided_exactly(found, unit):
    action = ConversionAction(1, {"click_through_lookback_window_days": 90})
    for number in range(50):
        parts = [part for _, part in by_lag(found, action, "day", number)]
        assert round(sum(one.conversions for one in parts), 9) == found.conversions
        assert round(sum(one.value for one in parts), 9) == found.value
        assert all(round(one.conversions * unit, 9).is_integer() for one in parts)


def test_over_many_days_every_bucket_gets_its_share():
    action = ConversionAction(1, {"click_through_lookback_window_days": 90})
    shares = shares_of(action)
    assert list(shares) == list(ORDER)
    assert sum(shares.values()) == pytest.approx(1)
    found = defaultdict(float)
    for number in range(3000):
        for word, part in by_lag(AdsDay(1.0, 0.0), action, "day", number):
            found[word] += part.conversions / 3000
    for word, share in shares.items():
        assert found[word] == pytest.approx(share, abs=0.02), word


def test_clicks_are_not_divided_by_lag(ads):
    for metric in ("clicks", "cost_micros", "impressions"):
        with ads.refused() as refusal:
            ads.search(f"SELECT segments.conversion_lag_bucket, metrics.{metric} FROM customer WHERE {QUARTER}")
        assert refusal.codes == ["query_error.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE"]
        assert refusal.messages == [
            "Cannot select the following segments because at least one unsupported metric is found in SELECT or WHERE "
            f"clause: 'segments.conversion_lag_bucket'(unsupported metrics: '{metric}')."
        ]


def test_a_query_about_actions_has_no_lags(ads):
    with ads.refused() as refusal:
        ads.search("SELECT segments.conversion_lag_bucket FROM conversion_action")
    assert refusal.codes == ["query_error.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE"]

"""Counts in snapshots: without loss, optional, and refused where they are broken."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import action, ads, ga4, key_event

from microconv.core.documents import snapshot
from microconv.core.documents.measures_json import measures_from_json, measures_to_json
from microconv.core.errors import SnapshotError
from microconv.core.measures import COUNTS, EVENTS, LAGS, SPEND, Counted, Measures
from microconv.core.resource import Reading

TAKEN = "2026-11-23T09:00:00+09:00"
DAY = datetime.date(2026, 11, 23)
ID = "customers/1234567890/conversionActions/1"
FULL = Measures(
    DAY,
    {
        ID: Counted(3, 1500.5, 4.25, 2000, DAY, "2026-11-22 23:59:59", {"less_than_one_day": 3.0, "unknown_99": 1.25},
                    {DAY: 4.25}),
        f"{ID}2": Counted(),
    },
    {"page_view": 12_345, "資料\n請求": 1},
    {LAGS: "QueryError.X: no", EVENTS: "PERMISSION_DENIED: no"},
    {"71": 1200.5, "72": 0.0},
)  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
amounts = st.floats(0, 1e12, allow_nan=False)
counts = st.builds(
    Counted, amounts, amounts, amounts, amounts, st.none() | st.dates(), st.none() | texts,
    st.dictionaries(texts, amounts, max_size=3), st.dictionaries(st.dates(), amounts, max_size=3),
)  # fmt: skip
measured = st.builds(
    Measures,
    st.dates(),
    st.dictionaries(texts, counts, max_size=4),
    st.dictionaries(texts, st.integers(0), max_size=4),
    st.dictionaries(st.sampled_from([COUNTS, LAGS, SPEND, EVENTS]), texts),
    st.dictionaries(texts, amounts, max_size=3),
)


def there_and_back(reading: Reading) -> Reading:
    text = snapshot.to_json([reading], TAKEN)
    return snapshot.from_lines(io.BytesIO(text.encode())).reading(reading.provider, reading.account)


def plain(measures: Measures | None) -> Any:
    """With everything in it as plain maps, to compare."""
    if measures is None:
        return None
    actions = {name: replace(one, lags=dict(one.lags), days=dict(one.days)) for name, one in measures.actions.items()}
    return measures.until, actions, dict(measures.events), dict(measures.missing), dict(measures.spend)


@settings(deadline=None, max_examples=100)
@given(measured)
def test_nothing_is_lost(measures: Measures) -> None:
    reading = replace(ads(action("a", 1)), measures=measures)
    assert plain(there_and_back(reading).measures) == plain(measures)


def test_zero_is_not_the_same_as_not_asked() -> None:
    for reading in (ads(action("a", 1)), ga4(key_event("a"))):
        assert there_and_back(reading).measures is None
        assert '"measures"' not in snapshot.to_json([reading], TAKEN)
        nothing = there_and_back(replace(reading, measures=Measures(DAY))).measures
        assert plain(nothing) == (DAY, {}, {}, {}, {})


def test_the_file_says_the_same_whatever_the_order() -> None:
    turned = replace(FULL, actions=dict(reversed(FULL.actions.items())), events=dict(reversed(FULL.events.items())))
    one, two = (snapshot.to_json([replace(ads(), measures=item)], TAKEN) for item in (FULL, turned))
    assert one == two
    assert json.loads(one)["readings"][0]["measures"] == {
        "until": "2026-11-23",
        "actions": {
            ID: {
                "bid": 3, "bid_value": 1500.5, "all": 4.25, "all_value": 2000, "last": "2026-11-23",
                "asked": "2026-11-22 23:59:59", "lags": {"less_than_one_day": 3.0, "unknown_99": 1.25},
                "days": {"2026-11-23": 4.25},
            },
            f"{ID}2": {},
        },
        "events": {"page_view": 12_345, "資料\n請求": 1},
        "missing": {EVENTS: "PERMISSION_DENIED: no", LAGS: "QueryError.X: no"},
        "spend": {"71": 1200.5, "72": 0.0},
    }  # fmt: skip


def test_measures_of_before_tell_neither_days_nor_costs() -> None:
    data = measures_to_json(FULL)
    del data["spend"], data["actions"][ID]["days"]
    read = measures_from_json(data)
    assert (dict(read.spend), dict(read.actions[ID].days), read.actions[ID].all) == ({}, {}, 4.25)


def test_a_file_of_before_is_still_read() -> None:
    """Format 1 without the key, as earlier versions wrote it."""
    data = json.loads(snapshot.to_json([ads(action("a", 1))], TAKEN))
    assert data["format"] == 1
    assert set(data["readings"][0]) == {"provider", "account", "types", "facts", "resources"}


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ((), None, "TypeError: 'NoneType' object is not subscriptable"),
        (("until",), "today", "ValueError: Invalid isoformat string: 'today'"),
        (("until",), 20261123, "TypeError: fromisoformat: argument must be str"),
        (("actions",), [], "TypeError: [] is not a map"),
        (("actions", ID), 5, "AttributeError: 'int' object has no attribute 'get'"),
        (("actions", ID, "bid"), "3", "TypeError: '3' is not a number"),
        (("actions", ID, "all"), True, "TypeError: True is not a number"),
        (("actions", ID, "all_value"), float("inf"), "TypeError: inf is not a number"),
        (("actions", ID, "asked"), 5, "TypeError: 5 is not text"),
        (("actions", ID, "lags"), [1], "TypeError: [1] is not a map"),
        (("actions", ID, "days"), {"today": 1.0}, "ValueError: Invalid isoformat string: 'today'"),
        (("actions", ID, "days"), {"2026-11-23": "1"}, "TypeError: '1' is not a number"),
        (("spend", "71"), None, "TypeError: None is not a number"),
        (("events", "page_view"), 1.5, "TypeError: 1.5 is not a whole number"),
        (("events", "page_view"), True, "TypeError: True is not a whole number"),
        (("missing", "lags"), None, "TypeError: None is not text"),
    ],
)
def test_broken_measures(path: tuple[str, ...], value: Any, text: str) -> None:
    data = json.loads(snapshot.to_json([replace(ads(), measures=FULL)], TAKEN))
    *parents, last = ("measures", *path)
    place = data["readings"][0]
    for part in parents:
        place = place[part]
    place[last] = value
    found = snapshot.from_lines(io.BytesIO(json.dumps(data).encode()))
    with pytest.raises(SnapshotError) as caught:
        found.reading("google_ads", "123-456-7890")
    assert str(caught.value) == f"the snapshot is broken: {text}"
    assert caught.value.hint == "take a new one with `microconv snapshot PATH -o FILE`"


def test_what_is_read_cannot_be_changed() -> None:
    read = measures_from_json(measures_to_json(FULL))
    for one in (read.actions, read.events, read.missing, read.spend, read.actions[ID].lags, read.actions[ID].days):
        with pytest.raises(TypeError):
            one["x"] = 1  # type: ignore[index]

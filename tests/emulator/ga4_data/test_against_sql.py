"""Generated worlds: every metric and funnel of the server against SQL on the exported events (see `sql`)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator.ga4_data.export import write_days
from microconv.emulator.ga4_data.fields_tables import METRICS as SERVED
from tests.emulator.ga4_data.conftest import Data, table
from tests.emulator.ga4_data.sql import DIMENSIONS, METRICS, Warehouse
from tests.heavy import HEAVY

NUMBER = 345678901
NAME = f"properties/{NUMBER}"
WORLDS = range(50) if HEAVY else (0,)
ITEM_METRICS = [name for name in METRICS if name.startswith("item") or name.endswith("ToViewRate")]
PLAIN_METRICS = [name for name in METRICS if name not in ITEM_METRICS]
ITEM_DIMENSIONS = [name for name in DIMENSIONS if name.startswith("item")]
PLAIN_DIMENSIONS = [name for name in DIMENSIONS if name not in ITEM_DIMENSIONS]
EVENTS = ("view_item", "add_to_cart", "begin_checkout", "mv_form", "mv_scroll", "purchase", "refund")
WITHIN = "within_duration_from_prior_step"
#: Zones, with their offsets on the day on which some key events are marked.
MIDNIGHTS = {"Asia/Tokyo": "+09:00", "UTC": "+00:00", "America/New_York": "-05:00"}
LAST = date(2026, 11, 23)


def shares(draw: random.Random, names: Sequence[str]) -> dict[str, float]:
    return {name: round(draw.uniform(0.1, 1), 2) for name in draw.sample(names, draw.randint(1, len(names)))}


def event_of(draw: random.Random) -> Any:
    rate = round(draw.choice((draw.uniform(0.01, 0.2), draw.uniform(0.2, 2))), 3)
    return draw.choice(
        (
            rate,
            {"rate": rate, "value": draw.randint(1, 9000)},
            {"rate": rate, "broken_from": "2026-11-20", "months": {"2026-11": 0.5}},
            {"per_day": draw.randint(1, 30), "value": draw.choice((0.5, 120))},
            {"counts": {f"2026-11-{draw.randint(15, 23)}": draw.randint(0, 90)}},
        )
    )


def chain_of(draw: random.Random, after: str, devices: Sequence[str]) -> dict[str, Any]:
    steps = [
        {"event": "mv_call", "probability": 0.6, "devices": {draw.choice(devices): 0.3}},
        {"event": "purchase", "probability": 0.5, "within_days": draw.randint(0, 9), "value": 4500, "months": {}},
    ]
    return {"after": after, "steps": draw.sample(steps, draw.randint(1, 2))}


def hits_of(draw: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "at": f"2026-11-{draw.randint(15, 22)}T{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:00Z",
            "event": draw.choice((*EVENTS, "page_view", "first_visit")),
            "client": draw.choice(("", "a", "b")),
            "session": draw.choice(("", "1", "2")),
            "page": draw.choice(("/", "/sent")),
            "device": draw.choice(("mobile", "desktop")),
            "value": draw.choice((None, 10, 0.25)),
        }
        for _ in range(draw.randint(0, 12))
    ]


def generated(number: int) -> dict[str, Any]:
    """A property with anything that a seed can say."""
    draw = random.Random(number)
    events = {name: event_of(draw) for name in draw.sample(EVENTS, draw.randint(1, len(EVENTS)))}
    traffic: dict[str, Any] = {"sessions_per_day": draw.choice((0, 3, 30, 120)), "events": events}
    traffic["devices"] = shares(draw, ("mobile", "desktop", "tablet"))
    traffic["channels"] = shares(draw, ("Direct", "Organic Search", "Paid Search", "Email", "Own channel"))
    traffic["pages"] = shares(draw, ("/", "/Form", "/form", "/a/b?x=1"))
    if draw.random() < 0.6:
        traffic["chains"] = [chain_of(draw, draw.choice(sorted(events)), sorted(traffic["devices"]))]
    if draw.random() < 0.5:
        traffic["items"] = [{"name": "Cup", "price": 700}, {"name": "Lamp", "category": "Light"}][: draw.randint(0, 2)]
    zone = draw.choice(sorted(MIDNIGHTS))
    key_events = [
        {
            "event_name": name,
            "counting_method": draw.choice(("ONCE_PER_EVENT", "ONCE_PER_SESSION")),
            "create_time": draw.choice(("2024-01-01T00:00:00Z", f"2026-11-19T00:00:00{MIDNIGHTS[zone]}")),
            **draw.choice(({}, {"default_value": {"numeric_value": 300, "currency_code": "JPY"}})),
        }
        for name in draw.sample((*EVENTS, "mv_call"), draw.randint(0, 4))
    ]
    return {
        "id": NUMBER,
        "display_name": "World",
        "currency_code": "JPY",
        "time_zone": zone,
        "create_time": "2026-01-01T00:00:00Z",
        "key_events": key_events,
        "traffic": traffic,
        "hits": hits_of(draw),
    }


class Both:
    """One world, at the server and in the warehouse."""

    def __init__(self, data: Data, content: dict[str, Any], folder: Path, days: int) -> None:
        self.first = LAST - timedelta(days=days - 1)
        accounts = [{"id": 100, "display_name": "Aoi", "properties": [content]}]
        data.emulator.world.reset({"version": 1, "now": "2026-11-24T09:00:00Z", "ga4": {"accounts": accounts}})
        write_days(data.emulator.world, NUMBER, self.first, LAST, folder)
        rules = {
            one["event_name"]: (
                None if one["create_time"] < "2026" else "20261119",
                one["counting_method"] == "ONCE_PER_SESSION",
                one.get("default_value", {}).get("numeric_value"),
            )
            for one in content["key_events"]
        }
        self.warehouse = Warehouse(folder, content["time_zone"], rules)
        self.client = data.client()
        self.funnels = data.client("v1alpha")

    @property
    def _days(self) -> list[dict[str, str]]:
        return [{"start_date": self.first.isoformat(), "end_date": LAST.isoformat()}]

    def served(self, dimensions: Sequence[str], metrics: Sequence[str], **more: Any) -> dict[Any, list[float]]:
        found: dict[Any, list[float]] = {}
        for start in range(0, len(metrics), 10):
            some = metrics[start : start + 10]
            request = {
                "property": NAME,
                "dimensions": [{"name": one} for one in dimensions],
                "metrics": [{"name": one} for one in some],
                "date_ranges": self._days,
                "limit": 250_000,
                **more,
            }
            for row in table(self.client.run_report(request)):
                amounts = found.setdefault(row[: len(dimensions)], [0.0] * len(metrics))
                amounts[start : start + len(some)] = [float(one) for one in row[len(dimensions) :]]
        return found

    def agree(self, dimensions: Sequence[str], metrics: Sequence[str], where: str = "true", **more: Any) -> None:
        served = self.served(dimensions, metrics, **more)
        computed = self.warehouse.report(dimensions, metrics, where)
        assert served.keys() == computed.keys(), dimensions
        for key, amounts in served.items():
            for name, one, other in zip(metrics, amounts, computed[key], strict=True):
                assert one == pytest.approx(other, rel=1e-9, abs=1e-9), (dimensions, key, name)

    def funnel(self, *conditions: tuple[dict[str, Any], str, dict[str, Any]]) -> None:
        steps = [{"name": "s", "filter_expression": expression, **how} for expression, _, how in conditions]
        request = {"property": NAME, "date_ranges": self._days, "funnel": {"steps": steps}}
        served = [int(row[1]) for row in table(self.funnels.run_funnel_report(request).funnel_table)]
        within = [
            float(how["within_duration_from_prior_step"].rstrip("s"))
            if "within_duration_from_prior_step" in how
            else None
            for _, _, how in conditions
        ]
        directly = [how.get("is_directly_followed_by", False) for _, _, how in conditions]
        assert served == self.warehouse.funnel([sql for _, sql, _ in conditions], within, directly)


def event(name: str, **how: Any) -> tuple[dict[str, Any], str, dict[str, Any]]:
    return {"funnel_event_filter": {"event_name": name}}, f"name = '{name}'", how


def field(name: str, value: str, **how: Any) -> tuple[dict[str, Any], str, dict[str, Any]]:
    expression = {"funnel_field_filter": {"field_name": name, "string_filter": {"value": value}}}
    return expression, f"lower({DIMENSIONS[name]}) = lower('{value}')", how


@pytest.mark.parametrize("number", WORLDS)
def test_server_and_sql_agree(data: Data, tmp_path: Path, number: int) -> None:
    draw = random.Random(1000 + number)
    both = Both(data, generated(number), tmp_path, draw.choice((1, 9, 9, 30)))
    both.agree((), PLAIN_METRICS)
    both.agree((), ITEM_METRICS)
    for name in PLAIN_DIMENSIONS:
        both.agree((name,), PLAIN_METRICS)
    for name in ITEM_DIMENSIONS:
        both.agree((name, "deviceCategory"), ITEM_METRICS)
    for _ in range(6):
        both.agree(tuple(draw.sample(PLAIN_DIMENSIONS, draw.randint(2, 4))), PLAIN_METRICS[:10])
    mobile = {"filter": {"field_name": "deviceCategory", "string_filter": {"value": "mobile"}}}
    both.agree(("sessionMedium", "hour"), PLAIN_METRICS, "device.category = 'mobile'", dimension_filter=mobile)
    both.funnel(event("session_start"), event("view_item"), event("purchase"))
    both.funnel(event("purchase"), event("page_view"), event("mv_form"))
    both.funnel(
        event("page_view"),
        event("user_engagement", within_duration_from_prior_step="40s"),
        event("page_view", within_duration_from_prior_step="86400s"),
    )
    both.funnel(event("session_start"), event("page_view", is_directly_followed_by=True))
    both.funnel(event("first_visit"), field("firstUserMedium", "organic"), field("pagePath", "/form"), event("mv_call"))


def test_every_metric_is_recomputed() -> None:
    names = [line.partition("|")[0] for line in SERVED.strip().splitlines()]
    assert set(METRICS) == set(names)

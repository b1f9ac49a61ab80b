"""One property whose people are known one by one, and what they did in a month, by SQL on what it exports."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.answers import Period, Table
from microconv.core.monthly import GA4Month, MonthWanted
from microconv.core.months import Month
from microconv.core.ports import Silent
from microconv.emulator import World
from microconv.emulator.ga4_data.export import write_days
from tests.conftest import PROPERTY
from tests.emulator.ga4_data.sql import Warehouse

ZONE = "Asia/Tokyo"
EVENTS = ("view_item", "add_to_cart", "mv_form", "purchase", "generate_lead")
"""The client's events. Nobody has ever sent the last one."""

TRAFFIC: dict[str, Any] = {
    "sessions_per_day": 25,
    "events": {
        "view_item": 0.9,
        "add_to_cart": 0.3,
        "mv_form": {"rate": 0.25, "pages": ["/Form"]},
        "MV_Form": 0.1,
        "purchase": {"rate": 0.08, "value": 9800.5, "pages": ["/thanks"]},
    },
    "chains": [{"after": "mv_form", "steps": [{"event": "purchase", "probability": 0.4, "within_days": 6}]}],
    "pages": {"/": 0.6, "/Form": 0.3, "/thanks": 0.1},
    "devices": {"mobile": 0.7, "desktop": 0.3},
    "channels": {"Paid Search": 0.4, "Organic Search": 0.6},
    "items": [{"name": "Cup", "price": 700}, {"name": "Lamp", "category": "Light", "price": 12_000}],
}
SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-04-05T09:00:00Z",
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Aoi",
                "properties": [
                    {
                        "id": int(PROPERTY),
                        "display_name": "Aoi store",
                        "currency_code": "JPY",
                        "time_zone": ZONE,
                        "create_time": "2024-12-01T00:00:00+09:00",
                        "key_events": [
                            {"event_name": "purchase", "counting_method": "ONCE_PER_SESSION"},
                            {"event_name": "mv_form", "create_time": "2026-02-10T00:30:00+09:00"},
                        ],
                        "traffic": TRAFFIC,
                    }
                ],
            }
        ]
    },
}
RULES = {"purchase": (None, True, None), "mv_form": ("20260210", False, None)}


def answers(wanted: MonthWanted) -> GA4Month:
    """The answers of GA4, as a report of the command line asks it."""
    access = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True))
    ga4, google_ads = access.monthly(wanted, Silent())
    assert ga4 is not None
    assert google_ads is None
    return ga4


def methods(world: World) -> list[str]:
    """The requests that the emulator got, in their order."""
    return [one.method.partition(".")[2] for one in world.log.entries]


def numbers(table: Table) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    """The rows of a table that was answered whole, by their keys."""
    assert table.answered
    assert table.whole
    assert len({row.keys for row in table.rows}) == len(table.rows)
    assert {len(row.keys) for row in table.rows} <= {len(table.columns)}
    return {row.keys: row.numbers for row in table.rows}


class Truth:
    """The deeds of the property's people in a month and those that it is compared with."""

    def __init__(self, world: World, month: Month) -> None:
        self._world = world
        self._month = month

    @functools.cache  # noqa: B019
    def of(self, period: Period) -> Warehouse:
        """The events of one of its months, in a database."""
        month = period.of(self._month)
        with tempfile.TemporaryDirectory() as folder:
            write_days(self._world, int(PROPERTY), month.first, month.last, Path(folder))
            return Warehouse(Path(folder), ZONE, RULES)

    def table(
        self,
        dimensions: Sequence[str],
        metrics: Sequence[str],
        events: Sequence[str] | None = None,
        periods: Sequence[Period] = tuple(Period),
        *,
        by_period: bool = True,
    ) -> Mapping[tuple[str, ...], list[float]]:
        """Google's metrics of each group, by month and the values of Google's dimensions."""
        where = "true" if events is None else f"name in ({', '.join(repr(one) for one in events)})"
        return {
            ((period.value,) if by_period else ()) + key: amounts
            for period in periods
            for key, amounts in self.of(period).report(dimensions, metrics, where).items()
        }

"""One property whose people go from acts to a final one, and their paths, counted in plain Python from its export."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from microconv.emulator import World
from microconv.emulator.ga4_data.export import write_days
from tests.conftest import PROPERTY

ZONE = "Asia/Tokyo"
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)
HORIZON = 5.0
TRAFFIC: dict[str, Any] = {
    "sessions_per_day": 20,
    "since": "2025-12-20",
    "events": {
        "mv_form": {"rate": 0.25, "pages": ["/Form"]},
        "mv_call": {"rate": 0.05},
        "MV_Form": 0.1,
        "mv_scroll": 0.5,
    },
    "chains": [
        {
            "after": "mv_form",
            "steps": [
                {"event": "mv_confirm", "probability": 0.7},
                {"event": "generate_lead", "probability": 0.5, "within_days": 9, "value": 12_000.5},
            ],
        },
        {"after": "mv_call", "steps": [{"event": "purchase", "probability": 0.3, "within_days": 3, "value": 9800}]},
    ],
    "pages": {"/": 0.6, "/Form": 0.3, "/form": 0.1},
    "devices": {"mobile": 0.7, "desktop": 0.3},
    "channels": {"Paid Search": 0.4, "Organic Search": 0.4, "Direct": 0.2},
}


def seed(traffic: Mapping[str, Any] | None = TRAFFIC, now: str = "2026-04-05T09:00:00Z") -> dict[str, Any]:
    """A world with the property alone; without traffic nobody comes."""
    content = {
        "id": int(PROPERTY),
        "display_name": "Aoi clinic",
        "currency_code": "JPY",
        "time_zone": ZONE,
        "create_time": "2025-12-01T00:00:00+09:00",
        "key_events": [{"event_name": "generate_lead"}],
        **({"traffic": dict(traffic)} if traffic else {}),
    }
    accounts = [{"id": 100, "display_name": "Aoi", "properties": [content]}]
    return {"version": 1, "now": now, "ga4": {"accounts": accounts}}


def export(world: World, folder: Path, first: datetime.date = FIRST, last: datetime.date = LAST) -> Path:
    """The files of the export, a day each."""
    write_days(world, int(PROPERTY), first, last, folder)
    return folder


@dataclass(frozen=True, order=True)
class Act:
    """One event, in the order of time.

    at: its microseconds since 1970.
    session: the number of its session.
    index: its place in the batch.
    day: its day in the property's time zone.
    event: its name.
    page: the path of its page.
    channel: the channel of its session.
    value: its value.
    """

    at: int
    session: int
    index: int
    day: str
    event: str
    page: str
    channel: str
    value: float


class People:
    """The active users of some days, with what each of them did; `all`: what anybody did."""

    def __init__(self, folder: Path) -> None:
        acts: dict[str, list[Act]] = defaultdict(list)
        self.all: list[Act] = []
        for file in sorted(folder.glob("events_*.json")):
            for line in file.read_text("utf-8").splitlines():
                row = json.loads(line)
                self.all.append(_act(row))
                if row["user_pseudo_id"] is not None and row["is_active_user"]:
                    acts[row["user_pseudo_id"]].append(self.all[-1])
        self.acts = {user: sorted(some) for user, some in acts.items()}

    def counts(self, event: str) -> tuple[int, int, float]:
        """The users of an event, how often it happened, and its value."""
        users = sum(any(act.event == event for act in some) for some in self.acts.values())
        happened = [act for act in self.all if act.event == event]
        return users, len(happened), sum(act.value for act in happened)

    def funnel(
        self, event: str, final: str, days: float, *, page: str = "", channels: Sequence[str] = ()
    ) -> tuple[int, int]:
        """The users of a closed funnel's two steps: after any of the acts, within so many days of it."""
        began = reached = 0
        for some in self.acts.values():
            starts = [place for place, act in enumerate(some) if _is(act, event, page, channels)]
            began += bool(starts)
            reached += any(
                some[place].event == final and some[place].at - some[start].at <= days * 86_400_000_000
                for start in starts
                for place in range(start + 1, len(some))
            )
        return began, reached

    def cohort(
        self,
        event: str,
        final: str,
        days: float,
        last: datetime.date = LAST,
        *,
        page: str = "",
        channels: Sequence[str] = (),
    ) -> tuple[int, int, int, int]:
        """Users whose first act had the whole horizon and those who reached it; likewise those who never did it."""
        horizon = round(days * 86_400_000_000)
        midnight = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), ZoneInfo(ZONE))
        cut = int(midnight.timestamp()) * 1_000_000 - horizon
        users = reached = others = others_reached = 0
        for some in self.acts.values():
            starts = [place for place, act in enumerate(some) if _is(act, event, page, channels)]
            began = some[starts[0] if starts else 0].at
            if began <= cut:
                after = some[starts[0] + 1 :] if starts else some
                came = any(act.event == final and act.at - began <= horizon for act in after)
                users, reached = users + bool(starts), reached + (came and bool(starts))
                others, others_reached = others + (not starts), others_reached + (came and not starts)
        return users, reached, others, others_reached


def _is(act: Act, event: str, page: str, channels: Iterable[str]) -> bool:
    return act.event == event and (not page or act.page == page) and (not channels or act.channel in channels)


def _act(row: dict[str, Any]) -> Act:
    params = {one["key"]: one["value"] for one in row["event_params"]}
    value = next(iter(params["value"].values())) if "value" in params else 0.0
    return Act(
        row["event_timestamp"],
        params["ga_session_id"]["int_value"],
        row["batch_event_index"],
        row["event_date"],
        row["event_name"],
        urlsplit(params["page_location"]["string_value"]).path,
        row["session_traffic_source_last_click"]["cross_channel_campaign"]["default_channel_group"],
        float(value),
    )

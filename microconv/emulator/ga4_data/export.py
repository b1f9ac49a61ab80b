"""The events of a property in the shape of GA4's export to BigQuery: tables ``events_YYYYMMDD`` of nested rows.

Fields as "BigQuery Export schema" has them (support.google.com/analytics/answer/7029846, read in copies, 2026-11-29).
What nobody sent is null. `batch_event_index` is the place of an event in its session, for those of one moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import EmulatorError
from microconv.emulator.ga4_data.columns import title
from microconv.emulator.ga4_data.dates import Now, zone
from microconv.emulator.ga4_data.tally import PURCHASES
from microconv.emulator.ga4_data.window import Window, window_of
from microconv.emulator.people.clocks import midnight
from microconv.emulator.people.places import BROWSERS, NOT_SET, ORIGINS, PLACES

if TYPE_CHECKING:
    from pathlib import Path

    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.series import Profile

_MICROS = 1_000_000
Row = dict[str, Any]


def day_rows(world: Ga4World, owner: Property, day: date, elapsed: float, like: Profile | None = None) -> Iterator[Row]:
    """The rows of a day's table, session by session.

    elapsed: how much of the day is over, 0 to 1.
    like: the profile, if it is not to be the property's.
    """
    return _Day(owner, window_of(world, owner, [(day, elapsed)], like), day).rows()


def write_days(world: Ga4World, number: int, first: date, last: date, folder: Path) -> dict[str, int]:
    """Write a file ``events_YYYYMMDD.json`` for each of these days that has begun, a row a line.

    number: the property's.
    folder: where; it is made if it is not there. Files of the same names are replaced.

    Returns the rows of each file, by its name.

    Raises EmulatorError for an unknown property, if none of the days has begun, or a file cannot be written.
    """
    owner = world.ga4.property(number)
    if owner is None:
        raise EmulatorError(f"the world has no property {number}")
    now = Now.of(world.clock.now(), owner.time_zone)
    if first > now.today:
        raise EmulatorError(f"{first} has not begun: in the property's time zone the emulated day is {now.today}")
    written = {}
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for day in days_between(first, min(last, now.today)):
            path = folder / f"events_{day:%Y%m%d}.json"
            with path.open("w", encoding="utf-8") as file:
                written[path.name] = 0
                for row in day_rows(world, owner, day, now.elapsed if day == now.today else 1.0):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    written[path.name] += 1
    except OSError as error:
        raise EmulatorError(f"cannot write {path}: {error.strerror}") from error
    return written


class _Day:
    """One day while it is written."""

    def __init__(self, owner: Property, window: Window, day: date) -> None:
        self._owner = owner
        self._window = window
        self._day = day
        self._pages = tuple(window.names.pages)
        self._events = tuple(window.names.events)
        self._clock = zone(owner.time_zone)

    def rows(self) -> Iterator[Row]:
        """The rows, in the order of sessions and time."""
        window = self._window
        columns = zip(
            *(getattr(window.events, name).tolist() for name in ("session", "name", "at", "page", "value", "engaged")),
            window.events.item.tolist(),
            strict=True,
        )
        session, common, index = -1, {}, 0
        for row, name, at, page, value, engaged, item in columns:
            if row != session:
                session, common, index = row, self._of_session(row), 0
            yield self._row(common, self._events[name], at, self._pages[page], value, engaged, item, index)
            index += 1

    def _row(self, common: Row, name: str, at: int, page: str, value: int, engaged: int, item: int, index: int) -> Row:
        params: list[Row] = [
            _param("ga_session_id", int_value=common["session"]),
            _param("session_engaged", string_value="1" if common["engaged"] else "0"),
            _param("page_location", string_value=f"https://{self._window.host}{page}"),
            _param("page_title", string_value=title(page)),
        ]
        if engaged:
            params.append(_param("engagement_time_msec", int_value=engaged))
        if value >= 0:
            params.append(_param("value", double_value=value / _MICROS))
            params.append(_param("currency", string_value=self._owner.currency_code))
        return {
            "event_date": f"{self._day:%Y%m%d}",
            "event_timestamp": self._timestamp(self._day.toordinal(), at),
            "event_name": name,
            "event_params": params,
            "batch_event_index": index,
            **common["row"],
            "ecommerce": {"purchase_revenue": value / _MICROS} if name in PURCHASES and value >= 0 else None,
            "items": self._items(item, value),
        }

    def _of_session(self, row: int) -> Row:
        """The part of a row that all events of a session have."""
        sessions = self._window.sessions
        place, browser = PLACES[sessions.place[row]], BROWSERS[sessions.browser[row]]
        origin, first = ORIGINS[sessions.origin[row]], ORIGINS[sessions.born_origin[row]]
        channel = tuple(self._window.names.channels)[sessions.channel[row]]
        user = int(sessions.user[row])
        campaign = {"source": _set(origin.source), "medium": _set(origin.medium)}
        return {
            "session": self._timestamp(int(sessions.day[row]), int(sessions.start[row])) // _MICROS,
            "engaged": bool(self._window.engaged[row]),
            "row": {
                "user_pseudo_id": f"{user >> 32}.{user & 0xFFFFFFFF}",
                "user_first_touch_timestamp": self._timestamp(int(sessions.born[row]), int(sessions.born_at[row])),
                "device": {
                    "category": tuple(self._window.names.devices)[sessions.device[row]],
                    "operating_system": _set(browser.system),
                    "language": _set(place.language_code),
                    "web_info": {"browser": _set(browser.browser), "hostname": self._window.host},
                },
                "geo": {key: _set(getattr(place, key)) for key in ("continent", "country", "region", "city")},
                "traffic_source": {
                    "name": _set(first.campaign),
                    "medium": _set(first.medium),
                    "source": _set(first.source),
                },
                "session_traffic_source_last_click": {
                    "manual_campaign": {**campaign, "campaign_name": _set(origin.campaign)},
                    "cross_channel_campaign": {**campaign, "default_channel_group": channel},
                },
                "platform": "WEB",
                "is_active_user": bool(self._window.active[row]),
            },
        }

    def _items(self, item: int, value: int) -> list[Row]:
        if item < 0:
            return []
        one = self._window.profile.items[item]
        price = one.price or (value / _MICROS if value >= 0 else None)
        texts = {"item_id": one.id, "item_name": one.name, "item_category": one.category}
        return [{**texts, "price": price, "quantity": 1}]

    def _timestamp(self, ordinal: int, at: int) -> int:
        """Microseconds since 1970 of a time of a day."""
        return (midnight(self._clock, ordinal) + at) * 1000


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _set(text: str) -> str | None:
    return None if text == NOT_SET else text


def _param(key: str, **value: Any) -> Row:
    return {"key": key, "value": value}

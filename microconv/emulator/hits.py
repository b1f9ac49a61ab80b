"""Hits: what a tag sent to the running emulator, kept one by one; a seed may hold them too, under ``hits``.

Of a conversion action:

    hits: [{at: 2026-11-20T10:00:00+09:00, value: 5000, campaign: 601, click: gclid-1, order: A-1, counted: true}]

Of a property:

    hits: [{at: 2026-11-20T10:00:00+09:00, event: mv_form, value: 500, client: c1, session: s1, page: /form,
            device: mobile, channel: Paid Search}]

All but the time and the event may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from microconv.emulator.errors import SeedError, kind_of
from microconv.emulator.seeding_course import known_keys, read_amount, read_mapping
from microconv.emulator.seeding_values import account_id, parse_moment

KEY = "hits"
#: The channel of a session that came from a click on an ad, and of one of which nothing is known.
PAID, UNPAID = "Paid Search", "Direct"


@dataclass(frozen=True, slots=True)
class ConversionHit:
    """One request of a conversion action's tag.

    at: the time it came in, in UTC.
    value: in the account's currency, None if it carried none.
    campaign: the id of the campaign that was clicked, None if it did not say.
    click: the id of the click, empty if it did not say.
    order: the id of the order, empty without one.
    counted: false if the action does not count it: the order or the click had counted before, or there was no click.
    """

    at: datetime
    value: float | None = None
    campaign: int | None = None
    click: str = ""
    order: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class EventHit:
    """One event that was sent to a property.

    at: the time it happened, in UTC.
    event: its name.
    value: in the property's currency, None if it carried none.
    client: the browser.
    session: the session; hits of one client without one are one session a day.
    page: the path of the page.
    device: the category of the device.
    channel: the default channel group of the session.
    """

    at: datetime
    event: str
    value: float | None = None
    client: str = ""
    session: str = ""
    page: str = "/"
    device: str = "desktop"
    channel: str = PAID

    @property
    def visit(self) -> tuple[str, str]:
        """Its session; on one day equal for hits of one session only."""
        return self.client, self.session


def read_conversion_hits(content: Any, path: str) -> list[ConversionHit]:
    """The ``hits`` of a conversion action in a seed.

    Raises SeedError with the place of a value that cannot be.
    """
    hits = []
    for values, where in _each(content, path, ConversionHit):
        if values.get("campaign") is not None:
            values["campaign"] = account_id(values["campaign"], f"{where}.campaign")
        if not isinstance(values.get("counted", True), bool):
            raise SeedError(f"{where}.counted", "true or false is needed")
        _check_texts(values, ("click", "order"), where)
        hits.append(ConversionHit(**values))
    return hits


def read_event_hits(content: Any, path: str) -> list[EventHit]:
    """The ``hits`` of a property in a seed.

    Raises SeedError with the place of a value that cannot be.
    """
    hits = []
    for values, where in _each(content, path, EventHit):
        if not values.get("event"):
            raise SeedError(f"{where}.event", "is missing")
        _check_texts(values, ("event", "client", "session", "page", "device", "channel"), where)
        hits.append(EventHit(**values))
    return hits


def write_hits(hits: Sequence[ConversionHit | EventHit]) -> list[dict[str, Any]]:
    """The value that is read into these hits."""
    written = []
    for hit in hits:
        values = {one.name: getattr(hit, one.name) for one in fields(hit) if getattr(hit, one.name) != one.default}
        written.append({**values, "at": hit.at.isoformat()})
    return written


def _each(content: Any, path: str, kind: type) -> Iterator[tuple[dict[str, Any], str]]:
    if content is None:
        return
    if not isinstance(content, list):
        raise SeedError(path, f"a list is needed, not {kind_of(content)}")
    for index, item in enumerate(content):
        where = f"{path}[{index}]"
        values = dict(read_mapping(item, where))
        known_keys(values, where, tuple(one.name for one in fields(kind)))
        at = read_time(values.get("at"), f"{where}.at")
        if at is None:
            raise SeedError(f"{where}.at", "is missing")
        values["at"] = at
        if values.get("value") is not None:
            values["value"] = read_amount(values["value"], f"{where}.value")
        yield values, where


def read_time(value: Any, path: str) -> datetime | None:
    """A point in time with its zone, in UTC; None where there is none.

    Raises SeedError.
    """
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = parse_moment(value)
        except ValueError as error:
            raise SeedError(path, f"{value!r} is not a time such as 2026-11-23T09:00:00Z") from error
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise SeedError(path, "a time with a time zone is needed, such as 2026-11-23T09:00:00Z")
    return value.astimezone(UTC)


def _check_texts(values: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    for key in keys:
        if not isinstance(values.get(key, ""), str):
            raise SeedError(f"{where}.{key}", "a text is needed")

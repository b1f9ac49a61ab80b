"""Sessions and users of hits: a client is a user, and what a client sent on a day in one session is a session.

What a hit does not say is not set: places and browsers, sources other than the channel. Nothing counts that was not
sent, so a client's first hit makes no ``first_visit``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.people import draws
from microconv.emulator.people.clocks import moment
from microconv.emulator.people.columns import Events, People, Sessions, empty, in_order, make

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from microconv.emulator.hits import EventHit

_MICROS = 1_000_000


@dataclass(slots=True)
class Names:
    """The texts behind columns; what comes later has a later place.

    events: names of events.
    pages: paths of pages.
    devices: categories of devices.
    channels: default channel groups.
    """

    events: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)


def place(names: dict[str, int], text: str) -> int:
    """The place of a text, a new one for a new text."""
    return names.setdefault(text, len(names))


def births(hits: Sequence[EventHit], zone: tzinfo) -> dict[str, EventHit]:
    """The first hit of each client, by his name."""
    first: dict[str, EventHit] = {}
    for hit in hits:
        name = client(hit)
        if name not in first or hit.at < first[name].at:
            first[name] = hit
    return first


def client(hit: EventHit) -> str:
    """The name of the user: the client, or the session of a hit that does not say; on two devices he is two."""
    return f"{hit.device} client {hit.client}" if hit.client else f"{hit.device} session {hit.session}"


def sent_people(
    key: str, hits: Mapping[date, Sequence[EventHit]], born: Mapping[str, EventHit], names: Names, zone: tzinfo
) -> People:
    """The people of hits. key: the property; names: of the columns, to which those of the hits are added."""
    visits: dict[tuple[object, ...], int] = {}
    rows: list[tuple[int, ...]] = []
    sessions: list[tuple[int, ...]] = []
    for day, several in hits.items():
        for hit in sorted(several, key=lambda one: one.at):
            visit = (day, hit.visit, hit.device)
            _, at = moment(hit.at, zone)
            if visit not in visits:
                visits[visit] = len(visits)
                first = born[client(hit)]
                born_day, born_at = moment(first.at, zone)
                sessions.append(
                    (
                        *(day.toordinal(), int(draws.key(key, client(hit))), at, place(names.devices, hit.device)),
                        *(place(names.channels, hit.channel), born_day, born_at, place(names.channels, first.channel)),
                    )
                )
            value = -1 if hit.value is None else round(hit.value * _MICROS)
            rows.append((visits[visit], place(names.events, hit.event), at, place(names.pages, hit.page), value))
    if not rows:
        return People(empty(Sessions), empty(Events))
    zero = np.zeros(1, np.int64)
    day_, user, start, device, channel, born_, born_at_, born_channel = (
        np.array(column, np.uint64) for column in zip(*sessions, strict=True)
    )
    session, name, at_, page, value_ = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return in_order(
        People(
            make(
                Sessions,
                day=day_,
                user=user,
                start=start,
                device=device,
                channel=channel,
                origin=zero,
                born=born_,
                born_at=born_at_,
                born_channel=born_channel,
                born_origin=zero,
                place=zero,
                browser=zero,
            ),
            make(Events, session=session, name=name, at=at_, page=page, value=value_, engaged=zero, item=zero - 1),
        )
    )

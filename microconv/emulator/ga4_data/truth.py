"""The truth about a property: a report as it would be if every tag had worked and nothing were withheld."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from microconv.emulator.ga4_data.access import profile
from microconv.emulator.ga4_data.dates import Now
from microconv.emulator.ga4_data.export import days_between
from microconv.emulator.ga4_data.fields import METRICS
from microconv.emulator.ga4_data.groups import Columns
from microconv.emulator.ga4_data.tally import Tally
from microconv.emulator.ga4_data.window import Window, window_of
from microconv.emulator.people.chains import starts_of, ways_of

if TYPE_CHECKING:
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.people.draws import Array
    from microconv.emulator.series import Profile

_WHOLE = (
    "totalUsers",
    "activeUsers",
    "newUsers",
    "sessions",
    "engagedSessions",
    "eventCount",
    "keyEvents",
    "totalRevenue",
)
_EVENT = ("eventCount", "totalUsers", "sessions", "keyEvents", "eventValue")


def truth_of(world: Ga4World, owner: Property, first: date, last: date) -> dict[str, Any]:
    """The truth about some days, as plain JSON values: totals, each event with what was sent of it, and the chains.

    A chain's starts are those of these days; what follows is counted whenever it comes. Rates are fractions.
    """
    now = Now.of(world.clock.now(), owner.time_zone)
    days = [(day, now.elapsed if day == now.today else 1.0) for day in days_between(first, min(last, now.today))]
    truly = profile(world, owner).unbroken()
    happened, sent = window_of(world, owner, days, truly), window_of(world, owner, days)
    return {
        "property": owner.name,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "totals": _amounts(_all(happened), _WHOLE)[0],
        "events": _events(happened, sent),
        "chains": [_chain(truly, number, days) for number in range(len(truly.chains))],
    }


def _all(window: Window) -> Tally:
    return Tally(window, slice(None), np.zeros(len(window.events), np.int32), 1)


def _amounts(tally: Tally, names: tuple[str, ...]) -> list[dict[str, float]]:
    columns = {name: tally.amounts(METRICS[name], 1.0).tolist() for name in names}
    return [{name: _plain(column[place]) for name, column in columns.items()} for place in range(tally.count)]


def _plain(number: float) -> float:
    return int(number) if number == int(number) else number


def _events(happened: Window, sent: Window) -> dict[str, dict[str, float]]:
    groups, keys = Columns(happened, date.min).groups(("eventName",))
    amounts = _amounts(Tally(happened, slice(None), groups, len(keys)), _EVENT)
    return {name: {**amounts[place], "sent": int(sent.named((name,)).sum())} for place, (name,) in enumerate(keys)}


def _chain(truly: Profile, number: int, days: list[tuple[date, float]]) -> dict[str, Any]:
    chain = truly.chains[number]
    devices = [name for name, _ in truly.devices]
    starts = [starts_of(truly, number, day.toordinal(), elapsed) for day, elapsed in days]
    ways = [ways_of(truly, chain, start) for start in starts]
    of_device = _joined([start.sessions.device for start in starts])
    before = np.ones(len(of_device), bool)
    steps = []
    for place, step in enumerate(chain.steps):
        done = _joined([way[place].done for way in ways]).astype(bool)
        by_device = {
            name: _counted(before & (of_device == at), done & (of_device == at)) for at, name in enumerate(devices)
        }
        steps.append(
            {"event": step.event, "probability": step.probability, **_counted(before, done), "devices": by_device}
        )
        before = done
    return {"after": chain.after, "starts": len(of_device), "steps": steps}


def _joined(parts: list[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0)


def _counted(before: Array, done: Array) -> dict[str, Any]:
    of, did = int(before.sum()), int(done.sum())
    return {"of": of, "done": did, "rate": did / of if of else None}

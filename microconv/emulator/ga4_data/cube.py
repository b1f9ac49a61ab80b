"""Counting: from the cells of the days to the groups of a report."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from microconv.emulator.series import Cell, day_cells, users

if TYPE_CHECKING:
    from datetime import date, datetime

    from microconv.emulator.ga4_data.fields import Metric
    from microconv.emulator.ga4_data.filters import Predicate
    from microconv.emulator.hits import EventHit
    from microconv.emulator.series import Event, Profile

_MICROS = 1_000_000
#: The users who did more than open the page and leave.
_ACTIVE = 0.96
#: In `Query.rates`: sessions with any key event, rather than with one.
ANY_KEY_EVENT = ""
#: Metrics that are plain sums of what is in a report's rows.
ADDITIVE = frozenset({"eventCount", "eventValue", "keyEvents"})
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyRule:
    """The rule by which events become key events.

    since: the first day, None for always.
    once: each counts, or the first of a session.
    at: the time on that day, for events whose time is known.
    value: the value of one that carries none, None for no such value.
    """

    since: date | None
    once: bool
    at: datetime | None = None
    value: float | None = None

    def counts_on(self, day: date) -> bool:
        """True if the event is a key event on that day; marking one never changes the past."""
        return self.since is None or day >= self.since


@dataclass(frozen=True, slots=True)
class Query:
    """The dimensions, days and conditions of a count.

    dimensions: the fields that make a group.
    needed: those and the fields `passes` looks at.
    passes: which events are counted; None for all.
    rates: the key events whose sessions are counted too, by name; ANY_KEY_EVENT for any of them.
    keep_empty: make groups for combinations nothing happened in, too.
    """

    dimensions: tuple[str, ...]
    needed: frozenset[str]
    passes: Predicate | None
    rates: tuple[str, ...] = ()
    keep_empty: bool = False


@dataclass(slots=True)
class Group:
    """The sums of one group. `converted`: of its sessions, those with the key event, in the order of `Query.rates`."""

    event_count: int = 0
    key_events: int = 0
    value_micros: int = 0
    sessions: int = 0
    converted: list[int] = field(default_factory=list)

    def amount(self, metric: Metric, rates: tuple[str, ...], rate_scale: float) -> float:
        """The value of a metric for this group."""
        match metric.name:
            case "eventCount":
                return self.event_count
            case "eventValue":
                return self.value_micros / _MICROS
            case "keyEvents":
                return self.key_events
            case "sessions":
                return self.sessions
            case "totalUsers":
                return users(self.sessions)
            case "activeUsers":
                return active_users(self.sessions)
        converted = self.converted[rates.index(metric.event_name)]
        if metric.name.startswith("userKeyEventRate"):
            return rate_scale * users(converted) / users(self.sessions) if self.sessions else 0.0
        return rate_scale * converted / self.sessions if self.sessions else 0.0


def active_users(sessions: int) -> int:
    """The active users behind that many sessions; see `users`."""
    return math.ceil(_ACTIVE * users(sessions) - 1e-9)


def day_values(day: date) -> dict[str, str]:
    """The values of the dimensions of time."""
    text = day.strftime("%Y%m%d")
    names = {"date": text, "year": text[:4], "yearMonth": text[:6], "month": text[4:6], "day": text[6:]}
    return names | {"dayOfWeek": str(day.isoweekday() % 7)}


def tabulate(
    profile: Profile,
    rules: Mapping[str, KeyRule],
    days: Iterable[tuple[date, float]],
    query: Query,
    hits: Mapping[date, Sequence[EventHit]],
) -> dict[Key, Group]:
    """Count what happened on these days, by group: what the profile says, and the hits.

    A session is counted in every group that one of its events is in, once in each.
    """
    groups: dict[Key, Group] = {}
    for day, elapsed in days:
        values = day_values(day)
        for cell in day_cells(profile, day, elapsed):
            if cell.sessions or cell.exact or query.keep_empty:
                values["deviceCategory"], values["sessionDefaultChannelGroup"] = cell.device, cell.channel
                _count_cell(cell, rules, query, values, groups)
        if day in hits:
            count_hits(hits[day], rules, query, values, groups)
    return groups


def _count_cell(
    cell: Cell, rules: Mapping[str, KeyRule], query: Query, values: dict[str, str], groups: dict[Key, Group]
) -> None:
    sessions: dict[Key, int] = {}
    for event in cell.profile.events:
        if not event.happens:
            continue
        reach = cell.reach(event)
        if reach or query.keep_empty:
            for key, count in _count_event(cell, event, reach, rules, query, values, groups).items():
                sessions[key] = max(sessions.get(key, 0), min(reach, count))
    limits = [_converted(cell, rules, name) for name in query.rates]
    for key, count in sessions.items():
        group = groups[key]
        group.sessions += count
        for position, limit in enumerate(limits):
            group.converted[position] += min(count, limit)


def _count_event(
    cell: Cell,
    event: Event,
    reach: int,
    rules: Mapping[str, KeyRule],
    query: Query,
    values: dict[str, str],
    groups: dict[Key, Group],
) -> dict[Key, int]:
    """Add one event of a cell to its groups; returns its occurrences by group."""
    rule = rules.get(event.name)
    is_key = rule is not None and rule.counts_on(cell.day)
    count = cell.count(event)
    counted = (reach if rule is not None and rule.once else count) if is_key else 0
    unit = 0 if event.fixed_value and not is_key else cell.unit_value(event)
    values["eventName"], values["isKeyEvent"] = event.name, "true" if is_key else "false"
    paged = "pagePath" in query.needed
    pages = [path for path, _ in cell.profile.pages] if paged else [""]
    parts = cell.by_page(event, count) if paged else [count]
    counts: dict[Key, int] = {}
    before = 0
    for page, part in zip(pages, parts, strict=True):
        # the once-per-session key events are spread over the pages as the events are
        credit = (before + part) * counted // count - before * counted // count if count else 0
        before += part
        values["pagePath"] = page
        if not (part or query.keep_empty) or (query.passes is not None and not query.passes(values)):
            continue
        key = tuple([values[name] for name in query.dimensions])
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(converted=[0] * len(query.rates))
        group.event_count += part
        group.key_events += credit
        group.value_micros += part * unit
        counts[key] = counts.get(key, 0) + part
    return counts


def _converted(cell: Cell, rules: Mapping[str, KeyRule], name: str) -> int:
    """The cell's sessions with a key event: the one of that name, or any."""
    names = list(rules) if name == ANY_KEY_EVENT else [name]
    events = [cell.profile.event(one) for one in names if one in rules and rules[one].counts_on(cell.day)]
    return max((cell.reach(event) for event in events if event is not None), default=0)


# ---- hits


def count_hits(
    hits: Sequence[EventHit],
    rules: Mapping[str, KeyRule],
    query: Query,
    values: dict[str, str],
    groups: dict[Key, Group],
) -> None:
    """Add the hits of a day to the groups; `values` are those of the day."""
    keys = [_is_key(hit, rules) for hit in hits]
    first = _first_of_sessions(hits, keys)
    visits: dict[Key, set[object]] = {}
    for number, (hit, is_key) in enumerate(zip(hits, keys, strict=True)):
        values |= {"eventName": hit.event, "isKeyEvent": "true" if is_key else "false", "pagePath": hit.page}
        values |= {"deviceCategory": hit.device, "sessionDefaultChannelGroup": hit.channel}
        if query.passes is not None and not query.passes(values):
            continue
        key = tuple([values[name] for name in query.dimensions])
        group = groups.setdefault(key, Group(converted=[0] * len(query.rates)))
        group.event_count += 1
        group.key_events += is_key and (number in first or not rules[hit.event].once)
        value = rules[hit.event].value if hit.value is None and is_key else hit.value
        group.value_micros += round((value or 0.0) * _MICROS)
        visits.setdefault(key, set()).add(hit.visit)
    for position, name in enumerate(query.rates):
        pairs = zip(hits, keys, strict=True)
        converted = {hit.visit for hit, is_key in pairs if is_key and name in (ANY_KEY_EVENT, hit.event)}
        for key, sessions in visits.items():
            groups[key].converted[position] += len(sessions & converted)
    for key, sessions in visits.items():
        groups[key].sessions += len(sessions)


def _is_key(hit: EventHit, rules: Mapping[str, KeyRule]) -> bool:
    rule = rules.get(hit.event)
    return rule is not None and (rule.at is None or hit.at >= rule.at)


def _first_of_sessions(hits: Sequence[EventHit], keys: Sequence[bool]) -> set[int]:
    """The places of the key events that are the first of their name in their session."""
    seen: dict[object, int] = {}
    for number, (hit, is_key) in enumerate(zip(hits, keys, strict=True)):
        if is_key:
            seen.setdefault((hit.event, hit.visit), number)
    return set(seen.values())

"""The way of users through the steps of a funnel, event by event in the order of time.

A step's condition is asked of each event (so two event names joined by "and" are met by none: inferred, the documents
do not say). Of a closed funnel a step is done by an event that meets it after one that did the step before; of an open
one by any event that meets it. Whether somebody went on counts in both. Users of all steps belong to the value and the
day of the first event with which they entered (inferred).

The next action of a step is the event right after the first one with which a user did it, unless with that event he did
the next step (FunnelNextAction in the v1alpha proto; that the first one counts, and only one, is inferred).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.ga4_data.numbers import gathered

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.filters import Predicate
    from microconv.emulator.ga4_data.groups import Columns
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array

#: Events that are put in order at a time, about.
_AT_ONCE = 2**17


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    label: as the report has it.
    names: the dimensions that `passes` looks at.
    passes: the condition.
    directly: it must be the event right after the one of the step before.
    within_ms: milliseconds after that at most, None for any time.
    """

    label: str
    names: tuple[str, ...]
    passes: Predicate
    directly: bool
    within_ms: float | None


@dataclass(frozen=True, slots=True)
class Walked:
    """The users of one date range, by step.

    done: for each step the users that did it.
    went_on: for each step but the last those that did the next one after it.
    entered: for each user the event with which he entered, -1 for none.
    next_events: for each step the events right after it, one for each user who had one; nothing unless it is asked for.
    """

    done: Sequence[Array]
    went_on: Sequence[Array]
    entered: Array
    next_events: Sequence[Array]


def walk(columns: Columns, steps: Sequence[Step], rows: Array, *, is_open: bool, next_too: bool = False) -> Walked:
    """Follow the active users through the steps.

    rows: the events that the whole funnel is about.
    next_too: with the events right after each step.
    """
    window = columns.window
    mine = np.zeros(len(window.events), bool)
    mine[rows] = True
    mine &= gathered(window.active, window.events.session)
    meeting = _meeting(columns, steps, mine)
    entered = np.full(window.users, -1, np.int32)
    whole = _Way(window, steps, mine, meeting, entered, is_open, next_too)
    events = _looked_at(steps, meeting, mine, next_too=next_too)
    done, went_on, right_after = zip(*(whole.followed(some) for some in _by_users(window, events)), strict=True)
    return Walked(_joined(done), _joined(went_on), entered, _joined(right_after))


def _by_users(window: Window, events: Array) -> Iterator[Array]:
    """The events in parts that are not too large; all of a user's are in one part, and users are in their order."""
    users = gathered(window.user, window.events.session[events])
    bounds = np.linspace(0, window.users, len(events) // _AT_ONCE + 2).astype(np.int32)
    for first, end in pairwise(bounds):
        yield events[(users >= first) & (users < end)]


def _joined(parts: Sequence[Sequence[Array]]) -> list[Array]:
    """For each step what its parts have."""
    return [np.concatenate(several) for several in zip(*parts, strict=True)]


@dataclass(frozen=True, slots=True)
class _Way:
    """The way through a funnel, whoever goes it.

    window: the events.
    steps: the steps.
    mine: True for each event of the window that counts.
    meeting: for each step, True for each event that meets it.
    entered: to be filled in.
    is_open: whether users may enter at any step.
    next_too: with the events right after each step.
    """

    window: Window
    steps: Sequence[Step]
    mine: Array
    meeting: Sequence[Array]
    entered: Array
    is_open: bool
    next_too: bool

    def followed(self, events: Array) -> tuple[list[Array], list[Array], list[Array]]:
        """The users who did each step, those who went on from each, and the events right after each.

        events: all events of some users that must be looked at.
        """
        order, user, time = _by_time(self.window, events)
        done: list[Array] = []
        went_on: list[Array] = []
        entries = np.zeros(len(order), bool)
        before = np.zeros(0, bool)
        did: list[Array] = []
        leads: list[Array] = []
        for number, (step, every) in enumerate(zip(self.steps, self.meeting, strict=True)):
            meets = every[order]
            if number:
                follows = meets & _after(before, user, time, step)
                went_on.append(np.unique(user[follows]))
                leads.append(follows)
                before = meets if self.is_open else follows
            else:
                before = meets
            if not number or self.is_open:
                entries |= before
            done.append(np.unique(user[before]))
            did.append(before)
        came = np.flatnonzero(entries)
        users, places = np.unique(user[came], return_index=True)
        self.entered[users] = order[came[places]]
        if not self.next_too:
            return done, went_on, []
        leads.append(np.zeros(len(order), bool))
        ahead = _ahead(self.mine[order])
        right_after = [order[_right_after(one, user, ahead, lead)] for one, lead in zip(did, leads, strict=True)]
        return done, went_on, right_after


def _looked_at(steps: Sequence[Step], meeting: Sequence[Array], mine: Array, *, next_too: bool) -> Array:
    """The events that must be put in order, no more than these."""
    if any(step.directly for step in steps):  # the next event counts, whatever it is
        return np.arange(len(mine), dtype=np.int32)
    counts = mine if next_too else np.logical_or.reduce(meeting)
    return np.flatnonzero(counts).astype(np.int32)


def _meeting(columns: Columns, steps: Sequence[Step], mine: Array) -> list[Array]:
    """For each step, True for each event of the window that meets it and is one of `mine`."""
    result = []
    for step in steps:
        meets = np.zeros(len(mine), bool)
        meets[columns.passing(step.names, step.passes)] = True
        result.append(meets & mine)
    return result


def _ahead(mine: Array) -> Array:
    """For each event the place of the next one that the funnel is about; the number of events for none."""
    places = np.where(mine, np.arange(len(mine), dtype=np.int32), np.int32(len(mine)))
    result = np.full(len(mine), len(mine), np.int32)
    result[:-1] = np.minimum.accumulate(places[::-1])[::-1][1:]
    return result


def _right_after(done: Array, user: Array, ahead: Array, leads: Array) -> Array:
    """The place of the event right after the first one of each user in `done`, where it is none of `leads`."""
    came = np.flatnonzero(done)
    users, firsts = np.unique(user[came], return_index=True)
    after = ahead[came[firsts]]
    there = after < len(user)
    users, after = users[there], after[there]
    result: Array = after[(user[after] == users) & ~leads[after]]
    return result


def _by_time(window: Window, events: Array) -> tuple[Array, Array, Array]:
    """Some events in the order of user and time, with the user and the time of each in milliseconds.

    Events of one moment are in the order in which their sessions began, then as they are.
    """
    session = window.events.session[events]
    time = window.moments(events)
    span = int(time.max(initial=0)) + 1
    moments = window.user[session].astype(np.int64)
    moments *= span
    moments += time
    order = np.argsort(moments, kind="stable").astype(np.int32)
    moments, session = moments[order], session[order]
    if ((moments[1:] == moments[:-1]) & (session[1:] != session[:-1])).any():
        again = np.lexsort((window.sessions.start[session] // 1000, moments))
        order, moments = order[again], moments[again]
    user = (moments // span).astype(np.int32)
    moments %= span
    return events[order], user, moments


def _after(before: Array, user: Array, time: Array, step: Step) -> Array:
    """True for each event that comes after one of `before` of the same user as the step wants it."""
    places = np.arange(len(before), dtype=np.int32)
    last = np.full(len(before), -1, np.int32)
    last[1:] = np.maximum.accumulate(np.where(before, places, np.int32(-1)))[:-1]
    good = (last >= 0) & (user[last] == user)
    if step.directly:
        good &= last == places - 1
    if step.within_ms is not None:
        good &= time - time[last] <= step.within_ms
    result: Array = good
    return result

"""The way of users through the steps of a funnel, event by event in the order of time.

A step's condition is asked of each event (so two event names joined by "and" are met by none: inferred, the documents
do not say). Of a closed funnel a step is done by an event that meets it after one that did the step before; of an open
one by any event that meets it. Whether somebody went on counts in both. Users of all steps belong to the value and the
day of the first event with which they entered (inferred).

The next action of a step is the event right after the first one with which a user did it, unless with that event he did
the next step (FunnelNextAction in the v1alpha proto; that the first one counts, and only one, is inferred).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.filters import Predicate
    from microconv.emulator.ga4_data.groups import Columns
    from microconv.emulator.people.draws import Array


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
    entered: by user, the event with which he entered.
    next_events: for each step the events right after it, one for each user who had one.
    """

    done: Sequence[Array]
    went_on: Sequence[Array]
    entered: dict[int, int]
    next_events: Sequence[Array]


def walk(columns: Columns, steps: Sequence[Step], rows: Array, *, is_open: bool) -> Walked:
    """Follow the active users through the steps. rows: the events that the whole funnel is about."""
    window = columns.window
    mine = np.zeros(len(window.events), bool)
    mine[rows] = True
    mine &= window.active[window.events.session]
    user = window.user[window.events.session]
    time = window.moment
    order = _by_time(user, time, window.events.session, window.sessions.start)
    user, time = user[order], time[order]
    done: list[Array] = []
    went_on: list[Array] = []
    entries = np.zeros(len(order), bool)
    before = np.zeros(0, bool)
    did: list[Array] = []
    leads: list[Array] = []
    for number, step in enumerate(steps):
        meets = np.zeros(len(order), bool)
        meets[columns.passing(step.names, step.passes)] = True
        meets = (meets & mine)[order]
        if number:
            follows = meets & _after(before, user, time, step)
            went_on.append(np.unique(user[follows]))
            leads.append(follows)
            before = meets if is_open else follows
        else:
            before = meets
        if not number or is_open:
            entries |= before
        done.append(np.unique(user[before]))
        did.append(before)
    came = np.flatnonzero(entries)
    users, places = np.unique(user[came], return_index=True)
    entered = dict(zip(users.tolist(), order[came[places]].tolist(), strict=True))
    leads.append(np.zeros(len(order), bool))
    ahead = _ahead(mine[order])
    right_after = [order[_right_after(one, user, ahead, lead)] for one, lead in zip(did, leads, strict=True)]
    return Walked(done, went_on, entered, right_after)


def _ahead(mine: Array) -> Array:
    """For each event the place of the next one that the funnel is about; the number of events for none."""
    places = np.where(mine, np.arange(len(mine)), len(mine))
    upto = np.minimum.accumulate(places[::-1])[::-1]
    result: Array = np.concatenate((upto[1:], [len(mine)])).astype(np.int64)[: len(mine)]
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


def _by_time(user: Array, time: Array, session: Array, start: Array) -> Array:
    """The order of events by user and time; of one moment that of the session that began first, then as they are."""
    moments = user.astype(np.int64) * (int(time.max(initial=0)) + 1) + time
    order = np.argsort(moments, kind="stable")
    sorted_moments, sessions = moments[order], session[order]
    if ((np.diff(sorted_moments) == 0) & (np.diff(sessions) != 0)).any():
        order = np.lexsort((start[session] // 1000, moments))
    return order


def _after(before: Array, user: Array, time: Array, step: Step) -> Array:
    """True for each event that comes after one of `before` of the same user as the step wants it."""
    places = np.arange(len(before))
    last = np.maximum.accumulate(np.where(before, places, -1))
    last = np.concatenate(([-1], last[:-1])) if len(last) else last
    good = (last >= 0) & (user[last] == user)
    if step.directly:
        good &= last == places - 1
    if step.within_ms is not None:
        good &= time - time[last] <= step.within_ms
    result: Array = good
    return result

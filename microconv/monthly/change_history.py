"""The changes that GA4's change history tells and no run of microconv made."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from microconv.core.annotation import token_of
from microconv.core.kinds import ANNOTATION
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.plan import Action
from microconv.core.setup_changes import ChangeEntry
from microconv.monthly.runs import Runs
from microconv.reconcile.past import Done, Run

CHANGE_HISTORY = "change history"
"""The name of this source, and of what it tells."""

_SLACK = datetime.timedelta(minutes=5)
"""The longest time between Google's clock and this machine's, and between a request and an answer that was lost."""


@dataclass(frozen=True)
class HistoryOfOthers:
    """The change history beside the journals.

    Each change of a run accounts for one change that GA4 tells of the object, the nearest; what somebody else did to it
    in the same minutes is told.
    """

    history: History
    runs: Runs

    @property
    def others(self) -> tuple[HistoryEntry, ...]:
        """The changes of the month and around it that no run made, without the annotations of runs."""
        left = [*self.history.entries, *self.history.around]
        for run, item in self.runs.done:
            if item.change.address.provider == "ga4" and item.change.address.type != ANNOTATION:
                span = _Span.of(run, item)
                ours = min((entry for entry in left if span.has(entry)), key=span.distance, default=None)
                if ours is not None:
                    left.remove(ours)
        tokens = {run.head.annotation for run in self.runs.runs if run.head.annotation}
        return tuple(entry for entry in left if token_of(entry.name) not in tokens)

    def between(self, begin: str, end: str) -> frozenset[str]:
        """The resource names of what others changed between two times, ISO 8601."""
        first, last = datetime.datetime.fromisoformat(begin), datetime.datetime.fromisoformat(end)
        return frozenset(entry.object for entry in self.others if first - _SLACK <= _time(entry) <= last + _SLACK)

    def entries(self, month: Month, zone: datetime.tzinfo) -> Iterator[ChangeEntry]:
        """The changes of a month in a time zone, by whom."""
        for item in self.others:
            local = _time(item).astimezone(zone)
            if Month.of(local.date()) == month:
                yield ChangeEntry(
                    day=local.date().isoformat(),
                    source=CHANGE_HISTORY,
                    what=item.what,
                    object=item.object,
                    at=local.isoformat(timespec="seconds"),
                    who=item.actor,
                )


@dataclass(frozen=True, slots=True)
class _Span:
    """The time of one change of a run: from its request to its answer."""

    begin: datetime.datetime
    end: datetime.datetime
    item: Done

    @classmethod
    def of(cls, run: Run, item: Done) -> _Span:
        begin, end = item.begun or run.started, item.answered or run.ended_at or item.begun or run.started
        return cls(datetime.datetime.fromisoformat(begin), datetime.datetime.fromisoformat(end), item)

    def has(self, entry: HistoryEntry) -> bool:
        """True where the run may have made this change."""
        change = self.item.change
        if self.distance(entry) > _SLACK:
            return False
        if change.action is Action.CREATE and not self.item.made:
            return bool(entry.name) and _plain(entry.name) == _plain(change.address.name)
        return entry.object in {change.id, self.item.made} - {""}

    def distance(self, entry: HistoryEntry) -> datetime.timedelta:
        """The time by which a change lies outside of it."""
        at = _time(entry)
        return max(self.begin.replace(microsecond=0) - at, at - self.end, datetime.timedelta())


def _plain(name: str) -> str:
    """A name without dashes: the number of an account has them in plans, and none in GA4."""
    return name.replace("-", "")


def _time(entry: HistoryEntry) -> datetime.datetime:
    return datetime.datetime.fromisoformat(entry.at)

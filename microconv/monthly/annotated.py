"""The changes of a month that annotations in GA4 tell: those of runs on other machines."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from microconv.core.annotation import parts_of
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.setup_changes import ChangeEntry, Source
from microconv.core.text import Text
from microconv.monthly.runs import Runs

ANNOTATIONS = "annotations"
"""The name of this source."""

_ONLY_MOVES = Text(
    "what syncs with `annotate: true` moved in bidding, roles and values, on any machine",
    "`annotate: true` の sync による、入札・役割・値の変更（ほかの端末での実行を含む）",
)


@dataclass(frozen=True)
class Annotated:
    """The annotations beside the journals: those alone are told whose run no journal on this machine has.

    annotations: from the month's first day on.
    runs: of the journals.
    history: GA4's own, which may know who made an annotation, and when.
    names: the objects of the client as annotations call them, those that are gone too; None where not all are known.
    """

    annotations: History
    runs: Runs
    history: History | None
    names: frozenset[str] | None = None

    @property
    def source(self) -> Source:
        """Annotations as a source of changes."""
        known = self.annotations.known
        return Source(ANNOTATIONS, known=known, why=_ONLY_MOVES if known else self.annotations.why)

    @property
    def _elsewhere(self) -> tuple[HistoryEntry, ...]:
        """The annotations of runs that no journal on this machine has, without those for others who share the property.

        An annotation does not say for which client it is. One that names objects, and none of this client, is not its.
        """
        here = {run.head.annotation for run in self.runs.runs}
        return tuple(item for item in self.annotations.entries if item.token not in here and self._ours(item.what.en))

    def _ours(self, description: str) -> bool:
        named = [part for part in parts_of(description) if '"' in part]
        return self.names is None or not named or any(part.startswith(name) for part in named for name in self.names)

    def between(self, begin: str, end: str, zone: datetime.tzinfo) -> tuple[str, ...]:
        """The descriptions of annotations from the day of one time to that of another, ISO 8601, in a time zone."""
        first, last = (datetime.datetime.fromisoformat(one).astimezone(zone).date().isoformat() for one in (begin, end))
        return tuple(item.what.en for item in self._elsewhere if first <= item.at <= last)

    @property
    def objects(self) -> frozenset[str]:
        """The resource names of all annotations, told or not."""
        return frozenset(item.object for item in self.annotations.entries)

    def entries(self, month: Month, zone: datetime.tzinfo) -> Iterator[ChangeEntry]:
        """The changes of a month by day, with time and person where the change history has them."""
        entries = self.history.entries if self.history else ()
        made = {item.object: item for item in reversed(entries)}  # the first is the one that made it
        for item in self._elsewhere:
            if Month.of(datetime.date.fromisoformat(item.at)) != month:
                continue
            by = made.get(item.object)
            yield ChangeEntry(
                day=item.at,
                source="annotation",
                what=item.what,
                object=f"microconv {item.token}",
                at=datetime.datetime.fromisoformat(by.at).astimezone(zone).isoformat(timespec="seconds") if by else "",
                who=by.actor if by else "",
            )

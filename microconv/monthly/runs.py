"""The changes that runs of microconv made within a month, from the journals on this machine."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from microconv.core.expected_setup import Deed
from microconv.core.kinds import ANNOTATION, OWNED, provider_of
from microconv.core.moment import moment
from microconv.core.months import Month
from microconv.core.ports import Status
from microconv.core.resource import Reading
from microconv.core.setup_changes import ChangeEntry, Source
from microconv.core.text import Text, joined
from microconv.monthly.change_text import change_text
from microconv.reconcile.past import Done, Run, runs

JOURNALS = "journals"
"""The name of this source."""

_ONLY_HERE = Text(
    "the journals on this machine alone; runs on other machines are not in them",
    "この端末の実行記録のみ。ほかの端末での実行は含まれません",
)
_NONE_HERE = Text("there are no journals on this machine", "この端末に実行記録がありません")
_UNKNOWN = Text(" (UNKNOWN whether it happened)", "（反映されたかどうか不明）")
_ROLLBACK = Text(" (rollback)", "（取り消し）")


@dataclass(frozen=True)
class Runs:
    """The runs that changed a client's accounts, the oldest first, and how far they are known."""

    source: Source
    runs: tuple[Run, ...] = ()

    @property
    def done(self) -> tuple[tuple[Run, Done], ...]:
        """All that runs did, or may have done, each with its run; nothing that was refused."""
        return tuple((run, item) for run in self.runs for item in run.last if item.status is not Status.FAILED)

    def between(self, begin: str, end: str) -> tuple[Deed, ...]:
        """All that runs did, or may have done, between two times, ISO 8601, the earliest first."""
        first, last = datetime.datetime.fromisoformat(begin), datetime.datetime.fromisoformat(end)
        within = [(at, item) for run, item in self.done if first <= (at := when(run, item)) <= last]
        within.sort(key=lambda one: one[0])
        return tuple(Deed(item.change, item.status is Status.APPLIED, item.made) for _, item in within)


def when(run: Run, item: Done) -> datetime.datetime:
    """The moment of a change: of its answer, else of its request, else of its run's beginning."""
    return datetime.datetime.fromisoformat(item.answered or item.begun or run.started)


def client_runs(journals: Path, pairs: Collection[tuple[str, str]], *, emulated: bool, owner: str = "") -> Runs:
    """The runs of a folder of journals that changed one of the accounts `pairs`, under whatever label.

    And those that changed conversions in the manager account `owner`, to which those of these accounts belong.

    Those on an emulator are none of the real accounts, and the other way round.
    """
    if not journals.is_dir():
        return Runs(Source(JOURNALS, known=False, why=_NONE_HERE))
    readable, broken = runs(journals)
    past = [run for run in readable if moment(run.started) is not None]
    wanted = frozenset(pairs)
    theirs = (run for run in reversed(past) if run.head.emulated == emulated)
    ours = tuple(
        _within(run, wanted, owner) for run in theirs if wanted & {*run.head.pairs} or owner in {run.head.owner} - {""}
    )
    count = len(broken) + len(readable) - len(past)
    if count:
        why = Text(
            f"{count} of the journals on this machine cannot be read (`microconv history` tells why)",
            f"この端末の実行記録のうち {count} 件を読み取れません（`microconv history` で理由を確認できます）",
        )
        return Runs(Source(JOURNALS, known=False, why=why), ours)
    return Runs(Source(JOURNALS, known=True, why=_ONLY_HERE), ours)


def _within(run: Run, pairs: frozenset[tuple[str, str]], owner: str) -> Run:
    """The run with its changes of these accounts alone: a shared one brings no changes of the other client's own."""
    providers = {provider for provider, account in run.head.pairs if (provider, account) in pairs}
    owned = OWNED if owner and owner == run.head.owner else frozenset()
    done = tuple(
        item
        for item in run.done
        if provider_of(item.change.address.type) in providers or item.change.address.type in owned
    )
    return replace(run, done=done)


def owner_of(readings: Sequence[Reading]) -> str:
    """The manager account that the conversions of a client belong to; empty where they are its own."""
    return next((reading.facts.owner.account for reading in readings if reading.facts.owner.account), "")


def entries_of(known: Runs, month: Month, zone: datetime.tzinfo) -> Iterator[ChangeEntry]:
    """The changes that runs made, or may have made, within a month in a time zone; none that were refused.

    The annotation of a run is its record and no change of the setup.
    """
    for run, item in known.done:
        at = when(run, item).astimezone(zone)
        if Month.of(at.date()) == month and item.change.address.type != ANNOTATION:
            yield _entry(run, item, at)


def _entry(run: Run, item: Done, at: datetime.datetime) -> ChangeEntry:
    remarks = [_ROLLBACK] if run.kind == "rollback" else []
    remarks += [_UNKNOWN] if item.status is not Status.APPLIED else []
    return ChangeEntry(
        day=at.date().isoformat(),
        source="run",
        what=joined((change_text(item.change, run.head.currency), *remarks), "", ""),
        object=item.change.address.name,
        at=at.isoformat(timespec="seconds"),
        who=run.head.who.partition("@")[0],
        conversion=item.change.conversion,
    )

"""The changes that runs of microconv made within a month, from the journals on this machine."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from microconv.core.kinds import ANNOTATION, provider_of
from microconv.core.months import Month
from microconv.core.plan import Change
from microconv.core.ports import Status
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

    def between(self, begin: str, end: str) -> tuple[Change, ...]:
        """All that runs did, or may have done, between two times, ISO 8601."""
        first, last = datetime.datetime.fromisoformat(begin), datetime.datetime.fromisoformat(end)
        return tuple(
            item.change
            for run in self.runs
            if first <= datetime.datetime.fromisoformat(run.started) <= last
            for item in run.last
            if item.status is not Status.FAILED
        )


def client_runs(journals: Path, pairs: Collection[tuple[str, str]], *, emulated: bool) -> Runs:
    """The runs of a folder of journals that changed one of the accounts `pairs`, under whatever label.

    Those on an emulator are none of the real accounts, and the other way round.
    """
    if not journals.is_dir():
        return Runs(Source(JOURNALS, known=False, why=_NONE_HERE))
    past, broken = runs(journals)
    wanted = frozenset(pairs)
    ours = tuple(_within(run, wanted) for run in past if wanted & {*run.head.pairs} and run.head.emulated == emulated)[
        ::-1
    ]
    if broken:
        count = len(broken)
        why = Text(
            f"{count} of the journals on this machine cannot be read (`microconv history` tells why)",
            f"この端末の実行記録のうち {count} 件を読み取れません（`microconv history` で理由を確認できます）",
        )
        return Runs(Source(JOURNALS, known=False, why=why), ours)
    return Runs(Source(JOURNALS, known=True, why=_ONLY_HERE), ours)


def _within(run: Run, pairs: frozenset[tuple[str, str]]) -> Run:
    """The run with its changes of these accounts alone: a shared one brings no changes of the other client's own."""
    providers = {provider for provider, account in run.head.pairs if (provider, account) in pairs}
    return replace(run, done=tuple(item for item in run.done if provider_of(item.change.address.type) in providers))


def entries_of(known: Runs, month: Month, zone: datetime.tzinfo) -> Iterator[ChangeEntry]:
    """The changes that runs made, or may have made, within a month in a time zone; none that were refused.

    The annotation of a run is its record and no change of the setup.
    """
    for run in known.runs:
        began = datetime.datetime.fromisoformat(run.started).astimezone(zone)
        if Month.of(began.date()) != month:
            continue
        for item in run.last:
            if item.status is not Status.FAILED and item.change.address.type != ANNOTATION:
                yield _entry(run, item, began)


def _entry(run: Run, item: Done, began: datetime.datetime) -> ChangeEntry:
    remarks = [_ROLLBACK] if run.kind == "rollback" else []
    remarks += [_UNKNOWN] if item.status is not Status.APPLIED else []
    return ChangeEntry(
        day=began.date().isoformat(),
        source="run",
        what=joined((change_text(item.change, run.head.currency), *remarks), "", ""),
        object=item.change.address.name,
        at=began.isoformat(timespec="seconds"),
        who=run.head.who.partition("@")[0],
        conversion=item.change.conversion,
    )

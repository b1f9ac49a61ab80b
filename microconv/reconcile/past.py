"""Runs of the past, as their journals tell them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from microconv.core.account_ids import NamedAccounts
from microconv.core.documents.change_json import change_from_dict
from microconv.core.errors import NOTHING_CHANGED, JournalError, Refusal, RefusedError
from microconv.core.kinds import provider_of
from microconv.core.moment import moment
from microconv.core.plan import Change
from microconv.core.ports import Status
from microconv.core.text import Text, joined
from microconv.reconcile.head import Head
from microconv.reconcile.journal import JOURNAL_FORMAT, files


@dataclass(frozen=True, slots=True)
class Done:
    """One change that a run meant to make.

    step: the number of its step.
    change: the change.
    status: how it ended; None where the journal does not say.
    request_id: Google's id of the request.
    error: the error's text, if it ended in one.
    settled: reading showed how it ended.
    made: the resource name of what it made, where the API told it.
    begun: when it was about to be sent, ISO 8601; empty where the journal does not say.
    answered: when the answer was there, likewise; not when it was settled.
    """

    step: int
    change: Change
    status: Status | None
    request_id: str = ""
    error: str = ""
    settled: bool = False
    made: str = ""
    begun: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    path: its journal.
    head: its first record.
    done: its changes.
    end: how it ended; empty where it was cut off.
    ended_at: when, ISO 8601.
    torn: the journal's last line was not written whole.
    """

    path: Path
    head: Head
    done: tuple[Done, ...]
    end: str = ""
    ended_at: str = ""
    torn: bool = False

    @property
    def id(self) -> str:
        """The run's id."""
        return self.head.run

    @property
    def client(self) -> str:
        """The client's label."""
        return self.head.client

    @property
    def accounts(self) -> NamedAccounts:
        """The accounts that it changed, under the client's label. Raises JournalError, which names what is wrong."""
        unsure = [name for name in self.head.unread if name == "emulated" or self.head.accounts is None]
        if self.head.accounts is None or unsure:
            raise JournalError(
                f"the journal {self.path} does not say, or not readably: {', '.join(unsure)}",
                hint="without this it is not known which accounts the run changed: see `microconv history show RUN`",
            )
        return NamedAccounts(self.client, self.head.accounts)

    @property
    def kind(self) -> str:
        """`sync` or `rollback`."""
        return self.head.kind

    @property
    def started(self) -> str:
        """When it began, ISO 8601."""
        return self.head.at

    @property
    def last(self) -> tuple[Done, ...]:
        """Every change once, as its last request ended: one that was not done may have been sent again."""
        return tuple({item.change: item for item in self.done}.values())

    @property
    def planned(self) -> int:
        """The number of changes in its plan, those too that were never tried."""
        return max(self.head.planned, len(self.last))

    @property
    def open(self) -> tuple[Done, ...]:
        """The changes of which it is not known whether they happened."""
        return tuple(item for item in self.done if item.status in {None, Status.UNKNOWN})


@dataclass(slots=True)
class _Step:
    """One step of a run.

    changes: what it was about to change.
    begun: when it was about to be sent.
    outcomes: what became of each change.
    settled: reading showed it.
    answered: when the answer was there.
    made: the resource names of what was made, by the places of the changes.
    """

    changes: list[Change]
    begun: str
    outcomes: list[Mapping[str, Any]] = field(default_factory=list)
    settled: bool = False
    answered: str = ""
    made: dict[int, str] = field(default_factory=dict)


def check_providers(run: Run, present: Collection[str]) -> None:
    """Raise RefusedError where a provider whose objects `run` changed is not among those that can be reached."""
    changed = dict.fromkeys(provider_of(item.change.address.type) for item in run.done)
    missing = ", ".join(name for name in changed if name not in present)
    if missing:
        refusal = Refusal(
            "no-provider",
            Text(
                f"run {run.id} changed objects of {missing}, which is not registered here or whose account is not "
                "known",
                f"実行 {run.id} は {missing} を変更していますが、ここには {missing} が登録されていないか、"
                "アカウントが分かりません",
            ),
            Text(
                f"register the provider {missing}, or use the version of microconv that made the run",
                f"プロバイダー {missing} を登録するか、この実行に使ったバージョンの microconv を使ってください",
            ),
        )
        raise RefusedError(joined((run.client, NOTHING_CHANGED), ": ", ": "), [refusal])


def read_run(path: Path) -> Run:
    """Read one journal. A last line of the run that was cut off is left out. Raises JournalError."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be read: {error.strerror or error}") from error
    torn = bool(lines.pop())  # what follows the last line end was not written whole
    records = []
    broken: tuple[int, Exception] | None = None
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            if broken is not None:
                break
            broken = number, error
            continue
        if broken is not None and not (isinstance(record, dict) and record.get("record") == "settled"):
            break
        records.append(record)
    else:
        torn = torn or broken is not None  # what was settled later stands behind a line that was cut off
        broken = None
    if broken is not None:
        raise JournalError(f"the journal {path} is broken in line {broken[0]}: {broken[1]}") from broken[1]
    if not records or not isinstance(records[0], dict) or records[0].get("record") != "run":
        raise JournalError(f"{path} is not a journal, or was cut off in its first line")
    if records[0].get("format") != JOURNAL_FORMAT:
        raise JournalError(
            f"the journal {path} has format {records[0].get('format')!r}; this version of microconv reads "
            f"{JOURNAL_FORMAT}",
            hint="use the version of microconv that wrote it",
        )
    try:
        return _run(path, records, torn=torn)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise JournalError(f"the journal {path} is broken: {type(error).__name__}: {error}") from error


def _run(path: Path, records: Sequence[Mapping[str, Any]], *, torn: bool) -> Run:
    steps: dict[int, _Step] = {}
    end = ended_at = ""
    head = Head.from_dict(records[0])
    for record in records[1:]:
        kind = record["record"]
        if kind == "intent":
            steps[int(record["step"])] = _Step([change_from_dict(item) for item in record["changes"]], _time(record))
        elif kind in {"outcome", "settled"}:
            step = steps[int(record["step"])]
            step.outcomes, step.settled = list(record["outcomes"]), kind == "settled"
            step.made.update((at, str(one["made"])) for at, one in enumerate(step.outcomes) if one.get("made"))
            if kind == "outcome":
                step.answered = _time(record)
        elif kind == "end":
            end, ended_at = str(record["status"]), str(record["at"])
    done = []
    for number, step in sorted(steps.items()):
        for index, change in enumerate(step.changes):
            outcome = step.outcomes[index] if index < len(step.outcomes) else None
            done.append(
                Done(
                    number,
                    change,
                    Status(outcome["status"]) if outcome is not None else None,
                    str(outcome.get("request_id", "")) if outcome is not None else "",
                    str((outcome.get("error") or {}).get("message", "")) if outcome is not None else "",
                    step.settled,
                    step.made.get(index, ""),
                    step.begun,
                    step.answered,
                )
            )
    return Run(path, head, tuple(done), end, ended_at, torn)


def _time(record: Mapping[str, Any]) -> str:
    """The time of a record, ISO 8601 with its distance from UTC; empty where it has none that can be read."""
    at = record.get("at")
    return at if isinstance(at, str) and moment(at) is not None else ""


def runs(folder: Path, client: str = "") -> tuple[list[Run], list[JournalError]]:
    """Every run of a folder, the newest first, and the journals that cannot be read."""
    readable: list[Run] = []
    broken: list[JournalError] = []
    for path in files(folder):
        try:
            run = read_run(path)
        except JournalError as error:
            if not _never_began(path):
                broken.append(error)
            continue
        if not client or run.client == client:
            readable.append(run)
    readable.sort(key=lambda run: (run.started, run.id), reverse=True)  # several may have begun in one second
    return readable, broken


def _never_began(path: Path) -> bool:
    """True where its run was cut off before its first record stood whole: then nothing had been sent."""
    try:
        return b"\n" not in path.read_bytes()
    except OSError:
        return False


def find_run(folder: Path, run: str) -> Run:
    """The run with this id, or with an id that begins like this, if it is the only one. Raises JournalError."""
    names = [path for path in files(folder) if path.stem.startswith(run)] if run else []
    exact = [path for path in names if path.stem == run]
    if len(exact or names) != 1:
        several = ", ".join(path.stem for path in names[:5])
        raise JournalError(
            Text(
                f"{len(names)} runs begin with {run!r}: {several}",
                f"「{run}」で始まる実行が {len(names)} 件あります: {several}",
            )
            if names
            else Text(f"there is no run {run!r} in {folder}", f"実行「{run}」の記録が {folder} にありません"),
            hint=Text("`microconv history` lists them", "一覧は `microconv history` で確認できます"),
        )
    return read_run((exact or names)[0])

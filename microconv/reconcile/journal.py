"""The journal: what a run meant to do, before it did it, and what became of it. One file a run, one JSON record a line.

Every record is on the disk before the run goes on. So whatever happens to the process, the file says which writes were
about to be sent; what it does not say is settled by reading the accounts. It holds names and values of conversions,
never credentials. Files and folders are their owner's alone.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from microconv.clock import Clock, utc_now
from microconv.core.documents.change_json import change_to_dict
from microconv.core.errors import ApiError, JournalError
from microconv.core.json_text import json_line
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome
from microconv.reconcile.head import Head

JOURNAL_FORMAT = 1
"""Version of the journal's records. A newer one is refused, never guessed at."""

_HINT = "nothing more was written; name a folder that can be written to in MICROCONV_STATE_DIR or with --journal"


class Journal:
    """The file of one run, open for writing. Implements core.ports.Record."""

    def __init__(self, folder: Path, head: Head, clock: Clock = utc_now) -> None:
        """Make the file and write its first record: `head` with the run's id and its user. Raises JournalError."""
        self._clock = clock
        now = clock()
        self.run = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        self.path = folder / f"{self.run}.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            self._file = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise JournalError(
                f"the journal {self.path} cannot be made: {error.strerror or error}", hint=_HINT
            ) from error
        try:
            self._begin(head)
        except JournalError:
            self.close()
            with contextlib.suppress(OSError):
                self.path.unlink()  # of a run that did nothing
            raise

    def _begin(self, head: Head) -> None:
        begun = replace(head, run=self.run, who=_who())
        self._write("run", format=JOURNAL_FORMAT, **begun.to_dict())

    def intent(self, number: int, step: Step) -> None:
        """Write down what step `number` is about to send. Raises JournalError: then it must not be sent."""
        changes = [change_to_dict(change) for change in step.changes]
        self._write("intent", step=number, provider=step.provider, whole=step.whole, changes=changes)

    def outcome(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Write down what became of step `number`. Raises JournalError."""
        self._write("outcome", step=number, outcomes=[_outcome(item) for item in outcomes])

    def settled(self, number: int, outcomes: Sequence[Outcome]) -> None:
        """Write down what reading showed of a step whose outcome was unclear. Raises JournalError."""
        self._write("settled", step=number, outcomes=[_outcome(item) for item in outcomes])

    def end(self, status: str, note: str = "") -> None:
        """Write the last record, and close the file. Raises JournalError, which changes nothing of what happened."""
        try:
            self._write("end", status=status, note=note)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self, record: str, **content: Any) -> None:
        data = {"record": record, "at": self._clock().isoformat(timespec="milliseconds"), **content}
        line = json_line(data).encode() + b"\n"
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file, line[written:])
            os.fsync(self._file)
        except OSError as error:
            raise JournalError(
                f"the journal {self.path} cannot be written: {error.strerror or error}", hint=_HINT
            ) from error


def _outcome(outcome: Outcome) -> dict[str, Any]:
    error = outcome.error
    record: dict[str, Any] = {"status": outcome.status.value, "request_id": outcome.request_id}
    if outcome.made:
        record["made"] = outcome.made
    if error is not None:
        code = error.code if isinstance(error, ApiError) else type(error).__name__
        field = error.field if isinstance(error, ApiError) else ""
        record["error"] = {"code": code, "message": str(error), "field": field}
    return record


def _who() -> str:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user, as in some containers
        user = str(os.getuid()) if hasattr(os, "getuid") else "unknown"
    return f"{user}@{socket.gethostname()}"


def files(folder: Path) -> Iterator[Path]:
    """The journals of a folder, the newest run first."""
    if folder.is_dir():
        yield from sorted(folder.glob("*.jsonl"), key=lambda path: path.name, reverse=True)

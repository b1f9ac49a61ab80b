"""Results of a run on disk as they come, so that a run that was stopped can be resumed.

One file a run in `fleet/` of the state folder, one JSON record a line: a head, and for each client that ended its
label, a fingerprint, what became of it, and how much of what. Neither names of conversions nor values nor anything
secret. `past` reads them again.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from microconv.clock import Clock, utc_now
from microconv.core.client import Client
from microconv.core.client_numbers import ClientNumbers
from microconv.core.errors import JournalError
from microconv.core.json_text import json_line
from microconv.core.plan import Plan

RECORD_FORMAT = 1
"""Version of the records. Those of another one are not resumed, nor compared with. A record may lack its numbers."""

KEPT = 100
"""The files that are kept, the newest ones."""

_MOMENT = "%Y%m%dT%H%M%SZ"
"""The form of the time at which a run was begun, in the name of its file."""

_LATELY = datetime.timedelta(days=1)

DONE = "done"
_ASIDE = frozenset({"live", "settle", "state", "reports", "longest"})
"""Fields of tasks that do not change what is done."""


def fingerprint(command: str, task: Any) -> str:
    """The SHA-256 of what a task is: its command, accounts, options, and the whole text of its config."""
    parts: list[object] = [command, type(task).__name__]
    for field in dataclasses.fields(task):
        if field.name in _ASIDE:
            continue
        value = getattr(task, field.name)
        if isinstance(value, Client):
            value = (value.label, value.accounts, value.digest)
        elif isinstance(value, Plan):
            value = value.fingerprint
        parts.append((field.name, value))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class RunRecord:
    """The file of one run, to which ends are added. `folder` is `fleet/` of the state folder."""

    def __init__(self, folder: Path, command: str, *, resume: bool = False, clock: Clock = utc_now) -> None:
        """Make the file; with `resume` go on in that of the last run of the same command. Raises JournalError."""
        self._clock = clock
        self.done: frozenset[str] = frozenset()
        before = next((path for path in newest(folder) if command_of(path) == command), None) if resume else None
        if before is not None:
            self.path = before
            self.done = frozenset(_done(before))
            return
        now = clock()
        self.path = folder / f"{now:{_MOMENT}}-{secrets.token_hex(3)}.jsonl"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            before_this = list(newest(folder))
            for old in before_this[KEPT - 1 :]:
                old.unlink(missing_ok=True)
            if len(before_this) >= KEPT:
                _forget_claims(folder, _begun(before_this[KEPT - 2])[0], now)
        except OSError as error:
            raise _unwritten(self.path, error) from error
        self._add({"record": "run", "format": RECORD_FORMAT, "command": command})

    def end(
        self,
        client: str,
        of_task: str,
        outcome: str,
        seconds: float,
        numbers: ClientNumbers | None = None,
        mark: str = "",
        *,
        also: str = "",
    ) -> None:
        """Write down the end of a client; `outcome` is `done` where it need not be done again. Raises JournalError.

        `mark` is the same for two runs that would change exactly the same. `also` is the fingerprint of another task
        that has ended with this one.
        """
        record: dict[str, object] = {"record": "end", "client": client, "task": of_task, "outcome": outcome}
        record["seconds"] = round(seconds, 3)
        if numbers is not None:
            record["numbers"] = numbers.counted()
        if mark:
            record["mark"] = mark
        if also:
            record["also"] = also
        self._add(record)

    def _add(self, record: dict[str, object]) -> None:
        line = json_line({**record, "at": self._clock().isoformat(timespec="seconds")}).encode() + b"\n"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(self.path, flags, 0o600)
            try:
                while line:
                    line = line[os.write(handle, line) :]
            finally:
                os.close(handle)
        except OSError as error:
            raise _unwritten(self.path, error) from error


def _forget_claims(folder: Path, begun: str, now: datetime.datetime) -> None:
    """Delete what runs on Dask workers that were quit have left, if nothing was added since a run of old was begun.

    A run under way adds a claim with each task that it begins, and a folder that was used within the last day is kept.
    """
    for place in folder.glob("workers-*"):
        with contextlib.suppress(OSError):  # another process is at it too, or it is somebody else's: it does no harm
            last = datetime.datetime.fromtimestamp(place.lstat().st_mtime, datetime.UTC)
            if place.is_symlink() or f"{last:{_MOMENT}}" >= begun or now - last < _LATELY:
                continue
            for file in place.iterdir():
                file.unlink(missing_ok=True)
            place.rmdir()


def _unwritten(path: Path, error: OSError) -> JournalError:
    return JournalError(
        f"the results of this run cannot be kept in {path}: {error.strerror or error}",
        hint="name a folder that can be written to in MICROCONV_STATE_DIR",
    )


def newest(folder: Path) -> Iterator[Path]:
    """The files of runs, that of the last one first; of one second the one that was written to last."""
    yield from sorted(folder.glob("*.jsonl"), key=_begun, reverse=True)


def _begun(path: Path) -> tuple[str, int, str]:
    try:
        written = path.stat().st_mtime_ns
    except OSError:
        written = 0
    return path.name.partition("-")[0], written, path.name


def records_of(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file; a line that was cut off is none, and a file that is gone has none. Raises JournalError."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                record = _parsed(line)
                if isinstance(record, dict):
                    yield record
    except FileNotFoundError:  # another run has made room
        return
    except OSError as error:
        raise JournalError(f"the results in {path} cannot be read: {error.strerror or error}") from error


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def command_of(path: Path) -> str:
    """The command whose run a file has; empty where it has another form."""
    head = next(records_of(path), {})
    return str(head.get("command", "")) if head.get("format") == RECORD_FORMAT else ""


def _done(path: Path) -> Iterator[str]:
    """The fingerprints of what was done and did not end otherwise since."""
    last: dict[str, object] = {}
    for one in records_of(path):
        if one.get("record") == "end":
            last |= {str(one[name]): one.get("outcome") for name in ("task", "also") if name in one}
    return (task for task, outcome in last.items() if outcome == DONE)

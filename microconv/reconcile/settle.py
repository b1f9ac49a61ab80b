"""Settle a past run's unknown outcomes by reading the accounts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from microconv.clock import Clock, utc_now
from microconv.core.errors import JournalError
from microconv.core.json_text import json_line
from microconv.core.planning.happened import happened
from microconv.core.planning.live_index import LiveIndex
from microconv.core.ports import Status
from microconv.core.resource import Live
from microconv.reconcile.past import Done, Run

_STATUS = {True: Status.APPLIED, False: Status.FAILED, None: Status.UNKNOWN}


def settle(run: Run, live: Sequence[Live], clock: Clock = utc_now) -> tuple[Done, ...]:
    """Settle every open change of `run` by what is live, and write that behind its journal. Raises JournalError."""
    live_index = LiveIndex(live)
    outcomes_by_change = {
        item: replace(item, status=_STATUS[happened(item.change, live_index)], settled=True) for item in run.open
    }
    steps = {item.step for item in outcomes_by_change}
    for number in sorted(steps):
        outcomes = [_outcome(outcomes_by_change.get(item, item)) for item in run.done if item.step == number]
        _append(run, {"record": "settled", "at": clock().isoformat(timespec="milliseconds"), "step": number}, outcomes)
    return tuple(outcomes_by_change.values())


def _outcome(done: Done) -> dict[str, object]:
    error = {"error": {"message": done.error}} if done.error else {}
    return {"status": (done.status or Status.UNKNOWN).value, "request_id": done.request_id, **error}


def _append(run: Run, record: dict[str, object], outcomes: list[dict[str, object]]) -> None:
    line = json_line({**record, "outcomes": outcomes}).encode() + b"\n"
    try:
        handle = os.open(run.path, os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0))
        try:
            os.lseek(handle, -1, os.SEEK_END)
            line = line if os.read(handle, 1) == b"\n" else b"\n" + line
            while line:
                line = line[os.write(handle, line) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise JournalError(f"the journal {run.path} cannot be written: {error.strerror or error}") from error

"""The ends of clients in earlier runs, as the records in the state folder tell."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from microconv.core.client_numbers import numbers_of
from microconv.core.earlier_end import EarlierEnd
from microconv.fleet.record import command_of, newest, records_of

RUNS = 30
"""The runs of a command that are looked into, the last ones."""

ENDS = 12
"""The ends of a client that are kept, the last ones."""

Past = Mapping[str, Mapping[str, Sequence[EarlierEnd]]]
"""The earlier ends by command and label of the client, the last one first."""


def past(folder: Path, commands: Collection[str], labels: Iterable[str], but: Path | None = None) -> Past:
    """The earlier ends of these clients in runs of these commands, without those of the file `but`.

    A client is looked for in each run: where the last one was over others, the one before it counts.
    Raises JournalError.
    """
    wanted = frozenset(labels)
    ends: dict[str, dict[str, list[EarlierEnd]]] = {command: defaultdict(list) for command in commands}
    runs = dict.fromkeys(commands, 0)
    for path in newest(folder):
        command = "" if path == but else command_of(path)
        if command not in runs or runs[command] == RUNS:
            continue
        runs[command] += 1
        for label, end in ends_in(path).items():
            if label in wanted and len(ends[command][label]) < ENDS:
                ends[command][label].append(end)
    return ends


def ends_in(path: Path) -> Mapping[str, EarlierEnd]:
    """The end of each client of one run; of several, as after a resumption, the last one. Raises JournalError."""
    return {str(one.get("client")): _end(one) for one in records_of(path) if one.get("record") == "end"}


def _end(record: Mapping[str, Any]) -> EarlierEnd:
    mark = record.get("mark")
    return EarlierEnd(
        str(record.get("outcome", "")),
        numbers_of(record.get("numbers")),
        _time(record.get("at")),
        mark if isinstance(mark, str) else "",
    )


def _time(text: object) -> datetime.datetime | None:
    try:
        time = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return time if time.tzinfo is not None else None

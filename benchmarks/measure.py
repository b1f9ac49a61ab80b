"""Runs whole processes and measures them: time, processor time, and the most memory they held.

This module and the one that uses it import little: on Linux a process starts its life with the peak memory of the one
that started it, so a fat runner would hide the memory of small programs. `floor` says how fat it is.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1e6 if sys.platform == "darwin" else 1e6 / 1024
"""Units of ru_maxrss in a megabyte: it counts bytes on macOS, kibibytes elsewhere."""


@dataclass(frozen=True, slots=True)
class Command:
    """A program's arguments and the folder it runs in.

    `expect` are the exit codes that mean it did its work; `code` is the checkout whose microconv it runs, None for the
    installed one.
    """

    arguments: tuple[str, ...]
    folder: Path
    expect: tuple[int, ...] = (0,)
    code: Path | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One run: wall clock and processor time (user and system) in seconds, peak memory in MB (10^6 bytes)."""

    wall: float
    cpu: float
    memory: float


def median(values: Sequence[float]) -> float:
    """The middle one of the values, or the mean of the two in the middle."""
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def floor() -> float:
    """Our own peak memory in MB: no process that we start can be seen to use less."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE


def run(command: Command, output: Path) -> Sample:
    """Run a command once, stdout and stderr into the file `output`. Raises RuntimeError where it fails."""
    with output.open("wb") as file:
        found = {} if command.code is None else {"PYTHONPATH": str(command.code)}
        begin = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=command.folder, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            env={**environment(), **found},
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.expect:
        told = output.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command.arguments)} ended with {process.returncode}:\n{told}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MEGABYTE)


def environment() -> dict[str, str]:
    """Our environment without what changes how Python runs, and without colour."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "NO_COLOR": "1", "PYTHONUTF8": "1"}


def in_turn(
    ours: Command, theirs: Command, runs: int, output: Path, check: Callable[[str, str], None]
) -> tuple[list[Sample], list[Sample]]:
    """Measure two commands A B A B …, after one run of each that is not counted and whose output `check` looks at."""
    told = []
    for command in (ours, theirs):
        run(command, output)
        told.append(output.read_text(encoding="utf-8"))
    check(told[0], told[1])
    found: tuple[list[Sample], list[Sample]] = ([], [])
    for _ in range(runs):
        found[0].append(run(ours, output))
        found[1].append(run(theirs, output))
    return found

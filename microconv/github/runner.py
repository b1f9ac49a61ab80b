"""The files and lines through which a step talks to the runner of a workflow: outputs, summary, annotations.

Facts: docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, read in copies, 2026-11-30.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

SUMMARY_BYTES = 1_048_576 - 1_024
"""The longest summary of a step: GitHub shows nothing at all of more than 1 MiB."""

OUTPUT_BYTES = 250_000
"""The longest value of an output: all of a job may have 1 MB, counted in UTF-16."""


class Runner:
    """The runner's end of a step, as its variables name it; outside of a workflow it has no files."""

    def __init__(self, environment: Mapping[str, str], out: TextIO | None = None) -> None:
        self._environment = environment
        self._out = out or sys.stdout
        self._whole = True
        self._unwritten: set[str] = set()

    @property
    def complete(self) -> bool:
        """False where a file could not be written, of which an annotation tells."""
        return not self._unwritten

    def output(self, name: str, value: str) -> None:
        """Set an output. The value's end is marked by a line that nobody can foresee."""
        value = value.encode("utf-8", "replace")[:OUTPUT_BYTES].decode("utf-8", "ignore")
        mark = f"end-{secrets.token_hex(16)}"
        self._append("GITHUB_OUTPUT", f"{name}<<{mark}\n{value}\n{mark}\n")

    def summary(self, text: str) -> None:
        """Add Markdown to the step's summary."""
        self._append("GITHUB_STEP_SUMMARY", text)

    def summary_room(self) -> int:
        """The bytes that the summary still takes."""
        path = self._environment.get("GITHUB_STEP_SUMMARY")
        try:
            used = Path(path).stat().st_size if path else 0
        except OSError:  # there is none yet; whether it can be written shows when it is
            used = 0
        return max(0, SUMMARY_BYTES - used)

    def unwritten(self, name: str, path: Path, error: OSError) -> None:
        """Say that a file of the step could not be written."""
        self._unwritten.add(name)
        self.notice("error", f"{name} cannot be written: {path}: {error.strerror or error}")

    def notice(self, level: str, text: str) -> None:
        """An annotation of the run: `error`, `warning` or `notice`, with one text of any kind."""
        data = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        self._say(f"::{level} title=microconv::{data}")

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Lets the runner obey no line of the log, whatever names of accounts stand in it.

        The end stands on its own line, also where a process was killed in the middle of one.
        """
        mark = secrets.token_hex(16)
        self._say(f"::stop-commands::{mark}")
        try:
            yield
        finally:
            self._say(f"::{mark}::" if self._whole else f"\n::{mark}::")
            self._whole = True

    def log(self, text: str) -> None:
        """Print a text into the log; inside `quiet` only."""
        self._whole = text.endswith("\n") if text else self._whole
        self._out.write(text)
        self._out.flush()

    def event(self) -> Mapping[str, Any]:
        """The event that started the workflow; empty where it cannot be read."""
        path = self._environment.get("GITHUB_EVENT_PATH")
        try:
            data = json.loads(Path(path).read_text("utf-8")) if path else {}
        except (OSError, ValueError):
            return {}
        return data if isinstance(data, dict) else {}

    def _say(self, line: str) -> None:
        self._out.write(f"{line}\n")
        self._out.flush()

    def _append(self, variable: str, text: str) -> None:
        path = self._environment.get(variable)
        if path and variable not in self._unwritten:
            try:
                with Path(path).open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                    file.write(text)
            except OSError as error:
                self.unwritten(variable, Path(path), error)

"""The overview at the end of a run of several clients: collects how each ended, and prints one line for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, out_style
from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.audit.result import Audit
    from microconv.cli.resume import Keeper

_STATES = {
    exit_codes.ERROR: (Text("failed", "失敗"), 5, "red"),
    exit_codes.REFUSED: (Text("refused", "中止"), 4, "red"),
    exit_codes.PARTLY: (Text("partly", "一部"), 3, "yellow"),
    exit_codes.INTERRUPTED: (Text("interrupted", "中断"), 3, "yellow"),
    exit_codes.FINDINGS: (Text("findings", "指摘あり"), 2, "yellow"),
    exit_codes.CHANGES: (Text("changes", "変更あり"), 1, "cyan"),
    exit_codes.DONE: (Text("done", "完了"), 0, "green"),
}
_UNREACHED = (Text("not reached", "未処理"), 4.5, "yellow")


class Overview:
    """Hears of the end of each client, passes it on to the keeper of the run, and prints the table."""

    def __init__(self, tasks: Sequence[Any], keeper: Keeper | None = None) -> None:
        self._labels = [task.client.label for task in tasks]
        self._keeper = keeper
        self._codes: dict[str, int] = {}
        self._notes: dict[str, tuple[Text, int]] = {}

    def note(self, label: str, note: Text, number: int) -> None:
        """Keep a remark on a client; of clients of one state those with a greater number come first."""
        self._notes[label] = note, number

    def ended(self, task: Any, code: int, seconds: float = 0.0) -> None:
        """Keep the exit code of one client. Raises JournalError."""
        self._codes[task.client.label] = code
        if self._keeper is not None:
            self._keeper.ended(task, code, seconds)

    def without(self, labels: Iterable[str]) -> dict[str, int]:
        """The exit codes of the clients that are not among these; PARTLY for those that were not reached."""
        there = {*labels}
        return {one: self._codes.get(one, exit_codes.PARTLY) for one in self._labels if one not in there}

    def draw(self) -> None:
        """Print the table, where there are several clients."""
        if len(self._labels) < 2:
            return
        from microconv.render.clients_table import ClientLine, clients_table

        lines = []
        for label in self._labels:
            state, weight, colour = _STATES[self._codes[label]] if label in self._codes else _UNREACHED
            note, number = self._notes.get(label, (NO_TEXT, 0))
            lines.append(ClientLine(label, state, weight + number / (number + 1) / 4, colour, note))
        click.echo(f"\n{clients_table(lines, out_style(), LANGUAGE.get())}", nl=False)


def changes_of(number: int) -> Text:
    """`3 changes`, or that there are none."""
    if not number:
        return Text("no changes", "変更なし")
    return Text(f"{number} change{'s' * (number != 1)}", f"変更 {number} 件")


def findings_of(audit: Audit) -> Text:
    """The number of an audit's findings, ignored and known ones too."""
    number = len(audit.findings)
    return Text(f"{number} finding{'s' * (number != 1)}", f"指摘 {number} 件")

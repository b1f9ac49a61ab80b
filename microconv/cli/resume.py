"""`--resume`: the results of a run of several clients are kept, and those that were done are left out of the next."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any, TypeVar, cast

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import RESUME
from microconv.cli.options import LANGUAGE
from microconv.clock import utc_now
from microconv.core.client_numbers import ClientNumbers
from microconv.core.earlier_end import EarlierEnd
from microconv.core.text import Text
from microconv.fleet.finished import label_of
from microconv.fleet.past import Past, ends_in, past
from microconv.fleet.record import DONE, RunRecord, fingerprint
from microconv.render.safe import safe
from microconv.state_folder import state_folder

SomeTask = TypeVar("SomeTask")

_OUTCOMES = {
    exit_codes.DONE: DONE,
    exit_codes.CHANGES: DONE,
    exit_codes.FINDINGS: DONE,
    exit_codes.REFUSED: "refused",
    exit_codes.PARTLY: "partly",
    exit_codes.INTERRUPTED: "interrupted",
}


_PLANNING = frozenset({"plan", "sync"})
"""The commands that compare the wishes of clients for an account of several."""


class Keeper:
    """Keeps the ends of one run of a command.

    again: the tasks that are done, and that one of those that `left` gave contradicts in an account of both.
    """

    def __init__(self, command: str) -> None:
        """Open the file of the run, with `--resume` that of the last one. Raises JournalError."""
        self._command = command
        self._folder = state_folder() / "fleet"
        self._record = RunRecord(self._folder, command, resume=RESUME.get())
        self._left_out: list[str] = []
        self.again: list[Any] = []

    def left(self, tasks: Sequence[SomeTask]) -> list[SomeTask]:
        """The tasks that were not done in the run that is resumed; how many were is told on standard error."""
        left = [task for task in tasks if fingerprint(self._command, task) not in self._record.done]
        staying = {id(task) for task in left}
        self.again = self._again(left, [task for task in tasks if id(task) not in staying])
        if self.again:
            from microconv.fleet.check import contradicted

            # Saved plans were applied: one does not fit any more, and tells where it did what.
            staying |= {id(task) for task in self.again if getattr(task, "pinned", None) is None}
            against = contradicted([one.client for one in self.again], [cast("Any", task).client for task in left])
            late = {*(one.client.label for one in self.again), *(client.label for client in against)}
            # The others first: with --budget each resumed run then reaches some of them.
            left = sorted((task for task in tasks if id(task) in staying), key=lambda task: label_of(task) in late)
        self._left_out = [label_of(task) for task in tasks if id(task) not in staying]
        count = len(self._left_out)
        if count:
            text = Text(
                f"{count} client{'s' * (count != 1)} done before and not changed since, left out",
                f"前回処理済みで設定に変更のないクライアント {count} 件を省略しました",
            )
            click.echo(text.of(LANGUAGE.get()), err=True)
        return left

    def _again(self, left: Sequence[SomeTask], done: Sequence[SomeTask]) -> list[Any]:
        """The tasks that are done, and one that is left wants something else in their account.

        Those that are planned once more are told on standard error.
        """
        if self._command not in _PLANNING or not (left and done):
            return []
        from microconv.fleet.check import contradicted

        of: dict[str, Any] = {label_of(task): task for task in done}
        clients = contradicted([cast("Any", task).client for task in left], [task.client for task in of.values()])
        for client in clients:
            if getattr(of[client.label], "pinned", None) is not None:
                continue
            text = Text(
                f"{client.label} was done before and is planned again: the config of a client that is left wants "
                "something else in an account of both",
                f"{client.label} は処理済みですが、再度プランを作成します。未処理のクライアントの設定が、"
                "共有しているアカウントについて異なる内容を求めています",
            )
            click.echo(safe(text.of(LANGUAGE.get())), err=True)
        return [of[client.label] for client in clients]

    def ended(
        self, task: Any, code: int, seconds: float = 0.0, numbers: ClientNumbers | None = None, mark: str = ""
    ) -> None:
        """Keep the end of one client. Raises JournalError."""
        outcome = _OUTCOMES.get(code, "failed")
        # Who has applied a saved plan of a config need not be planned from the same config either.
        pinned = getattr(task, "pinned", None) is not None
        also = fingerprint(self._command, dataclasses.replace(task, pinned=None)) if pinned else ""
        own = fingerprint(self._command, task)
        self._record.end(label_of(task), own, outcome, seconds, numbers, mark, also=also)

    def done_before(self) -> Sequence[tuple[str, EarlierEnd]]:
        """The clients that `left` left out, with their ends in the run that is resumed. Raises JournalError."""
        ends = ends_in(self._record.path) if self._left_out else {}
        return [(label, ends[label]) for label in self._left_out if label in ends]

    def moved_before(self) -> int:
        """The number of clients that lost a primary or had a value changed in the run that is resumed.

        Those of the last day count: who always resumes has one run for ever. Raises JournalError.
        """
        if not self._left_out:
            return 0
        day_ago = utc_now() - datetime.timedelta(days=1)
        ends = ends_in(self._record.path).values()
        return sum(bool(one.numbers and one.numbers.moves and one.at and one.at >= day_ago) for one in ends)

    def past(self, labels: Sequence[str], commands: Sequence[str]) -> Past:
        """The ends of clients in runs before this one. Raises JournalError."""
        return past(self._folder, {self._command, *commands}, labels, but=self._record.path)

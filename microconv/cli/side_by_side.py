"""Several clients at a time on the command line: their results are drawn in the order of the tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from microconv.cli import exit_codes
from microconv.cli.board import Board
from microconv.cli.options import LANGUAGE, err_style
from microconv.cli.places import place_of
from microconv.cli.quota import run_gates
from microconv.cli.signals import SEVERAL, gentle
from microconv.core.errors import CredentialsError, MicroconvError, WorkerLostError
from microconv.core.text import Text
from microconv.fleet.engine import finished_each
from microconv.fleet.finished import Finished, label_of
from microconv.fleet.gates import Gate, Interrupted
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.cli.ends import Ends

SomeTask = TypeVar("SomeTask")
SomeAnswer = TypeVar("SomeAnswer")


def side_by_side(
    tasks: Sequence[SomeTask],
    compute: Callable[[SomeTask], SomeAnswer],
    draw: Callable[[SomeAnswer], int],
    show: Callable[[MicroconvError, str], int],
    jobs: int,
    *,
    stop: Callable[[], bool] | None = None,
    gates: Sequence[Gate] = (),
    keeper: Ends | None = None,
) -> int:
    """Compute the tasks, `jobs` at a time, and draw each answer once all before it are drawn. Returns the exit code.

    An error of one is shown in its place, with the client's label. The first interrupt lets no more be begun; those
    that were not are listed. `stop` tells whether one has come, where somebody else catches it.
    `keeper` is told of each end. With `--dask` workers compute, see `cli.places`. Raises MicroconvError without any.
    """
    drawing = _InOrder(draw, show, keeper)
    own = run_gates(tasks)
    gates = (*gates, *(own.gates if own else ()))
    if own:
        own.quota.only(map(label_of, tasks))
    board = Board(len(tasks))
    with gentle(SEVERAL) if stop is None else nullcontext(stop) as stopped, board.shown():
        with place_of(tasks, compute, jobs, stopped) as (executor, work, count):
            keeping = (Interrupted(stopped), *gates, board)
            for finished in finished_each(tasks, work, executor=executor, jobs=count, gates=keeping):
                with board.hidden():
                    drawing.take(finished)
        interrupted = stopped()
    tell_unreached(drawing.unreached)
    if own:
        own.quota.keep()
    tell_lost(drawing.lost)
    return exit_codes.combined([*drawing.codes, *([exit_codes.INTERRUPTED] * interrupted)])


class _InOrder:
    """Draws what has ended in the order of the tasks."""

    def __init__(
        self, draw: Callable[[Any], int], show: Callable[[MicroconvError, str], int], keeper: Ends | None
    ) -> None:
        self._draw, self._show, self._keeper = draw, show, keeper
        self._waiting: dict[int, Finished[Any, Any]] = {}
        self._next = 0
        self.codes: list[int] = []
        self.unreached: list[tuple[str, Text]] = []
        self.lost: list[str] = []
        self._logins: dict[tuple[str, str], str] = {}

    def take(self, finished: Finished[Any, Any]) -> None:
        """Keep one end, and draw all that now follow each other."""
        self._waiting[finished.number] = finished
        while self._next in self._waiting:
            ended = self._waiting.pop(self._next)
            self.codes.append(self._code(ended))
            if self._keeper is not None and ended.reached:
                self._keeper.ended(ended.task, self.codes[-1], ended.seconds)
            self._next += 1

    def _code(self, finished: Finished[Any, Any]) -> int:
        if not finished.reached:
            self.unreached.append((label_of(finished.task), finished.left_out))
            if self._keeper is not None:
                self._keeper.left_out(finished.task, finished.left_out)
            return exit_codes.PARTLY
        try:
            if finished.error is not None:
                raise finished.error
            return self._draw(finished.answer)
        except WorkerLostError as error:
            if self._keeper is not None:
                self._keeper.failed(finished.task, error)
            self._show(error, label_of(finished.task))
            self.lost.append(label_of(finished.task))
            return exit_codes.PARTLY
        except MicroconvError as error:
            if self._keeper is not None:
                self._keeper.failed(finished.task, error)
            return self._code_of(error, label_of(finished.task))

    def _code_of(self, error: MicroconvError, label: str) -> int:
        """Show an error; one of credentials in full for the first client alone. Returns the exit code."""
        first = label
        if isinstance(error, CredentialsError):
            first = self._logins.setdefault((str(error), str(error.hint)), label)
        if first == label:
            return self._show(error, label)
        style, language = err_style(), LANGUAGE.get()
        word = style.paint(Text("error", "エラー").of(language), "red", bold=True)
        why = Text(f"the same as for {first}", f"{first} と同じ")
        click.echo(f"{safe(label)}: {word}: {safe(why.of(language))}", err=True)
        return exit_codes.ERROR


def tell_lost(labels: Sequence[str]) -> None:
    """List clients of which nothing is known on standard error, as their workers are gone."""
    if labels:
        count = len(labels)
        head = Text(
            f"{count} client{'s' * (count != 1)} unknown (a worker was lost); run again with --resume",
            f"結果が不明なクライアント {count} 件（ワーカー喪失）。--resume を付けて再実行してください",
        )
        click.echo(f"{err_style().paint(head.of(LANGUAGE.get()), 'yellow')}: {', '.join(map(safe, labels))}", err=True)


def tell_unreached(unreached: Sequence[tuple[str, Text]]) -> None:
    """List clients that were not begun on standard error: their labels, by the reason."""
    by_reason: dict[Text, list[str]] = {}
    for label, reason in unreached:
        by_reason.setdefault(reason, []).append(safe(label))
    language, style = LANGUAGE.get(), err_style()
    for reason, labels in by_reason.items():
        count = len(labels)
        head = Text(
            f"{count} client{'s' * (count != 1)} not reached ({reason.en})",
            f"未処理のクライアント {count} 件（{reason.ja}）",
        )
        click.echo(f"{style.paint(head.of(language), 'yellow')}: {', '.join(labels)}", err=True)

"""Common parts of commands on client accounts: load configs, go through clients, show progress and errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import DASK, JOBS, LABELS, MATCH, RESUME
from microconv.cli.options import DEBUG, LANGUAGE, err_style
from microconv.cli.waiting import begin, done, waiting_for
from microconv.core.client import Client, ClientOrAccounts, fits
from microconv.core.diagnostics import Diagnostic
from microconv.core.errors import ApiError, ConfigError, MicroconvError, RefusedError, said
from microconv.core.text import NO_TEXT, Text, say
from microconv.render.diagnostics import diagnostics, refusal
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.cli.ends import Ends
    from microconv.cli.quota import RunGates
    from microconv.cli.resume import Keeper
    from microconv.config.loaded import Loaded
    from microconv.core.documents.snapshot import Snapshot
    from microconv.fleet.gates import Gate


def load_clients(paths: Sequence[Path], *, isolated: bool = False) -> list[Client]:
    """Every client in the files and folders. Warnings go to stderr; any error raises ConfigError with all of them.

    With `isolated` configs that have errors of their own are told and left out, if there are others.
    """
    return checked(paths, isolated=isolated)[0]


def checked(paths: Sequence[Path], *, isolated: bool = False) -> tuple[list[Client], tuple[Diagnostic, ...]]:
    """The same with the warnings, which go to stderr too."""
    from microconv.loading import load_all

    with waiting_for(Text("checking the configs", "設定ファイルを確認中")):
        loaded: Sequence[Loaded] = load_all(list(paths))
    if isolated and len(loaded) > 1 and any(problem.is_error for item in loaded for problem in item.problems):
        from microconv.cli.broken import without_broken

        loaded = without_broken(loaded)
    problems = tuple(problem for item in loaded for problem in item.problems)
    if any(problem.is_error for problem in problems):
        message = Text(
            "the config has errors; nothing was read or written",
            "設定ファイルにエラーがあります。読み取りも書き込みも行っていません",
        )
        raise ConfigError(message, problems)
    click.echo(diagnostics(problems, err_style(), LANGUAGE.get()), err=True, nl=False)
    return matching([item.client for item in loaded if item.client is not None]), problems


_SOME = 5
"""The number of labels that an error names."""


def matching(clients: list[Client]) -> list[Client]:
    """The clients that `--match` and `--label` name, all without them. Raises click.UsageError where there is none."""
    if LABELS.get():
        from microconv.cli.labels import labelled

        clients = labelled(clients, LABELS.get())
    pattern = MATCH.get()
    chosen = [client for client in clients if not pattern or fits(client.label, pattern)]
    if clients and not chosen:
        labels = ", ".join(client.label for client in clients[:_SOME])
        more = len(clients) - _SOME
        rest = Text(f", and {more} more", f"、ほか {more} 件") if more > 0 else NO_TEXT
        raise click.UsageError(
            Text(
                f"no client of {len(clients)} matches {pattern!r}; there are: {labels}{rest.en}",
                f"「{pattern}」に一致するクライアントがありません（全 {len(clients)} 件: {labels}{rest.ja}）",
            )
        )
    return chosen


def given_snapshot(live: Sequence[Path]) -> Snapshot | None:
    """The snapshot in the files of `--live`; None where there are none. Raises SnapshotError."""
    if not live:
        return None
    from microconv.loading import read_snapshot

    with waiting_for(Text("reading the snapshot", "スナップショットを読み込み中")):
        return read_snapshot(live)


class ClientTask(Protocol):
    """The work for one client, as data; see `cli.tasks`."""

    @property
    def client(self) -> ClientOrAccounts:
        """The client, with its config or without; its label stands before its errors."""


SomeTask = TypeVar("SomeTask", bound=ClientTask)
SomeAnswer = TypeVar("SomeAnswer")


def compute_each(
    tasks: Sequence[SomeTask],
    compute: Callable[[SomeTask], SomeAnswer],
    draw: Callable[[SomeAnswer], int],
    *,
    keeper: Ends | None = None,
    gates: Sequence[Gate] = (),
) -> int:
    """Compute every task and draw its answer, several clients side by side. Returns the exit code.

    Answers are drawn in the order of the tasks. `--jobs` says how many clients at a time; what needs no network is done
    one after the other, as `in_turn` does. `keeper` is told of each end; `gates` may keep tasks from being begun.
    """
    jobs = jobs_of(tasks)
    if jobs > 1:
        from microconv.cli.side_by_side import side_by_side

        return side_by_side(tasks, compute, draw, show, jobs, keeper=keeper, gates=gates)
    return in_turn(tasks, compute, draw, keeper=keeper, gates=gates)


def jobs_of(tasks: Sequence[SomeTask]) -> int:
    """The number of clients to work on at a time."""
    offline = any(getattr(task, "live", None) is not None for task in tasks)
    if DASK.get() and tasks and not offline:
        return max(2, JOBS.get())  # a single client too: whoever runs this may have no credentials of their own
    if len(tasks) < 2 or offline:
        return 1
    from microconv.fleet.engine import jobs_for

    return min(JOBS.get(), len(tasks)) or jobs_for(len(tasks))


def keeper_for(command: str, tasks: Sequence[ClientTask]) -> Keeper | None:
    """The keeper of the ends of a run; None for one client, and where accounts are not read. Raises JournalError."""
    if not RESUME.get() and (len(tasks) < 2 or any(getattr(task, "live", None) is not None for task in tasks)):
        return None
    from microconv.cli.resume import Keeper

    return Keeper(command)


def each(
    tasks: Sequence[SomeTask],
    work: Callable[[SomeTask], int],
    keeper: Ends | None = None,
    *,
    gates: Sequence[Gate] = (),
) -> int:
    """Do `work`, which gives an exit code, for every task as `in_turn` does. Returns the exit code of all."""
    return in_turn(tasks, work, lambda code: code, keeper=keeper, gates=gates)


def in_turn(
    tasks: Sequence[SomeTask],
    compute: Callable[[SomeTask], SomeAnswer],
    draw: Callable[[SomeAnswer], int],
    *,
    keeper: Ends | None = None,
    gates: Sequence[Gate] = (),
) -> int:
    """Compute and draw one task after the other; an error of one is shown and does not stop the others.

    Returns the exit code. What `gates` speak against is not begun, and neither are those behind a client whose run was
    interrupted; they are listed.
    """
    codes: list[int] = []
    left: list[tuple[str, Text]] = []
    own = _run_gates(tasks)
    gates = (*gates, *(own.gates if own else ()))
    for number, task in enumerate(tasks):
        label, begun = task.client.label, time.perf_counter()
        reason = next(filter(None, (gate.against(task) for gate in gates)), None)
        if reason:
            left.append((label, reason))
            codes.append(exit_codes.PARTLY)
            if keeper is not None:
                keeper.left_out(task, reason)
            _tell(gates, task, number, left_out=reason)
            continue
        begin(Text(f"working for {label}", f"{label} を処理中"))
        answer, error, spent = None, None, dict[str, int]()
        try:
            answer = compute(task) if own is None else own.counted(compute, task, spent, alone=len(tasks) == 1)
            begin(Text(f"drawing the result for {label}", f"{label} の結果を表示する準備中"))
            codes.append(draw(answer))
        except MicroconvError as failure:
            done()
            error = failure
            codes.append(show(failure, label))
            if keeper is not None:
                keeper.failed(task, failure)
        finally:
            done()
        if keeper is not None:
            keeper.ended(task, codes[-1], time.perf_counter() - begun)
        _tell(gates, task, number, answer=answer, error=error, spent=spent)
        if codes[-1] == exit_codes.INTERRUPTED:
            from microconv.fleet.gates import INTERRUPTED

            left += [(one.client.label, INTERRUPTED) for one in tasks[number + 1 :]]
            if keeper is not None:
                for one in tasks[number + 1 :]:
                    keeper.left_out(one, INTERRUPTED)
            break
    if left:
        from microconv.cli.side_by_side import tell_unreached

        tell_unreached(left)
    if own:
        own.quota.keep()
    return exit_codes.combined(codes)


def _run_gates(tasks: Sequence[ClientTask]) -> RunGates | None:
    """The gates that every run over the network has; None without one."""
    if any(getattr(task, "live", None) is not None for task in tasks):
        return None
    from microconv.cli.quota import run_gates

    return run_gates(tasks)


def _tell(gates: Sequence[Gate], task: ClientTask, number: int, **end: Any) -> None:
    """Tell gates of the end of a task."""
    if gates:
        from microconv.fleet.finished import Finished

        finished: Finished[Any, Any] = Finished(task, number, **end)
        for gate in gates:
            gate.ended(finished)


def show(error: MicroconvError, client: str = "") -> int:
    """Print an error to stderr: what happened, where, what to do next. Returns its exit code."""
    if DEBUG.get():
        import traceback

        traceback.print_exception(error)
    style = err_style()
    place = f"{safe(client)}: " if client else ""
    language = LANGUAGE.get()
    if isinstance(error, ConfigError):
        click.echo(diagnostics(error.problems, style, language), err=True, nl=False)
    message = said(error).of(language)
    word = style.paint(Text("error", "エラー").of(language), "red", bold=True)
    click.echo(f"{place}{word}: {safe(message)}", err=True)
    if isinstance(error, ApiError) and error.request_id:
        click.echo(f"    request id {safe(error.request_id)}", err=True)
    if isinstance(error, RefusedError):
        for item in error.refusals:
            click.echo(refusal(item, style, language), err=True, nl=False)
        return exit_codes.REFUSED
    if error.hint:
        click.echo(f"    {style.paint('→', 'cyan')} {safe(say(error.hint, language))}", err=True)
    return exit_codes.ERROR

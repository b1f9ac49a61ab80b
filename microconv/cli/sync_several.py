"""`microconv sync` of several clients at a time: all plans first and then the questions, or without any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.ask import ask
from microconv.cli.options import LANGUAGE, out_style
from microconv.cli.run import show
from microconv.cli.side_by_side import side_by_side
from microconv.cli.signals import SEVERAL, gentle
from microconv.core.errors import MicroconvError
from microconv.fleet.tasks.sync import ApplyTask, Synced, SyncTask, compute_apply, compute_plan_alone, compute_sync
from microconv.render.plan import nothing_to_say, plan_in_short, plan_text
from microconv.render.result import result_text

if TYPE_CHECKING:
    from microconv.cli.ends import Ends
    from microconv.connections import Connections
    from microconv.core.plan import Plan
    from microconv.core.ports import Events
    from microconv.fleet.gates import Gate
    from microconv.reconcile.result import Result

Code = Callable[["Result"], int]
"""Gives the exit code of one client's result."""


def sync_without_questions(
    tasks: Sequence[SyncTask],
    connections: Connections,
    events: Events,
    code_of: Code,
    jobs: int,
    keeper: Ends | None = None,
    gates: Sequence[Gate] = (),
) -> int:
    """Plan and apply each client in one go, several side by side. Returns the exit code."""
    with gentle(SEVERAL) as stop:
        work = partial(_synced, connections=connections, events=events, stop=stop)
        return side_by_side(tasks, work, partial(_drawn, code_of), show, jobs, stop=stop, gates=gates, keeper=keeper)


def _synced(task: SyncTask, connections: Connections, events: Events, stop: Callable[[], bool]) -> _Shown:
    return _Shown(task, compute_sync(task, connections, events, stop))


@dataclass(frozen=True, slots=True)
class _Shown:
    task: SyncTask
    synced: Synced


def _drawn(code_of: Code, shown: _Shown) -> int:
    """Print a plan, then what became of it. Raises the reason why it was not applied."""
    synced = shown.synced
    _show_plan(synced.plan, short=shown.task.pinned is not None)
    if synced.error is not None:
        raise synced.error
    assert synced.result is not None
    click.echo(result_text(synced.result, out_style(), LANGUAGE.get()), nl=False)
    return code_of(synced.result)


def sync_with_questions(
    tasks: Sequence[SyncTask],
    connections: Connections,
    events: Events,
    code_of: Code,
    jobs: int,
    keeper: Ends | None = None,
    gates: Sequence[Gate] = (),
) -> int:
    """Make all plans side by side, ask about each in the order of the clients, and apply what was agreed to.

    Nothing is written before the last answer. Returns the exit code.
    """
    agreed: list[ApplyTask] = []

    def draw(shown: _Shown) -> int:
        plan = shown.synced.plan
        if not plan.changes:
            code = _drawn(code_of, shown)
            if keeper is not None:
                keeper.ended(shown.task, code)
            return code
        planned.append(shown)
        return exit_codes.DONE

    def asked(shown: _Shown) -> int:
        synced, task = shown.synced, shown.task
        _show_plan(synced.plan, short=False)
        try:
            if synced.error is not None:
                raise synced.error
            ask(synced.plan)
        except MicroconvError as error:
            return show(error, task.client.label)
        agreed.append(ApplyTask(task.client, synced.plan, task.limits, state=task.state))
        return exit_codes.DONE

    def end(task: ApplyTask, result: Result) -> int:
        code = code_of(result)
        if keeper is not None:
            keeper.ended(next(one for one in tasks if one.client is task.client), code)
        return code

    planned: list[_Shown] = []
    with gentle(SEVERAL) as stop:
        work = partial(_planned, connections=connections, events=events)
        codes = [side_by_side(tasks, work, draw, show, jobs, stop=stop, gates=gates)]
    if exit_codes.INTERRUPTED in codes:
        return exit_codes.INTERRUPTED
    if len(planned) == len(tasks):
        codes = []  # nobody has a result yet
    codes += [code for code in map(asked, planned) if code != exit_codes.DONE]
    if agreed:
        codes.append(_applied(agreed, connections, events, end, jobs, gates))
    return exit_codes.combined(codes)


def _planned(task: SyncTask, connections: Connections, events: Events) -> _Shown:
    return _Shown(task, compute_plan_alone(task, connections, events))


def _applied(
    agreed: Sequence[ApplyTask],
    connections: Connections,
    events: Events,
    end: Callable[[ApplyTask, Result], int],
    jobs: int,
    gates: Sequence[Gate],
) -> int:
    """Apply what was agreed to, several clients side by side. Returns the exit code."""

    def draw(one: tuple[ApplyTask, Result]) -> int:
        task, result = one
        click.echo(result_text(result, out_style(), LANGUAGE.get()), nl=False)
        return end(task, result)

    with gentle(SEVERAL) as stop:

        def work(task: ApplyTask) -> tuple[ApplyTask, Result]:
            return task, compute_apply(task, connections, events, stop)

        return side_by_side(agreed, work, draw, show, jobs, stop=stop, gates=gates)


def _show_plan(plan: Plan, *, short: bool) -> None:
    if not nothing_to_say(plan):
        click.echo((plan_in_short if short else plan_text)(plan, out_style(), language=LANGUAGE.get()), nl=False)

"""`microconv sync` of several clients: all plans first and the check of them together, then what may be applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.ask import ask
from microconv.cli.options import LANGUAGE, out_style
from microconv.cli.run import show
from microconv.cli.side_by_side import side_by_side, tell_unreached
from microconv.cli.signals import SEVERAL, gentle
from microconv.cli.sync_work import Agreed, Shown, applied, planned, work_of
from microconv.core.errors import NOTHING_CHANGED, MicroconvError, Refusal, RefusedError
from microconv.core.planning.limits import Allow
from microconv.core.text import Text
from microconv.fleet.check import Planned, check_fleet, hold_back, owners
from microconv.fleet.gates import INTERRUPTED, SameFailure
from microconv.fleet.tasks.sync import Synced, SyncTask, check_pinned
from microconv.render.plan import nothing_to_say, plan_in_short, plan_text
from microconv.render.result import result_text

if TYPE_CHECKING:
    from microconv.cli.ends import Ends
    from microconv.connections import Connections
    from microconv.core.plan import Plan
    from microconv.core.planning.owners import Owners
    from microconv.core.ports import Events
    from microconv.fleet.gates import Gate
    from microconv.reconcile.result import Result

Code = Callable[["Result"], int]
"""Gives the exit code of one client's result."""


@dataclass(frozen=True, slots=True)
class Sync:
    """The way in which several clients are synced.

    connections: can write.
    events: hears what goes on.
    code_of: gives the exit code of one client's result.
    jobs: how many clients at a time.
    keeper: is told of each end.
    gates: what may keep clients from being begun.
    yes: nobody is asked.
    canary: the number of clients with changes after which the run stops; None for all.
    before: the number of clients that a run which is resumed has done.
    moved: how many of them lost a primary or had a value changed.
    refused_together: is told why nothing is written for any client.
    again: the tasks that were done before, and that one of this run contradicts: with a saved plan they are no part of
        it, otherwise they are planned again.
    """

    connections: Connections
    events: Events
    code_of: Code
    jobs: int
    keeper: Ends | None = None
    gates: Sequence[Gate] = ()
    yes: bool = False
    canary: int | None = None
    before: int = 0
    moved: int = 0
    refused_together: Callable[[Iterable[Refusal]], None] | None = None
    again: Sequence[SyncTask] = ()

    def run(self, tasks: Sequence[SyncTask]) -> int:
        """Plan all clients, check the plans together, ask, and apply. Nothing is written before the last answer.

        Saved plans are checked together before anything is read. Where no check of them all can refuse anything and
        nobody is asked, each client is planned and applied in one go: that saves a reading. Returns the exit code.
        """
        from microconv.core.planning.fleet import FEWEST

        limits = tasks[0].limits
        pinned = all(task.pinned is not None for task in tasks)
        applied_before = [task for task in self.again if task.pinned is not None]
        sharing = owners([task.client for task in (*applied_before, *tasks)])
        unchecked = (Allow.FLEET in limits.allow or len(tasks) + self.moved < FEWEST) and not sharing.possible
        if self.yes and self.canary is None and unchecked:
            return self._apply([Agreed(task, task) for task in tasks], {})
        for task in applied_before:
            sharing.once(task.client, replace(_pinned(task), changes=()))
        plans = _Plans(self, sharing)
        if pinned:
            for task in tasks:
                plans.draw(Shown(task, Synced(_pinned(task))))
        elif self._plan(tasks, plans) == exit_codes.INTERRUPTED:
            return self._leave(plans.shown, INTERRUPTED, exit_codes.INTERRUPTED)
        unplanned = [one.client for one in self.again if one.pinned is None and one.client.label not in plans.labels]
        hold_back(sharing, [one.task.client for one in plans.shown], unplanned)
        moving = [Planned(one.task.client, one.whole) for one in plans.shown]
        refusals = check_fleet(moving, len(plans.labels) + self.before, limits, self.moved)
        if refusals:
            return self._refused(plans, RefusedError(NOTHING_CHANGED, refusals))
        answers = _Answers()
        try:
            self._agree(plans, answers)
        except (click.Abort, KeyboardInterrupt):
            click.echo(err=True)  # the question has no end of its line
            rest = [one for one in plans.shown if one.task.client.label not in answers.refused]
            return self._leave(rest, INTERRUPTED, exit_codes.INTERRUPTED)
        codes = [*plans.codes, *answers.refused.values()]
        if len(plans.codes) + len(plans.shown) < len(tasks):
            codes.append(exit_codes.PARTLY)  # a gate left some out
        if answers.agreed:
            codes.append(self._apply(answers.agreed, plans.seconds))
        if answers.behind:
            codes.append(self._leave(answers.behind, _after(self.canary or 0), exit_codes.PARTLY))
        return exit_codes.combined(codes)

    def _leave(self, left: Sequence[Shown], reason: Text, code: int) -> int:
        """List clients whose plans are not applied, with the reason. Returns the exit code."""
        tell_unreached([(one.task.client.label, reason) for one in left])
        if self.keeper is not None:
            for one in left:
                self.keeper.left_out(one.task, reason)
        return code

    def _plan(self, tasks: Sequence[SyncTask], plans: _Plans) -> int:
        """Plan all clients side by side; those without changes are done. Returns the exit code."""
        with gentle(SEVERAL) as stop:
            work = partial(planned, connections=self.connections, events=self.events)
            return side_by_side(tasks, work, plans.draw, show, self.jobs, stop=stop, gates=self.gates, keeper=plans)

    def _agree(self, plans: _Plans, answers: _Answers) -> None:
        """Ask about each plan in order, up to the last canary. Raises click.Abort for a question that was broken off.

        Saved plans without changes are no canaries: they are confirmed, wherever they stand.
        """
        changing, conflicts = 0, plans.owners.conflicts
        for one in plans.shown:
            if self.canary is not None and changing == self.canary and one.whole.changes:
                answers.behind.append(one)
                continue
            try:
                if not self.yes or one.error is not None:
                    _show_plan(one.plan, short=False)
                if one.error is None:
                    check_pinned(one.task, self.connections, self.events)
                if one.error is not None:
                    raise one.error
                if one.task.client.label in conflicts:
                    raise RefusedError(NOTHING_CHANGED, conflicts[one.task.client.label])
                if not self.yes and one.plan.changes:
                    ask(one.plan)
            except MicroconvError as error:
                answers.refused[one.task.client.label] = code = show(error, one.task.client.label)
                self._ended(one.task, code, error, plans.seconds)
                continue
            answers.agreed.append(Agreed(one.task, work_of(one)))
            changing += bool(one.plan.changes)

    def _refused(self, plans: _Plans, error: RefusedError) -> int:
        """Show the plans that would have been applied in short, and the reason why none is. Returns the exit code."""
        from microconv.render.plan_lines import plan_lines

        for one in plans.shown:
            own = one.error.refusals if isinstance(one.error, RefusedError) else ()
            click.echo(plan_lines(one.plan, own, out_style(), LANGUAGE.get()), nl=False)
        code = show(error)
        if self.refused_together is not None:
            self.refused_together(error.refusals)
        for one in plans.shown:
            self._ended(one.task, code, error, plans.seconds)
        return code

    def _apply(self, agreed: Sequence[Agreed], seconds: Mapping[str, float]) -> int:
        """Apply what was agreed to, several clients side by side, until three fail alike. Returns the exit code.

        `seconds` are those that the plans took, by label: a client's time is that of both.
        """

        def draw(shown: Shown) -> int:
            if self.yes:
                _show_plan(shown.plan, short=shown.task.pinned is not None)
            return self.drawn(shown)

        keeper = None if self.keeper is None else _Ends(self.keeper, seconds)
        gates = (*self.gates, SameFailure())
        with gentle(SEVERAL) as stop:
            work = partial(applied, connections=self.connections, events=self.events, stop=stop)
            return side_by_side(agreed, work, draw, show, self.jobs, stop=stop, gates=gates, keeper=keeper)

    def drawn(self, shown: Shown) -> int:
        """Print what became of a plan; gives the exit code. Raises the reason why it was not applied."""
        if shown.error is not None:
            raise shown.error
        assert shown.result is not None
        click.echo(result_text(shown.result, out_style(), LANGUAGE.get()), nl=False)
        return self.code_of(shown.result)

    def _ended(self, task: SyncTask, code: int, error: MicroconvError, seconds: Mapping[str, float]) -> None:
        if self.keeper is not None:
            self.keeper.failed(task, error)
            self.keeper.ended(task, code, seconds.get(task.client.label, 0.0))


@dataclass(frozen=True, slots=True)
class _Answers:
    """Answers to the questions of a run.

    agreed: the clients to apply.
    behind: those behind the canaries.
    refused: the exit codes of those that are not applied, by label.
    """

    agreed: list[Agreed] = field(default_factory=list)
    behind: list[Shown] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


class _Plans:
    """Keeps the plans that are to be applied, draws clients that are done without, and hears of the ends of both.

    shown: the clients with something to apply, and those whose plan is refused.
    labels: those of the clients of which there is a plan.
    codes: the exit codes of all that have ended.
    seconds: the time that each plan took that is still to be applied, by label.
    """

    def __init__(self, sync: Sync, sharing: Owners) -> None:
        self._sync = sync
        self.shown: list[Shown] = []
        self.codes: list[int] = []
        self.seconds: dict[str, float] = {}
        self.labels: set[str] = set()
        self.owners = sharing

    def draw(self, shown: Shown) -> int:
        """Keep a plan, or print that there is nothing to do."""
        self.labels.add(shown.task.client.label)
        once = self.owners.once(shown.task.client, shown.whole)
        if once is not shown.whole:
            shown = replace(shown, once=once)
        if shown.whole.changes or shown.task.pinned is not None:
            self.shown.append(shown)
            return exit_codes.DONE
        _show_plan(shown.plan, short=False)
        return self._sync.drawn(shown)

    def ended(self, task: SyncTask, code: int, seconds: float = 0.0) -> None:
        """Keep the end of a client, unless its plan is still to be applied."""
        if self.shown and self.shown[-1].task.client.label == task.client.label:
            self.seconds[task.client.label] = seconds
            return
        self.codes.append(code)
        if self._sync.keeper is not None:
            self._sync.keeper.ended(task, code, seconds)

    def failed(self, task: SyncTask, error: MicroconvError) -> None:
        """Pass on why a client has no plan."""
        if self._sync.keeper is not None:
            self._sync.keeper.failed(task, error)

    def left_out(self, task: SyncTask, reason: Text) -> None:
        """Pass on why a client was not begun."""
        if self._sync.keeper is not None:
            self._sync.keeper.left_out(task, reason)


class _Ends:
    """Passes the ends of what was applied on, as those of the clients' own tasks."""

    def __init__(self, keeper: Ends, before: Mapping[str, float]) -> None:
        self._keeper, self._before = keeper, before

    def ended(self, task: Agreed, code: int, seconds: float = 0.0) -> None:
        self._keeper.ended(task.task, code, self._before.get(task.client.label, 0.0) + seconds)

    def failed(self, task: Agreed, error: MicroconvError) -> None:
        self._keeper.failed(task.task, error)

    def left_out(self, task: Agreed, reason: Text) -> None:
        self._keeper.left_out(task.task, reason)


def _pinned(task: SyncTask) -> Plan:
    assert task.pinned is not None
    return task.pinned


def _after(canary: int) -> Text:
    """The reason why the clients behind the canaries are left out."""
    return Text(
        f"--canary {canary}: look at those that were changed, then go on with --resume",
        f"--canary {canary}: 変更済みのクライアントを確認してから --resume で続行してください",
    )


def _show_plan(plan: Plan, *, short: bool) -> None:
    if not nothing_to_say(plan):
        click.echo((plan_in_short if short else plan_text)(plan, out_style(), language=LANGUAGE.get()), nl=False)

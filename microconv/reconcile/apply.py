"""Carry out the steps of a plan, one API call after the other, then read again and plan again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from microconv.core.errors import MicroconvError
from microconv.core.plan import Change, Plan
from microconv.core.ports import Events, Outcome, Provider, Status
from microconv.core.schema import ResourceType
from microconv.core.steps import Step, steps
from microconv.reconcile.result import Result, settled


def apply(
    plan: Plan,
    types: Sequence[ResourceType],
    providers: Mapping[str, Provider],
    plan_again: Callable[[], Plan],
    events: Events,
) -> Result:
    """Carry out `plan`. A change that fails does not stop the others; nothing is ever tried twice.

    An interrupt (Ctrl-C) ends the run after the call under way; that call's changes are then unknown. At the end the
    accounts are read again: what was unclear is settled by what is there now.
    """
    outcomes: list[Outcome] = []
    skipped: list[Change] = []
    interrupted = False
    for step in steps(types, plan.changes):
        if interrupted:
            skipped.extend(step.changes)
            continue
        events.applying(step)
        try:
            done = tuple(providers[step.provider].apply(step))
        except KeyboardInterrupt:
            interrupted = True
            done = _unknown(step)
        outcomes.extend(done)
        events.applied(done)
    if interrupted:
        return Result(plan, tuple(outcomes), skipped=tuple(skipped), interrupted=True, unverified="interrupted")
    if not outcomes:
        return Result(plan, after=plan)
    try:
        after = plan_again()
    except MicroconvError as error:
        return Result(plan, tuple(outcomes), unverified=str(error))
    return Result(plan, settled(tuple(outcomes), after), after=after)


def _unknown(step: Step) -> tuple[Outcome, ...]:
    return tuple(Outcome(change, Status.UNKNOWN) for change in step.changes)

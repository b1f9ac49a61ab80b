"""Carry out the steps of a plan, one API call after the other, then read again and plan again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from microconv.core.errors import MicroconvError
from microconv.core.plan import Plan
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
    waiting = list(steps(types, plan.changes))
    try:
        while waiting:
            events.applying(waiting[0])
            done = _carry_out(waiting.pop(0), providers, outcomes)
            events.applied(done)
        if not outcomes:
            return Result(plan, after=plan)
        after = plan_again()
    except KeyboardInterrupt:
        skipped = tuple(change for step in waiting for change in step.changes)
        return Result(plan, tuple(outcomes), skipped=skipped, interrupted=True, unverified="interrupted")
    except MicroconvError as error:
        return Result(plan, tuple(outcomes), unverified=str(error))
    return Result(plan, settled(tuple(outcomes), after), after=after)


def _carry_out(step: Step, providers: Mapping[str, Provider], outcomes: list[Outcome]) -> tuple[Outcome, ...]:
    """Carry out one step and keep its outcomes, also those that an interrupt leaves unknown."""
    try:
        done = tuple(providers[step.provider].apply(step))
    except KeyboardInterrupt:
        outcomes.extend(_unknown(step))
        raise
    outcomes.extend(done)
    return done


def _unknown(step: Step) -> tuple[Outcome, ...]:
    return tuple(Outcome(change, Status.UNKNOWN) for change in step.changes)

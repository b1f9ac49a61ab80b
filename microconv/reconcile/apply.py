"""Carry out the steps of a plan in their order, then read again and plan again.

One API call follows the other, but for those that a provider says are independent (core.capabilities.AtOnce).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from microconv.core.capabilities import AtOnce, Doubling
from microconv.core.errors import (
    AlreadyThereError,
    ApiError,
    CredentialsError,
    JournalError,
    MicroconvError,
    UnclearError,
)
from microconv.core.phase import Phase
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.steps import Step, steps
from microconv.core.planning.twins import surplus
from microconv.core.ports import Events, Outcome, Provider, Record, Silent, Status, Unwritten
from microconv.core.resource import Address, Live
from microconv.core.schema import ResourceType
from microconv.helpers import ALONE, Helpers
from microconv.reconcile.labels import labelled
from microconv.reconcile.result import Result, settled

REPEATS = 2
"""Times to resend a step that reading showed was not applied."""


@dataclass(frozen=True, slots=True)
class Means:
    """The means of a run, beside its plan.

    providers: those who carry out the steps, by name.
    plan_again: reads, and plans again.
    events: hears of every step.
    record: where each step is written down before it is sent.
    stop: asked between steps; true ends the run there.
    live: gives the objects of the last reading for `plan_again`; where they are not known, what an API refused counts
        as not done.
    helpers: send what is independent at the same time.
    """

    providers: Mapping[str, Provider]
    plan_again: Callable[[], Plan]
    events: Events = field(default_factory=Silent)
    record: Record = field(default_factory=Unwritten)
    stop: Callable[[], bool] = lambda: False
    live: Callable[[], Sequence[Live]] = tuple
    helpers: Helpers = ALONE


def apply(plan: Plan, types: Sequence[ResourceType], means: Means) -> Result:
    """Carry out `plan`. A change that fails stops only the steps that depend on it.

    A write is never repeated blindly: where its outcome is unclear, the accounts are read, and only what was not done
    is sent again. An interrupt that `stop` tells of ends the run after the calls under way; a KeyboardInterrupt at
    once, and their changes are then unknown. At the end the accounts are read again. Raises JournalError if the first
    intent cannot be written: nothing was sent then.
    """
    return _Run(plan, types, means).result()


class _Run:
    def __init__(self, plan: Plan, types: Sequence[ResourceType], means: Means) -> None:
        self._plan = plan
        self._means = means
        self._waiting = list(steps(types, plan.changes, apart=bool(plan.owner)))
        self._done: dict[int, tuple[Outcome, ...]] = {}
        self._skipped: list[Change] = []
        self._broken: set[str] = set()
        self._made: dict[str, Change] = {}
        self._surprises: set[Address] = set()

    def result(self) -> Result:
        stopped = ""
        try:
            while self._waiting:
                if self._means.stop():
                    return self._ended(interrupted=True, unverified="interrupted")
                self._next(self._independent())
            if self._done and self._means.stop():
                return self._ended(interrupted=True, unverified="interrupted")
            if not self._done:
                return Result(self._plan, skipped=tuple(self._skipped), after=self._plan)
        except KeyboardInterrupt:
            return self._ended(interrupted=True, unverified="interrupted")
        except JournalError as error:
            if not self._done:
                raise
            stopped = str(error)
        try:
            after = self._means.plan_again()
            if not stopped and self._withdraw(self._means.live()):
                after = self._means.plan_again()
            if not stopped:
                for number, outcomes in self._done.items():
                    self._settle(number, outcomes, after)
        except KeyboardInterrupt:
            return self._ended(interrupted=True, unverified="interrupted", stopped=stopped)
        except JournalError as error:
            stopped = str(error)
        except MicroconvError as error:
            return self._ended(unverified=str(error), stopped=stopped)
        return self._ended(after=after, stopped=stopped)

    def _independent(self) -> list[Step]:
        """The next step, and those right after it that may be under way at the same time."""
        first = self._waiting.pop(0)
        provider, together = self._means.providers[first.provider], [first]
        if self._means.helpers is ALONE or not isinstance(provider, AtOnce):
            return together
        if not all(map(provider.independent, first.changes)):
            return together
        while self._waiting and len(together) < provider.at_once:
            step = self._waiting[0]
            if step._replace(changes=first.changes) != first or not all(map(provider.independent, step.changes)):
                break
            together.append(self._waiting.pop(0))
        return together

    def _next(self, together: Sequence[Step]) -> None:
        ready = []
        for step in together:
            surprised = any(change.address in self._surprises for change in step.changes)
            unrecorded = step.phase is Phase.RECORD and bool(self._broken)  # it would say what did not happen
            if surprised or unrecorded or (step.dependent and step.provider in self._broken):
                self._skipped += step.changes
            else:
                ready.append(step)
        for step, number in zip(ready, self._send(ready), strict=True):
            self._follow(step, number)

    def _follow(self, step: Step, number: int) -> None:
        """Settle what is unsure of a step that was sent, and send again what was not done."""
        done: list[Outcome] = []
        sent = self._done[number]
        for _ in range(REPEATS):
            if not any(_unsure(outcome) for outcome in sent):
                break
            sent, left = self._look(number)
            again = _again(step, left)
            if not again or self._means.stop():
                break
            done += (outcome for outcome in sent if outcome.change not in again)
            (number,) = self._send([step._replace(changes=again)])
            sent = self._done[number]
        self._surprises |= {item.change.address for item in sent if _surprise(item)}
        if any(outcome.status is not Status.APPLIED for outcome in (*done, *sent)):
            self._broken.add(step.provider)
        self._keep_single(step)

    def _keep_single(self, step: Step) -> None:
        """Read again what may have been made by another run too. Where that fails, the end of the run tells."""
        provider = self._means.providers[step.provider]
        kinds = {item.address.type for item in self._made.values()} & {item.address.type for item in step.changes}
        if not isinstance(provider, Doubling):
            return
        for kind in sorted(kinds & provider.doubled):
            with suppress(ApiError, CredentialsError):
                self._withdraw(provider.listed(kind))

    def _withdraw(self, live: Sequence[Live]) -> bool:
        """Remove what this run made and another run made too, where the other's stays. True where there was any."""
        changes = surplus(self._made, live)
        for change in changes:
            del self._made[change.id]
            self._send([Step(change.address.provider, (change,), phase=Phase.CLEAN)])
        return bool(changes)

    def _send(self, together: Sequence[Step]) -> Sequence[int]:
        """Send steps, with the intents of all written before and each outcome after. The numbers that they have."""
        first = max(self._done, default=0) + 1
        numbers = range(first, first + len(together))
        try:
            for number, step in zip(numbers, together, strict=True):
                self._means.record.intent(number, step)
                self._means.events.applying(step)
        except (JournalError, KeyboardInterrupt):
            self._skipped += (change for step in together for change in step.changes)  # nothing of them was sent
            raise
        for number, step in zip(numbers, together, strict=True):
            self._done[number] = tuple(Outcome(change, Status.UNKNOWN) for change in step.changes)
        unwritten: list[JournalError] = []
        with self._means.helpers.begun([partial(self._apply, step) for step in together]) as works:
            for number, work in zip(numbers, works, strict=True):
                try:
                    self._done[number] = work.answer()
                except JournalError as error:
                    unwritten.append(error)  # requests cannot be counted: what became of this one is not known
                    continue
                self._made |= {item.made: item.change for item in self._done[number] if item.made}
                try:
                    self._means.record.outcome(number, self._done[number])
                except JournalError as error:
                    unwritten.append(error)  # told once the others, which are under way, have ended
                    continue
                self._means.events.applied(self._done[number])
        if unwritten:
            raise unwritten[0]
        return numbers

    def _apply(self, step: Step) -> tuple[Outcome, ...]:
        provider = self._means.providers[step.provider]
        return tuple(provider.apply(labelled(step, self._means.providers.values())))

    def _look(self, number: int) -> tuple[tuple[Outcome, ...], list[Change]]:
        """Settle a step by reading: its outcomes, and the changes that were not done and may be sent again."""
        done = self._done[number]
        try:
            after = self._means.plan_again()
        except MicroconvError:
            return done, []
        done = self._settle(number, done, after)
        left = [item.change for item in done if item.status is Status.FAILED and isinstance(item.error, UnclearError)]
        return done, left

    def _settle(self, number: int, outcomes: tuple[Outcome, ...], after: Plan) -> tuple[Outcome, ...]:
        """Decide what is unsure by a new reading, and write that down. What was sent again is decided there."""
        again = {item.change for other, sent in self._done.items() if other > number for item in sent}
        settlement = settled(outcomes, after, self._means.live())
        settlement = tuple(old if old.change in again else new for old, new in zip(outcomes, settlement, strict=True))
        if settlement != outcomes:
            self._done[number] = settlement
            self._means.record.settled(number, settlement)
        return settlement

    def _ended(
        self, *, after: Plan | None = None, unverified: str = "", stopped: str = "", interrupted: bool = False
    ) -> Result:
        last: dict[Change, Outcome] = {}
        for number in sorted(self._done):
            last.update((outcome.change, outcome) for outcome in self._done[number])
        left = [change for step in self._waiting for change in step.changes]
        skipped = [change for change in (*self._skipped, *left) if change not in last]
        return Result(
            self._plan,
            tuple(last.values()),
            after=after,
            unverified=unverified,
            skipped=tuple(skipped),
            interrupted=interrupted,
            stopped=stopped,
        )


def _surprise(outcome: Outcome) -> bool:
    """True where somebody made another object of that name meanwhile: the plan knows nothing of it."""
    return outcome.status is Status.FAILED and isinstance(outcome.error, AlreadyThereError)


def _unsure(outcome: Outcome) -> bool:
    return outcome.status is Status.UNKNOWN or isinstance(outcome.error, AlreadyThereError)


def _again(step: Step, left: Sequence[Change]) -> tuple[Change, ...]:
    """The changes of a step to be sent again, after `left` seem not to have been done.

    A step that happens whole is never sent in part: bidding would see a state between the old and the new one. Some of
    its changes can look done although it was not, as a goal that Google made biddable by itself, or not done although
    it was, as the goals of a campaign that went back to the account's. What it makes and removes decides then, as that
    cannot be sent twice: where all of it is still to be done, nothing was.
    """
    if not step.whole or len(left) in {0, len(step.changes)}:
        return tuple(left)
    once = {change for change in step.changes if change.action in {Action.CREATE, Action.REMOVE}}
    return step.changes if once.issubset(left) else ()

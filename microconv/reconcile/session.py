"""A run on one client's accounts: locked, confirmed, carried out, written down, and taken back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from microconv.core.client import Client
from microconv.core.errors import NOTHING_CHANGED, OUT_OF_DATE, JournalError, Refusal, RefusedError
from microconv.core.kinds import ACTION, ANNOTATION, provider_of
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.happened import TakenBackCount, as_before
from microconv.core.planning.limits import Limits
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.out_of_date import applied_before, changed_meanwhile, stale, wrong_accounts, wrong_world
from microconv.core.planning.promised import broken_promises, overtaken
from microconv.core.planning.refused import Refused
from microconv.core.planning.safety import limits_of, refusals
from microconv.core.planning.stale import moved
from microconv.core.planning.undo import undo
from microconv.core.ports import Status
from microconv.core.text import joined
from microconv.reconcile.apply import Means, apply
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal
from microconv.reconcile.live_accounts import LiveAccounts
from microconv.reconcile.lock import locked_for
from microconv.reconcile.past import Run, check_providers, find_run, runs
from microconv.reconcile.rehearse import NOT_ASKED
from microconv.reconcile.rehearse_undo import refused_back
from microconv.reconcile.result import Result, ending


class Session:
    """Runs on the accounts of one client. `state` is the folder for journals."""

    def __init__(self, live: LiveAccounts, state: Path) -> None:
        self._live = live
        self._state = state
        self._locked = False
        self._holder: Session | None = None
        self._inverse: list[tuple[Plan, Run]] = []

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self._state / "journal"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs on this machine from changing the client's accounts. May be entered again.

        Raises RefusedError where another run is changing one of them, JournalError where the lock cannot be made.
        """
        if self._locked or (self._holder is not None and self._holder._locked):
            yield
            return
        with locked_for(self._state, self._live.pairs):
            self._locked = True
            try:
                yield
            finally:
                self._locked = False

    def shares_lock_of(self, other: Session) -> None:
        """Count the lock that another session of the same accounts holds as its own."""
        self._holder = other

    def check(self, plan: Plan, limits: Limits | None = None) -> tuple[Refusal, ...]:
        """Every reason why `plan` must not be applied. What `limits` leave open, the config's own limits decide."""
        client, limits = self._live.client, limits or Limits()
        if isinstance(client, Client):
            limits = limits.over(limits_of(client))
        return (*wrong_accounts(plan, client.label, self._live.pairs), *refusals(plan, limits))

    def confirm(self, plan: Plan, longest: datetime.timedelta | None = None) -> None:
        """Read again, and raise RefusedError unless everything that `plan` touches is as it was when it was made.

        `longest` is how old the plan may be. Raises ApiError, CredentialsError where the accounts cannot be read.
        """
        client = self._live.config
        reasons = [
            *wrong_accounts(plan, client.label, self._live.pairs),
            *stale(plan, client, self._live.clock(), longest),
        ]
        if not reasons:
            now = self._live.plan(asked=True)
            reasons = [*wrong_world(plan.emulated, now), *overtaken(plan, now)] or [
                item.refusal for item in moved(plan, now, self._live.resources)
            ]
            reasons = reasons or list(broken_promises(plan, self._live.shifts_of(plan.changes)))
        if reasons:
            reasons = [*self._applied_before(plan), *reasons]
            raise RefusedError(OUT_OF_DATE, reasons)

    def _applied_before(self, plan: Plan) -> list[Refusal]:
        """The reason that a run applied the very plan before, as far as the journals here tell; none otherwise."""
        for run in runs(self.journals, plan.client)[0]:
            applied = sum(item.status is Status.APPLIED for item in run.done)
            if run.head.plan == plan.fingerprint and applied and _began_after(run, plan):
                return [applied_before(run.id, applied, len(plan.changes))]
        return []

    def undo(self, run: Run, *, remove: bool = False) -> Plan:
        """The plan that takes back what a run did, as far as that can be and nobody has changed it since.

        With `remove` what it made is removed. Raises ApiError, CredentialsError, and RefusedError where the run was
        made on an emulator and these are real accounts, or the other way round, or where a provider of it is missing.
        """
        live = self._live
        check_providers(run, live.by_name)
        taken_back = self._taken_back(run)
        readings = live.read()
        inverse = partial(
            undo, run.id, _changes(run), readings, live.types, live.client.label, remove=remove, taken_back=taken_back
        )
        plan = inverse()
        wrong = wrong_world(run.head.emulated, plan)
        if wrong:
            raise RefusedError(joined((run.client, NOTHING_CHANGED), ": ", ": "), wrong)
        calls = live.calls
        refused: Refused = {}
        while (more := refused_back(plan, live.types, live.providers, refused)) != refused:
            refused = more
            plan = inverse(refused=refused)
        plan = replace(plan, reads=plan.reads + live.calls - calls)
        if plan.dangers:  # what is at stake is said with the refusal
            plan = live.with_stakes(plan)
        plan = live.stamped(plan)
        self._inverse.append((plan, run))
        return plan

    def undone_by(self, plan: Plan) -> Run | None:
        """The run that `plan` takes back, where `undo` made it."""
        return next((run for made, run in self._inverse if made == plan), None)

    def taken_back(self, run: Run) -> TakenBackCount:
        """The objects that `run` changed, and those among them that the last reading does not show as before it.

        Reads where nothing was read yet.
        """
        if not self._live.has_read:
            self._live.read()
        return as_before(_changes(run), LiveIndex(self._live.resources))

    def confirm_undo(self, plan: Plan, run: Run, *, remove: bool) -> None:
        """Read again, and raise RefusedError unless taking back `run` still takes what `plan` says."""
        now = self.undo(run, remove=remove)
        if now.fingerprint != plan.fingerprint:
            raise RefusedError(OUT_OF_DATE, [changed_meanwhile({*now.changes} ^ {*plan.changes})])
        reasons = broken_promises(plan, now.shifts)
        if reasons:
            raise RefusedError(OUT_OF_DATE, reasons)

    def apply(
        self,
        plan: Plan,
        limits: Limits | None = None,
        *,
        read_again: bool = True,
        stop: Callable[[], bool] = lambda: False,
        undoes: Run | None = None,
    ) -> Result:
        """Carry out exactly `plan`, see Project.apply."""
        if undoes is not None and read_again and plan.changes:
            self.confirm_undo(plan, undoes, remove=_removes(plan))
        live = self._live
        with self.locked():
            reasons = self.check(plan, limits)
            if reasons:
                raise RefusedError(joined((plan.client, NOTHING_CHANGED), ": ", ": "), reasons)
            calls = live.calls
            unasked = any(item.code == NOT_ASKED for item in plan.warnings)
            if (read_again or unasked) and plan.changes and undoes is None:
                self.confirm(plan)
            elif not live.has_read:
                live.read()  # names of objects in a plan are turned into the APIs' own by what was read
            means = Means(
                live.by_name, self._again(plan, undoes), live.events,
                stop=stop, live=lambda: live.resources, helpers=live.helpers,
            )  # fmt: skip
            shared = [(provider_of(ACTION), plan.owner)] if plan.owner else []
            with locked_for(self._state, shared):
                result = self._journalled(plan, means, undoes) if plan.changes else apply(plan, live.types, means)
            return replace(result, calls=plan.reads + live.calls - calls)

    def _again(self, plan: Plan, undoes: Run | None) -> Callable[[], Plan]:
        """Gives the way to plan again after a write: what is at stake was shown before, and settles nothing."""
        if undoes is None:
            return lambda: self._live.stamped(self._live.plan_again())
        return lambda: replace(self.undo(undoes, remove=_removes(plan)), warnings=())  # its remarks were made before

    def _journalled(self, plan: Plan, means: Means, undoes: Run | None) -> Result:
        head = head_of(plan, self._live.client, undoes=undoes.id if undoes else "")
        journal = Journal(self.journals, head, self._live.clock)
        unrecorded = ""
        try:
            result = apply(plan, self._live.types, replace(means, record=journal))
            try:
                left = self.taken_back(undoes) if undoes is not None and result.in_sync else None
                journal.end(ending(result, left), result.unverified or result.stopped)
            except JournalError as error:
                unrecorded = str(error)
        finally:
            journal.close()
        return replace(result, run=journal.run, unrecorded=unrecorded)

    def _taken_back(self, run: Run) -> Sequence[Change]:
        """The changes that `run` had itself taken back; none where that run's journal is not there any more."""
        if not run.head.undoes:
            return ()
        try:
            return _changes(find_run(self.journals, run.head.undoes))
        except JournalError:
            return ()


def _changes(run: Run) -> list[Change]:
    """The changes of a run, without those that failed, and without its annotation, which nobody takes back."""
    done = [item.change for item in run.done if item.status is not Status.FAILED]
    return [change for change in done if change.address.type != ANNOTATION]


def _removes(plan: Plan) -> bool:
    return any(change.action is Action.REMOVE for change in plan.changes)


def _began_after(run: Run, plan: Plan) -> bool:
    """True if a run began after a plan was made; an equal plan of later cannot be what it applied."""
    try:
        return datetime.datetime.fromisoformat(run.started) >= datetime.datetime.fromisoformat(plan.made)
    except (ValueError, TypeError):
        return True  # a plan that does not say when it was made

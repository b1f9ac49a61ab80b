"""The composition root: wires configs, providers, core and reconciler together, and computes nothing itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.clock import Clock, utc_now
from microconv.core.account_ids import NamedAccounts
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.kinds import AUDITED, FOR_TAGS, needed
from microconv.core.kinds import everything as all_kinds
from microconv.loading import from_snapshot, usable
from microconv.month_work import MonthWork
from microconv.providers.registry import pairs, types, versions
from microconv.reconcile.planned import planned_of_snapshot, stamped

if TYPE_CHECKING:
    from microconv.access import Access
    from microconv.audit.result import Audit
    from microconv.audit.run import Choice
    from microconv.config import Loaded
    from microconv.connections import Connections
    from microconv.core.diagnostics import Diagnostic
    from microconv.core.documents.snapshot import Snapshot
    from microconv.core.errors import Refusal
    from microconv.core.plan import Plan
    from microconv.core.planning.explanation import Explanation
    from microconv.core.planning.happened import TakenBackCount
    from microconv.core.planning.limits import Limits
    from microconv.core.ports import Events, Provider
    from microconv.core.resource import Reading
    from microconv.core.tags.snippet import Snippets
    from microconv.monthly.client_reports import ClientReports
    from microconv.reconcile.container import ReadContainer
    from microconv.reconcile.live_accounts import LiveAccounts
    from microconv.reconcile.past import Run
    from microconv.reconcile.result import Result
    from microconv.reconcile.session import Session
    from microconv.sitting.client_sitting import ClientSitting


class Project(MonthWork):
    """One client's config and accounts; or accounts alone, which can be read, audited, and taken back what a run did.

    `providers` replaces the real APIs; `connections` shares credentials among projects. With `everything` all that
    microconv knows is read, not only what the config speaks of: for snapshots and audits; `also` names types to read
    beside that. `state` is the folder for journals (None: MICROCONV_STATE_DIR, or the user's own; locks are there
    always), `clock` tells the time. An instance belongs to one thread at a time.

    What `load` or `load_all` gives can be passed whole. Raises ConfigError, with all problems that are known, for a
    config that has errors and for None.
    """

    def __init__(
        self,
        client: ClientOrAccounts | Loaded | tuple[Client | None, Sequence[Diagnostic]],
        providers: Sequence[Provider] | None = None,
        *,
        connections: Connections | None = None,
        events: Events | None = None,
        everything: bool = False,
        also: frozenset[str] = frozenset(),
        state: Path | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.client = client = usable(client)
        self._given, self._connections, self._events = providers, connections, events
        self._state, self._clock, self._given_clock = state, clock or utc_now, clock
        self._types = types()
        names = [kind.name for kind in self._types]
        self._everything = self._needs = all_kinds(names) | (FOR_TAGS if client.accounts.container else frozenset())
        if isinstance(client, Client) and not everything:
            self._needs = needed(client, names) | also

    @cached_property
    def _access(self) -> Access:
        from microconv.access import Access

        return Access(self.client.accounts, self._given, self._connections)

    def _accounts(self, client: ClientOrAccounts, needs: frozenset[str]) -> LiveAccounts:
        from microconv.core.ports import Silent
        from microconv.reconcile.live_accounts import LiveAccounts

        providers, events = partial(self._access.providers, needs), self._events or Silent()
        at = pairs(client.accounts)
        made = partial(LiveAccounts, client, providers, self._types, pairs=at, apis=versions(), events=events)
        return made(clock=self._clock, journals=self.state / "journal", helpers=self._access.helpers)

    @cached_property
    def _live(self) -> LiveAccounts:
        return self._accounts(self.client, self._needs)

    @cached_property
    def _session(self) -> Session:
        from microconv.reconcile.session import Session

        return Session(self._live, self.state)

    @cached_property
    def _undoing(self) -> Session:
        """Takes back runs: of the accounts alone, everything read, whatever this config speaks of; under one lock."""
        if not isinstance(self.client, Client):
            return self._session
        from microconv.reconcile.session import Session

        accounts = NamedAccounts(self.client.label, self.client.accounts)
        session = Session(self._accounts(accounts, self._everything), self.state)
        session.shares_lock_of(self._session)
        return session

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers, made at the first use."""
        return self._live.providers

    @property
    def state(self) -> Path:
        """The folder for journals."""
        from microconv.state_folder import state_folder

        return self._state or state_folder()

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self._session.journals

    def locked(self) -> AbstractContextManager[None]:
        """Keep other runs on this machine from changing the client's accounts. May be entered again.

        Raises RefusedError where another run is changing one of them, JournalError where the lock cannot be made.
        """
        return self._session.locked()

    def read(self, live: Snapshot | None = None) -> tuple[Reading, ...]:
        """Read everything that is live in the client's accounts; with `live`, from a snapshot and without network.

        Raises ApiError, CredentialsError, SnapshotError.
        """
        return self._live.read() if live is None else from_snapshot(self.client, live)

    def measured(self) -> tuple[Reading, ...]:
        """Read everything, with what was counted lately, by readers that cannot write unless others were given.

        Also the facts that only audits ask for.
        """
        return self._access.measured(self._everything, self._live.events, AUDITED)

    def plan(self, live: Snapshot | None = None, *, asked: bool = False) -> Plan:
        """Plan the changes from what is live to the config. With `live`, from a snapshot and without any network.

        Where Google does not say whether it would take the changes, as to whoever may only read, a note tells so, and
        `apply` asks again; with `asked` that is an error too. Raises ApiError, CredentialsError, SnapshotError.
        """
        if live is None:
            return self._live.stamped(self._live.plan_with_stakes(asked=asked))
        return stamped(planned_of_snapshot(self._types, self.client, self.read(live)), self._clock, versions())

    def check(self, plan: Plan, limits: Limits | None = None) -> tuple[Refusal, ...]:
        """Every reason why `plan` must not be applied. What `limits` leave open, the config's own limits decide."""
        return self._session.check(plan, limits)

    def confirm(self, plan: Plan, longest: datetime.timedelta | None = None) -> None:
        """Read again, and raise RefusedError unless everything that `plan` touches is as it was when it was made.

        `longest` is how old the plan may be. Raises ApiError, CredentialsError where the accounts cannot be read.
        """
        self._session.confirm(plan, longest)

    def apply(
        self,
        plan: Plan,
        limits: Limits | None = None,
        *,
        read_again: bool = True,
        stop: Callable[[], bool] = lambda: False,
        undoes: Run | None = None,
    ) -> Result:
        """Carry out exactly `plan`, written down in the journal step by step; then read again and plan again.

        `read_again`: before the first write, make sure that nothing has moved since the plan was made; leave it out
        only when the plan was made this very moment. `stop` is asked between the steps. `undoes` is the run that the
        plan takes back, where another project's `undo` made it. Raises RefusedError and JournalError before any write.
        """
        undoes = undoes or self._undoing.undone_by(plan)
        session = self._session if undoes is None else self._undoing
        return session.apply(plan, limits, read_again=read_again, stop=stop, undoes=undoes)

    def undo(self, run: Run, *, remove: bool = False) -> Plan:
        """The plan that takes back what a run did, as far as that can be and nobody has changed it since.

        With `remove` what it made is removed. Raises ApiError, CredentialsError, and RefusedError where the run was
        made on an emulator and these are real accounts, or the other way round, or where a provider of it is missing.
        """
        return self._undoing.undo(run, remove=remove)

    def taken_back(self, run: Run) -> TakenBackCount:
        """The objects that `run` changed, and those among them that the last reading does not show as before it.

        The last is that of `undo`, or of `apply` with its plan; without one the accounts are read. Raises ApiError,
        CredentialsError.
        """
        return self._undoing.taken_back(run)

    def confirm_undo(self, plan: Plan, run: Run, *, remove: bool) -> None:
        """Read again, and raise RefusedError unless taking back `run` still takes what `plan` says."""
        self._undoing.confirm_undo(plan, run, remove=remove)

    def explain(self, conversion: str, live: Snapshot | None = None) -> Explanation:
        """Explain why bidding uses a conversion of the config or not, now and after the plan that Google would take.

        Raises KeyError for a name that the config does not have; ApiError, CredentialsError, SnapshotError.
        """
        from microconv.reconcile.explained import explained

        declared = self._live.config.by_name[conversion]
        return explained(self._live, declared, None if live is None else self.read(live))

    def explain_live(self, called: str, live: Snapshot | None = None) -> tuple[Explanation, ...]:
        """Explain why bidding uses live actions or not that no config declares; with a config also after its plan.

        `called` is a name, an id, or the GA4 event of an import; none is explained where there is none. Raises
        ApiError, CredentialsError, SnapshotError.
        """
        from microconv.reconcile.explained import explained_live

        return explained_live(self._live, called, None if live is None else self.read(live))

    def snippets(self, conversion: str | None = None) -> Snippets:
        """The tags that the website needs for the config's conversions, or for one of them.

        Raises KeyError for a name that the config does not have; ApiError, CredentialsError.
        """
        from microconv.reconcile.tags import live_snippets

        return live_snippets(self._live, conversion)

    def container(self, conversion: str, *, published: bool = False) -> ReadContainer:
        """The container of the config, and the tags in it that feed a conversion; with `published` its live version.

        Raises KeyError for a name that the config does not have; MicroconvError where the config has no container or
        nothing is published; ApiError, CredentialsError.
        """
        from microconv.reconcile.container import read_container

        return read_container(self._live, conversion, published=published)

    def audit(self, live: Snapshot | None = None, choice: Choice | None = None) -> Audit:
        """An audit of the accounts; iterates over its findings. Reads with clients that only can.

        With `live`, what a snapshot says of them, without network. `choice` tells which rules to run and what is known
        already. Accounts without a config are compared with none. Raises ApiError, CredentialsError, SnapshotError.
        """
        from microconv.audit.needs import types_of_audit
        from microconv.audit.run import audit_accounts, facts_wanted

        if live is None:
            wanted = facts_wanted(choice)
            kinds = types_of_audit(self._everything, self.client.accounts, wanted)
            readings = self._access.measured(kinds, self._live.events, wanted, sparing=True)
        else:
            readings = self.read(live)
        return audit_accounts(self.client, readings, self._clock(), choice)

    def reports(self, folder: Path | None = None) -> ClientReports:
        """The monthly reports of the client below `folder` (None: `reports`). Raises TypeError without a config."""
        from microconv.connections import Connections
        from microconv.monthly.client_reports import ClientReports
        from microconv.monthly.folder import REPORTS

        connections = self._connections or Connections(read_only=True)
        journals, clock, live = self.state / "journal", self._given_clock, self._live
        made = partial(ClientReports, live.config, self._given, connections, self._everything, journals)
        return made(folder or REPORTS, clock, live.events)

    def _sitting(self, folder: Path | None = None) -> ClientSitting:
        from microconv.sitting.client_sitting import ClientSitting

        return ClientSitting(self.reports(folder), self._needs)

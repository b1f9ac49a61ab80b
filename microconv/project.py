"""The composition root: wires configs, providers, core and reconciler together, and computes nothing itself."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from microconv.core.account_ids import Accounts
from microconv.core.client import DEFAULT_PREFIX, Client, ClientOrAccounts
from microconv.core.documents import snapshot as snapshots
from microconv.core.documents.snapshot import Snapshot
from microconv.core.errors import JournalError, PlanFileError, Refusal, RefusedError, SnapshotError
from microconv.core.kinds import ALWAYS, EVERYTHING, needed
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.make import make_plan
from microconv.core.planning.safety import Limits, limits_of, refusals
from microconv.core.ports import Events, Provider, Reader, Silent, Status
from microconv.core.resource import Live, Reading
from microconv.providers import API_VERSIONS, TYPES
from microconv.providers.days import utc_now
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words

if TYPE_CHECKING:
    from microconv.audit.result import Audit
    from microconv.audit.run import Choice
    from microconv.config import Loaded, Vocabulary
    from microconv.core.diagnostics import Diagnostic
    from microconv.core.planning.explanation import Explanation
    from microconv.core.snippets import Snippets
    from microconv.providers.google_ads.ownership import ClientBelow
    from microconv.providers.retrying import Retrying
    from microconv.reconcile.apply import Means
    from microconv.reconcile.past import Run
    from microconv.reconcile.result import Result


def vocabulary() -> Vocabulary:
    """What a config can say, from the attribute tables and the installed clients."""
    from microconv.config import Vocabulary

    return Vocabulary(types=TYPES, words=words, sources=SOURCES, rules=_rule_ids)


def _rule_ids() -> tuple[str, ...]:
    from microconv.audit.rules import RULES

    return tuple(rule.id for rule in RULES)


def load(path: str | Path) -> tuple[Client | None, tuple[Diagnostic, ...]]:
    """Read one config file. Returns the client and every problem; the client is None if any problem is an error."""
    from microconv import config

    loaded = config.load(Path(path), vocabulary())
    return loaded.client, loaded.problems


def load_all(paths: Sequence[str | Path]) -> list[Loaded]:
    """Read every config in files and folders, and check them against each other.

    What is wrong with the paths themselves is a result of its own, without a client.
    """
    from microconv import config

    files, problems = config.find([Path(path) for path in paths])
    missing = [config.Loaded(Path(problem.span.file if problem.span else ""), None, (problem,)) for problem in problems]
    return [*missing, *config.load_all(files, vocabulary())]


Found = TypeVar("Found")


class Connections:
    """Credentials and channels, shared by the projects of one run.

    With `read_only` what it hands out for GA4 cannot write, and neither can the credentials; for Google Ads a plan asks
    Google whether it would take a change, which is a write request with validate_only. Readers never write. `retrying`
    says how often and after which pauses a request is sent again, and who hears of it. `clock` tells the time, for the
    days of which something is counted (None: the real one, or that of the emulator which the environment names).
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        retrying: Retrying | None = None,
        clock: Callable[[], datetime.datetime] | None = None,
    ) -> None:
        from microconv.providers.ga4.client import Connection as Ga4Connection
        from microconv.providers.ga4.client import emulator_clock
        from microconv.providers.google_ads.client import Connection as GoogleAdsConnection

        self._clock = clock or emulator_clock(os.environ)
        self._google_ads = GoogleAdsConnection(retrying)
        self._google_ads_reading = GoogleAdsConnection(retrying, read_only=True)
        self._ga4 = Ga4Connection(read_only=read_only, retrying=retrying)
        self._ga4_reading = self._ga4 if read_only else Ga4Connection(read_only=True, retrying=retrying)

    def readers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Reader, ...]:
        """A reader for each account, which reads the types named in `needs` and cannot write."""
        from microconv.providers.ga4.reader import Ga4Reader
        from microconv.providers.google_ads.reader import GoogleAdsReader

        ads = partial(GoogleAdsReader, self._google_ads_reading)
        return self._of_each(accounts, needs, ads, partial(Ga4Reader, self._ga4_reading))

    def clients_below(self, manager_id: str, login: str = "") -> tuple[ClientBelow, ...]:
        """The enabled client accounts below a manager account at any level, by customer id; one call.

        None where the account is no manager. `login` is the manager account through which it is reached, empty as in a
        config. Raises ApiError, CredentialsError.
        """
        from microconv.providers.google_ads.account import ReadAccount
        from microconv.providers.google_ads.ownership import clients_below

        return clients_below(ReadAccount(self._google_ads_reading, manager_id, login))

    def providers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Provider, ...]:
        """A provider for each account, which reads the types named in `needs`."""
        from microconv.providers.ga4.provider import Ga4
        from microconv.providers.google_ads.provider import GoogleAds

        return self._of_each(accounts, needs, partial(GoogleAds, self._google_ads), partial(Ga4, self._ga4))

    def _of_each(
        self, accounts: Accounts, needs: frozenset[str], ads: Callable[..., Found], ga4: Callable[..., Found]
    ) -> tuple[Found, ...]:
        """What `ads` and `ga4` make of those accounts that there are."""
        made = ((accounts.customer_id, ads), (accounts.property_id, ga4))
        return tuple(make(accounts, needs, clock=self._clock) for account, make in made if account)


class Project:
    """One client's config and accounts; or accounts alone, which can be read, audited, and taken back what a run did.

    `providers` replaces the real APIs; `connections` shares credentials among projects. With `everything` all that
    microconv knows is read, not only what the config speaks of: for snapshots and audits; `also` names types to read
    beside that. `state` is the folder for journals and locks (None: MICROCONV_STATE_DIR, or the user's own), `clock`
    tells the time. An instance belongs to one thread at a time.
    """

    def __init__(
        self,
        client: ClientOrAccounts,
        providers: Sequence[Provider] | None = None,
        *,
        connections: Connections | None = None,
        events: Events | None = None,
        everything: bool = False,
        also: frozenset[str] = frozenset(),
        state: Path | None = None,
        clock: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self.client = client
        self._state = state
        self._needs = EVERYTHING
        if isinstance(client, Client) and not everything:
            self._needs = needed(client) | also
        self._given = tuple(providers) if providers is not None else None
        self._connections = connections
        self._events = events or Silent()
        self._clock = clock
        self._live: tuple[Live, ...] = ()
        self._has_read = False
        self._locked = False

    @property
    def config(self) -> Client:
        """The client's config. Raises TypeError where there are only accounts."""
        if not isinstance(self.client, Client):
            raise TypeError(f"{self.client.label}: these accounts have no config")
        return self.client

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers, made at the first use."""
        if self._given is None:
            self._given = (self._connections or Connections()).providers(self.client.accounts, self._needs)
        return self._given

    @property
    def state(self) -> Path:
        """The folder for journals and locks."""
        from microconv.reconcile.lock import state_folder

        return self._state or state_folder()

    @property
    def journals(self) -> Path:
        """The folder of the journals."""
        return self.state / "journal"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs on this machine from changing the client's accounts. May be entered again.

        Raises RefusedError where another run is changing one of them, JournalError where the lock cannot be made.
        """
        from microconv.reconcile.lock import locked

        if self._locked:
            yield
            return
        with locked(self.state / "locks", self.client.accounts.pairs):
            self._locked = True
            try:
                yield
            finally:
                self._locked = False

    def read(self, live: Snapshot | None = None) -> tuple[Reading, ...]:
        """Everything that is live in the client's accounts; with `live`, what a snapshot says of them, without network.

        Raises ApiError, CredentialsError, SnapshotError.
        """
        if live is not None:
            readings = tuple(live.reading(provider, account) for provider, account in self.client.accounts.pairs)
            if isinstance(self.client, Client):
                _check_types(readings, needed(self.client) - ALWAYS)
            return readings
        found = []
        for provider in self.providers:
            self._events.reading(provider.name, provider.account)
            found.append(provider.read())
        self._live = tuple(item for reading in found for item in reading.resources)
        self._has_read = True
        return tuple(found)

    def plan(self, live: Snapshot | None = None) -> Plan:
        """What would change. With `live`, compared with a snapshot and without any network.

        Raises ApiError, CredentialsError, SnapshotError.
        """
        from microconv.reconcile.stakes import with_stakes

        if live is not None:
            return self._stamped(make_plan(TYPES, self.config, self.read(live)))
        plan = self._planned()
        return self._stamped(plan if self._google_ads is None else with_stakes(plan, self._google_ads))

    def _planned(self) -> Plan:
        """The plan for what is live now, without what Google is found to let nobody change."""
        from microconv.reconcile.rehearse import rehearsed

        readings = self.read()
        plan = make_plan(TYPES, self.config, readings)
        if self._google_ads is None:
            return plan
        tried = rehearsed(plan, self.config, self._google_ads)
        if tried.refused:
            plan = make_plan(TYPES, self.config, readings, tried.refused)
        return replace(plan, warnings=(*plan.warnings, *tried.notes), reads=plan.reads + tried.calls)

    def _planned_again(self) -> Plan:
        """The plan after a write: what is at stake was shown before, and settles nothing."""
        return self._stamped(self._planned())

    def undo(self, run: Run, *, remove: bool = False) -> Plan:
        """The plan that takes back what a run did, as far as that can be and nobody has changed it since.

        With `remove` what it made is removed. Raises ApiError, CredentialsError, and RefusedError where the run was
        made on an emulator and these are real accounts, or the other way round.
        """
        from microconv.core.planning.undo import undo

        done = [item.change for item in run.done if item.status is not Status.FAILED]
        readings = self.read()
        plan = undo(run.id, done, readings, TYPES, self.client.label, remove=remove, taken_back=self._taken_back(run))
        wrong = _wrong_world(run.head.get("emulated") is True, plan)
        if wrong:
            raise RefusedError(f"{run.client}: nothing was changed", wrong)
        return self._stamped(plan)

    def _taken_back(self, run: Run) -> Sequence[Change]:
        """What `run` had itself taken back; nothing where that run's journal is not there any more."""
        from microconv.reconcile.past import find_run

        undone = str(run.head.get("undoes", ""))
        if not undone:
            return ()
        try:
            return [item.change for item in find_run(self.journals, undone).done if item.status is not Status.FAILED]
        except JournalError:
            return ()

    def explain(self, conversion: str, live: Snapshot | None = None) -> Explanation:
        """Why bidding uses a conversion of the config or not, now and after the plan.

        Raises KeyError for a name that the config does not have; ApiError, CredentialsError, SnapshotError.
        """
        from microconv.core.planning.explanation import explain

        declared = self.config.by_name[conversion]
        return explain(TYPES, self.config, self.read(live), declared)

    def snippets(self, conversion: str | None = None) -> Snippets:
        """The tags that the website needs for the config's conversions, or for one of them.

        Raises KeyError for a name that the config does not have; ApiError, CredentialsError.
        """
        from microconv.core.snippets import Tagging, snippets, tagged_actions

        chosen = self.config.conversions if conversion is None else (self.config.by_name[conversion],)
        before = _calls(self.providers)
        readings = self.read()
        actions = tagged_actions(TYPES, self.config, readings)
        asked = [actions[item.name].id for item in chosen if item.name in actions]
        targets: dict[str, str] = {}
        for provider in self.providers:
            if isinstance(provider, Tagging):
                targets.update(provider.send_tos(asked))
        reads = _calls(self.providers) - before
        return snippets(TYPES, self.config, readings, targets, chosen, reads)

    def check(self, plan: Plan, limits: Limits | None = None) -> tuple[Refusal, ...]:
        """Every reason why `plan` must not be applied. What `limits` leave open, the config's own limits decide."""
        wrong = _wrong_accounts(self.client, plan)
        limits = limits or Limits()
        if isinstance(self.client, Client):
            limits = limits.over(limits_of(self.client))
        return (*wrong, *refusals(plan, limits))

    def confirm(self, plan: Plan, longest: datetime.timedelta | None = None) -> None:
        """Read again, and raise RefusedError unless everything that `plan` touches is as it was when it was made.

        `longest` is how old the plan may be. Raises ApiError, CredentialsError where the accounts cannot be read.
        """
        from microconv.core.planning.stale import moved, overtaken, stale

        found = [*_wrong_accounts(self.client, plan), *stale(plan, self.config, self._clock(), longest)]
        if not found:
            now = self._planned()
            found = [*_wrong_world(plan.emulated, now), *overtaken(plan, now)] or [
                Refusal("stale", str(item), "look at a new plan: somebody, or Google, changed this meanwhile")
                for item in moved(plan, now, self._live)
            ]
        if found:
            raise RefusedError("nothing was changed: the plan is out of date", found)

    def confirm_undo(self, plan: Plan, run: Run, *, remove: bool) -> None:
        """Read again, and raise RefusedError unless taking back `run` still takes what `plan` says."""
        now = self.undo(run, remove=remove)
        if now.fingerprint != plan.fingerprint:
            moved = sorted({str(item.address) for item in {*now.changes} ^ {*plan.changes}})
            refusal = Refusal("stale", f"changed meanwhile: {', '.join(moved)}", "look at it again")
            raise RefusedError("nothing was changed: the plan is out of date", [refusal])

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
        plan takes back. Raises RefusedError and JournalError before any write.
        """
        from microconv.reconcile.apply import Means, apply
        from microconv.reconcile.lock import locked

        with self.locked():
            found = self.check(plan, limits)
            if found:
                raise RefusedError(f"{plan.client}: nothing was changed", found)
            calls = _calls(self.providers)
            if read_again and plan.changes and undoes is None:
                self.confirm(plan)
            elif not self._has_read:
                self.read()  # names of objects in a plan are turned into the APIs' own by what was read
            again = self._planned_again if undoes is None else lambda: self._undone(undoes, plan)
            means = Means({item.name: item for item in self.providers}, again, self._events, stop=stop)
            means = replace(means, live=lambda: self._live)
            shared = [("google_ads", plan.owner)] if plan.owner else []
            with locked(self.state / "locks", shared):
                result = self._journalled(plan, means, undoes) if plan.changes else apply(plan, TYPES, means)
            return replace(result, calls=plan.reads + _calls(self.providers) - calls)

    def _journalled(self, plan: Plan, means: Means, undoes: Run | None) -> Result:
        from microconv.reconcile.apply import apply
        from microconv.reconcile.journal import Journal
        from microconv.reconcile.result import ending

        journal = Journal(self.journals, plan, _about(self.client, undoes), self._clock)
        try:
            result = apply(plan, TYPES, replace(means, record=journal))
            journal.end(ending(result), result.unverified or result.stopped)
        finally:
            journal.close()
        return replace(result, run=journal.run)

    def _undone(self, run: Run, plan: Plan) -> Plan:
        """What is left to undo, for the end of a rollback: its remarks were made before."""
        remove = any(change.action is Action.REMOVE for change in plan.changes)
        return replace(self.undo(run, remove=remove), warnings=())

    def audit(self, live: Snapshot | None = None, choice: Choice | None = None) -> Audit:
        """An audit of the accounts; iterates over its findings. Reads with clients that only can.

        With `live`, what a snapshot says of them, without network. `choice` tells which rules to run and what is known
        already. Accounts without a config are compared with none. Raises ApiError, CredentialsError, SnapshotError.
        """
        from microconv.analysis.subject import Subject
        from microconv.audit.run import audit
        from microconv.version import __version__

        readings = self.read(live) if live is not None else self.measured()
        config = self.client if isinstance(self.client, Client) else None
        days = [reading.measures.until for reading in readings if reading.measures]
        subject = Subject(
            readings,
            today=max(days, default=self._clock().date()),
            client=config,
            prefix=config.prefix if config else DEFAULT_PREFIX,
        )
        made = self._clock().isoformat(timespec="seconds")
        return audit(subject, label=self.client.label, made=made, tool=f"microconv {__version__}", choice=choice)

    def measured(self) -> tuple[Reading, ...]:
        """All that is live, with what was counted lately, by readers that cannot write unless others were given."""
        found = []
        for reader in self._readers():
            self._events.reading(reader.name, reader.account)
            found.append(reader.measured(reader.read()))
        return tuple(found)

    def _readers(self) -> Sequence[Reader]:
        if self._given is not None:
            return self._given
        connections = self._connections or Connections(read_only=True)
        return connections.readers(self.client.accounts, EVERYTHING)

    @property
    def _google_ads(self) -> Provider | None:
        return next((provider for provider in self.providers if provider.name == "google_ads"), None)

    def _stamped(self, plan: Plan) -> Plan:
        from microconv.version import __version__

        return replace(
            plan, made=self._clock().isoformat(timespec="seconds"), tool=f"microconv {__version__}", apis=API_VERSIONS
        )


def _about(client: ClientOrAccounts, undoes: Run | None) -> dict[str, Any]:
    """What a journal says of a run beside its plan."""
    accounts = client.accounts
    return {
        "kind": "sync" if undoes is None else "rollback",
        "undoes": "" if undoes is None else undoes.id,
        "config": client.path if isinstance(client, Client) else "",
        "customer_id": accounts.customer_id,
        "login_customer_id": accounts.login_customer_id,
        "property_id": accounts.property_id,
        "data_stream": accounts.data_stream,
        "manage_owner": accounts.manage_owner,
    }


def _check_types(readings: Sequence[Reading], needs: frozenset[str]) -> None:
    """Raise SnapshotError where a snapshot does not have what the config speaks of."""
    for reading in readings:
        if reading.facts.get("stream.refusal"):
            continue  # the plan tells it as a conflict, with its reason
        missing = sorted(
            name for name in needs if name.startswith(f"{reading.provider}.") and name not in reading.types
        )
        if missing:
            raise SnapshotError(
                f"the snapshot of {reading.provider} {reading.account} has no {', '.join(missing)}, which the config "
                "speaks of",
                hint="take a new one with `microconv snapshot PATH -o FILE`",
            )


def take_snapshot(readings: Sequence[Reading], now: datetime.datetime) -> str:
    """The text of a snapshot file."""
    return snapshots.to_json(readings, now.isoformat(timespec="seconds"))


def read_snapshot(paths: Sequence[str | Path]) -> Snapshot:
    """Read snapshot files; later ones win. Raises SnapshotError."""
    found = snapshots.Snapshot({})
    for path in paths:
        try:
            with Path(path).open("rb") as file:
                found = snapshots.from_lines(file).over(found)
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read: {error.strerror}") from error
        except SnapshotError as error:
            raise SnapshotError(f"{path}: {error}", hint=error.hint) from error
    return found


def read_plan(path: str | Path) -> Plan:
    """Read a plan file. Raises PlanFileError."""
    try:
        return Plan.from_json(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise PlanFileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise PlanFileError(f"{path}: is not UTF-8 text") from error
    except PlanFileError as error:
        raise PlanFileError(f"{path}: {error}", hint=error.hint) from error


def _wrong_accounts(client: ClientOrAccounts, plan: Plan) -> tuple[Refusal, ...]:
    if plan.client == client.label and plan.accounts == client.accounts.pairs:
        return ()
    made_for = ", ".join(f"{provider} {account}" for provider, account in plan.accounts)
    return (
        Refusal(
            "other-account",
            f"the plan was made for {plan.client} ({made_for}), not for {client.label}",
            "make a new plan for this client",
        ),
    )


def _wrong_world(emulated: bool, now: Plan) -> tuple[Refusal, ...]:
    """Why what was made for an emulator must not reach real accounts, nor the other way round."""
    if emulated is now.emulated:
        return ()
    was, here = ("the emulator", "real accounts") if emulated else ("real accounts", "the emulator's")
    return (Refusal("other-account", f"it was made for {was}; these are {here}", "check the environment variables"),)


def _calls(providers: Sequence[Provider]) -> int:
    return sum(provider.calls for provider in providers)

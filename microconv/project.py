"""The composition root: wires configs, providers, core and reconciler together, and computes nothing itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.core import snapshot as snapshots
from microconv.core.client import Client, dashed
from microconv.core.errors import PlanFileError, Refusal, RefusedError, SnapshotError
from microconv.core.plan import Plan
from microconv.core.planning import make_plan
from microconv.core.ports import Events, Provider, Silent
from microconv.core.resource import Reading
from microconv.core.safety import Limits, refusals
from microconv.core.snapshot import Snapshot
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words

if TYPE_CHECKING:
    from microconv.audit.rule import Finding
    from microconv.config import Loaded, Vocabulary
    from microconv.core.diagnostics import Diagnostic
    from microconv.reconcile.result import Result


def vocabulary() -> Vocabulary:
    """What a config can say, from the attribute tables and the installed clients."""
    from microconv.config import Vocabulary

    return Vocabulary(types=TYPES, words=words, sources=SOURCES)


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


class Connections:
    """Credentials and channels, shared by the projects of one run. With `read_only` GA4 credentials cannot write."""

    def __init__(self, *, read_only: bool = False) -> None:
        from microconv.providers.ga4.client import Connection as Ga4Connection
        from microconv.providers.google_ads.client import Connection as GoogleAdsConnection

        self._google_ads = GoogleAdsConnection()
        self._ga4 = Ga4Connection(read_only=read_only)

    def providers(self, client: Client) -> tuple[Provider, ...]:
        """A provider for each account that the client has."""
        from microconv.providers.ga4.provider import Ga4
        from microconv.providers.google_ads.provider import GoogleAds

        found: list[Provider] = []
        if client.customer_id:
            found.append(GoogleAds(self._google_ads, client.customer_id, client.login_customer_id))
        if client.property_id:
            found.append(Ga4(self._ga4, client.property_id))
        return tuple(found)


class Project:
    """One client's config and accounts.

    `providers` replaces the real APIs; `connections` shares credentials among projects. An instance belongs to one
    thread at a time.
    """

    def __init__(
        self,
        client: Client,
        providers: Sequence[Provider] | None = None,
        *,
        connections: Connections | None = None,
        events: Events | None = None,
    ) -> None:
        self.client = client
        self._given = tuple(providers) if providers is not None else None
        self._connections = connections
        self._events = events or Silent()

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers, made at the first use."""
        if self._given is None:
            self._given = (self._connections or Connections()).providers(self.client)
        return self._given

    def read(self, live: Snapshot | None = None) -> tuple[Reading, ...]:
        """Everything that is live in the client's accounts; with `live`, what a snapshot says of them, without network.

        Raises ApiError, CredentialsError, SnapshotError.
        """
        if live is not None:
            return tuple(live.reading(provider, account) for provider, account in accounts(self.client))
        found = []
        for provider in self.providers:
            self._events.reading(provider.name, provider.account)
            found.append(provider.read())
        return tuple(found)

    def plan(self, live: Snapshot | None = None) -> Plan:
        """What would change. With `live`, compared with a snapshot and without any network.

        Raises ApiError, CredentialsError, SnapshotError.
        """
        return make_plan(TYPES, self.client, self.read(live))

    def check(self, plan: Plan, limits: Limits | None = None) -> tuple[Refusal, ...]:
        """Every reason why `plan` must not be applied."""
        wrong = _wrong_accounts(self.client, plan)
        return (*wrong, *refusals(plan, limits or Limits()))

    def apply(self, plan: Plan, limits: Limits | None = None) -> Result:
        """Carry out exactly `plan`, read again, plan again. Raises RefusedError before any write."""
        from microconv.reconcile.apply import apply

        found = self.check(plan, limits)
        if found:
            raise RefusedError(f"{plan.client}: nothing was changed", found)
        calls = _calls(self.providers)
        result = apply(plan, TYPES, {item.name: item for item in self.providers}, self.plan, self._events)
        return replace(result, calls=plan.reads + _calls(self.providers) - calls)

    def audit(self, live: Snapshot | None = None) -> tuple[Finding, ...]:
        """What an expert would find in the accounts. Never writes."""
        from microconv.audit.run import audit

        return audit(self.read(live), prefix=self.client.prefix, client=self.client)


def accounts(client: Client) -> tuple[tuple[str, str], ...]:
    """The (provider, account) pairs of a client, in the order of plans."""
    pairs = (("google_ads", dashed(client.customer_id)), ("ga4", client.property_id))
    return tuple(pair for pair in pairs if pair[1])


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


def _wrong_accounts(client: Client, plan: Plan) -> tuple[Refusal, ...]:
    wanted = accounts(client)
    if plan.client == client.label and plan.accounts == wanted:
        return ()
    made_for = ", ".join(f"{provider} {account}" for provider, account in plan.accounts)
    return (
        Refusal(
            "other-account",
            f"the plan was made for {plan.client} ({made_for}), not for {client.label}",
            "make a new plan for this client",
        ),
    )


def _calls(providers: Sequence[Provider]) -> int:
    return sum(provider.calls for provider in providers)

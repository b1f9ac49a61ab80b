"""A client's accounts through its providers: what is live there, and the plan for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from microconv.clock import Clock
from microconv.core.capabilities import Counting, Cycling
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.kinds import ACTION, provider_of
from microconv.core.plan import Change, Plan, Shift
from microconv.core.planning.make import shifts_of
from microconv.core.planning.refused import NOTHING, Refusals
from microconv.core.ports import Events, Provider
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType
from microconv.helpers import ALONE, Helpers
from microconv.reconcile.planned import config_of, planned, stamped
from microconv.reconcile.reading import begun


class LiveAccounts:
    """One client's accounts.

    `providers` is called at the first use. `types` are what can be planned, `pairs` the (provider, account) pairs,
    `apis` the versions of the APIs. `events` hears of every reading. After a reading, `resources` are the live objects,
    `readings` all that was read, and after a plan `refused` is what an API refused of it.
    `journals` is the folder of the journals. `helpers` read the accounts side by side.
    """

    def __init__(
        self,
        client: ClientOrAccounts,
        providers: Callable[[], Sequence[Provider]],
        types: Sequence[ResourceType],
        *,
        pairs: tuple[tuple[str, str], ...],
        apis: tuple[tuple[str, str], ...],
        events: Events,
        clock: Clock,
        journals: Path | None = None,
        helpers: Helpers = ALONE,
    ) -> None:
        self.client = client
        self.types = types
        self.pairs = pairs
        self.events = events
        self.clock = clock
        self.resources: tuple[Live, ...] = ()
        self.has_read = False
        self._make = providers
        self.readings: tuple[Reading, ...] = ()
        self.refused: Refusals = NOTHING
        self._apis = apis
        self._journals = journals
        self.helpers = helpers

    @property
    def config(self) -> Client:
        """The client's config. Raises TypeError where there are only accounts."""
        return config_of(self.client)

    @cached_property
    def providers(self) -> tuple[Provider, ...]:
        """A provider for each account."""
        return tuple(self._make())

    @property
    def by_name(self) -> Mapping[str, Provider]:
        """The providers by name."""
        return {provider.name: provider for provider in self.providers}

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return sum(provider.calls for provider in self.providers)

    def read(self) -> tuple[Reading, ...]:
        """Read everything that is live. Raises ApiError, CredentialsError."""
        readings = []
        with begun(self.providers, self.helpers) as works:
            for provider, work in zip(self.providers, works, strict=True):
                self.events.reading(provider.name, provider.account)
                readings.append(work.answer())
                self.events.read(provider.name, provider.account)
        self.resources = tuple(item for reading in readings for item in reading.resources)
        self.has_read = True
        self.readings = tuple(readings)
        return self.readings

    def plan(self, *, asked: bool = False) -> Plan:
        """Read, and plan without what an API refuses when it is asked. Raises ApiError, CredentialsError.

        Where an API can be read and cannot be asked a note says so; with `asked` that is an error too.
        """
        from microconv.reconcile.rehearse import rehearsed

        readings, before = self.read(), self.calls
        make = partial(planned, self.types, self.config, readings, owed=self._owed())
        rehearsal = rehearsed(make, self.types, self.config, self.providers, asked=asked)
        plan, self.refused = rehearsal.plan, rehearsal.refused
        return replace(plan, warnings=(*plan.warnings, *rehearsal.notes), reads=plan.reads + self.calls - before)

    def plan_again(self) -> Plan:
        """Read, and plan without what was refused when it was last asked. Raises ApiError, CredentialsError."""
        readings = self.read()
        return planned(self.types, self.config, readings, self.refused, owed=self._owed())

    def _owed(self) -> Sequence[Change]:
        """The changes of runs that were cut off before their annotation, as the journals here tell."""
        if self._journals is None or not self.config.annotate:
            return ()
        from microconv.reconcile.owed import owed

        return owed(self._journals, self.client.label, self.pairs, self.resources)

    def shifts_of(self, changes: Sequence[Change]) -> tuple[Shift, ...]:
        """The effect on bidding that `changes` would have by the last plan's reading: they are among its own."""
        return shifts_of(changes, self.types, self.config, self.readings, self.refused)

    def plan_with_stakes(self, *, asked: bool = False) -> Plan:
        """The same as `plan`, with what is at stake and how long bidding learns: for people to decide.

        Raises ApiError, CredentialsError.
        """
        return self._with_learning(self.with_stakes(self.plan(asked=asked)))

    def with_stakes(self, plan: Plan) -> Plan:
        """The plan with what is at stake, where its actions are counted. Raises ApiError."""
        from microconv.reconcile.stakes import with_stakes

        provider = self.by_name.get(provider_of(ACTION))
        return with_stakes(plan, provider) if isinstance(provider, Counting) else plan

    def _with_learning(self, plan: Plan) -> Plan:
        """The plan with the time that bidding needs to learn from it. Raises CredentialsError."""
        from microconv.reconcile.learning import with_learning

        provider = self.by_name.get(provider_of(ACTION))
        reading = next((one for one in self.readings if one.provider == provider_of(ACTION)), None)
        if reading is None:
            return plan
        return with_learning(plan, reading, provider) if isinstance(provider, Cycling) else plan

    def stamped(self, plan: Plan) -> Plan:
        """The plan with the time, the version of microconv, and those of the APIs."""
        return stamped(plan, self.clock, self._apis)

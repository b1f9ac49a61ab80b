"""The monthly reports of one client: what is asked for, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from microconv.access import Access
from microconv.clock import Clock
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.kinds import PROPERTY
from microconv.core.months import Month
from microconv.core.ports import Events, Provider
from microconv.core.resource import Reading
from microconv.monthly.folder import ReportFolder
from microconv.monthly.frozen import FrozenReports

if TYPE_CHECKING:
    from microconv.monthly.funnels import FunnelChoice
    from microconv.monthly.making import Reported
    from microconv.report.model import Report


@dataclass(frozen=True)
class ClientReports:
    """The monthly reports of one client.

    client: its config.
    given: the providers, where they were given.
    connections: else the way to the accounts, on which only readers are used.
    everything: the names of all types, which are read for the frozen setup.
    journals: the folder of the journals.
    root: the folder of all reports.
    clock: tells the time; None: the clock of the connections.
    events: hears what is waited for.
    """

    client: Client
    given: Sequence[Provider] | None
    connections: Connections
    everything: frozenset[str]
    journals: Path
    root: Path
    clock: Clock | None
    events: Events

    @property
    def folder(self) -> ReportFolder:
        """The client's folder."""
        return ReportFolder(self.root, self.client.label)

    def report(
        self,
        month: Month | None = None,
        *,
        refresh: bool = False,
        audit: bool = True,
        readings: Callable[[], tuple[Reading, ...]] | None = None,
    ) -> Reported:
        """The report of a month, None for the last whole one: the frozen one, where there is one.

        `refresh` makes another edition of it. `readings` gives what an audit reads, where somebody has read it already.
        Raises ReportError, ApiError, CredentialsError.
        """
        from microconv.monthly.making import Making, Surroundings

        access = self.access(self.client.accounts)
        around = Surroundings(
            client=self.client,
            access=access,
            read=lambda facts: readings() if readings else access.measured(self.everything, self.events, facts),
            journals=self.journals,
            folder=self.folder,
            clock=self.clock or self.connections.clock,
            events=self.events,
        )
        return Making(around, month, refresh=refresh, audit=audit).report()

    def funnel(self, month: Month | None, choice: FunnelChoice) -> Report:
        """A report of the chains of conversions alone, in a month, None for the last whole one.

        Raises ReportError, ApiError, CredentialsError.
        """
        from microconv.monthly.funnels import FunnelQuestion

        own = self.client.accounts
        access = self.access(Accounts(property_id=own.property_id, google_credentials=own.google_credentials))
        return FunnelQuestion(
            client=self.client,
            access=access,
            read=lambda: access.measured(frozenset({PROPERTY}), self.events),
            frozen=FrozenReports(self.folder, self.client.label),
            clock=self.clock or self.connections.clock,
            events=self.events,
        ).report(month, choice)

    def access(self, accounts: Accounts) -> Access:
        """The way to accounts of the client."""
        return Access(accounts, self.given, self.connections)

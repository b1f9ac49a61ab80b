"""Credentials and channels to the APIs, shared by the projects of one run; and the way to one client's accounts."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from microconv.clock import Clock
from microconv.core.account_ids import Accounts
from microconv.core.examination import Examination
from microconv.core.ports import ClientBelow, Provider, Reader
from microconv.core.text import Text, untranslated
from microconv.helpers import Helpers
from microconv.providers.emulator import emulator_clock, emulator_endpoint, require_running
from microconv.providers.registry import Row, rows

if TYPE_CHECKING:
    from microconv.providers.retrying import Retrying


_NO_PROPERTY = Text("the client has no GA4 property", "GA4 プロパティが設定されていません")


HELPERS = 8
"""The threads that read a client's accounts side by side, and send what is independent of each other.

They are for all clients of a run: as many again as clients that are worked on at a time. A judgement.
"""


class Connections:
    """Credentials and channels, shared by the projects of one run. Safe for several threads.

    With `read_only` what it hands out for GA4 cannot write, and neither can the credentials; for Google Ads a plan asks
    Google whether it would take a change, which is a write request with validate_only. Readers never write. `retrying`
    says how often and after which pauses a request is sent again, and who hears of it. `clock` tells the time, for the
    days of which something is counted (None: the real one, or that of the emulator which the environment names). The
    providers are those that are registered when they are asked for. Clients whose accounts name files of credentials
    have connections of their own, one set for each file; an emulator that the environment names is asked as ever.
    """

    def __init__(
        self, *, read_only: bool = False, retrying: Retrying | None = None, clock: Clock | None = None
    ) -> None:
        self._clock = clock or emulator_clock(os.environ)
        self._read_only = read_only
        self._retrying = retrying
        self._made: dict[tuple[str, bool, str], Any] = {}
        self._making = threading.Lock()
        self._helpers = Helpers(HELPERS)

    @property
    def helpers(self) -> Helpers:
        """The threads that read the accounts of a client side by side, and send what is independent of each other."""
        return self._helpers

    @property
    def clock(self) -> Clock:
        """The clock that tells the days of which something is counted."""
        return self._clock

    def _connection(self, row: Row, file: str, *, read_only: bool) -> Any:
        """The credentials and channels of an API for a file of credentials, made at the first use."""
        with self._making:
            if not self._made:
                require_running(os.environ)
            if (row.name, read_only, file) not in self._made:
                self._made[row.name, read_only, file] = row.connect(self._retrying, read_only, file)
            return self._made[row.name, read_only, file]

    def readers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Reader, ...]:
        """A reader for each account, which reads the types named in `needs` and cannot write."""
        return tuple(
            row.reader(
                self._connection(row, row.credentials(accounts), read_only=True), accounts, needs, clock=self._clock
            )
            for row in rows()
            if row.account(accounts)
        )

    def providers(self, accounts: Accounts, needs: frozenset[str]) -> tuple[Provider, ...]:
        """A provider for each account, which reads the types named in `needs`."""
        return tuple(
            row.provider(
                self._connection(row, row.credentials(accounts), read_only=self._read_only and not row.asks_by_writing),
                accounts,
                needs,
                clock=self._clock,
            )
            for row in rows()
            if row.account(accounts)
        )

    def examined(self, used: Collection[str] = (), clients: Collection[Accounts] = ()) -> tuple[Examination, ...]:
        """The way to each API: its credentials, and what they show, in the order of plans.

        `used` are the APIs in question, beside those of `clients`: some are examined for those alone (`as_needed` of
        their rows). Each API is examined once for each file of credentials that the accounts of `clients` name.
        """
        examinations = []
        for row in rows():
            files = dict.fromkeys(row.credentials(accounts) for accounts in clients if row.account(accounts))
            if row.as_needed and not files and row.name not in used:
                continue
            for file in files or ("",):
                title = Text(f"{row.title} ({file})", f"{untranslated(row.title).ja}（{file}）") if file else row.title
                known = Examination(row.name, title, row.versions, row.ends)
                if row.examine is not None:
                    known = row.examine(self._connection(row, file, read_only=True), known)
                examinations.append(known)
        return tuple(examinations)

    def server_time(self) -> datetime.datetime | None:
        """The time of the servers that give out access tokens; None where none answers with one."""
        from microconv.providers.server_clock import server_time

        return server_time(emulator_endpoint(os.environ))

    def clients_below(self, manager_id: str, login: str = "") -> tuple[ClientBelow, ...]:
        """The enabled client accounts below a manager account at any level, by customer id; one call.

        None where the account is no manager. `login` is the manager account through which it is reached, empty as in a
        config. Raises ApiError, CredentialsError.
        """
        manager = Accounts(manager_id, login)
        return tuple(
            client
            for row in rows()
            if row.clients_below is not None
            for client in row.clients_below(self._connection(row, "", read_only=True), manager)
        )

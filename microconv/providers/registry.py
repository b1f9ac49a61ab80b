"""The registered providers: a row for each API, from which the rest of microconv learns that there is one.

A row names functions, so that nothing of Google is imported before an account is opened.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from microconv.clock import Clock
from microconv.core.account_ids import Accounts
from microconv.core.schema import ResourceType

if TYPE_CHECKING:
    from microconv.core.examination import Examination
    from microconv.core.ports import ClientBelow, Provider, Reader
    from microconv.providers.quota_ledger import QuotaLedger
    from microconv.providers.retrying import Retrying


class Opening(Protocol):
    """Opens the account of one API to be read."""

    def __call__(self, connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Reader:
        """A reader of the types named in `needs`, over a connection that can only read."""


class Changing(Protocol):
    """Opens the account of one API to be read and changed."""

    def __call__(self, connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Provider:
        """A provider that reads the types named in `needs`."""


class Row(NamedTuple):
    """One API.

    name: its name in types of resources, plans and errors: `google_ads`.
    title: its name for people.
    account: the account that it needs, as people write it; empty where the client has none.
    types: its types of resources, in the order in which plans list them and one needs another.
    versions: the versions of the API that microconv speaks.
    connect: makes credentials and channels, shared by its accounts; the second argument: only to read; the third: the
        file of the credentials, empty for those of the environment.
    reader: opens an account to be read.
    provider: opens an account to be read and changed.
    asks_by_writing: its provider asks with write requests that change nothing whether a change would be taken, so it
        needs a connection that can write even to plan.
    clients_below: lists the clients below a manager account, where the API has such; the accounts name the manager.
    examine: adds what the credentials are and show to what is known of the API; raises nothing that Google refuses.
    credentials: the file of the credentials that a client's calls have; empty for those of the environment.
    as_needed: it is examined only for clients that have an account of it: others need no credentials for it.
    ledger: the count of what is sent to it with the credentials of some accounts; it raises CredentialsError.
    ends: the first day of the month in which Google ends the versions; None where no such month is announced.
    """

    name: str
    title: str
    account: Callable[[Accounts], str]
    types: tuple[ResourceType, ...]
    versions: str
    connect: Callable[[Retrying | None, bool, str], Any]
    reader: Opening
    provider: Changing
    asks_by_writing: bool = False
    clients_below: Callable[[Any, Accounts], tuple[ClientBelow, ...]] | None = None
    examine: Callable[[Any, Examination], Examination] | None = None
    credentials: Callable[[Accounts], str] = lambda _: ""
    as_needed: bool = False
    ledger: Callable[[Accounts], QuotaLedger] | None = None
    ends: datetime.date | None = None


_rows: list[Row] = []


def register(row: Row) -> None:
    """Add an API, behind those that are there. Raises ValueError where its name or one of its types is taken."""
    if any(other.name == row.name for other in _rows):
        raise ValueError(f"a provider {row.name} is registered already")
    owners = {kind.name: other.name for other in _rows for kind in other.types}
    for kind in row.types:
        if kind.name in owners:
            raise ValueError(f"the type {kind.name} of {row.name} is registered already, by {owners[kind.name]}")
        owners[kind.name] = row.name
    _rows.append(row)


@contextmanager
def registered(row: Row) -> Iterator[Row]:
    """An API for as long as the context lasts."""
    register(row)
    try:
        yield row
    finally:
        _rows.remove(row)


def rows() -> tuple[Row, ...]:
    """Every registered API, in the order of plans."""
    return tuple(_rows)


def types() -> tuple[ResourceType, ...]:
    """Every type of resource that microconv manages, in the order in which plans list them."""
    return tuple(kind for row in _rows for kind in row.types)


def versions() -> tuple[tuple[str, str], ...]:
    """The versions of the APIs that microconv speaks, by provider."""
    return tuple(sorted((row.name, row.versions) for row in _rows))


def pairs(accounts: Accounts) -> tuple[tuple[str, str], ...]:
    """The (provider, account) pairs of a client, in the order of plans."""
    return tuple((row.name, account) for row in _rows if (account := row.account(accounts)))

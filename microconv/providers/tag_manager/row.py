"""The row of Tag Manager in the registry of providers. Nothing of Google is imported before a container is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.clock import Clock
from microconv.core.account_ids import Accounts
from microconv.providers.registry import Row
from microconv.providers.tag_manager.settings import API_VERSION
from microconv.providers.tag_manager.types import TYPES

if TYPE_CHECKING:
    from microconv.core.examination import Examination
    from microconv.core.ports import Provider, Reader
    from microconv.providers.retrying import Retrying


def _account(accounts: Accounts) -> str:
    return accounts.container


def _credentials(accounts: Accounts) -> str:
    return accounts.google_credentials


def _connect(retrying: Retrying | None, read_only: bool, file: str) -> Any:
    from microconv.providers.tag_manager.client import Connection

    return Connection(read_only=read_only, retrying=retrying, file=file)


def _reader(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Reader:
    from microconv.providers.tag_manager.reader import TagManagerReader

    return TagManagerReader(connection, accounts, needs, clock=clock)


def _provider(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Provider:
    from microconv.providers.tag_manager.provider import TagManager

    return TagManager(connection, accounts, needs, clock=clock)


def _examine(connection: Any, known: Examination) -> Examination:
    from microconv.providers.tag_manager.examine import examine

    return examine(connection, known)


TAG_MANAGER = Row(
    name="tag_manager",
    title="Tag Manager",
    account=_account,
    types=TYPES,
    versions=API_VERSION,
    connect=_connect,
    credentials=_credentials,
    reader=_reader,
    provider=_provider,
    examine=_examine,
    as_needed=True,
)

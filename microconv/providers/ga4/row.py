"""The row of GA4 in the registry of providers. Nothing of Google is imported before an account is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.clock import Clock
from microconv.core.account_ids import Accounts
from microconv.providers.ga4.settings import ALPHA, BETA
from microconv.providers.ga4.types import TYPES
from microconv.providers.registry import Row

if TYPE_CHECKING:
    from microconv.core.examination import Examination
    from microconv.core.ports import Provider, Reader
    from microconv.providers.quota_ledger import QuotaLedger
    from microconv.providers.retrying import Retrying


def _account(accounts: Accounts) -> str:
    return accounts.property_id


def _credentials(accounts: Accounts) -> str:
    return accounts.google_credentials


def _connect(retrying: Retrying | None, read_only: bool, file: str) -> Any:
    from microconv.providers.ga4.client import Connection

    return Connection(read_only=read_only, retrying=retrying, file=file)


def _reader(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Reader:
    from microconv.providers.ga4.reader import Ga4Reader

    return Ga4Reader(connection, accounts, needs, clock=clock)


def _provider(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Provider:
    from microconv.providers.ga4.provider import Ga4

    return Ga4(connection, accounts, needs, clock=clock)


def _examine(connection: Any, known: Examination) -> Examination:
    from microconv.providers.ga4.examine import examine

    return examine(connection, known)


def _ledger(accounts: Accounts) -> QuotaLedger:
    import os

    from microconv.providers.default_credentials import key_to_use
    from microconv.providers.emulator import emulator_endpoint
    from microconv.providers.ga4.client import ledger_of_file

    return ledger_of_file(key_to_use(accounts.google_credentials), emulated=bool(emulator_endpoint(os.environ)))


GA4 = Row(
    name="ga4",
    title="GA4",
    account=_account,
    types=TYPES,
    versions=f"{ALPHA}, {BETA}",
    connect=_connect,
    credentials=_credentials,
    reader=_reader,
    provider=_provider,
    examine=_examine,
    ledger=_ledger,
)

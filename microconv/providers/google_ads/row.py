"""The row of Google Ads in the registry of providers. Nothing of Google is imported before an account is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.clock import Clock
from microconv.core.account_ids import Accounts, dashed
from microconv.core.text import Text
from microconv.providers.google_ads.settings import API_ENDS, API_VERSION
from microconv.providers.google_ads.types import TYPES
from microconv.providers.registry import Row

if TYPE_CHECKING:
    from microconv.core.examination import Examination
    from microconv.core.ports import ClientBelow, Provider, Reader
    from microconv.providers.quota_ledger import QuotaLedger
    from microconv.providers.retrying import Retrying


def _account(accounts: Accounts) -> str:
    return dashed(accounts.customer_id)


def _credentials(accounts: Accounts) -> str:
    return accounts.google_ads_credentials


def _connect(retrying: Retrying | None, read_only: bool, file: str) -> Any:
    from microconv.providers.google_ads.client import Connection

    return Connection(retrying, read_only=read_only, file=file)


def _reader(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Reader:
    from microconv.providers.google_ads.reader import GoogleAdsReader

    return GoogleAdsReader(connection, accounts, needs, clock=clock)


def _provider(connection: Any, accounts: Accounts, needs: frozenset[str], *, clock: Clock) -> Provider:
    from microconv.providers.google_ads.provider import GoogleAds

    return GoogleAds(connection, accounts, needs, clock=clock)


def _clients_below(connection: Any, accounts: Accounts) -> tuple[ClientBelow, ...]:
    from microconv.providers.google_ads.account import ReadAccount
    from microconv.providers.google_ads.ownership import clients_below

    return clients_below(ReadAccount(connection, accounts.customer_id, accounts.login_customer_id))


def _examine(connection: Any, known: Examination) -> Examination:
    from microconv.providers.google_ads.examine import examine

    return examine(connection, known)


def _ledger(accounts: Accounts) -> QuotaLedger:
    from microconv.providers.google_ads.client import settings_of
    from microconv.providers.google_ads.operations import ledger_of

    settings, _ = settings_of(accounts.google_ads_credentials)
    return ledger_of(settings)


GOOGLE_ADS = Row(
    name="google_ads",
    title=Text("Google Ads", "Google 広告"),
    account=_account,
    types=TYPES,
    versions=API_VERSION,
    connect=_connect,
    credentials=_credentials,
    reader=_reader,
    provider=_provider,
    asks_by_writing=True,
    clients_below=_clients_below,
    examine=_examine,
    ledger=_ledger,
    ends=API_ENDS,
)

"""The way to the Google Ads API: where its credentials are, and the accounts that they open directly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.core.account_ids import dashed
from microconv.core.errors import ApiError, CredentialsError, MicroconvError
from microconv.core.examination import Examination, VisibleAccount
from microconv.core.text import NO_TEXT, Text, joined
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.ownership import clients_below

if TYPE_CHECKING:
    from microconv.providers.google_ads.client import Connection

MOST = 20
"""The accounts that are asked about; each costs a call, a manager account one more."""

_ITSELF = (
    "SELECT customer.id, customer.descriptive_name, customer.manager, customer.test_account, customer.status "
    "FROM customer"
)


@dataclass(slots=True)
class _Way:
    """The examination while it is made."""

    accounts: tuple[VisibleAccount, ...] = ()
    advice: Text = NO_TEXT
    doubtful: bool = False
    left_off: int = 0
    calls: int = 0


def examine(connection: Connection, known: Examination) -> Examination:
    """The credentials and what they show, added to what is known of the API: from one call on.

    Errors are in `errors`; nothing is raised for what Google or a file refuses.
    """
    way = _Way()
    errors: list[MicroconvError] = []
    emulated, source = None, Text("", "")
    try:
        source, emulated = connection.source, connection.emulated
        _look(connection, way)
    except (ApiError, CredentialsError) as error:
        errors.append(error)
    return Examination(
        known.api, known.title, known.versions, known.ends, emulated, source,
        accounts=way.accounts, advice=way.advice, doubtful=way.doubtful, left_off=way.left_off, errors=tuple(errors),
        calls=way.calls,
    )  # fmt: skip


def _look(connection: Connection, way: _Way) -> None:
    root = ReadAccount(connection, "")
    try:
        numbers = root.accessible()
    finally:
        way.calls += root.calls
    login = connection.login_customer_id
    if login and numbers and login not in numbers:
        way.advice, way.doubtful = _not_given(connection), True
    way.left_off = max(0, len(numbers) - MOST)
    for number in numbers[:MOST]:
        account = ReadAccount(connection, number, number)
        try:
            visible, has_clients = _visible(account)
            way.accounts += (visible,)
            if has_clients and not login and not way.advice:
                way.advice = _through(number)
        except ApiError as error:
            note = Text(f"cannot be read: {error.code}", f"読み取り不可: {error.code}")
            way.accounts += (VisibleAccount(dashed(number), note=note),)
        finally:
            way.calls += account.calls


def _not_given(connection: Connection) -> Text:
    """The next step where the login customer of the configuration is none of the accounts that were given directly."""
    login = dashed(connection.login_customer_id)
    return Text(
        f"{connection.place} names the login customer {login}, which is none of these: name the one through which the "
        "accounts are reached",
        f"{connection.place} の login_customer_id（{login}）は上記に含まれません。アクセスに使う MCC アカウントの ID を"
        "書いてください",
    )


def _through(manager: str) -> Text:
    """The next step where a manager account is shown and nobody named a login customer."""
    in_file, in_config = f"login_customer_id: {manager}", f"google_ads: {{login_customer_id: {dashed(manager)}}}"
    return Text(
        f"accounts below a manager account are reached through it: write `{in_file}` into google-ads.yaml, or "
        f"`{in_config}` into their configs",
        f"MCC アカウントの配下にあるアカウントは、その MCC 経由でアクセスします。google-ads.yaml に `{in_file}`、"
        f"または設定ファイルに `{in_config}` と書いてください",
    )


def _visible(account: ReadAccount) -> tuple[VisibleAccount, bool]:
    """An account as it is shown, and whether others are reached through it."""
    row = next((row.customer for row in account.search(_ITSELF)), None)
    if row is None:
        return VisibleAccount(account.name), False
    notes, below = [], 0
    if row.manager:
        below = len(clients_below(account))
        notes.append(Text(f"manager account, {below} clients below it", f"MCC アカウント、配下 {below} 件"))
    if row.test_account:
        notes.append(Text("test account", "テスト アカウント"))
    return VisibleAccount(account.name, row.descriptive_name, joined(notes)), below > 0

"""Accounts of one login share one client and its channel, and each request still has its own id."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from microconv.core.account_ids import dashed
from microconv.providers.google_ads.client import Connection
from microconv.providers.google_ads.writing import Account
from tests.conftest import STORE

LOGIN = "9998887777"


def test_accounts_of_one_login_share_services_and_others_do_not(environment) -> None:
    connection, reading = Connection(), Connection(read_only=True)
    assert connection.writes(LOGIN) is connection.writes(LOGIN)
    assert connection.writes(LOGIN) is not connection.writes("")
    assert reading.reads(LOGIN) is reading.reads(LOGIN)
    assert reading.reads(LOGIN).service("GoogleAdsService") is reading.reads(LOGIN).service("GoogleAdsService")


def test_renewed_credentials_are_those_of_the_next_services(environment) -> None:
    connection = Connection()
    stale = connection.writes(LOGIN)
    connection.renew(stale.reads.credentials)
    fresh = connection.writes(LOGIN)
    assert fresh.reads.credentials is not stale.reads.credentials
    connection.renew(stale.reads.credentials)  # another account comes late
    assert connection.writes(LOGIN) is fresh


def test_each_request_side_by_side_has_its_own_id(environment, emulator) -> None:
    accounts = [Account(connection, STORE, LOGIN) for connection in [Connection()] * 8]
    for account in accounts:
        assert account.name == dashed(STORE)

    def changed(number: int) -> str:
        operation = accounts[number].message("MutateOperation")
        action = operation.conversion_action_operation.create
        action.name, action.type_, action.category = f"act {number}", 8, 3
        return accounts[number].mutate([operation]).request_id

    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(changed, range(8)))
    by_name = {entry.request_id: entry for entry in emulator.world.log.entries if entry.write}
    assert len(set(ids)) == 8
    assert set(ids) == by_name.keys()

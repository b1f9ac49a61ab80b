"""Wrong accounts, no access, a server in trouble: exact codes and texts, nothing written, nothing secret told."""

from __future__ import annotations

import socket

import pytest

from microconv.emulator.faults import Fault
from tests.conftest import flat

NO_ACCESS = (
    "check `ga4: {property_id: …}`, and that the user or service account is an Editor of the property "
    "(Admin > Property access management); the Google Analytics Admin API must be enabled in the Cloud project"
)
IN_TROUBLE = "GA4 is in trouble: run again later (nothing was written)"
CHECK_NETWORK = "check the network, and the proxy that https_proxy names, then run again (nothing was written)"
NO_NETWORK = "the API cannot be reached: check the network, then run again (nothing was written)"


# ---- accounts


def test_a_customer_id_that_does_not_exist(fails, write_config):
    fails(
        write_config(google_ads={"customer_id": "111-111-1111", "login_customer_id": "9998887777"}),
        "aoi: error: google_ads 111-111-1111: AuthenticationError.CUSTOMER_NOT_FOUND: "
        "No customer found for the provided customer id.",
        "    request id ID",
        "    → check `google_ads: {customer_id: …}`",
    )


@pytest.mark.parametrize(
    "ids",
    [
        {"customer_id": "5556667777", "login_customer_id": "9998887777"},  # closed to us
        {"customer_id": "1234567890", "login_customer_id": "5556667777"},  # the way there is
    ],
    ids=["customer", "manager"],
)
def test_no_access_to_a_customer(fails, write_config, ids):
    account = "555-666-7777" if ids["customer_id"] == "5556667777" else "123-456-7890"
    fails(
        write_config(google_ads=ids),
        f"aoi: error: google_ads {account}: AuthorizationError.USER_PERMISSION_DENIED: User doesn't have permission "
        "to access customer. Note: If you're accessing a client customer, the manager's customer id must be set in "
        "the 'login-customer-id' header. See "
        "https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid",
        "    request id ID",
        "    → give the user access to this account, or set `google_ads: {login_customer_id: …}` to the manager "
        "account through which the user has it",
    )


def test_a_cancelled_account(fails, write_config):
    fails(
        write_config(google_ads={"customer_id": "4567890123", "login_customer_id": "9998887777"}),
        "aoi: error: google_ads 456-789-0123: AuthorizationError.CUSTOMER_NOT_ENABLED: The customer account can't be "
        "accessed because it is not yet enabled or has been deactivated.",
        "    request id ID",
        "    → the account is cancelled or not yet set up; nothing can be changed",
    )


def test_conversions_that_belong_to_the_manager(run, environment, write_config, holds):
    config = write_config(google_ads={"customer_id": "3456789012", "login_customer_id": "9998887777"})
    before = holds.everything()
    plan = run("plan", config)
    why = "belong to 999-888-7777 (cross-account conversion tracking)"
    assert plan.code == 4
    shown = plan.told
    assert f"! Google Ads account 345-678-9012 conflict ({config}) the conversions of 345-678-9012 {why}" in shown
    assert "mv_add_to_cart, purchase → " in shown
    sync = run("sync", config, "--yes", "--allow", "many", "--allow", "remove", "--allow", "protected")
    assert sync.code == 4
    told = flat(sync.err)
    assert told.startswith(f"aoi: error: nothing was changed {config}: refused: Google Ads account 345-678-9012: ")
    assert f"{why}, " in told
    assert "mv_add_to_cart, purchase [conflict] → " in told
    assert "`google_ads: {manage_owner: true}` and run `sync --allow manager`; " in told
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.mark.parametrize("property_id", [345678903, 999], ids=["denied", "made up"])
def test_a_property_without_access(fails, write_config, property_id):
    fails(
        write_config(ga4={"property_id": property_id}),
        f"aoi: error: ga4 {property_id}: PERMISSION_DENIED: The caller does not have permission",
        f"    → {NO_ACCESS}",
    )


def test_a_property_that_is_not_found(fails, write_config, world):
    world.policies.set("missing_property_error", "NOT_FOUND")
    fails(
        write_config(ga4={"property_id": 999}),
        "aoi: error: ga4 999: NOT_FOUND: Requested entity was not found.",
        "    → check `ga4: {property_id: …}`: the number, not the G-… measurement id",
    )


def test_another_currency_than_the_account_s(run, environment, write_config, holds):
    config = write_config(currency="USD")
    before = holds.everything()
    sync = run("sync", config, "--yes")
    assert sync.code == 4
    told = flat(sync.err)
    assert "Google Ads account 123-456-7890: the config's currency is USD, the account's is JPY [conflict] → " in told
    assert "`currency: JPY`" in told
    assert "`value: {currency: …}`" in told
    assert (holds.everything(), holds.writes()) == (before, [])


# ---- the server


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_google_ads_is_away(run, config, environment, ads_yaml, holds):
    port = closed_port()
    ads_yaml(environment["GOOGLE_APPLICATION_CREDENTIALS"], f"127.0.0.1:{port}")
    done = run("plan", config)
    assert done.code == 1
    assert done.err.startswith("aoi: error: google_ads 123-456-7890: UNAVAILABLE: no answer: ")
    assert done.err.endswith(f" cannot be connected to\n    → {CHECK_NETWORK}\n")
    assert "Traceback" not in done.err
    assert holds.writes() == []


def test_the_emulator_is_away(fails, config, monkeypatch):
    port = closed_port()
    monkeypatch.setenv("MICROCONV_EMULATOR", f"grpc=localhost:{port};rest=https://localhost:{port}")
    fails(
        config,
        "aoi: error: the emulator that MICROCONV_EMULATOR names is not running (nothing answers at "
        f"https://localhost:{port})",
        "    → start one with `microconv emulator --env-file FILE` and `source FILE` again; for real accounts, use a "
        "terminal in which no such file was sourced",
    )


def test_a_variable_that_names_no_emulator(run, config, environment, monkeypatch):
    monkeypatch.setenv("MICROCONV_EMULATOR", "localhost")
    for command in (["plan", config], ["sync", config, "--yes"], ["snapshot", config, "-o", "-"], ["audit", config]):
        done = run(*command)
        assert (done.code, done.out) == (1, "")
        assert done.err.removeprefix("aoi: ").startswith(
            "error: MICROCONV_EMULATOR is 'localhost', which names no REST endpoint\n"
            "    → `source` the file that `microconv emulator --env-file FILE` wrote, or unset the variable\n"
        )


ADS_READ = {
    "INTERNAL": "    → nothing was written",
    "DEADLINE_EXCEEDED": "    → nothing was written",
    "UNKNOWN": "    → nothing was written",
    "UNAVAILABLE": f"    → {NO_NETWORK}",
}


@pytest.mark.parametrize("status", ADS_READ)
def test_google_ads_in_trouble_while_reading(fails, config, world, status):
    """The text is Google's, so it is hostile: an escape sequence in it is shown, never obeyed."""
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status=status, message="Bad \x1b[31mday."))
    fails(
        config,
        f"aoi: error: google_ads 123-456-7890: {status}: Bad \\x1b[31mday.",
        "    request id ID",
        ADS_READ[status],
    )


def test_an_internal_error_with_details_while_reading(fails, config, world):
    error = ("internal_error", "INTERNAL_ERROR")
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, status="INTERNAL", message="Bad day.", error=error))
    fails(
        config,
        "aoi: error: google_ads 123-456-7890: InternalError.INTERNAL_ERROR: Bad day.",
        "    request id ID",
    )


def test_a_connection_dropped_by_google_ads(fails, config, world):
    world.faults.add(Fault("google_ads", "SearchStream", nth=0, drop=True))
    fails(config, "aoi: error: google_ads 123-456-7890: UNAVAILABLE: Socket closed", f"    → {NO_NETWORK}")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("INTERNAL", ("HTTP 500", IN_TROUBLE)),
        ("UNAVAILABLE", ("HTTP 503", IN_TROUBLE)),
        ("DEADLINE_EXCEEDED", ("HTTP 504", IN_TROUBLE)),
        ("PERMISSION_DENIED", ("PERMISSION_DENIED", NO_ACCESS)),
        ("RESOURCE_EXHAUSTED", ("RESOURCE_EXHAUSTED", "wait a minute, then run again")),
    ],
)
def test_ga4_in_trouble_while_reading(fails, config, world, status, told):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status=status, message="Bad \x1b[31mday."))
    fails(config, f"aoi: error: ga4 345678901: {told[0]}: Bad \\x1b[31mday.", f"    → {told[1]}")


def test_a_connection_dropped_by_ga4(fails, config, world):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, drop=True))
    fails(
        config,
        "aoi: error: ga4 345678901: ConnectionError: no answer: Google cannot be connected to",
        f"    → {CHECK_NETWORK}",
    )


def test_one_account_emulated_and_the_other_not(run, environment, config, monkeypatch, holds):
    """Half an environment: GA4 would be the real one. Nothing is written, whatever it answers."""
    from microconv.providers.emulator import emulator_endpoint
    from microconv.providers.ga4 import client

    endpoint = emulator_endpoint(environment)
    monkeypatch.delenv("MICROCONV_EMULATOR")
    before = holds.everything()
    original = client.Connection._admin

    def connect(self, version):
        self._endpoint = endpoint
        try:
            return original(self, version)
        finally:
            self._endpoint = ""

    monkeypatch.setattr(client.Connection, "_admin", connect)
    done = run("sync", config, "--yes")
    assert done.code == 4
    assert 'client "aoi": one account is emulated and ga4 345678901 is not [conflict]' in flat(done.err)
    assert (holds.everything(), holds.writes()) == (before, [])

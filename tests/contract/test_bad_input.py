"""Wrong accounts, bad credentials, a server in trouble: exact codes and texts, nothing written, nothing secret told."""

from __future__ import annotations

import datetime
import json
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from microconv.emulator.faults import Fault
from tests.conftest import Done

NO_ACCESS = (
    "check `ga4: {property_id: …}`, and that the user or service account is an Editor of the property "
    "(Admin > Property access management); the Google Analytics Admin API must be enabled in the Cloud project"
)
NO_ADS = (
    "put a google-ads.yaml into your home folder, name one in GOOGLE_ADS_CONFIGURATION_FILE_PATH, or set GOOGLE_ADS_* "
    "variables (developers.google.com/google-ads/api/docs/client-libs/python/configuration); to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`"
)
NO_GA4 = (
    "run `gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    "https://www.googleapis.com/auth/analytics.edit`, or name a service account's key file in "
    "GOOGLE_APPLICATION_CREDENTIALS; to try microconv without an account, run `microconv emulator --env-file FILE` and "
    "`source FILE`"
)
NO_NETWORK = "the API cannot be reached: check the network, then run again (nothing was written)"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def fails(run, environment, holds) -> Callable[..., Done]:
    """Runs plan and sync, which must both end with the code, tell the same on stderr, and write nothing."""
    key = json.loads(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
    secrets = [*key["private_key"].split()[3:6], key["private_key_id"], "SECRET"]

    def check(config: Path, *lines: str, code: int = 1) -> Done:
        before = holds.everything()
        done = Done(0, "", "")
        for command in (["plan", config], ["sync", config, "--yes"]):
            done = run(*command)
            told = re.sub(r"request id \S+", "request id ID", done.err)
            assert (done.code, told) == (code, "".join(f"{line}\n" for line in lines)), command
            for text in (done.out, done.err):
                assert "Traceback" not in text
                assert not CONTROL.search(text)
                assert not [secret for secret in secrets if secret in text]
        assert holds.everything() == before
        assert [one for one in holds.writes() if one[1] == "OK"] == []
        return done

    return check


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
        "the 'login-customer-id' header.",
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
    why = (
        "the conversions of 345-678-9012 belong to 999-888-7777 (cross-account conversion tracking): "
        "a change there would touch every account that shares them"
    )
    assert plan.code == 4
    assert f'  ! google_ads.account["345-678-9012"]  conflict (google_ads 345-678-9012)\n      {why}\n' in plan.out
    sync = run("sync", config, "--yes", "--allow", "many", "--allow", "remove", "--allow", "protected")
    assert (sync.code, sync.err) == (
        4,
        "aoi: error: nothing was changed\n"
        f'google_ads 345-678-9012: refused: google_ads.account["345-678-9012"]: {why} [conflict]\n'
        "    → point the config at the account that owns the conversions\n",
    )
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
    assert sync.err.endswith(
        "google_ads.account[\"123-456-7890\"]: the config's currency is USD, the account's is JPY [conflict]\n"
        "    → write `currency: JPY` and check every value; a conversion that really is reported in another currency "
        "says so with `value: {currency: …}`\n"
    )
    assert (holds.everything(), holds.writes()) == (before, [])


# ---- credentials


def test_no_credentials_at_all(fails, config, environment, monkeypatch, tmp_path):
    for name in environment:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    fails(
        config,
        f"aoi: error: there are no Google Ads credentials: {tmp_path}/google-ads.yaml does not exist",
        f"    → {NO_ADS}",
    )


def test_no_credentials_for_ga4(fails, config, monkeypatch, tmp_path):
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("HOME", str(tmp_path))
    fails(
        config,
        "aoi: error: there are no credentials for GA4: Your default credentials were not found. To set up "
        "Application Default Credentials, see https://cloud.google.com/docs/authentication/external/set-up-adc for "
        "more information.",
        f"    → {NO_GA4}",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [SECRET", "google-ads.yaml is not valid YAML"),
        ("\x00SECRET", "google-ads.yaml is not valid YAML"),
        (
            "endpoint: localhost:1\njson_key_file_path: /nowhere.json\nuse_proto_plus: true\n",
            "the Google Ads key file cannot be read: [Errno 2] No such file or directory: '/nowhere.json'",
        ),
    ],
    ids=["syntax", "zero byte", "key file missing"],
)
def test_a_broken_google_ads_yaml(fails, config, monkeypatch, tmp_path, text, told):
    path = tmp_path / "google-ads.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    fails(config, f"aoi: error: {told}", f"    → {NO_ADS}")


@pytest.mark.parametrize(
    "text",
    ["- SECRET\n", "SECRET\n", "", "developer_token: SECRET\nrefresh_token: SECRET\nuse_proto_plus: true\n"],
    ids=["list", "text", "empty", "half"],
)
def test_a_google_ads_yaml_without_credentials(run, config, environment, monkeypatch, tmp_path, holds, text):
    path = tmp_path / "google-ads.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    done = run("sync", config, "--yes")
    assert done.code == 1
    assert done.err.startswith("aoi: error: the Google Ads credentials are incomplete: ")
    assert done.err.endswith(f"    → {NO_ADS}\n")
    assert "SECRET" not in done.out + done.err
    assert holds.world.log.entries == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "File {path} was not found."),
        ("", "File {path} is not a valid json file."),
        (
            "{}",
            "The file {path} does not have a valid type. Type is None, expected one of ('authorized_user', "
            "'service_account', 'external_account', 'external_account_authorized_user', "
            "'impersonated_service_account', 'gdch_service_account').",
        ),
        (
            '{"type": "service_account", "private_key": "SECRET"}',
            "Failed to load service account credentials from {path}",
        ),
    ],
    ids=["missing", "empty", "no type", "half"],
)
def test_a_broken_key_file_for_ga4(fails, config, monkeypatch, tmp_path, content, told):
    path = tmp_path / "key.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    fails(config, f"aoi: error: there are no credentials for GA4: {told.format(path=path)}", f"    → {NO_GA4}")


@pytest.fixture(scope="session")
def other_key() -> str:
    """A private key that the emulator does not know: what a deleted key is to Google."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


@pytest.fixture
def deleted_key(environment, other_key, tmp_path) -> Callable[..., Path]:
    """Writes the emulator's key file with that key."""

    def write(**changes: str) -> Path:
        content = json.loads(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
        path = tmp_path / "deleted.json"
        path.write_text(json.dumps({**content, "private_key": other_key, **changes}), encoding="utf-8")
        return path

    return write


def test_a_deleted_key_for_ga4(fails, config, monkeypatch, deleted_key):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(deleted_key()))
    fails(
        config,
        "aoi: error: ga4 345678901: UNAUTHENTICATED (ACCESS_TOKEN_TYPE_UNSUPPORTED): Request had invalid "
        "authentication credentials.",
        "    → sign in again: the credentials have expired or were revoked",
    )


@pytest.fixture
def ads_yaml(emulator, monkeypatch, tmp_path) -> Callable[[Path | str, str], None]:
    """Points the Google Ads client at a key file and an endpoint."""

    def write(key_file: Path | str, endpoint: str = "") -> None:
        path = tmp_path / "google-ads.yaml"
        settings = {
            "endpoint": endpoint or emulator.google_ads_endpoint,
            "json_key_file_path": str(key_file),
            "use_proto_plus": True,
        }
        path.write_text(json.dumps(settings), encoding="utf-8")
        monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))

    return write


def test_a_deleted_key_for_google_ads(fails, config, ads_yaml, deleted_key):
    ads_yaml(deleted_key())
    fails(
        config,
        "aoi: error: google_ads 123-456-7890: AuthenticationError.OAUTH_TOKEN_INVALID: Authentication failed: the "
        "access token is unknown.",
        "    request id ID",
        "    → make new credentials: the present ones have expired or were revoked",
    )


def test_a_deleted_key_that_the_token_endpoint_refuses(fails, config, ads_yaml, deleted_key):
    """With Google's own universe the client asks for a token before its first call."""
    ads_yaml(deleted_key(universe_domain="googleapis.com"))
    fails(
        config,
        "aoi: error: Google refused the Google Ads credentials: invalid_grant: Invalid JWT Signature.",
        "    → make new ones, or check the clock of this machine and the network",
    )


def test_expired_tokens(fails, run, config, environment, world, monkeypatch):
    """All tokens seen so far expire; the clients' clock stands still, so that they sign the same ones again.

    It stands a minute ago, so that no other test can have signed the same.
    """
    a_minute_ago = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - datetime.timedelta(minutes=1)
    monkeypatch.setattr("google.auth._helpers.utcnow", lambda: a_minute_ago)
    assert run("plan", config).code == 0
    world.tokens.expire_all()
    fails(
        config,
        "aoi: error: google_ads 123-456-7890: AuthenticationError.OAUTH_TOKEN_EXPIRED: Authentication failed: the "
        "access token is expired.",
        "    request id ID",
        "    → make new credentials: the present ones have expired or were revoked",
    )


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
    assert done.err.startswith("aoi: error: google_ads 123-456-7890: UNAVAILABLE: failed to connect to all addresses")
    assert done.err.endswith(f"Connection refused\n    → {NO_NETWORK}\n")
    assert "Traceback" not in done.err
    assert holds.world.log.entries == ()


def test_ga4_is_away(fails, config, monkeypatch):
    port = closed_port()
    monkeypatch.setenv("MICROCONV_EMULATOR", f"grpc=localhost:{port};rest=https://localhost:{port}")
    fails(config, "aoi: error: ga4 345678901: ConnectionError: no answer from the API", f"    → {NO_NETWORK}")


def test_a_variable_that_names_no_emulator(run, config, environment, monkeypatch):
    monkeypatch.setenv("MICROCONV_EMULATOR", "localhost")
    for command in (["plan", config], ["sync", config, "--yes"], ["snapshot", config, "-o", "-"], ["audit", config]):
        done = run(*command)
        assert (done.code, done.out) == (1, "")
        assert done.err == (
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
        ("INTERNAL", ("HTTP 500", NO_NETWORK)),
        ("UNAVAILABLE", ("HTTP 503", NO_NETWORK)),
        ("DEADLINE_EXCEEDED", ("HTTP 504", NO_NETWORK)),
        ("PERMISSION_DENIED", ("PERMISSION_DENIED", NO_ACCESS)),
        ("RESOURCE_EXHAUSTED", ("RESOURCE_EXHAUSTED", "wait a minute, then run again")),
    ],
)
def test_ga4_in_trouble_while_reading(fails, config, world, status, told):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, status=status, message="Bad \x1b[31mday."))
    fails(config, f"aoi: error: ga4 345678901: {told[0]}: Bad \\x1b[31mday.", f"    → {told[1]}")


def test_a_connection_dropped_by_ga4(fails, config, world):
    world.faults.add(Fault("ga4", "ListKeyEvents", nth=0, drop=True))
    fails(config, "aoi: error: ga4 345678901: ConnectionError: no answer from the API", f"    → {NO_NETWORK}")


def test_one_account_emulated_and_the_other_not(run, environment, config, monkeypatch, holds):
    """Half an environment: GA4 would be the real one. Nothing is written, whatever it answers."""
    from microconv.providers.ga4 import client

    endpoint = client.emulator_endpoint(environment)
    monkeypatch.delenv("MICROCONV_EMULATOR")
    before = holds.everything()
    original = client.Connection._connect

    def connect(self):
        self._endpoint = endpoint
        try:
            return original(self)
        finally:
            self._endpoint = ""

    monkeypatch.setattr(client.Connection, "_connect", connect)
    done = run("sync", config, "--yes")
    assert done.code == 4
    assert 'client["aoi"]: one account is emulated and ga4 345678901 is not [conflict]' in done.err
    assert (holds.everything(), holds.writes()) == (before, [])

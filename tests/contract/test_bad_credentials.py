"""Missing, broken, deleted and expired credentials: exact codes and texts, nothing written, nothing secret told."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

NO_ADS = (
    "put a google-ads.yaml into your home folder, name one in GOOGLE_ADS_CONFIGURATION_FILE_PATH, or set GOOGLE_ADS_* "
    "variables (developers.google.com/google-ads/api/docs/client-libs/python/configuration); to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`"
)
NO_GA4 = (
    "run `gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    "https://www.googleapis.com/auth/analytics.edit,https://www.googleapis.com/auth/analytics.readonly`, or name a "
    "service account's key file in GOOGLE_APPLICATION_CREDENTIALS; to try microconv without an account, run `microconv "
    "emulator --env-file FILE` and `source FILE`"
)


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
    ("text", "told"),
    [
        ("- SECRET\n", "google-ads.yaml is not a map of keys\n"),
        ("SECRET\n", "google-ads.yaml is not a map of keys\n"),
        ("", "the Google Ads credentials are incomplete: "),
        (
            "developer_token: SECRET\nrefresh_token: SECRET\nuse_proto_plus: true\n",
            "the Google Ads credentials are incomplete: ",
        ),
    ],
    ids=["list", "text", "empty", "half"],
)
def test_a_google_ads_yaml_without_credentials(run, config, environment, monkeypatch, tmp_path, holds, text, told):
    path = tmp_path / "google-ads.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    done = run("sync", config, "--yes")
    assert done.code == 1
    assert done.err.startswith(f"aoi: error: {told}")
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


def test_a_token_endpoint_behind_a_proxy_that_is_not_there(run, config, ads_yaml, deleted_key, holds):
    """In tests every way off this machine leads to a closed port. Nothing says that credentials were refused."""
    away = "https://oauth2.googleapis.com/token"
    ads_yaml(deleted_key(universe_domain="googleapis.com", token_uri=away))
    done = run("sync", config, "--yes")
    assert done.code == 1
    assert done.err == (
        "aoi: error: there is no access token for Google Ads: the proxy did not let it through\n"
        "    → check the proxy that https_proxy names, its user and password, and NO_PROXY, then run again (nothing "
        "was written)\n"
    )
    assert holds.writes() == []


def test_expired_tokens(fails, run, config, environment, world, monkeypatch):
    """All tokens seen so far expire; the clients' clock stands still, so that they sign the same ones again.

    The tokens of other tests are put aside: one of this second may be signed again by the next test.
    """
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    monkeypatch.setattr("google.auth._helpers.utcnow", lambda: now)
    monkeypatch.setattr(world.tokens, "_grants", {})
    assert run("plan", config).code == 0
    world.tokens.expire_all()
    fails(
        config,
        "aoi: error: google_ads 123-456-7890: AuthenticationError.OAUTH_TOKEN_EXPIRED: Authentication failed: the "
        "access token is expired.",
        "    request id ID",
        "    → make new credentials: the present ones have expired or were revoked",
    )

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
SIGN_IN = (
    "gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    "https://www.googleapis.com/auth/analytics.edit,https://www.googleapis.com/auth/analytics.readonly"
)
A_KEY = "a service account's key is made in the Google Cloud console (IAM & Admin > Service Accounts > Keys)"
NO_GA4 = (
    f"name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS, or sign in as yourself: `{SIGN_IN}`; to try "
    "microconv without an account, run `microconv emulator --env-file FILE` and `source FILE`"
)
BAD_GA4 = (
    f"name the right key file in GOOGLE_APPLICATION_CREDENTIALS; {A_KEY}; or unset the variable and sign in as "
    f"yourself: `{SIGN_IN}`"
)
BAD_SETTINGS = "correct it as in developers.google.com/google-ads/api/docs/client-libs/python/configuration"
BAD_ADS = f"name the right key file in json_key_file_path of {{path}}; {A_KEY}"
ADS = "the Google Ads credentials cannot be used: "
GA4 = "there are no credentials for GA4 that can be used: "


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
        f"aoi: error: {GA4}GOOGLE_APPLICATION_CREDENTIALS is not set, and nobody has signed in with gcloud on this "
        "machine",
        f"    → {NO_GA4}",
    )


def test_a_sign_in_that_gcloud_keeps_and_that_is_broken(fails, config, monkeypatch, tmp_path):
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    kept = tmp_path / "application_default_credentials.json"
    kept.write_text('{"type": "authorized_user", "client_id": "SECRET"}', encoding="utf-8")
    fails(
        config,
        f"aoi: error: {GA4}the key file {kept} is incomplete: it lacks client_secret, refresh_token",
        f"    → {NO_GA4}",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [SECRET", "{path} is not valid YAML"),
        ("\x00SECRET", "{path} is not valid YAML"),
        ("- SECRET\n", "{path} is not a map of keys"),
        ("SECRET\n", "{path} is not a map of keys"),
        ("", "{path} lacks developer_token, use_proto_plus"),
        ("developer_token: SECRET\n", "{path} lacks use_proto_plus"),
        (
            "developer_token: SECRET\nuse_proto_plus: true\nlogin_customer_id: SECRET\n",
            "login_customer_id in {path} is not an account number of ten digits",
        ),
        (
            "developer_token: SECRET\nrefresh_token: SECRET\nuse_proto_plus: true\n",
            "{path} names no credentials: it takes json_key_file_path, or client_id, client_secret and refresh_token",
        ),
    ],
    ids=["syntax", "zero byte", "list", "text", "empty", "lacks one", "number", "half"],
)
def test_a_broken_google_ads_yaml(fails, config, monkeypatch, tmp_path, text, told):
    path = tmp_path / "google-ads.yaml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    fails(config, f"aoi: error: {ADS}{told.format(path=path)}", f"    → {BAD_SETTINGS}")


def test_variables_that_are_no_settings(fails, config, environment, monkeypatch):
    for name in environment:
        if name.startswith("GOOGLE_ADS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GOOGLE_ADS_DEVELOPER_TOKEN", "SECRET")
    fails(config, f"aoi: error: {ADS}GOOGLE_ADS_* lacks use_proto_plus", f"    → {BAD_SETTINGS}")


KEYS = [
    (None, "the key file {path} does not exist"),
    ("", "the key file {path} is empty"),
    ('{"type": "service_account"', "the key file {path} is damaged: its content is not JSON"),
    ("{}", "{path} is not a key file of Google's"),
    ("[]", "{path} is not a key file of Google's"),
    ("\udcff", "{path} is not a key file of Google's"),
    ('{"type": ["SECRET"]}', "{path} is not a key file of Google's"),
    (
        '{"installed": {"client_id": "SECRET"}}',
        "{path} describes an OAuth client and is no key: nobody has signed in with it yet",
    ),
    (
        '{"type": "service_account", "private_key": "SECRET"}',
        "the key file {path} is incomplete: it lacks client_email, token_uri",
    ),
    (
        '{"type": "service_account", "private_key": "SECRET", "client_email": "a@b.example", "token_uri": "x"}',
        "the key in {path} is damaged: it cannot be used",
    ),
]
KEY_IDS = ["missing", "empty", "no JSON", "no type", "list", "binary", "odd type", "OAuth client", "half", "damaged"]


def written(path: Path, content: str | None) -> Path:
    if content is not None:
        path.write_text(content, encoding="utf-8", errors="surrogateescape")
    return path


@pytest.mark.parametrize(("content", "told"), KEYS, ids=KEY_IDS)
def test_a_broken_key_file_for_ga4(fails, config, monkeypatch, tmp_path, content, told):
    path = written(tmp_path / "key.json", content)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    fails(config, f"aoi: error: {GA4}{told.format(path=path)}", f"    → {BAD_GA4}")


@pytest.mark.parametrize(
    ("content", "told"),
    [*KEYS, ('{"type": "authorized_user", "client_id": "SECRET"}', "{path} is not the key of a service account")],
    ids=[*KEY_IDS, "a user's"],
)
def test_a_broken_key_file_for_google_ads(fails, config, monkeypatch, tmp_path, content, told):
    key, path = written(tmp_path / "key.json", content), tmp_path / "google-ads.yaml"
    path.write_text(f"endpoint: localhost:1\njson_key_file_path: {key}\nuse_proto_plus: true\ndeveloper_token: x\n")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    fails(config, f"aoi: error: {ADS}{told.format(path=key)}", f"    → {BAD_ADS.format(path=path)}")


def test_a_folder_in_the_place_of_a_key_file(fails, config, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path))
    fails(config, f"aoi: error: {GA4}{tmp_path} is a folder, not a key file", f"    → {BAD_GA4}")


@pytest.mark.usefixtures("environment")
def test_a_broken_key_file_in_japanese_has_no_english_of_googles(run, config, monkeypatch, tmp_path):
    path = written(tmp_path / "key.json", '{"type": "service_account", "private_key": "SECRET"}')
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    done = run("plan", config, "--language", "ja")
    assert done.code == 1
    assert done.err.splitlines()[0] == (
        f"aoi: エラー: GA4 の認証情報を使用できません: キーファイル {path} に client_email、token_uri がありません"
    )
    assert done.err.splitlines()[1].startswith(
        "    → GOOGLE_APPLICATION_CREDENTIALS で正しいキーファイルを指定してください。"
    )


@pytest.mark.usefixtures("environment")
def test_the_words_of_the_official_client_are_told_on_request(run, config, monkeypatch, tmp_path):
    path = written(tmp_path / "key.json", KEYS[-1][0])
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    theirs = "Failed to load service account credentials"
    assert theirs not in run("plan", config).err
    assert theirs in run("plan", config, "--debug").err
    assert theirs not in run("doctor").err
    assert theirs in run("doctor", "--debug").err


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
        "aoi: error: Google refused the credentials for Google Ads (invalid_grant)",
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

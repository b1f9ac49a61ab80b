"""The kind of the credentials, whether they may write, and the accounts that they show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from microconv.connections import Connections
from microconv.core.errors import CredentialsError
from microconv.core.examination import Examination, VisibleAccount
from microconv.core.text import Text
from microconv.providers.ga4.client import Connection as Ga4Connection
from microconv.providers.google_ads.client import Connection as GoogleAdsConnection

OAUTH = {"client_id": "i", "client_secret": "s", "refresh_token": "r"}
ENDPOINT = "google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT"


def ga4() -> Examination:
    return next(item for item in Connections().examined() if item.api == "ga4")


def google_ads() -> Examination:
    return next(item for item in Connections().examined() if item.api == "google_ads")


@pytest.mark.parametrize(("granted", "writes"), [(("edit", "readonly"), True), (("readonly",), False)])
def test_a_user_who_signed_in_for_reading_alone_cannot_write(signed_in, holds, granted, writes):
    path = signed_in(*granted)
    seen = ga4()
    assert (seen.errors, seen.emulated, seen.writes) == ((), True, writes)
    assert (seen.source, seen.source.ja) == (f"a user's sign-in in {path}", f"{path} のユーザーのログイン")
    assert VisibleAccount("345678901", "Aoi GA4", Text("Agency", "Agency")) in seen.accounts
    assert holds.writes() == []


def test_whether_they_may_write_is_not_known_where_no_token_endpoint_answers(signed_in, monkeypatch):
    signed_in("edit", "readonly")
    monkeypatch.setattr(ENDPOINT, "http://127.0.0.1:9/token")
    assert Ga4Connection(read_only=True).may_write() is None


def test_of_credentials_that_were_given_only_their_kind_is_known():
    from google.auth.compute_engine import Credentials

    connection = Ga4Connection(credentials=Credentials())
    assert (connection.source, connection.may_write()) == ("compute_engine", None)


def test_credentials_for_ga4_in_a_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path))
    with pytest.raises(
        CredentialsError, match=r"^there are no credentials for GA4 .* is a folder, not a key file$"
    ) as caught:
        Ga4Connection().reads()
    assert "GOOGLE_APPLICATION_CREDENTIALS" in caught.value.hint


def test_a_test_account_and_a_manager_are_told_apart(inhabit, environment):
    inhabit(test_account=True).policies.set("access_without_grants", "every_account")
    accounts = {item.number: item for item in google_ads().accounts}
    store = accounts["123-456-7890"]
    assert (store.name, store.note, store.note.ja) == ("あおいストア", "test account", "テスト アカウント")
    assert accounts["999-888-7777"].note == "manager account, 5 clients below it"
    assert accounts["234-567-8901"].note == ""


@pytest.fixture
def through_proxy(emulator, world, agency, environment, monkeypatch):
    """Google's token endpoints are the emulator's, for a user with these credentials."""
    del environment, world
    users = [{"email": "anna@agency.example", **OAUTH}]
    emulator.world.reset({**agency, "principals": {**agency["principals"], "users": users}})
    for name, value in emulator.environment(proxy=True).items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("through_proxy")
@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        ({**OAUTH, "developer_token": "t"}, "a user's refresh token"),
        ({"use_application_default_credentials": True, "developer_token": "t"}, "Application Default Credentials"),
    ],
)
def test_the_kind_of_credentials_in_a_google_ads_yaml(monkeypatch, tmp_path, settings, kind):
    path = tmp_path / "google-ads.yaml"
    path.write_text(json.dumps({**settings, "use_proto_plus": True, "login_customer_id": "9998887777"}), "utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(path))
    source = GoogleAdsConnection().source
    assert source == f"{kind} in {path}, through 999-888-7777"
    assert source.ja.startswith(f"{path} の")
    assert source.ja.endswith("、999-888-7777 経由")


@pytest.mark.usefixtures("through_proxy")
def test_google_ads_credentials_of_the_environment(monkeypatch):
    monkeypatch.delenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH")
    for name, value in {**OAUTH, "developer_token": "t", "use_proto_plus": "true"}.items():
        monkeypatch.setenv(f"GOOGLE_ADS_{name.upper()}", value)
    connection = GoogleAdsConnection()
    assert connection.source == "a user's refresh token in GOOGLE_ADS_*"
    assert connection.emulated is False


def test_google_ads_credentials_in_a_folder(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(tmp_path))
    with pytest.raises(CredentialsError, match=r"^the Google Ads credentials cannot be used: .* cannot be read$"):
        _ = GoogleAdsConnection().source

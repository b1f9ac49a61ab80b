"""Profiles of a registry: several sets of credentials side by side in one process, each for its own clients."""

from __future__ import annotations

import copy
import json
import os
import pickle
from pathlib import Path

import pytest
import yaml
from google.ads.googleads import oauth2

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.errors import AccessDeniedError, CredentialsError
from microconv.emulator.tokens import SERVICE_ACCOUNT
from microconv.fleet import run as run_tasks
from microconv.fleet.tasks.plan import PlanTask
from microconv.providers.default_credentials import Purpose, default_credentials, key_to_use
from tests.conftest import CART, STORE

BOTAN, MANAGER = "2345678901", "9998887777"
PURPOSE = Purpose("GA4", "gcloud auth …")


@pytest.fixture
def people(environment, emulator, agency, monkeypatch, tmp_path):
    """Two people who reach one account each, and nobody else any. Returns the google-ads.yaml of each."""
    people = {"anna": STORE, "ben": BOTAN}
    users = {name: {"client_id": "i", "client_secret": "s", "refresh_token": f"r-{name}"} for name in people}
    content = copy.deepcopy(agency)
    content["principals"] = {
        "users": [{"email": f"{name}@agency.example", **user} for name, user in users.items()],
        "grants": {
            SERVICE_ACCOUNT: {"google_ads": []},
            **{f"{name}@agency.example": {"google_ads": [int(account)]} for name, account in people.items()},
        },
    }
    emulator.world.reset(content)
    # The library takes no other address for the credentials of a user.
    by_default = (None, emulator.world.tokens.token_uri)
    monkeypatch.setattr(oauth2.get_installed_app_credentials.__wrapped__, "__defaults__", by_default)
    own = yaml.safe_load(Path(environment["GOOGLE_ADS_CONFIGURATION_FILE_PATH"]).read_text("utf-8"))
    kept = {key: value for key, value in own.items() if key not in {"json_key_file_path", "login_customer_id"}}
    files = {}
    for name, user in users.items():
        files[name] = tmp_path / f"{name}.yaml"
        files[name].write_text(yaml.safe_dump({**kept, **user}), encoding="utf-8")
    return files


def client(label: str, customer: str, file: Path | None) -> Client:
    return Client(label, (), accounts=Accounts(customer, google_ads_credentials=str(file or "")))


def test_each_client_has_the_credentials_of_its_profile(people) -> None:
    """Side by side over the same connections; with the other's credentials both are denied."""
    right = [client("aoi", STORE, people["anna"]), client("botan", BOTAN, people["ben"])]
    wrong = [client("aoi", STORE, people["ben"]), client("botan", BOTAN, people["anna"])]
    connections = Connections(read_only=True)
    ends = {
        one.task.client.label: one.error for one in run_tasks(map(PlanTask, right), jobs=2, connections=connections)
    }
    assert ends == {"aoi": None, "botan": None}
    for end in run_tasks(map(PlanTask, wrong), jobs=2, connections=connections):
        assert isinstance(end.error, AccessDeniedError)
    assert {one.error for one in run_tasks(map(PlanTask, right), jobs=2, connections=connections)} == {None}


def test_a_task_takes_its_profile_along(people) -> None:
    """As to a worker: pickled, and computed over connections that are made there."""
    for name, customer, label in (("anna", STORE, "aoi"), ("ben", BOTAN, "botan")):
        task = pickle.loads(pickle.dumps(PlanTask(client(label, customer, people[name]))))
        (end,) = run_tasks([task])
        assert (end.error, end.answer.plan.client) == (None, label)


def test_an_emulator_is_asked_whatever_the_profile_says(environment, world, tmp_path) -> None:
    """A google-ads.yaml and a key that lead to Google are passed over where the environment names an emulator."""
    real = tmp_path / "google-ads.yaml"
    real.write_text(
        "developer_token: t\nuse_proto_plus: false\nclient_id: i\nclient_secret: s\nrefresh_token: r\n", "utf-8"
    )
    key = tmp_path / "key.json"
    key.write_text(json.dumps({"type": "service_account", "token_uri": "https://oauth2.googleapis.com/token"}), "utf-8")
    accounts = Accounts(STORE, MANAGER, "345678901", google_ads_credentials=str(real), google_credentials=str(key))
    readers = Connections(read_only=True).readers(accounts, frozenset())
    assert [(one.read().facts.emulated, one.name) for one in readers] == [(True, "google_ads"), (True, "ga4")]


def test_what_the_file_lacks_is_told_of_the_file(tmp_path) -> None:
    empty = tmp_path / "mine.yaml"
    empty.write_text("developer_token: t\n", "utf-8")
    reader = Connections(read_only=True).readers(Accounts(STORE, google_ads_credentials=str(empty)), frozenset())[0]
    with pytest.raises(CredentialsError) as caught:
        reader.read()
    assert str(caught.value) == f"the Google Ads credentials cannot be used: {empty} lacks use_proto_plus"


def test_a_key_file_is_used_for_ga4(environment, monkeypatch, tmp_path) -> None:
    key = json.loads(Path(os.environ["GOOGLE_APPLICATION_CREDENTIALS"]).read_text("utf-8"))
    path = tmp_path / "own.json"
    path.write_text(json.dumps({**key, "client_email": "own@agency.example"}), "utf-8")
    assert key_to_use(str(path)) == str(path)
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    assert default_credentials(["x"], PURPOSE, str(path)).service_account_email == "own@agency.example"
    path.write_text(json.dumps({"type": "authorized_user"}), "utf-8")
    with pytest.raises(CredentialsError, match="is not the key of a service account") as caught:
        default_credentials(["x"], PURPOSE, str(path))
    assert "`profiles` of the registry of clients" in caught.value.hint


def test_each_file_is_examined_once(people) -> None:
    accounts = [client("a", STORE, people["anna"]).accounts, client("b", BOTAN, people["ben"]).accounts]
    examined = [
        one for one in Connections(read_only=True).examined(clients=[*accounts, *accounts]) if one.api == "google_ads"
    ]
    assert [str(one.title) for one in examined] == [f"Google Ads ({people['anna']})", f"Google Ads ({people['ben']})"]
    assert [[account.number for account in one.accounts] for one in examined] == [["123-456-7890"], ["234-567-8901"]]


def test_a_run_is_taken_back_with_the_credentials_that_made_it(people, write_config, run, holds, monkeypatch, tmp_path):
    """The journal names the file: nothing in the environment reaches the account."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    before = holds.actions()
    dearer = {key: value for key, value in {**CART, "value": 777}.items() if key != "ga4"}
    write_config(dearer, file="aoi.yaml", unlisted="keep", ga4=None, google_ads={"customer_id": STORE})
    entry = f"{{client: aoi, config: aoi.yaml, google_ads: {STORE}, profile: anna}}"
    (tmp_path / "clients.yaml").write_text(
        f"clients: [{entry}]\nprofiles: {{anna: {{google_ads: anna.yaml}}}}\n", "utf-8"
    )
    assert "USER_PERMISSION_DENIED" in run("plan", "aoi.yaml").err
    done = run("sync", "clients.yaml", "--yes", "--max-value-factor", "1000")
    assert holds.actions()["mv_add_to_cart"] != before["mv_add_to_cart"], done
    (past,) = json.loads(run("history", "list", "--format", "json").out)["runs"]
    assert run("rollback", past["run"], "--yes", "--max-value-factor", "1000").code == 0
    assert holds.actions() == before

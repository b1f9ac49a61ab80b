"""Clients as values, and projects of them on the emulator, without config files in between."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.core.plan import Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.emulator import Emulator
from microconv.project import Project
from microconv.reconcile.result import Result
from tests.conftest import PROPERTY, STORE, Done
from tests.strategies import with_accounts

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def _conversion(name: str, *, settings: dict[str, Any] | None = None, **fields: Any) -> Conversion:
    """A secondary website conversion of the category engagement, unless `fields` say otherwise."""
    kind = ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO
    content = {"kind": kind, "role": Role.SECONDARY, "source": "website", **fields}
    if isinstance(content.get("value"), int | float):
        content["value"] = Value(float(content["value"]), "JPY")
    given = {} if content["source"] == "ga4" else {"category": "engagement"}
    return Conversion(name=name, settings=MappingProxyType({**given, **(settings or {})}), **content)


@pytest.fixture
def conversion() -> Callable[..., Conversion]:
    return _conversion


@pytest.fixture
def client() -> Callable[..., Client]:
    """Makes the store's client: `client(conversion, …, unlisted=…)`."""

    def make(*conversions: Conversion, **fields: Any) -> Client:
        content = {
            "label": "aoi",
            "customer_id": STORE,
            "login_customer_id": "9998887777",
            "property_id": PROPERTY,
            "currency": "JPY",
            **fields,
        }
        return Client(conversions=conversions, **with_accounts(content))

    return make


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals and locks of each test are its own: no test finds the runs of another."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def connections(environment: dict[str, str]) -> Connections:
    """Credentials for the emulator, as a run of the command line makes them."""
    del environment
    return Connections()


class DaringProject(Project):
    """A project that may leave bidding without anything: most of these tests are about single actions."""

    def apply(self, plan: Plan, limits: Limits | None = None, **said: Any) -> Result:
        dangers = Limits(allow=(Allow.NOTHING_LEFT, Allow.EMPTY_CONFIG, *((Allow.MANY,) if plan.dangers else ())))
        return super().apply(plan, (limits or Limits()).over(dangers), **said)


@pytest.fixture
def project(client: Callable[..., Client], connections: Connections) -> Callable[..., Project]:
    """Makes the store's project: `project(conversion, …, unlisted=…)`."""
    return lambda *conversions, **fields: DaringProject(client(*conversions, **fields), connections=connections)


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


@pytest.fixture
def no_login(ads_yaml: Callable[[Path | str], None], environment: dict[str, str]) -> None:
    """The google-ads.yaml of this process names no login customer, unlike the one that the emulator writes."""
    ads_yaml(environment["GOOGLE_APPLICATION_CREDENTIALS"])


@pytest.fixture
def signed_in(
    environment: dict[str, str],
    emulator: Emulator,
    agency: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., Path]:
    """The file in which a user signed in with gcloud for some scopes: `signed_in("edit", "readonly")`."""
    del environment

    def sign_in(*granted: str) -> Path:
        user = {"client_id": "i", "client_secret": "s", "refresh_token": "r"}
        scopes = [f"https://www.googleapis.com/auth/analytics.{one}" for one in granted]
        users = [{"email": "anna@agency.example", "scopes": scopes, **user}]
        emulator.world.reset({**agency, "principals": {**agency["principals"], "users": users}})
        path = tmp_path / "user.json"
        path.write_text(json.dumps({"type": "authorized_user", **user}))
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
        # The library takes no other address for the credentials of a user.
        endpoint = emulator.world.tokens.token_uri
        monkeypatch.setattr("google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT", endpoint)
        return path

    return sign_in

"""Marked secrets in every kind of credential, and a search for them in everything that microconv prints and writes.

The credentials are a service account's key (Google Ads and GA4), a refresh token with client id and secret (GA4), and a
developer token; the access tokens that the clients show to the emulator count too. What can go wrong is made to go
wrong: refused tokens, refused requests, silence, with --debug and with all logs of all libraries on.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest
import yaml

from microconv.emulator.faults import Fault
from microconv.emulator.tokens import Principal, TokenAuthority
from tests.conftest import CART, PURCHASE

DEVELOPER_TOKEN = "CanaryDeveloperToken01"
CLIENT_SECRET = "canary-client-secret-02"
REFRESH_TOKEN = "1//canary-refresh-token-03"


class Nest:
    """The secrets of one test, and where they must not be."""

    def __init__(self, secrets: set[str], folder: Path, log: Path) -> None:
        self.secrets = secrets
        self.folder = folder
        self._log = log

    def check(self, *outputs: str) -> None:
        texts = {f"output {number}": text for number, text in enumerate(outputs)}
        for path in [self._log, *self.folder.rglob("*")]:
            if path.is_file():
                texts[path.name] = path.read_text(encoding="utf-8", errors="replace")
        assert len(self.secrets) >= 20, "the secrets of this test were not planted"
        found = [(place, secret[:12]) for place, text in texts.items() for secret in self.secrets if secret in text]
        assert found == []


@pytest.fixture
def nest(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nest]:
    """Credentials with marks, a state folder of its own, and every log record of every library in a file."""
    own = tmp_path / "credentials"
    own.mkdir()
    key = json.loads(Path(environment["GOOGLE_APPLICATION_CREDENTIALS"]).read_text(encoding="utf-8"))
    secrets = {line for line in key["private_key"].splitlines() if len(line) > 40} | {DEVELOPER_TOKEN}
    ads = Path(environment["GOOGLE_ADS_CONFIGURATION_FILE_PATH"])
    settings = {**yaml.safe_load(ads.read_text(encoding="utf-8")), "developer_token": DEVELOPER_TOKEN}
    (own / "google-ads.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    monkeypatch.setenv("GOOGLE_ADS_CONFIGURATION_FILE_PATH", str(own / "google-ads.yaml"))
    shown: set[str] = set()
    check = TokenAuthority.check

    def watched(self: TokenAuthority, authorization: str | None, scopes: Collection[str]) -> Principal:
        token = (authorization or "").removeprefix("Bearer ")
        if len(token) > 20:
            shown.add(token)
            secrets.add(token)
        return check(self, authorization, scopes)

    monkeypatch.setattr(TokenAuthority, "check", watched)
    state = tmp_path / "state"
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(state))
    log = tmp_path / "all.log"
    handler = logging.FileHandler(log)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    found = Nest(secrets, tmp_path / "written", log)
    found.folder.mkdir()
    yield found
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()
    if state.exists():
        shutil.copytree(state, found.folder / "state")
    found.check()
    assert shown, "no access token was used"


@pytest.fixture
def config(write_config: Callable[..., Path]) -> Path:
    return write_config(PURCHASE, CART)


def test_a_whole_life(nest, run, config):
    """Plan, save, sync, look back, take back, audit, explain, snippets, snapshot: each with --debug."""
    plan, live = nest.folder / "plan.json", nest.folder / "live.json"
    outputs = []
    for arguments in (
        ("plan", config, "--out", plan, "--debug"),
        ("plan", config, "--format", "json"),
        ("sync", config, "--plan", plan, "--yes", "--debug"),
        ("history", "list", "--format", "json"),
        ("history", "show", "2", "--format", "json", "--debug"),
        ("rollback", "2", "--yes", "--debug", "--allow", "many"),
        ("audit", config, "--format", "json", "--fail-on", "never", "--debug"),
        ("explain", "mv_add_to_cart", config, "--format", "json", "--debug"),
        ("snippets", config, "--out", nest.folder / "tags", "--debug"),
        ("snapshot", config, "-o", live, "--debug"),
    ):
        done = run(*arguments)
        assert done.code == 0, done.err
        outputs += [done.out, done.err]
    assert plan.stat().st_size > 500
    assert live.stat().st_size > 500
    nest.check(*outputs)


@pytest.mark.parametrize("api", ["google_ads", "ga4"])
@pytest.mark.parametrize(
    "status", ["UNAUTHENTICATED", "PERMISSION_DENIED", "INTERNAL", "UNAVAILABLE", "INVALID_ARGUMENT"]
)
def test_when_it_goes_wrong(nest, run, config, world, api, status):
    """Refused, or silent, at every read and write; with tracebacks and every library's log."""
    outputs = []
    for nth in (0, 3):
        world.faults.clear()
        world.faults.add(Fault(api, "*", nth=nth, times=9, status=status, message="Not for you."))
        done = run("sync", config, "--yes", "--debug")
        outputs += [done.out, done.err]
        world.faults.clear()
    assert any("Traceback" in text or "applied" in text for text in outputs)
    nest.check(*outputs)


def test_credentials_that_are_refused(nest, run, config, world, tmp_path, monkeypatch):
    """A user's refresh token that Google does not know, with a client secret beside it."""
    refused = {
        "type": "authorized_user",
        "client_id": "canary.apps.googleusercontent.com",
        "client_secret": CLIENT_SECRET,
        "refresh_token": REFRESH_TOKEN,
    }
    path = tmp_path / "credentials" / "user.json"
    path.write_text(json.dumps(refused), encoding="utf-8")
    nest.secrets |= {CLIENT_SECRET, REFRESH_TOKEN}
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    done = run("plan", config, "--debug")
    assert done.code == 1
    nest.check(done.out, done.err)


def test_the_search_finds_what_is_there(nest, run, config):
    """The test of the test: a secret in a file is found."""
    assert run("plan", config).code == 0
    secret = min(nest.secrets)
    (nest.folder / "leak.txt").write_text(f"… {secret} …", encoding="utf-8")
    with pytest.raises(AssertionError):
        nest.check()
    (nest.folder / "leak.txt").unlink()

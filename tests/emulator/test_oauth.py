"""The token endpoint and the check of tokens, with Google's own auth library as the client."""

from __future__ import annotations

import json
import stat
import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from google.auth.exceptions import TransportError
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from microconv.emulator import Emulator, World
from microconv.emulator.faults import Fault
from microconv.emulator.http_messages import HttpRequest
from microconv.emulator.machine.oauth import answer_token_request
from microconv.emulator.tokens import (
    SERVICE_ACCOUNT,
    USER,
    InsufficientScope,
    Principal,
    TokenAuthority,
    Unauthenticated,
)

ADS = "https://www.googleapis.com/auth/adwords"
EDIT = "https://www.googleapis.com/auth/analytics.edit"


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth asks again at once after a refusal, not after a second or two."""
    monkeypatch.setattr("google.auth._exponential_backoff.time", SimpleNamespace(sleep=lambda seconds: None))


@pytest.fixture
def tokens() -> TokenAuthority:
    authority = World().tokens
    authority.token_uri = "http://127.0.0.1:1/token"
    return authority


def credentials(tokens: TokenAuthority, universe: str = "googleapis.com", **options):
    from google.oauth2 import service_account

    return service_account.Credentials.from_service_account_info(tokens.service_account(universe), **options)


def post(tokens: TokenAuthority, **form: str) -> tuple[int, dict]:
    request = HttpRequest("POST", "/token", {}, {}, urlencode(form).encode())
    response = answer_token_request(tokens, request)
    return response.status, json.loads(response.body)


def assertion(tokens: TokenAuthority, **claims) -> str:
    """A signed assertion of the service account, with claims replaced (None: left out)."""
    from google.auth import crypt, jwt

    signer = crypt.RSASigner.from_service_account_info(tokens.service_account())
    now = int(time.time())
    content = {"iss": SERVICE_ACCOUNT, "aud": tokens.token_uri, "iat": now, "exp": now + 3600, "scope": ADS} | claims
    return jwt.encode(signer, {key: value for key, value in content.items() if value is not None}).decode()


JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def test_jwt_grant(tokens):
    status, answer = post(tokens, grant_type=JWT, assertion=assertion(tokens))
    assert (status, answer["token_type"], answer["expires_in"]) == (200, "Bearer", 3600)
    assert tokens.check(f"Bearer {answer['access_token']}", [ADS, EDIT]) == Principal(SERVICE_ACCOUNT)
    with pytest.raises(InsufficientScope):
        tokens.check(f"Bearer {answer['access_token']}", [EDIT])


@pytest.mark.parametrize(
    ("claims", "error", "description"),
    [
        ({"aud": "https://elsewhere.example/token"}, "invalid_grant", "the audience is not this token endpoint"),
        ({"exp": int(time.time()) - 10}, "invalid_grant", "Token must be short-lived"),
        ({"exp": int(time.time()) + 90_000}, "invalid_grant", "Invalid JWT."),
        ({"iat": int(time.time()) + 9_000, "exp": int(time.time()) + 9_500}, "invalid_grant", "Invalid JWT."),
        ({"iss": "somebody@else.example"}, "invalid_grant", "Invalid JWT."),
        ({"scope": None}, "invalid_scope", "it asks for no scope"),
        ({"sub": "stranger@agency.example"}, "unauthorized_client", "unauthorized to act"),
    ],
)
def test_bad_assertions(tokens, claims, error, description):
    status, answer = post(tokens, grant_type=JWT, assertion=assertion(tokens, **claims))
    assert status in (400, 401)
    assert answer["error"] == error
    assert description in answer["error_description"]


def test_another_key_is_not_accepted(tokens):
    stranger = World().tokens
    stranger.token_uri = tokens.token_uri
    status, answer = post(tokens, grant_type=JWT, assertion=assertion(stranger))
    assert (status, answer) == (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "é.é.é", "e30.e30.e30"])
def test_what_is_no_jwt(tokens, text):
    assert post(tokens, grant_type=JWT, assertion=text)[1]["error"] == "invalid_grant"


def test_refresh_token_grant(world):
    form = {"grant_type": "refresh_token", "refresh_token": "test-refresh"}
    client = {"client_id": "test-client", "client_secret": "test-secret"}
    status, answer = post(world.tokens, **form, **client)
    assert status == 200
    assert world.tokens.check(f"Bearer {answer['access_token']}", [ADS]) == Principal("owner@agency.example")
    assert post(world.tokens, **form)[1]["error"] == "invalid_client"
    assert post(world.tokens, **{**form, "refresh_token": "x"}, **client)[1]["error"] == "invalid_grant"
    assert post(world.tokens, grant_type="password")[1]["error"] == "unsupported_grant_type"


def test_scopes_of_a_refresh_token(world):
    """Without any in the seed it serves for every emulated API; an empty list serves for none."""
    user = {"email": "a@b.example", "refresh_token": "r", "client_id": "i", "client_secret": "s"}
    form = {"grant_type": "refresh_token", "refresh_token": "r", "client_id": "i", "client_secret": "s"}

    def token(**more):
        world.reset({"version": 1, "principals": {"users": [{**user, **more}]}})
        return f"Bearer {post(world.tokens, **form)[1]['access_token']}"

    for scope in (ADS, EDIT):
        assert world.tokens.check(token(), [scope]).email == "a@b.example"
    with pytest.raises(InsufficientScope):
        world.tokens.check(token(scopes=[EDIT]), [ADS])
    with pytest.raises(InsufficientScope):
        world.tokens.check(token(scopes=[]), [ADS, EDIT])


def test_a_seed_without_users_has_one(world):
    world.reset({"version": 1})
    form = {name: getattr(USER, name) for name in ("refresh_token", "client_id", "client_secret")}
    assert post(world.tokens, grant_type="refresh_token", **form)[0] == 200
    world.reset({"version": 1, "principals": {"users": []}})
    assert post(world.tokens, grant_type="refresh_token", **form)[1]["error"] == "invalid_grant"


def test_delegation_to_a_seeded_user(world):
    _, answer = post(world.tokens, grant_type=JWT, assertion=assertion(world.tokens, sub="owner@agency.example"))
    assert world.tokens.check(f"Bearer {answer['access_token']}", [ADS]).email == "owner@agency.example"


def test_token_endpoint_over_http(emulator, world):
    """google-auth fetches an access token from the address in the key file."""
    from google.auth.transport.requests import Request

    found = credentials(world.tokens, scopes=[ADS])
    request = Request()
    found.refresh(request)
    request.session.close()
    assert found.token.startswith("ya29.emulated-")
    assert world.tokens.check(f"Bearer {found.token}", [ADS]) == Principal(SERVICE_ACCOUNT)


class TestFaults:
    def refresh(self, world):
        from google.auth.transport.requests import Request

        request = Request()
        try:
            credentials(world.tokens, scopes=[ADS]).refresh(request)
        finally:
            request.session.close()

    def test_every_request_is_logged(self, emulator, world):
        self.refresh(world)
        entry = world.log.entries[0]
        assert (entry.api, entry.method, entry.write, entry.status, entry.detail) == ("oauth", "token", False, "OK", "")

    @pytest.mark.parametrize(
        "fault", [{"status": "PERMISSION_DENIED", "message": "no"}, {"status": "INVALID_ARGUMENT"}]
    )
    def test_refusal(self, emulator, world, fault):
        from google.auth.exceptions import RefreshError

        world.faults.add(Fault("oauth", "token", nth=0, **fault))
        with pytest.raises(RefreshError):
            self.refresh(world)
        assert world.log.entries[0].status == fault["status"]

    def test_dropped_connection(self, emulator, world):
        from google.auth.exceptions import TransportError

        world.faults.add(Fault("oauth", "token", nth=0, drop=True))
        with pytest.raises(TransportError):
            self.refresh(world)


class TestExpiry:
    def test_access_tokens_follow_the_emulated_clock(self, world):
        token = world.tokens.issue(Principal("a"), [ADS])
        world.clock.advance(timedelta(minutes=59))
        assert world.tokens.check(f"Bearer {token}", [ADS]) == Principal("a")
        world.clock.advance(timedelta(minutes=2))
        with pytest.raises(Unauthenticated) as caught:
            world.tokens.check(f"Bearer {token}", [ADS])
        assert caught.value.reason == "expired"

    def test_lifetime_can_be_set(self, tokens):
        tokens.lifetime = timedelta(seconds=0)
        token = tokens.issue(Principal("a"), [ADS])
        with pytest.raises(Unauthenticated, match="expired"):
            tokens.check(f"Bearer {token}", [ADS])

    def test_expire_all(self, tokens):
        token = tokens.issue(Principal("a"), [ADS])
        tokens.check(f"Bearer {token}", [ADS])
        tokens.expire_all()
        with pytest.raises(Unauthenticated, match="expired"):
            tokens.check(f"Bearer {token}", [ADS])
        assert tokens.check(f"Bearer {tokens.issue(Principal('a'), [ADS])}", [ADS]) == Principal("a")


class TestSelfSigned:
    def test_with_scope_and_with_audience(self, tokens):
        by_scope = assertion(tokens, aud=None, sub=SERVICE_ACCOUNT)
        assert tokens.check(f"Bearer {by_scope}", [ADS]) == Principal(SERVICE_ACCOUNT)
        with pytest.raises(InsufficientScope):
            tokens.check(f"Bearer {by_scope}", [EDIT])
        by_audience = assertion(tokens, aud="https://analyticsadmin.googleapis.com/", scope=None)
        assert tokens.check(f"Bearer {by_audience}", [EDIT]) == Principal(SERVICE_ACCOUNT)

    def test_refused(self, tokens):
        for claims, reason in (
            ({"aud": None, "scope": None}, "malformed"),
            ({"exp": int(time.time()) - 5}, "expired"),
            ({"sub": "owner@agency.example"}, "unknown"),
        ):
            with pytest.raises(Unauthenticated) as caught:
                tokens.check(f"Bearer {assertion(tokens, **claims)}", [ADS])
            assert caught.value.reason == reason

    def test_expires_on_the_emulated_clock(self, world):
        token = assertion(world.tokens, aud=None)
        world.tokens.check(f"Bearer {token}", [ADS])
        world.clock.advance(timedelta(hours=2))
        with pytest.raises(Unauthenticated, match="expired"):
            world.tokens.check(f"Bearer {token}", [ADS])


@pytest.mark.parametrize(
    ("header", "reason"),
    [(None, "missing"), ("", "missing"), ("Basic x", "malformed"), ("Bearer", "malformed"), ("Bearer x", "unknown")],
)
def test_headers(tokens, header, reason):
    with pytest.raises(Unauthenticated) as caught:
        tokens.check(header, [ADS])
    assert caught.value.reason == reason


@pytest.mark.parametrize("universe", ["emulator.invalid", "googleapis.com"])
def test_google_is_not_asked_about_the_emulated_account(monkeypatch, seed, universe):
    """google-auth may look up iamcredentials' allowedLocations in the background for accounts of googleapis.com.

    Release 2.62 always does, 2.63 only where a variable says so. For accounts of another universe none does.
    """
    monkeypatch.setenv("GOOGLE_SDK_EXPERIMENTAL_PYTHON_REGIONAL_ACCESS_BOUNDARY_LOOKUP_ENABLED", "true")
    asked: list[str] = []
    with Emulator(seed, universe_domain=universe) as emulator:
        key = emulator.folder / "service-account.json"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        found = service_account.Credentials.from_service_account_file(str(key), scopes=[ADS])
        assert found.universe_domain == universe
        headers: dict[str, str] = {}
        request = Request()

        def transport(url, *args, **kwargs):
            asked.append(url)
            if not url.startswith("http://127.0.0.1"):
                raise TransportError("a test does not leave this machine")
            return request(url, *args, **kwargs)

        before = {*threading.enumerate()}
        found.before_request(transport, "POST", "https://googleads.googleapis.com/", headers)
        for thread in {*threading.enumerate()} - before:
            thread.join(timeout=2)
        request.session.close()
        assert emulator.world.tokens.check(headers["authorization"], [ADS]) == Principal(SERVICE_ACCOUNT)
        outside = [url for url in asked if url != emulator.world.tokens.token_uri]
    assert {url.partition("/v1/")[0] for url in outside} <= (
        {"https://iamcredentials.googleapis.com"} if universe == "googleapis.com" else set()
    )

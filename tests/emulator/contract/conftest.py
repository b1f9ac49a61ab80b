"""Four places where a contract is checked: the emulator in process, as a process, a cassette, and the real services.

`MICROCONV_RECORD=1` makes the cassettes again, from the emulator; together with `MICROCONV_LIVE=FILE` from the real
services. See README.md here.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
import vcr
import yaml
from google.oauth2.credentials import Credentials

from tests.emulator.cassette_grpc import CassetteInterceptor, Redaction, recorder, use_strictly
from tests.emulator.contract.clients import Accounts, Ads, Analytics

CASSETTES = Path(__file__).parents[3] / "cassettes" / "emulator"
RECORD = bool(os.environ.get("MICROCONV_RECORD"))
LIVE = os.environ.get("MICROCONV_LIVE", "")
SCOPES = ("https://www.googleapis.com/auth/adwords", "https://www.googleapis.com/auth/analytics.edit")
ACCOUNTS = Accounts("1234567890", "5556667777", "345678901", "345678999")
HEADER = {
    False: "Recorded from microconv's own emulator, not from Google: it says what the emulator answers.\n"
    "Redacted when written. Made by: MICROCONV_RECORD=1 pytest -n 0 tests/emulator/contract",
    True: "Recorded from a test account of the real services. Redacted when written: names of accounts are changed.",
}
SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-11-23T09:00:00+09:00",
    "principals": {"denied": {"google_ads": [5556667777], "ga4": [345678999]}},
    "google_ads": {
        "customers": [
            {"id": 1234567890, "descriptive_name": "Test", "currency_code": "JPY", "time_zone": "Asia/Tokyo"},
            {"id": 5556667777, "descriptive_name": "Somebody else's"},
        ]
    },
    "ga4": {
        "accounts": [
            {
                "id": 100,
                "display_name": "Test",
                "properties": [
                    {
                        "id": 345678901,
                        "display_name": "Test",
                        "currency_code": "JPY",
                        "time_zone": "Asia/Tokyo",
                        "key_events": [{"id": 1, "event_name": "purchase", "deletable": False, "custom": False}],
                    },
                    {"id": 345678999, "display_name": "Somebody else's", "time_zone": "Asia/Tokyo"},
                ],
            }
        ]
    },
}


@dataclass
class Place:
    """Somewhere that answers like Google.

    accounts: whose ids a test may use, and two that it must not be let into.
    credentials: for the official clients.
    endpoints: of Google Ads (``host:port``) and of GA4 (URL); None for the real ones.
    roots: a file of certificate authorities; None for the system's.
    suffix: at the end of the names that a test makes.
    ads_settings: more settings for the Google Ads client, such as the developer token.
    cleaning: what is done when a test is over and its cassette written.
    """

    accounts: Accounts
    credentials: Any
    endpoints: tuple[str, str] | None = None
    roots: Path | None = None
    suffix: str = ""
    ads_settings: Mapping[str, Any] = field(default_factory=dict)
    cleaning: list[Callable[[], None]] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        """It is the real services."""
        return self.endpoints is None and bool(LIVE)


# ---- the places


def emulated(environment: Mapping[str, str]) -> Place:
    """The place that the variables of an emulator lead to."""
    from google.oauth2.service_account import Credentials as Account

    names = dict(part.split("=", 1) for part in environment["MICROCONV_EMULATOR"].split(";"))
    credentials = Account.from_service_account_file(environment["GOOGLE_APPLICATION_CREDENTIALS"], scopes=SCOPES)
    roots = Path(environment["GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"])
    return Place(ACCOUNTS, credentials, (names["grpc"], names["rest"]), roots)


@pytest.fixture(autouse=True)
def first_channel(request: pytest.FixtureRequest) -> None:
    """The session's emulator comes first: gRPC reads the variable it sets at the first channel of a process."""
    if not LIVE:
        request.getfixturevalue("emulator")


@pytest.fixture(scope="session")
def contract_process() -> Iterator[Any]:
    from microconv.emulator.machine.process import Process

    with Process(SEED) as running:
        yield running


_COUNTER = itertools.count(os.getpid() * 1000)


def live() -> Place:
    """The real services, as the file that MICROCONV_LIVE names describes them (README.md)."""
    import google.auth
    import google.auth.transport.requests
    from google.oauth2.service_account import Credentials as Account

    told = yaml.safe_load(Path(LIVE).read_text(encoding="utf-8"))
    key = told.get("service_account_key")
    if key:
        credentials = Account.from_service_account_file(key, scopes=SCOPES)
    else:
        credentials, _ = google.auth.default(scopes=SCOPES)
    if RECORD:  # a token that is fetched while a cassette is open takes the place of the call it is fetched for
        credentials.refresh(google.auth.transport.requests.Request())
        credentials = Credentials(token=credentials.token)
    ids = (told[one] for one in ("customer_id", "denied_customer_id", "property_id", "denied_property_id"))
    accounts = Accounts(*(str(one).replace("-", "") for one in ids))
    settings = {name: str(told[name]) for name in ("developer_token", "login_customer_id") if name in told}
    return Place(accounts, credentials, suffix=f"_{next(_COUNTER):x}", ads_settings=settings)


def _place(name: str, request: pytest.FixtureRequest) -> Place:
    if name == "live" or (name == "cassette" and RECORD and LIVE):
        return live()
    if name == "process":
        running = request.getfixturevalue("contract_process")
        running.control.reset()
        return emulated(running.environment())
    if name == "cassette" and not RECORD:
        return Place(ACCOUNTS, Credentials(token="static"))
    running = request.getfixturevalue("emulator")
    running.world.reset(SEED)
    return emulated(running.environment())


# ---- which of them


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "place" not in metafunc.fixturenames:
        return
    skip = pytest.mark.skip(reason="needs the real services: MICROCONV_LIVE names a test account (README.md)")
    marks = [pytest.mark.network] if LIVE else [pytest.mark.network, skip]
    places = ["in_process", "process", "cassette", pytest.param("live", marks=marks)]
    metafunc.parametrize("place", ["cassette"] if RECORD else places, indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, first_channel: None) -> Iterator[Place]:
    found = _place(request.param, request)
    if found.roots is not None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(found.roots))
    elif not LIVE:
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with contextlib.ExitStack() as closing:
        interceptors = []
        if request.param == "cassette":
            cassette = closing.enter_context(_cassette(request.node, found))
            interceptors = [CassetteInterceptor(lambda: cassette)]
        _wire_grpc(monkeypatch, found.roots, interceptors)
        yield found
    for clean in found.cleaning:
        clean()


@contextlib.contextmanager
def _cassette(test: Any, found: Place) -> Iterator[Any]:
    topic = Path(test.path).stem.removeprefix("test_")
    case = test.callspec.id.removeprefix("cassette").replace("-", "_")
    path = CASSETTES / topic / f"{test.originalname.removeprefix('test_')}{case}.yaml"
    if RECORD:
        path.unlink(missing_ok=True)
    known = dict(zip(found.accounts.all(), ACCOUNTS.all(), strict=True))
    known |= {found.suffix: "", **dict.fromkeys(found.ads_settings.values(), "redacted")}
    made: vcr.VCR = recorder("all" if RECORD else "none", Redaction(known), HEADER[bool(LIVE)])
    with use_strictly(made, path, replay=not RECORD) as cassette:
        yield cassette


def _wire_grpc(monkeypatch: pytest.MonkeyPatch, roots: Path | None, interceptors: list[Any]) -> None:
    """Channels trust the place's authority, which is another one for a process of its own, and are recorded."""
    channel = grpc.secure_channel

    def with_roots(call_credentials: grpc.CallCredentials) -> grpc.ChannelCredentials:
        assert roots is not None
        return grpc.composite_channel_credentials(grpc.ssl_channel_credentials(roots.read_bytes()), call_credentials)

    def watched(*arguments: Any, **settings: Any) -> Any:
        return grpc.intercept_channel(channel(*arguments, **settings), *interceptors)

    if roots is not None:
        monkeypatch.setattr(grpc, "compute_engine_channel_credentials", with_roots)
    monkeypatch.setattr(grpc, "secure_channel", watched)


# ---- the clients


@pytest.fixture
def ads(place: Place) -> Ads:
    """Google Ads through its official client."""
    from google.ads.googleads.client import GoogleAdsClient

    endpoint = {"endpoint": place.endpoints[0]} if place.endpoints else {}
    client = GoogleAdsClient(
        place.credentials, version="v26", use_proto_plus=True, **endpoint, **dict(place.ads_settings)
    )
    made = Ads(client, place.accounts, place.suffix)
    if place.is_live:
        place.cleaning.append(made.remove_what_was_made)
    return made


@pytest.fixture
def ga4(place: Place) -> Analytics:
    """The GA4 Admin API through its official client, over REST."""
    from google.analytics.admin_v1beta import AnalyticsAdminServiceClient
    from google.api_core.client_options import ClientOptions

    options = ClientOptions(api_endpoint=place.endpoints[1]) if place.endpoints else None
    client = AnalyticsAdminServiceClient(credentials=place.credentials, transport="rest", client_options=options)
    made = Analytics(client, place.accounts, place.suffix)
    if place.is_live:
        place.cleaning.append(made.delete_what_was_made)
    place.cleaning.append(client.transport.close)
    return made

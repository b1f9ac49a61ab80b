"""A world with one agency's properties, the GA4 API served on loopback ports, and official clients for it."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest
from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import GoogleAPICallError
from google.oauth2.credentials import Credentials

from microconv.emulator.clock import Clock
from microconv.emulator.faults import Faults
from microconv.emulator.ga4.api import Ga4Api
from microconv.emulator.ga4.state import Ga4State
from microconv.emulator.http_server import HttpServer
from microconv.emulator.oauth import Principal, TokenAuthority
from microconv.emulator.policies import Policies
from microconv.emulator.principals import Access, Principals
from microconv.emulator.requestlog import RequestLog

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EDIT = "https://www.googleapis.com/auth/analytics.edit"
READONLY = "https://www.googleapis.com/auth/analytics.readonly"
SEED: dict[str, Any] = {
    "accounts": [
        {
            "id": 100,
            "display_name": "Aoi",
            "properties": [
                {
                    "id": 345678901,
                    "display_name": "Aoi store",
                    "currency_code": "JPY",
                    "time_zone": "Asia/Tokyo",
                    "data_streams": [
                        {
                            "id": 1,
                            "type": "WEB_DATA_STREAM",
                            "display_name": "Web",
                            "web_stream_data": {"measurement_id": "G-AOI1", "default_uri": "https://aoi.example"},
                        },
                        {"id": 2, "type": "IOS_APP_DATA_STREAM", "ios_app_stream_data": {"bundle_id": "aoi.app"}},
                    ],
                    "key_events": [
                        {"id": 11, "event_name": "purchase", "deletable": False, "custom": False},
                        {
                            "id": 12,
                            "event_name": "mv_add_to_cart",
                            "counting_method": "ONCE_PER_SESSION",
                            "default_value": {"numeric_value": 500, "currency_code": "JPY"},
                        },
                    ],
                    "google_ads_links": [{"id": 1, "customer_id": "1234567890"}],
                },
                {"id": 345678902, "display_name": "Aoi test", "time_zone": "Asia/Tokyo"},
                {"id": 345678903, "display_name": "Closed", "time_zone": "Asia/Tokyo"},
            ],
        },
        {"id": 200, "display_name": "Kaede", "properties": []},
    ]
}


@dataclass
class FakeWorld:
    clock: Clock = field(default_factory=lambda: Clock(NOW))
    lock: Any = field(default_factory=threading.RLock)
    policies: Policies = field(default_factory=Policies)
    log: RequestLog = field(default_factory=RequestLog)
    faults: Faults = field(default_factory=Faults)
    ga4: Ga4State = field(default_factory=Ga4State)
    principals: Principals = field(
        default_factory=lambda: Principals(denied=Access(frozenset(), frozenset({345678903})))
    )

    def __post_init__(self) -> None:
        self.tokens = TokenAuthority(self.clock)
        self.ga4 = Ga4State.load(SEED, self.clock.now())


@pytest.fixture
def world() -> Any:
    return FakeWorld()


@dataclass
class Ga4:
    world: Any
    grpc_endpoint: str
    rest_endpoint: str
    closing: contextlib.ExitStack

    def token(self, *scopes: str) -> str:
        return self.world.tokens.issue(Principal("someone@agency.example"), scopes or (EDIT,))

    def client(self, version: str, transport: str, token: str | None = None) -> Any:
        package = importlib.import_module(f"google.analytics.admin_{version}")
        client_type = package.AnalyticsAdminServiceClient
        token = token if token is not None else self.token()
        if transport == "rest":
            client = client_type(
                credentials=Credentials(token=token),
                transport="rest",
                client_options=ClientOptions(api_endpoint=self.rest_endpoint),
            )
        else:
            client = client_type(transport=client_type.get_transport_class("grpc")(channel=self.channel(token)))
        self.closing.callback(client.transport.close)
        return client

    def channel(self, token: str) -> grpc.Channel:
        return grpc.secure_channel(self.grpc_endpoint, self.channel_credentials(token))

    def channel_credentials(self, token: str) -> grpc.ChannelCredentials:
        return grpc.composite_channel_credentials(
            grpc.local_channel_credentials(), grpc.access_token_call_credentials(token)
        )


@pytest.fixture
def ga4(world: Any) -> Iterator[Ga4]:
    api = Ga4Api(world)
    server = grpc.server(ThreadPoolExecutor(4), handlers=api.grpc_handlers())
    port = server.add_secure_port("localhost:0", grpc.local_server_credentials())
    server.start()
    http = HttpServer(api.http)
    with contextlib.ExitStack() as closing:
        yield Ga4(world, f"localhost:{port}", f"http://127.0.0.1:{http.port}", closing)
    http.stop()
    server.stop(None).wait()


@pytest.fixture(params=["v1beta-grpc", "v1beta-rest", "v1alpha-grpc", "v1alpha-rest"])
def client(request: pytest.FixtureRequest, ga4: Ga4) -> Any:
    """An official client of each version over each transport, with a token that may edit."""
    version, transport = request.param.split("-")
    return ga4.client(version, transport)


@pytest.fixture
def key_events(world: Any) -> Callable[[], dict[str, Any]]:
    """The key events that the first property holds, by event name."""
    return lambda: {event.event_name: event for event in world.ga4.property(345678901).key_events.values()}


@pytest.fixture
def refused() -> Callable[[int, str], Any]:
    """``with refused(409, "text")``: the client raises an error of that HTTP status that says exactly that text."""

    @contextlib.contextmanager
    def check(status: int, message: str) -> Iterator[None]:
        with pytest.raises(GoogleAPICallError) as caught:
            yield
        assert (caught.value.code, _bare(caught.value.message)) == (status, message)

    return check


def _bare(message: str) -> str:
    """A REST client puts the verb and the URL before Google's message."""
    verb, _, rest = message.partition(" http")
    return rest.partition(": ")[2] if verb in ("GET", "POST", "PATCH", "DELETE") else message

"""A world with one agency's properties, the GA4 API served on loopback ports, and official clients for it."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest
from google.api_core.client_options import ClientOptions
from google.api_core.exceptions import GoogleAPICallError
from google.oauth2.credentials import Credentials

from microconv.emulator import Emulator, World
from microconv.emulator.tokens import Principal
from tests.heavy import sample

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


@pytest.fixture(scope="session")
def content() -> dict[str, Any]:
    """The seed of these tests."""
    return {"version": 1, "now": NOW, "principals": {"denied": {"ga4": [345678903]}}, "ga4": SEED}


@pytest.fixture
def world(emulator: Emulator, content: dict[str, Any]) -> World:
    """The session's emulator, its world fresh from the seed of these tests."""
    emulator.world.reset(content)
    return emulator.world


@dataclass
class Ga4:
    """Makes official clients for the running emulator, and closes them when the test is over."""

    emulator: Emulator
    closing: contextlib.ExitStack

    def token(self, *scopes: str) -> str:
        return self.emulator.world.tokens.issue(Principal("someone@agency.example"), scopes or (EDIT,))

    def client(self, version: str, transport: str, token: str | None = None) -> Any:
        client_type = importlib.import_module(f"google.analytics.admin_{version}").AnalyticsAdminServiceClient
        token = token if token is not None else self.token()
        if transport == "rest":
            options = ClientOptions(api_endpoint=self.emulator.ga4_rest_endpoint)
            client = client_type(credentials=Credentials(token=token), transport="rest", client_options=options)
        else:
            client = client_type(transport=client_type.get_transport_class("grpc")(channel=self.channel(token)))
        self.closing.callback(client.transport.close)
        return client

    def channel(self, token: str | None = None) -> grpc.Channel:
        return grpc.secure_channel(self.emulator.ga4_grpc_endpoint, self.channel_credentials(token))

    def channel_credentials(self, token: str | None = None) -> grpc.ChannelCredentials:
        tls = grpc.ssl_channel_credentials((self.emulator.folder / "ca.pem").read_bytes())
        if token is None:
            return tls
        return grpc.composite_channel_credentials(tls, grpc.access_token_call_credentials(token))


@pytest.fixture
def ga4(emulator: Emulator, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ga4]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.folder / "ca.pem"))
    with contextlib.ExitStack() as closing:
        yield Ga4(emulator, closing)


@pytest.fixture(params=sample(["v1beta-grpc", "v1beta-rest", "v1alpha-grpc", "v1alpha-rest"], 3))
def client(request: pytest.FixtureRequest, ga4: Ga4) -> Any:
    """An official client of each version over each transport; in the quick run each version and each transport once."""
    version, transport = request.param.split("-")
    return ga4.client(version, transport)


@pytest.fixture(params=["grpc", "rest"])
def alpha(request: pytest.FixtureRequest, ga4: Ga4) -> Any:
    """An official client of v1alpha over each transport, with a token that may edit."""
    return ga4.client("v1alpha", request.param)


@pytest.fixture
def stored(world: World) -> Callable[[], Any]:
    """The first property as the emulator holds it."""
    return lambda: world.ga4.property(345678901)


@pytest.fixture
def key_events(world: World) -> Callable[[], dict[str, Any]]:
    """The key events that the first property holds, by event name."""
    return lambda: {event.event_name: event for event in world.ga4.property(345678901).key_events.values()}


@pytest.fixture
def refused() -> Callable[[int, str], Any]:
    """A context that a client must leave with an error of this HTTP status and exactly this text."""

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

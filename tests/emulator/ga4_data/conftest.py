"""A world with properties that have traffic, and official Data API clients for the emulator that serves it."""

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

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STORE = "properties/345678901"
READONLY = "https://www.googleapis.com/auth/analytics.readonly"
CLIENTS = {"v1beta": "BetaAnalyticsDataClient", "v1alpha": "AlphaAnalyticsDataClient"}
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
                    "create_time": "2026-01-01T00:00:00+09:00",
                    "key_events": [
                        {
                            "id": 11,
                            "event_name": "purchase",
                            "deletable": False,
                            "custom": False,
                            "default_value": {"numeric_value": 100, "currency_code": "JPY"},
                        },
                        {"id": 12, "event_name": "view_item", "counting_method": "ONCE_PER_SESSION"},
                        {
                            "id": 13,
                            "event_name": "mv_form",
                            "create_time": "2026-11-10T12:00:00+09:00",
                            "default_value": {"numeric_value": 500, "currency_code": "JPY"},
                        },
                    ],
                    "traffic": {
                        "sessions_per_day": 90,
                        "since": "2026-09-01",
                        "events": {
                            "view_item": 0.9,
                            "mv_form": 0.3,
                            "purchase": {"rate": 0.1, "value": 9800, "pages": ["/thanks"]},
                        },
                        "pages": {"/": 0.6, "/Form": 0.3, "/thanks": 0.1},
                        "devices": {"mobile": 0.7, "desktop": 0.3},
                        "channels": {"Paid Search": 0.4, "Organic Search": 0.6},
                    },
                },
                {"id": 345678902, "display_name": "Aoi test", "time_zone": "America/New_York", "traffic": "usual"},
                {"id": 345678903, "display_name": "Closed", "time_zone": "Asia/Tokyo"},
                {
                    "id": 345678904,
                    "display_name": "Large",
                    "time_zone": "UTC",
                    "service_level": "GOOGLE_ANALYTICS_360",
                    "traffic": "usual",
                },
            ],
        }
    ]
}


@pytest.fixture(scope="session")
def content() -> dict[str, Any]:
    return {"version": 1, "now": NOW, "principals": {"denied": {"ga4": [345678903]}}, "ga4": SEED}


@pytest.fixture
def world(emulator: Emulator, content: dict[str, Any]) -> World:
    """The session's emulator, its world fresh from the seed of these tests."""
    emulator.world.reset(content)
    return emulator.world


@dataclass
class Data:
    """Makes official clients for the running emulator, and closes them when the test is over."""

    emulator: Emulator
    closing: contextlib.ExitStack

    def token(self, *scopes: str, email: str = "someone@agency.example") -> str:
        return self.emulator.world.tokens.issue(Principal(email), scopes or (READONLY,))

    def client(self, version: str = "v1beta", transport: str = "grpc", token: str | None = None) -> Any:
        client_type = getattr(importlib.import_module(f"google.analytics.data_{version}"), CLIENTS[version])
        token = token if token is not None else self.token()
        if transport == "rest":
            options = ClientOptions(api_endpoint=self.emulator.ga4_rest_endpoint)
            client = client_type(credentials=Credentials(token=token), transport="rest", client_options=options)
        else:
            client = client_type(transport=client_type.get_transport_class("grpc")(channel=self.channel(token)))
        self.closing.callback(client.transport.close)
        return client

    def channel_credentials(self, token: str) -> grpc.ChannelCredentials:
        tls = grpc.ssl_channel_credentials((self.emulator.folder / "ca.pem").read_bytes())
        return grpc.composite_channel_credentials(tls, grpc.access_token_call_credentials(token))

    def channel(self, token: str) -> grpc.Channel:
        return grpc.secure_channel(self.emulator.ga4_grpc_endpoint, self.channel_credentials(token))


@pytest.fixture
def data(emulator: Emulator, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Data]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(emulator.folder / "ca.pem"))
    with contextlib.ExitStack() as closing:
        yield Data(emulator, closing)


@pytest.fixture
def client(data: Data) -> Any:
    """The official client of v1beta over gRPC."""
    return data.client()


def table(response: Any) -> list[tuple[str, ...]]:
    """The rows as tuples of text: dimension values, then metric values."""
    return [
        (*(value.value for value in row.dimension_values), *(value.value for value in row.metric_values))
        for row in response.rows
    ]


@pytest.fixture
def report(client: Any) -> Callable[..., list[tuple[str, ...]]]:
    """``report("date eventName", "eventCount", ("2026-11-01", "2026-11-07"), **more)`` -> rows of text."""

    def run(dimensions: str, metrics: str, *days: tuple[str, ...], name: str = STORE, **more: Any) -> Any:
        ranges = [dict(zip(("start_date", "end_date", "name"), one, strict=False)) for one in days]
        request = {
            "property": name,
            "dimensions": [{"name": one} for one in dimensions.split()],
            "metrics": [{"name": one} for one in metrics.split()],
            "date_ranges": ranges or [{"start_date": "2026-11-01", "end_date": "2026-11-14"}],
            **more,
        }
        response = client.run_report(request)
        return response if more.get("return_property_quota") or "metric_aggregations" in more else table(response)

    return run


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
    return rest.partition(": ")[2] if verb in ("GET", "POST") else message

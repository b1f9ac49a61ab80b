"""A container of a shop, and Google's discovery client, from the document that it carries."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httplib2
import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from microconv.emulator import Emulator, World
from microconv.emulator.tokens import SERVICE_ACCOUNT, Principal

SCOPES = tuple(
    f"https://www.googleapis.com/auth/tagmanager.{name}"
    for name in ("readonly", "edit.containers", "edit.containerversions", "publish", "delete.containers")
)
ACCOUNT = "accounts/6000000001"
CONTAINER = f"{ACCOUNT}/containers/60001"
WORKSPACE = f"{CONTAINER}/workspaces/1"
SEED: dict[str, Any] = {
    "version": 1,
    "now": "2026-11-23T09:00:00Z",
    "policies": {"gtm_quota": "off"},
    "tag_manager": {
        "accounts": [
            {
                "id": 6000000001,
                "name": "Aoi",
                "containers": [
                    {
                        "id": 60001,
                        "public_id": "GTM-AOI0001",
                        "name": "aoi.example",
                        "destinations": ["G-AOISTORE01"],
                        "versions": [
                            {
                                "id": 1,
                                "name": "First",
                                "trigger": [
                                    {
                                        "triggerId": "4",
                                        "name": "sent",
                                        "type": "CUSTOM_EVENT",
                                        "customEventFilter": [
                                            {
                                                "type": "EQUALS",
                                                "parameter": [
                                                    {"type": "TEMPLATE", "key": "arg0", "value": "{{_event}}"},
                                                    {"type": "TEMPLATE", "key": "arg1", "value": "form_sent"},
                                                ],
                                            }
                                        ],
                                    }
                                ],
                                "tag": [
                                    {
                                        "tagId": "5",
                                        "name": "GA4 - form",
                                        "type": "gaawe",
                                        "firingTriggerId": ["4"],
                                        "parameter": [
                                            {"type": "template", "key": "eventName", "value": "form"},
                                            {"type": "template", "key": "measurementIdOverride", "value": "G-A"},
                                        ],
                                    }
                                ],
                                "builtInVariable": [{"type": "pagePath"}, {"type": "EVENT"}],
                            }
                        ],
                        "live": 1,
                    },
                    {"id": 60002, "public_id": "GTM-AOI0002", "name": "empty", "usage": ["server"]},
                ],
            }
        ]
    },
}

Api = Callable[..., Any]


@pytest.fixture(scope="session")
def running() -> Iterator[Emulator]:
    with Emulator(SEED) as emulator:
        yield emulator


@pytest.fixture
def world(running: Emulator) -> World:
    running.world.reset(copy.deepcopy(SEED))
    return running.world


@pytest.fixture
def client_of(running: Emulator) -> Iterator[Callable[..., Any]]:
    """Makes the official client for a principal with scopes."""
    made = []

    def make(email: str = SERVICE_ACCOUNT, scopes: tuple[str, ...] = SCOPES) -> Any:
        token = running.world.tokens.issue(Principal(email), scopes)
        bundle = next(iter(Path(running.folder).glob("ca*.pem")))
        http = AuthorizedHttp(Credentials(token=token), http=httplib2.Http(ca_certs=str(bundle), proxy_info=None))
        options = {"api_endpoint": running.tag_manager_endpoint}
        made.append(build("tagmanager", "v2", http=http, client_options=options, static_discovery=True))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def gtm(world: World, client_of: Callable[..., Any]) -> Any:
    """The official client's `accounts`, in a fresh world."""
    return client_of().accounts()


@pytest.fixture
def refused() -> Callable[..., tuple[int, str]]:
    """Sends a request that must be refused: its status and text."""

    def send(request: Any) -> tuple[int, str]:
        with pytest.raises(HttpError) as caught:
            request.execute()
        return caught.value.status_code, caught.value.reason

    return send


def parameter(key: str, value: str, kind: str = "template") -> dict[str, Any]:
    return {"type": kind, "key": key, "value": value}


def custom_event(name: str, event: str) -> dict[str, Any]:
    condition = {"type": "equals", "parameter": [parameter("arg0", "{{_event}}"), parameter("arg1", event)]}
    return {"name": name, "type": "customEvent", "customEventFilter": [condition]}


def ga4_event(name: str, *firing: str) -> dict[str, Any]:
    parameters = [parameter("eventName", name), parameter("measurementIdOverride", "G-A")]
    return {"name": name, "type": "gaawe", "firingTriggerId": list(firing), "parameter": parameters}

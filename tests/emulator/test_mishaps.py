"""Mistakes of the emulator: the client has Google's INTERNAL with the id of the request, standard error a line."""

from __future__ import annotations

import http.client
import json
import logging
import re
import ssl
from dataclasses import replace
from typing import Any

import pytest
from google.ads.googleads.errors import GoogleAdsException
from google.api_core.exceptions import InternalServerError

from microconv.emulator import Emulator, World
from microconv.emulator.ga4 import methods as ga4_methods
from microconv.emulator.ga4.call import Method
from microconv.emulator.google_ads.query import executor
from microconv.emulator.http_messages import DropConnection, HttpRequest, HttpResponse
from microconv.emulator.machine.http_server import HttpServer
from microconv.emulator.tag_manager import methods as gtm_methods
from microconv.emulator.tokens import SCOPES, Principal

STORE, PROPERTY = "1234567890", "345678901"


def broken(*_: Any, **__: Any) -> Any:
    raise KeyError("no such\nthing")


def told(mishaps: list[str]) -> tuple[str, str]:
    """The one line that was said: its method, and the id in it."""
    [line] = mishaps
    mishaps.clear()
    match = re.fullmatch(
        r"microconv emulator: a mistake of its own \(INTERNAL\) at (.+), request id (\S+): "
        r"KeyError: .+ \(\w.*:[0-9]+ .*\)",
        line,
    )
    assert match is not None, line
    assert r"no such\\nthing" in line
    return match[1], match[2]


@pytest.mark.parametrize("method", ["Search", "SearchStream"])
def test_google_ads(world: World, ads_clients: Any, monkeypatch: pytest.MonkeyPatch, mishaps: list[str], method: str):
    monkeypatch.setattr(executor, "run", broken)
    service = ads_clients("v26").get_service("GoogleAdsService")
    ask = service.search if method == "Search" else service.search_stream
    with pytest.raises((InternalServerError, GoogleAdsException)) as caught:
        list(ask(customer_id=STORE, query="SELECT customer.id FROM customer"))
    place, request_id = told(mishaps)
    assert place == f"GoogleAdsService.{method}"
    error: Any = caught.value
    trailers = dict(
        error.errors[0].trailing_metadata() if hasattr(error, "errors") else error.error.trailing_metadata()
    )
    assert trailers["request-id"] == request_id
    failure = ads_clients("v26").get_type("GoogleAdsFailure")
    failure = type(failure).deserialize(trailers["google.ads.googleads.v26.errors.googleadsfailure-bin"])
    assert failure.request_id == request_id
    assert [one.error_code.internal_error.name for one in failure.errors] == ["INTERNAL_ERROR"]
    [entry] = [one for one in world.log.entries if one.api == "google_ads"]
    assert (entry.status, entry.request_id) == ("INTERNAL", request_id)


def test_google_ads_works_on_after_a_mistake(ads_clients: Any, world: World, mishaps: list[str]):
    service = ads_clients("v26").get_service("GoogleAdsService")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executor, "run", broken)
        with pytest.raises((InternalServerError, GoogleAdsException)):
            service.search(customer_id=STORE, query="SELECT customer.id FROM customer")
    told(mishaps)
    assert list(service.search(customer_id=STORE, query="SELECT customer.id FROM customer"))


@pytest.mark.parametrize("transport", ["grpc", "rest"])
def test_ga4(
    world: World,
    emulator: Emulator,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    mishaps: list[str],
    transport: str,
):
    import grpc
    from google.analytics.admin_v1beta import AnalyticsAdminServiceClient as Client
    from google.api_core.client_options import ClientOptions
    from google.oauth2.credentials import Credentials

    monkeypatch.setitem(ga4_methods.METHODS, "GetProperty", Method(broken, write=False))
    token = world.tokens.issue(Principal("a@b.example"), SCOPES)
    if transport == "rest":
        options = ClientOptions(api_endpoint=emulator.ga4_rest_endpoint)
        client = Client(credentials=Credentials(token=token), transport="rest", client_options=options)
    else:
        tls = grpc.ssl_channel_credentials((emulator.folder / "ca.pem").read_bytes())
        credentials = grpc.composite_channel_credentials(tls, grpc.access_token_call_credentials(token))
        channel = grpc.secure_channel(emulator.ga4_grpc_endpoint, credentials)
        client = Client(transport=Client.get_transport_class("grpc")(channel=channel))
    with pytest.raises(InternalServerError) as caught:
        client.get_property(name=f"properties/{PROPERTY}")
    client.transport.close()
    place, request_id = told(mishaps)
    assert place == "AnalyticsAdminService.GetProperty"
    assert caught.value.message.endswith("Internal error encountered.")
    assert [one["requestId"] if isinstance(one, dict) else one.request_id for one in caught.value.details] == [
        request_id
    ]
    [entry] = [one for one in world.log.entries if one.api == "ga4"]
    assert entry.status == "INTERNAL"


def asked(emulator: Emulator, path: str, token: str) -> tuple[int, Any]:
    context = ssl.create_default_context(cafile=str(emulator.folder / "ca.pem"))
    port = int(emulator.ga4_rest_endpoint.rpartition(":")[2])
    connection = http.client.HTTPSConnection("localhost", port, timeout=10, context=context)
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return answer.status, content["error"]


def test_tag_manager(world: World, emulator: Emulator, monkeypatch: pytest.MonkeyPatch, mishaps: list[str]):
    known = gtm_methods.METHODS["accounts.list"]
    monkeypatch.setitem(gtm_methods.METHODS, "accounts.list", replace(known, serve=broken))
    token = world.tokens.issue(Principal("a@b.example"), ["https://www.googleapis.com/auth/tagmanager.readonly"])
    status, error = asked(emulator, "/tagmanager/v2/accounts", token)
    place, request_id = told(mishaps)
    assert (status, place) == (500, "tagmanager.accounts.list")
    assert error["errors"] == [{"message": "Internal error encountered.", "domain": "global", "reason": "backendError"}]
    assert error["details"] == [{"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": request_id}]


def test_any_other_port(mishaps: list[str]):
    """The token endpoint and the control plane, and what an API does around its methods."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/drop":
            raise DropConnection
        return broken() if request.path.startswith("/broken") else HttpResponse(200, {}, b"done")

    server = HttpServer(answer)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/broken%0ahere")
    response = connection.getresponse()
    error = json.loads(response.read())["error"]
    assert (response.status, error["code"], error["status"]) == (500, 500, "INTERNAL")
    place, request_id = told(mishaps)
    assert place == r"GET /broken\nhere"
    assert error["details"][0]["requestId"] == request_id
    connection.request("GET", "/next")
    assert connection.getresponse().read() == b"done", "the connection goes on"
    connection.request("GET", "/drop")
    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()
    server.stop()
    assert mishaps == []


def test_what_no_handler_is_set_up_for_goes_to_standard_error(capfd: pytest.CaptureFixture[str], mishaps: list[str]):
    """As it is in `microconv emulator`, which sets up no logging."""
    from microconv.emulator import mishaps as module

    root, kept = logging.getLogger(), logging.getLogger().handlers
    root.handlers, own = [], module.LOGGER.handlers
    module.LOGGER.handlers = []
    try:
        module.report(ValueError("x"), "A.B", "id-1")
    finally:
        root.handlers, module.LOGGER.handlers = kept, own
    assert capfd.readouterr().err == (
        "microconv emulator: a mistake of its own (INTERNAL) at A.B, request id id-1: ValueError: 'x' ()\n"
    )

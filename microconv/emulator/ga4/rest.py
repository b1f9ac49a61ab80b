"""The REST transport: an HTTP request in, the JSON answer of Google's frontend out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.call import answer
from microconv.emulator.ga4.errors import ApiError, invalid
from microconv.emulator.ga4.transcode import build_request, to_json
from microconv.emulator.http_messages import HttpResponse

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.ga4.service import Service
    from microconv.emulator.ga4.wire import HttpRule, Rpc
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.http_messages import HttpRequest

_JSON = "application/json; charset=UTF-8"
_REALM = 'Bearer realm="https://accounts.google.com/"'
#: System parameters that would change the answer and that the emulator does not have.
_MISSING_PARAMETERS = ("fields", "$fields", "callback", "$callback")


def refuse_http(text: str) -> HttpResponse:
    """The answer for a method whose API cannot be served at all: UNIMPLEMENTED."""
    error = ApiError("UNIMPLEMENTED", text)
    return _json(error.http_status, error.to_json(), True, {})


def serve_http(
    world: Ga4World, service: Service, route: tuple[Rpc, HttpRule, dict[str, str]], request: HttpRequest
) -> HttpResponse:
    """Answer one HTTP request.

    service: the service that has the method.
    route: what the service's wire found for the request's URL.

    Raises DropConnection if an injected fault closes the connection.
    """
    rpc, rule, variables = route
    pretty = _parameter(request, "prettyPrint") not in ("false", "0")
    try:
        response = answer(
            world,
            rpc,
            service.methods.get(rpc.name),
            _authorization(request),
            lambda: _read(request, rpc, rule, variables),
        )
    except ApiError as error:
        return _json(error.http_status, error.to_json(), pretty, _challenge(error))
    encoding = _parameter(request, "alt").partition(";")[2]
    return _json(200, to_json(response, enums_as_numbers=encoding == "enum-encoding=int"), pretty, {})


def _read(request: HttpRequest, rpc: Rpc, rule: HttpRule, variables: dict[str, str]) -> Message:
    for name in _MISSING_PARAMETERS:
        if name in request.query:
            raise ApiError("UNIMPLEMENTED", f"The microconv emulator does not have the parameter '{name}'.")
    form, _, encoding = _parameter(request, "alt").partition(";")
    if form not in ("", "json") or encoding not in ("", "enum-encoding=int"):
        raise invalid(f"The microconv emulator answers in JSON only, not in '{form};{encoding}'.".replace(";'", "'"))
    return build_request(rpc, rule, variables, request.query, request.body)


def _parameter(request: HttpRequest, name: str) -> str:
    """A system parameter, with or without its dollar sign; empty if it is not given."""
    values = request.query.get(f"${name}") or request.query.get(name) or [""]
    return values[-1]


def _authorization(request: HttpRequest) -> str | None:
    token = _parameter(request, "access_token") or _parameter(request, "oauth_token")
    return request.headers.get("authorization") or (f"Bearer {token}" if token else None)


def _challenge(error: ApiError) -> dict[str, str]:
    """The header that says what is wrong with the token."""
    reasons = {getattr(detail, "reason", "") for detail in error.details}
    if "ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons:
        return {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"'}
    if error.code != "UNAUTHENTICATED":
        return {}
    missing = "CREDENTIALS_MISSING" in reasons
    return {"WWW-Authenticate": _REALM if missing else f'{_REALM}, error="invalid_token"'}


def _json(status: int, content: dict[str, Any], pretty: bool, headers: dict[str, str]) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=2 if pretty else None) + "\n"
    return HttpResponse(status, {"Content-Type": _JSON, **headers}, text.encode("utf-8"))

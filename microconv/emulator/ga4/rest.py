"""The REST transport: an HTTP request in, the JSON answer of Google's frontend out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator import rest_messages
from microconv.emulator.ga4.call import answer
from microconv.emulator.ga4.errors import ApiError, invalid, invalid_fields
from microconv.emulator.transcoding import PayloadError, build_request, to_json

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.ga4.service import Service
    from microconv.emulator.ga4.wire import Rpc
    from microconv.emulator.ga4.world import Ga4World
    from microconv.emulator.http_messages import HttpRequest, HttpResponse
    from microconv.emulator.http_rule import HttpRule


def refuse_http(request: HttpRequest, text: str) -> HttpResponse:
    """The answer for a method whose API cannot be served at all: UNIMPLEMENTED."""
    error = ApiError("UNIMPLEMENTED", text)
    return rest_messages.json_response(request, error.http_status, error.to_json())


def serve_http(
    world: Ga4World, service: Service, route: tuple[Rpc, HttpRule, dict[str, str]], request: HttpRequest
) -> HttpResponse:
    """Answer one HTTP request.

    service: the service that has the method.
    route: what the service's wire found for the request's URL.

    Raises DropConnection if an injected fault closes the connection.
    """
    rpc, rule, variables = route
    try:
        response = answer(
            world,
            rpc,
            service.methods.get(rpc.name),
            rest_messages.authorization(request),
            lambda: _read(request, rpc, rule, variables),
        )
    except ApiError as error:
        return rest_messages.json_response(request, error.http_status, error.to_json(), _challenge(error))
    content = to_json(response, enums_as_numbers=rest_messages.enums_as_numbers(request))
    return rest_messages.json_response(request, 200, content)


def _read(request: HttpRequest, rpc: Rpc, rule: HttpRule, variables: dict[str, str]) -> Message:
    missing = rest_messages.missing_parameter(request)
    if missing:
        raise ApiError("UNIMPLEMENTED", f"The microconv emulator does not have the parameter '{missing}'.")
    form = rest_messages.other_form(request)
    if form:
        raise invalid(f"The microconv emulator answers in JSON only, not in {form}.")
    try:
        return build_request(rpc.request, rule, variables, request.query, request.body)
    except PayloadError as bad:
        raise invalid_fields(str(bad), bad.problems) from bad


def _challenge(error: ApiError) -> dict[str, str]:
    """The header that says what is wrong with the token."""
    reasons = {getattr(detail, "reason", "") for detail in error.details}
    return rest_messages.challenge(
        error.code,
        missing="CREDENTIALS_MISSING" in reasons,
        scope="ACCESS_TOKEN_SCOPE_INSUFFICIENT" in reasons,
    )

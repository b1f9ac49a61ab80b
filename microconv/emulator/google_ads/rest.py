"""The REST transport: the JSON form of the same methods, by the HTTP rules of the protos.

Sources: the pages on the REST interface (rest/overview, rest/auth, rest/design/json-mappings, rest/design/mutates),
checked 2026-11-29: errors are google.rpc.Status with a GoogleAdsFailure among the details, each answer has a header
``request-id``, ``searchStream`` answers with a list, and so it does with an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from microconv.emulator import mishaps, rest_messages
from microconv.emulator.codes import CODES
from microconv.emulator.google_ads.call_exchange import Exchange
from microconv.emulator.google_ads.errors import AdsError, AdsFailure, unimplemented
from microconv.emulator.google_ads.errors_json import error_json
from microconv.emulator.google_ads.wire_http import route
from microconv.emulator.http_messages import DropConnection, no_such_url
from microconv.emulator.transcoding import PayloadError, build_request, to_json

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.call_exchange import Responder
    from microconv.emulator.google_ads.wire_http import Route
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.http_messages import HttpRequest, HttpResponse

_NO_METHOD = "Method not found."


class _Refused(Exception):  # noqa: N818 - how the request ended
    """A request that ended with a failure."""

    def __init__(self, failure: AdsFailure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class RestExchange(Exchange):
    """A request over REST."""

    def __init__(self, world: AdsWorld, path: str, request: HttpRequest) -> None:
        given = rest_messages.authorization(request)
        super().__init__(world, path, {**request.headers, **({} if given is None else {"authorization": given})})

    def open(self) -> None:
        """Nothing goes ahead of the answer."""

    def fail(self, failure: AdsFailure) -> NoReturn:
        """End the request with a failure."""
        self.log(failure.status, " ".join(f"{one.code} {one.reason}".rstrip() for one in failure.errors))
        raise _Refused(failure)

    def drop(self, *, logged: bool = True) -> NoReturn:
        """End the request by closing its connection."""
        if logged:
            self.log("UNAVAILABLE", "dropped")
        raise DropConnection


def serve_http(api: Responder, request: HttpRequest) -> HttpResponse:
    """Answer one HTTP request.

    Raises DropConnection if an injected fault closes the connection.
    """
    target = route(api.versions, request.method, request.path)
    if target is None:
        return _no_method(api.world, request)
    exchange = RestExchange(api.world, target.path, request)
    with mishaps.Edge(_Refused, DropConnection) as edge:
        try:
            return _success(exchange, request, _answers(api, exchange, target, request))
        except _Refused as refused:
            return _failure(exchange, request, refused.failure)
    mishaps.report(edge.error, exchange.method, exchange.request_id)
    mistake = AdsFailure([AdsError("internal_error", "INTERNAL_ERROR", mishaps.MESSAGE)])
    exchange.log(mistake.status)
    return _failure(exchange, request, mistake)


def _answers(api: Responder, exchange: RestExchange, target: Route, request: HttpRequest) -> Message | list[Message]:
    """The answer, or those of a stream.

    Raises _Refused for a failure.
    """
    answer = api.respond(exchange, _read(target, request))
    if not _streams(request):
        return answer
    parts = list(answer)
    exchange.log("OK")
    return parts


def _streams(request: HttpRequest) -> bool:
    return request.path.endswith(":searchStream")


def _read(target: Route, request: HttpRequest) -> bytes | AdsFailure:
    """The request message as bytes, or why it cannot be read; empty where the emulator has not the method."""
    missing = rest_messages.missing_parameter(request)
    if missing:
        return unimplemented(f"the parameter '{missing}'")
    form = rest_messages.other_form(request)
    if form:
        return AdsFailure((), "INVALID_ARGUMENT", f"The microconv emulator answers in JSON only, not in {form}.")
    if target.version is None or target.rule is None:
        return b""
    message_class = target.version.cls(target.rule.request)
    try:
        message = build_request(message_class, target.rule.http, target.variables, request.query, request.body)
    except PayloadError as bad:
        return AdsFailure((), "INVALID_ARGUMENT", str(bad), violations=bad.problems)
    content: bytes = message.SerializeToString()
    return content


# ---- answers


def _success(exchange: RestExchange, request: HttpRequest, answer: Message | list[Message]) -> HttpResponse:
    numbers = rest_messages.enums_as_numbers(request)
    content: Any = (
        [to_json(one, enums_as_numbers=numbers) for one in answer]
        if isinstance(answer, list)
        else to_json(answer, enums_as_numbers=numbers)
    )
    return rest_messages.json_response(request, 200, content, {"request-id": exchange.request_id})


def _failure(exchange: RestExchange, request: HttpRequest, failure: AdsFailure) -> HttpResponse:
    content: Any = {"error": error_json(failure, exchange.version, exchange.request_id, exchange.path)}
    headers = rest_messages.challenge(
        failure.status,
        missing="authorization" not in exchange.metadata,
        scope=failure.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    )
    return rest_messages.json_response(
        request,
        CODES[failure.status][1],
        [content] if _streams(request) else content,
        {**headers, "request-id": exchange.request_id},
    )


def _no_method(world: AdsWorld, request: HttpRequest) -> HttpResponse:
    exchange = RestExchange(world, "", request)
    exchange.method = "REST"
    exchange.log("NOT_FOUND", f"{request.method} {request.path}")
    if world.policies.text("rest_unknown_url") == "page":
        return no_such_url()
    failure = AdsFailure((), "NOT_FOUND", _NO_METHOD)
    return _failure(exchange, request, failure)

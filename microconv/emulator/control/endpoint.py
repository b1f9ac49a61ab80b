"""The control plane over HTTP, for whoever has the token. JSON in, JSON out.

    GET    /health
    POST   /reset
    GET    /seed                     PUT    /seed                      (a seed)
    GET    /clock                    POST   /clock/advance             {"days": 1, "hours": 1}
    GET    /requests?api=&method=&write=true                           DELETE /requests
    GET    /policies                 PUT    /policies                  {"name": value}         DELETE /policies
    GET    /faults                   POST   /faults                    (the fields of a fault) DELETE /faults[/ID]
    POST   /tokens/expire
    GET    /snapshots                PUT    /snapshots/NAME            DELETE /snapshots/NAME
    POST   /snapshots/NAME/restore

and what tags send, at the paths where they send it (see `collection`; the first two take POST as well):

    GET    /pagead/conversion/ID/    GET    /g/collect                 POST   /mp/collect

A refusal is ``{"error": {"status": 400, "message": "..."}}``. Two things keep web pages out: every request needs
``Authorization: Bearer`` with the token that only files of the owner hold, and the Host header must name this port on
this machine, so that a foreign name that resolves to 127.0.0.1 is of no use.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import ControlError
from microconv.emulator.http_messages import HttpRequest, HttpResponse
from microconv.emulator.json_body import JsonError, read_json

if TYPE_CHECKING:
    from microconv.emulator.control.operations import Json, Operations

#: Method, path, and what answers it, from the operations, the names in the path and the request.
_Route = tuple[str, re.Pattern[str], Callable[["Operations", Mapping[str, str], HttpRequest], Any]]
_NAME = r"(?P<name>[A-Za-z0-9_.-]{1,100})"
_PING = r"/pagead/conversion/(?P<id>[0-9]{1,18})/?"
_TRUTH = "/truth/properties/(?P<id>[0-9]{1,18})"
_FILTERS = ("api", "method", "write")


def _routes() -> tuple[_Route, ...]:
    plain: tuple[tuple[str, str, Callable[[Operations, Mapping[str, str], HttpRequest], Any]], ...] = (
        ("POST", "/reset", lambda do, _, request: do.reset(_body(request))),
        ("GET", "/seed", lambda do, _, request: do.dump_seed()),
        ("PUT", "/seed", lambda do, _, request: do.load_seed(_body(request))),
        (
            "GET",
            "/truth/properties/(?P<id>[0-9]{1,18})",
            lambda do, path, request: do.truth(path["id"], **_days(request)),
        ),
        ("GET", "/clock", lambda do, _, request: do.clock()),
        ("POST", "/clock/advance", lambda do, _, request: do.advance_clock(_body(request))),
        ("GET", "/requests", lambda do, _, request: do.requests(**_filters(request))),
        ("DELETE", "/requests", lambda do, _, request: do.clear_requests()),
        ("GET", "/policies", lambda do, _, request: do.policies()),
        ("PUT", "/policies", lambda do, _, request: do.set_policies(_body(request))),
        ("DELETE", "/policies", lambda do, _, request: do.reset_policies()),
        ("GET", "/faults", lambda do, _, request: do.faults()),
        ("POST", "/faults", lambda do, _, request: do.add_fault(_body(request))),
        ("DELETE", "/faults", lambda do, _, request: do.clear_faults()),
        ("DELETE", "/faults/(?P<id>[0-9]{1,18})", lambda do, path, request: do.remove_fault(path["id"])),
        ("POST", "/tokens/expire", lambda do, _, request: do.expire_tokens(_body(request))),
        ("GET", "/snapshots", lambda do, _, request: do.snapshots()),
        ("PUT", f"/snapshots/{_NAME}", lambda do, path, request: do.take_snapshot(path["name"])),
        ("DELETE", f"/snapshots/{_NAME}", lambda do, path, request: do.drop_snapshot(path["name"])),
        (
            "POST",
            f"/snapshots/{_NAME}/restore",
            lambda do, path, request: do.restore_snapshot(path["name"], _body(request)),
        ),
    )
    hits = [
        (method, path, answer)
        for method in ("GET", "POST")
        for path, answer in (
            (_PING, lambda do, path, request: do.collect_ping(path["id"], request)),
            ("/g/collect", lambda do, _, request: do.collect_hits(request)),
        )
    ]
    hits.append(("POST", "/mp/collect", lambda do, _, request: do.collect_events(request)))
    return tuple((method, re.compile(path), answer) for method, path, answer in (*plain, *hits))


_ROUTES = _routes()


class ControlEndpoint:
    """Answers the requests of the control port.

    operations: what they can do.
    token: what they must bring.
    health: more fields for ``/health``; called for each such request.
    """

    def __init__(self, operations: Operations, token: str, health: Callable[[], Mapping[str, Json]]) -> None:
        self._operations = operations
        self._token = token.encode("ascii")
        self._health = health
        #: Set as soon as it is known; until then every request is refused.
        self.port = 0

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        try:
            self._admit(request)
            return _json(200, self._answer(request))
        except ControlError as error:
            headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}
            return _json(error.status, {"error": {"status": error.status, "message": str(error)}}, headers)

    def _admit(self, request: HttpRequest) -> None:
        host = request.headers.get("host", "")
        if host not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            raise ControlError(403, f"the control plane is not {host!r}")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token.strip().encode("utf-8", "surrogateescape")
        if scheme.lower() != "bearer" or not secrets.compare_digest(given, self._token):
            raise ControlError(
                401,
                "the control plane needs its token, in the header 'Authorization: Bearer …'; it is in the file that "
                "MICROCONV_EMULATOR_CONTROL_TOKEN_FILE names",
            )

    def _answer(self, request: HttpRequest) -> Json:
        if request.path == "/health" and request.method == "GET":
            return {"status": "running", **self._operations.clock(), **self._health()}
        there = []
        for method, pattern, answer in _ROUTES:
            match = pattern.fullmatch(request.path)
            if match is not None:
                if method == request.method:
                    return answer(self._operations, match.groupdict(), request)
                there.append(method)
        if there:
            raise ControlError(405, f"{request.path} takes {', '.join(there)}")
        if request.path.startswith("/snapshots/"):
            raise ControlError(400, "a snapshot's name is made of letters, digits, _, . and -, 100 at most")
        first = sorted({pattern.pattern.partition("(")[0].rstrip("/") for _, pattern, _ in _ROUTES} | {"/health"})
        raise ControlError(404, f"the control plane has no {request.path}; it has {', '.join(first)}")


def _body(request: HttpRequest) -> Json:
    if not request.body:
        return None
    try:
        return read_json(request.body)
    except JsonError as error:
        raise ControlError(400, f"the body is not JSON: {error}") from error


def _filters(request: HttpRequest) -> dict[str, str]:
    for name in request.query:
        if name not in _FILTERS:
            raise ControlError(400, f"{name!r} is unknown; there are: {', '.join(_FILTERS)}")
    return {name: values[-1] for name, values in request.query.items()}


def _days(request: HttpRequest) -> dict[str, str]:
    if set(request.query) != {"from", "to"}:
        raise ControlError(400, "the days are needed, such as ?from=2026-10-01&to=2026-10-31")
    return {"first": request.query["from"][-1], "last": request.query["to"][-1]}


def _json(status: int, content: Json, headers: Mapping[str, str] | None = None) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    common = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponse(status, {**common, **(headers or {})}, text.encode("utf-8"))

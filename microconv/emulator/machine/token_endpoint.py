"""The OAuth token endpoint over HTTP: the authority's answer, with the faults in force and an entry in the log.

Its method is called ``token`` in faults and in the log.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from microconv.emulator.http_messages import DropConnection, HttpRequest, HttpResponse
from microconv.emulator.machine.oauth import answer_token_request
from microconv.emulator.requestlog import Request

if TYPE_CHECKING:
    from microconv.emulator.faults import Fault
    from microconv.emulator.world import World

METHOD = "token"
_HTTP = {
    "INTERNAL": 500,
    "PERMISSION_DENIED": 403,
    "RESOURCE_EXHAUSTED": 429,
    "UNAUTHENTICATED": 401,
    "UNAVAILABLE": 503,
}
_STATUS = {200: "OK", 401: "UNAUTHENTICATED", 404: "NOT_FOUND"}


class TokenEndpoint:
    """Answers the requests of the token endpoint's port.

    world: whose authority answers.
    """

    def __init__(self, world: World) -> None:
        self._world = world

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one request.

        Raises DropConnection if a fault asks for it.
        """
        fault = self._world.faults.match("oauth", METHOD)
        if fault is None:
            response = answer_token_request(self._world.tokens, request)
            self._log(_STATUS.get(response.status, "INVALID_ARGUMENT"))
            return response
        time.sleep(fault.latency_s)
        if fault.drop:
            self._log("UNAVAILABLE", "dropped")
            raise DropConnection
        if fault.status == "OK":
            self._log("OK")
            return answer_token_request(self._world.tokens, request)
        self._log(fault.status)
        return _failure(fault)

    def _log(self, status: str, detail: str = "") -> None:
        world = self._world
        world.log.add(Request("oauth", METHOD, "", False, status, world.clock.now(), "", detail))


def _failure(fault: Fault) -> HttpResponse:
    body = {"error": "internal_failure", "error_description": fault.message}
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return HttpResponse(_HTTP.get(fault.status, 400), headers, json.dumps(body).encode("utf-8"))

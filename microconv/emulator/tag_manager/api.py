"""The Tag Manager API v2 as the machine mounts it: JSON over HTTP, by the routes of the discovery document."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from microconv.emulator import mishaps
from microconv.emulator.http_messages import DropConnection, HttpRequest, HttpResponse, no_such_url
from microconv.emulator.shared import COVERAGE
from microconv.emulator.tag_manager.call import answer
from microconv.emulator.tag_manager.errors import ApiError, internal
from microconv.emulator.tag_manager.methods import METHODS
from microconv.emulator.tag_manager.schema import document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.tag_manager.world import TagManagerWorld

PREFIX = "/tagmanager/v2/"
_VARIABLE = re.compile(r"\{(\w+)\}")
_IDS = {
    "accountsId": "account",
    "containersId": "container",
    "versionsId": "version",
    "workspacesId": "workspace",
}
_HEADERS = {"Content-Type": "application/json; charset=UTF-8"}


class Route(NamedTuple):
    """A route: the method's name, its verb, and the path as a pattern."""

    name: str
    verb: str
    path: re.Pattern[str]


@lru_cache(maxsize=1)
def routes() -> tuple[Route, ...]:
    """The routes of the discovery document; those that end in a word come before those that end in an id."""
    listed = sorted(document()["routes"], key=lambda item: (item[2].endswith("}"), item[2]))
    return tuple(Route(name, verb, _pattern(path)) for name, verb, path in listed)


def _pattern(path: str) -> re.Pattern[str]:
    parts = _VARIABLE.split(path)
    pattern = [
        f"(?P<{_IDS.get(part, 'object')}>[^/:]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    ]
    return re.compile("".join(pattern))


class TagManagerApi:
    """Serves the API from the state of one world."""

    def __init__(self, world: TagManagerWorld) -> None:
        self._world = world

    def http(self, request: HttpRequest) -> HttpResponse:
        """Answer one HTTP request whose path begins with PREFIX.

        Raises DropConnection if an injected fault closes the connection.
        """
        path = request.path.removeprefix(PREFIX)
        for route in routes():
            match = route.path.fullmatch(path) if route.verb == request.method else None
            if match is not None:
                return self._serve(route, match.groupdict(), request)
        return no_such_url()

    def _serve(self, route: Route, ids: Mapping[str, str], request: HttpRequest) -> HttpResponse:
        method = METHODS.get(route.name)
        try:
            if method is None:
                raise ApiError(501, f"The microconv emulator does not have the method {route.name}. {COVERAGE}")
            for name in ("fields", "$fields", "callback"):
                if name in request.query:
                    raise ApiError(501, f"The microconv emulator does not have the parameter '{name}'.")
            with mishaps.Edge(ApiError, DropConnection) as edge:
                content = answer(self._world, method, ids, request)
            if edge.error is not None:
                raise internal(mishaps.report(edge.error, f"tagmanager.{route.name}")) from edge.error
        except ApiError as error:
            return _json(error.status, error.to_json())
        return HttpResponse(204) if content is None else _json(200, content)


def _json(status: int, content: Mapping[str, Any]) -> HttpResponse:
    return HttpResponse(status, _HEADERS, json.dumps(content, ensure_ascii=False, indent=2).encode())

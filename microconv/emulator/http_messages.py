"""HTTP requests and answers, as a port hands them to whatever answers there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


class DropConnection(Exception):  # noqa: N818 - an order, not an error
    """Raised by a handler: close the connection without any answer."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request. `path` is percent-decoded, `headers` have lower-case names."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One answer. Content-Length is added by the server."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Handler = Callable[[HttpRequest], HttpResponse]

_NOT_FOUND_PAGE = """<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <title>Error 404 (Not Found)!!1</title>
  <p>404. The microconv emulator knows no such URL.
"""


def no_such_url() -> HttpResponse:
    """The answer for a URL that no method has: a page, not JSON, as Google's frontend gives it."""
    return HttpResponse(404, {"Content-Type": "text/html; charset=UTF-8"}, _NOT_FOUND_PAGE.encode())

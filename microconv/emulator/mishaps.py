"""Mistakes of the emulator itself: an exception that nobody foresaw while a request was answered.

The client has an answer as Google gives it for its own mistakes (INTERNAL, with the id of the request), and standard
error a line that says where it happened. Tests attach to the logger `LOGGER`, which is what writes the line.
"""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microconv.emulator.http_messages import HttpResponse

if TYPE_CHECKING:
    from types import TracebackType

LOGGER = logging.getLogger("microconv.emulator")
#: What Google's services say of theirs (captured from the Google Ads API; google.rpc.Code.INTERNAL is the same in all).
MESSAGE = "Internal error encountered."
_HERE = Path(__file__).parent
_FRAMES = 3
_MAX_TEXT = 500


class Edge:
    """A block at the edge of the emulator, which no exception leaves but those that are meant to.

    meant: exceptions that are answers.
    """

    def __init__(self, *meant: type[Exception]) -> None:
        self._meant = meant
        #: What was raised and was not meant to; None if nothing was.
        self.error: Exception | None = None

    def __enter__(self) -> Edge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, self._meant):
            return False
        self.error = error
        return True


def report(error: Exception | None, what: str, request_id: str = "") -> str:
    """Tell of a mistake on standard error, in one line; the request's id, made up if it has none.

    what: the method, or method and path of HTTP.
    """
    request_id = request_id or secrets.token_urlsafe(16)
    frames = [one for one in traceback.extract_tb(error.__traceback__ if error else None) if _ours(one.filename)]
    places = " < ".join(
        f"{Path(one.filename).relative_to(_HERE)}:{one.lineno} {one.name}" for one in reversed(frames[-_FRAMES:])
    )
    said = ascii(str(error))[:_MAX_TEXT]
    LOGGER.error(
        "microconv emulator: a mistake of its own (INTERNAL) at %s, request id %s: %s: %s (%s)",
        ascii(what)[1:-1][:_MAX_TEXT],
        request_id,
        type(error).__name__,
        said,
        places,
    )
    return request_id


def _ours(path: str) -> bool:
    return Path(path).is_relative_to(_HERE)


def request_info(request_id: str) -> dict[str, Any]:
    """The detail of an error that names the request: google.rpc.RequestInfo (google/rpc/error_details.proto)."""
    return {"@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": request_id}


def http_answer(error: Exception, what: str) -> HttpResponse:
    """Report a mistake and answer it over HTTP, in the form of Google's frontend."""
    details = [request_info(report(error, what))]
    body = {"error": {"code": 500, "message": MESSAGE, "status": "INTERNAL", "details": details}}
    return HttpResponse(500, {"Content-Type": "application/json; charset=UTF-8"}, json.dumps(body, indent=2).encode())

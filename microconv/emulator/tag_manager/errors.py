"""Errors as the Tag Manager API answers them, in JSON.

The form is that of Google's older JSON APIs: a list of errors with domain and reason beside code and message. Texts in
`OBSERVED` were published by people who got them (their sources beside them); all others are the emulator's own, and
only the status carries meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from microconv.emulator import token_texts
from microconv.emulator.mishaps import MESSAGE, request_info

#: HTTP status -> (the name of google.rpc.Code, the usual reason).
CODES: Mapping[int, tuple[str, str]] = {
    400: ("INVALID_ARGUMENT", "invalid"),
    401: ("UNAUTHENTICATED", "authError"),
    403: ("PERMISSION_DENIED", "insufficientPermissions"),
    404: ("NOT_FOUND", "notFound"),
    409: ("ABORTED", "conflict"),
    412: ("FAILED_PRECONDITION", "conditionNotMet"),
    429: ("RESOURCE_EXHAUSTED", "rateLimitExceeded"),
    500: ("INTERNAL", "backendError"),
    501: ("UNIMPLEMENTED", "notImplemented"),
    503: ("UNAVAILABLE", "backendError"),
    504: ("DEADLINE_EXCEEDED", "backendError"),
}

#: Word -> text, and who quotes it (read in copies, 2026-11-29).
_TEXTS: Mapping[str, tuple[str, str]] = {
    "not_found": ("Not found or permission denied.", "tools that wrap the API; the same for both reasons"),
    "never_published": ("Published container version not found", "tests of github.com/google/site-kit-wp"),
    "duplicate": ("Found entity with duplicate name.", "several tools"),
    "opaque": (
        "Returned an error response for your request.",
        "https://github.com/googleapis/google-api-php-client/issues/2470",
    ),
    "event_filter": (
        "customEventFilter: Custom-event trigger must have exactly one custom-event filter.",
        "https://github.com/stape-io/google-tag-manager-mcp-server/issues/77",
    ),
    "unknown_template": (
        "vendorTemplate.key: Unknown entity type (template public ID: {})",
        "https://github.com/sprawz/gtm-mcp-server/issues/26",
    ),
    "quota": (
        "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service "
        "'tagmanager.googleapis.com' for consumer 'project_number:{}'.",
        "several tools, with 429",
    ),
    "no_token": (token_texts.MISSING, token_texts.SOURCE),
    "bad_token": (token_texts.BAD, token_texts.SOURCE),
    "no_scope": (token_texts.NO_SCOPE, token_texts.SOURCE),
}
OBSERVED: Mapping[str, str] = {word: text for word, (text, _) in _TEXTS.items()}
"""Texts that the service was seen to answer."""
SOURCES: Mapping[str, str] = dict(_TEXTS.values())
"""Each of them, with who quotes it."""


class ApiError(Exception):
    """An answer other than OK.

    status: of HTTP, one of CODES.
    message: the text for the developer.
    reason: of the first error in the list; empty for the usual one.
    request_id: of a mistake of the emulator's own; empty for other errors.
    """

    def __init__(self, status: int, message: str, reason: str = "", request_id: str = "") -> None:
        if status not in CODES:
            raise ValueError(f"{status} is not a status of this API")
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message
        self.reason = reason or CODES[status][1]
        self.request_id = request_id

    @property
    def code(self) -> str:
        """The name of google.rpc.Code."""
        return CODES[self.status][0]

    def to_json(self) -> dict[str, Any]:
        """The JSON body."""
        item = {"message": self.message, "domain": "global", "reason": self.reason}
        error = {"code": self.status, "message": self.message, "errors": [item], "status": self.code}
        if self.request_id:
            error["details"] = [request_info(self.request_id)]
        return {"error": error}


def internal(request_id: str) -> ApiError:
    """500, for a mistake of the emulator's own."""
    return ApiError(500, MESSAGE, request_id=request_id)


def invalid(message: str) -> ApiError:
    """400; the text is the emulator's own."""
    return ApiError(400, message)


def not_found() -> ApiError:
    """404, for what does not exist and for what the caller may not see."""
    return ApiError(404, OBSERVED["not_found"])


def by_code(code: str, message: str) -> ApiError:
    """The error of a google.rpc.Code, for injected faults; INTERNAL where this API has none for it."""
    status = next((status for status, (name, _) in CODES.items() if name == code), 500)
    return ApiError(status, message)

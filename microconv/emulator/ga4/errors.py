"""Errors as the Google Analytics APIs answer them, and how each is written on both transports.

Texts that callers of the real service have reported are in `errors_texts`; those of key events were never captured in
public, so their wording is the emulator's own and only the code carries meaning (checked 2026-11-23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.codes import CODES
from microconv.emulator.mishaps import MESSAGE
from microconv.emulator.shared import COVERAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from google.protobuf.message import Message
    from google.rpc.status_pb2 import Status

#: Proto package of an API -> its host name, named in the metadata of ErrorInfo.
SERVICE_HOSTS = {
    "google.analytics.admin": "analyticsadmin.googleapis.com",
    "google.analytics.data": "analyticsdata.googleapis.com",
}


class ApiError(Exception):
    """An answer other than OK.

    code: a name of google.rpc.Code.
    message: the text for the developer.
    details: messages of google.rpc (ErrorInfo, BadRequest) that travel with it.
    """

    def __init__(self, code: str, message: str, details: Sequence[Message] = ()) -> None:
        if code not in CODES or code == "OK":
            raise ValueError(f"{code!r} is not an error code of google.rpc.Code")
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.details = tuple(details)

    @property
    def http_status(self) -> int:
        """The HTTP status of the code."""
        return CODES[self.code][1]

    def to_status(self) -> Status:
        """The google.rpc.Status that ``grpc-status-details-bin`` carries."""
        from google.rpc.status_pb2 import Status

        status = Status(code=CODES[self.code][0], message=self.message)
        for detail in self.details:
            status.details.add().Pack(detail)
        return status

    def to_json(self) -> dict[str, Any]:
        """The JSON body of an HTTP error: ``{"error": {code, message, status, details}}``."""
        from google.protobuf import json_format

        error: dict[str, Any] = {"code": self.http_status, "message": self.message, "status": self.code}
        if self.details:
            error["details"] = [json_format.MessageToDict(detail) for detail in self.to_status().details]
        return {"error": error}


def invalid(message: str, field: str = "") -> ApiError:
    """INVALID_ARGUMENT; `field` (dotted, snake case) is named in a BadRequest detail."""
    return invalid_fields(message, [(field, message)] if field else [])


def invalid_fields(message: str, violations: Sequence[tuple[str, str]]) -> ApiError:
    """INVALID_ARGUMENT with one field violation (field, description) each; an empty field is left out."""
    from google.rpc.error_details_pb2 import BadRequest

    if not violations:
        return ApiError("INVALID_ARGUMENT", message)
    detail = BadRequest()
    for field, description in violations:
        detail.field_violations.add(field=field, description=description)
    return ApiError("INVALID_ARGUMENT", message, [detail])


def permission_denied() -> ApiError:
    """The answer for what the caller may not see (observed on every Admin method, for unknown ids too)."""
    return ApiError("PERMISSION_DENIED", "The caller does not have permission")


def not_found() -> ApiError:
    """The answer for an object that does not exist within a property the caller may see."""
    return ApiError("NOT_FOUND", "Requested entity was not found.")


def already_exists() -> ApiError:
    """The answer to a create of what is there already (409 over REST)."""
    return ApiError("ALREADY_EXISTS", "Requested entity already exists")


def unimplemented(method: str) -> ApiError:
    """The emulator's own answer for a method of the real service that it does not have."""
    return ApiError("UNIMPLEMENTED", f"The microconv emulator does not have the method {method}. {COVERAGE}")


def internal(request_id: str) -> ApiError:
    """The answer to a request that ended in a mistake of the emulator's own, with its id."""
    from google.rpc.error_details_pb2 import RequestInfo

    return ApiError("INTERNAL", MESSAGE, [RequestInfo(request_id=request_id)])


def authentication_failed(code: str, reason: str, message: str, method: str) -> ApiError:
    """UNAUTHENTICATED or PERMISSION_DENIED for a token, with ErrorInfo(reason, domain, service, method).

    method: the full name of the proto method, such as ``google.analytics.data.v1beta.BetaAnalyticsData.RunReport``.
    """
    from google.rpc.error_details_pb2 import ErrorInfo

    service = SERVICE_HOSTS[".".join(method.split(".")[:3])]
    metadata = {"service": service, "method": method}
    return ApiError(code, message, [ErrorInfo(reason=reason, domain="googleapis.com", metadata=metadata)])

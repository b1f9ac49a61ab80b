"""Errors as the REST transport writes them: the JSON of a google.rpc.Status with its details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.codes import CODES
from microconv.emulator.google_ads.errors import error_info, failure_message
from microconv.emulator.transcoding import to_json

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.errors import AdsFailure
    from microconv.emulator.google_ads.wire import Version


def error_json(failure: AdsFailure, version: Version | None, request_id: str, path: str) -> dict[str, Any]:
    """The content of ``error``: code (of HTTP), message, status, details.

    version: None where the URL names none that the emulator has.
    path: of the gRPC method, ``/package.Service/Method``.
    """
    content: dict[str, Any] = {
        "code": CODES[failure.status][1],
        "message": failure.message,
        "status": failure.status,
    }
    details = [_detail(one) for one in _details(failure, version, request_id, path)]
    return {**content, "details": details} if details else content


def _details(failure: AdsFailure, version: Version | None, request_id: str, path: str) -> list[Message]:
    details = []
    if failure.reason:
        details.append(error_info(failure.reason, path))
    if failure.violations:
        from google.rpc.error_details_pb2 import BadRequest

        bad = BadRequest()
        for field, text in failure.violations:
            bad.field_violations.add(field=field, description=text)
        details.append(bad)
    if failure.errors and version is not None:
        details.append(failure_message(version, failure.errors, request_id))
    return details


def _detail(message: Message) -> dict[str, Any]:
    kind = {"@type": f"type.googleapis.com/{message.DESCRIPTOR.full_name}"}
    return kind | to_json(message, enums_as_numbers=False)

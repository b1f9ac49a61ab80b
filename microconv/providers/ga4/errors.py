"""Errors of the GA4 Admin API in our own words, with Google's code and text kept.

Over REST the client knows only the HTTP status; Google's own word stands in `details` where there is one
(google-api-core 2.44, tried 2026-11-23). GA4 gives no request id.
"""

from __future__ import annotations

from typing import Any

from microconv.core.errors import (
    AccessDeniedError,
    ApiError,
    CredentialsError,
    MicroconvError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.providers.foreign import told

API = "ga4"

_KINDS: dict[int, tuple[type[ApiError], str, str]] = {
    400: (RejectedError, "INVALID_ARGUMENT", ""),
    401: (AccessDeniedError, "UNAUTHENTICATED", "sign in again: the credentials have expired or were revoked"),
    403: (
        AccessDeniedError,
        "PERMISSION_DENIED",
        "check `ga4: {property_id: …}`, and that the user or service account is an Editor of the property "
        "(Admin > Property access management); the Google Analytics Admin API must be enabled in the Cloud project",
    ),
    404: (NotFoundError, "NOT_FOUND", "check `ga4: {property_id: …}`: the number, not the G-… measurement id"),
    409: (RejectedError, "ALREADY_EXISTS", "somebody made it meanwhile: run again, the state is read first"),
    429: (QuotaError, "RESOURCE_EXHAUSTED", "wait a minute, then run again"),
    501: (RejectedError, "UNIMPLEMENTED", ""),
}


def translated(error: Exception, property_id: str, *, writing: bool, target: str = "") -> MicroconvError:
    """The microconv error for anything that the client can raise. `target` is the object it is about."""
    from google.api_core.exceptions import GoogleAPICallError
    from google.auth.exceptions import GoogleAuthError, TransportError

    if isinstance(error, GoogleAPICallError):
        return _of_answer(error, property_id, target, writing=writing)
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError):
        return CredentialsError(
            f"{API} {property_id}: Google refused the credentials: {told(error)}",
            hint="sign in again, or check the key file that GOOGLE_APPLICATION_CREDENTIALS names",
        )
    cause: Any = error
    return UnclearError(
        api=API,
        account=property_id,
        code=type(cause).__name__,
        message="no answer from the API",
        target=target,
        hint=_after_silence(writing=writing),
    )


def _of_answer(error: Any, property_id: str, target: str, *, writing: bool) -> ApiError:
    status = int(error.code) if error.code is not None else 0
    reason = str(error.reason or "")
    text = str(error.message or "")
    # The REST transport puts "METHOD URL: " before Google's own text.
    text = text.partition(": ")[2] if text.partition(" ")[0] in {"GET", "POST", "PATCH", "DELETE"} else text
    if status == 403 and reason in {"rateLimitExceeded", "RATE_LIMIT_EXCEEDED"}:
        status = 429
    kind, code, hint = _KINDS.get(
        status, (UnclearError, f"HTTP {status}", _after_silence(writing=writing, answered=True))
    )
    return kind(
        api=API,
        account=property_id,
        code=f"{code} ({reason})" if reason else code,
        message=text,
        target=target,
        hint=hint,
    )


def _after_silence(*, writing: bool, answered: bool = False) -> str:
    if writing:
        return "run again: the state is read first, nothing is repeated blindly"
    if answered:
        return "GA4 is in trouble: run again later (nothing was written)"
    return "the API cannot be reached: check the network, then run again (nothing was written)"

"""Errors as the Google Ads API answers them: GoogleAdsFailure in the trailers, and the gRPC status that goes with it.

Codes are the enum words of the installed package (family, word). Messages are Google's where they are known
(`errors_texts`), else the emulator's own wording in the manner of the service; only the code, the location and the
trigger carry meaning for a program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from microconv.emulator import token_texts
from microconv.emulator.google_ads.errors_texts import fixed_text
from microconv.emulator.shared import COVERAGE

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.wire import Version

#: Family -> (status, status message), as captured from the real service; every other family is an invalid argument.
_FAMILY_STATUS = {
    "authentication_error": ("UNAUTHENTICATED", token_texts.MISSING),
    "authorization_error": ("PERMISSION_DENIED", "The caller does not have permission"),
    "quota_error": ("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    "internal_error": ("INTERNAL", "Internal error encountered."),
}
_INVALID_ARGUMENT = ("INVALID_ARGUMENT", "Request contains an invalid argument.")

#: One step of a location: a field name, and the index if the field is repeated.
Step = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class QuotaDetails:
    """Details of a QuotaError: scope ACCOUNT or DEVELOPER, the name of the limit, when to try again."""

    rate_scope: str
    rate_name: str
    retry_seconds: int


@dataclass(frozen=True, slots=True)
class AdsError:
    """One error of a failure.

    family: the field of ErrorCode, such as ``field_error``.
    word: the enum word, such as ``REQUIRED``.
    message: for the developer.
    reason: why, in the emulator's words, where the message is Google's and does not say it; for the log.
    location: field path elements from the request's root.
    trigger: the value that caused it.
    quota: the details of a QuotaError.
    """

    family: str
    word: str
    message: str
    location: tuple[Step, ...] = ()
    trigger: str | int | float | bool | None = None
    quota: QuotaDetails | None = None
    reason: str = ""

    @property
    def code(self) -> str:
        """``family.WORD``."""
        return f"{self.family}.{self.word}"

    def under(self, *prefix: Step) -> AdsError:
        """The same error, its location seen from further up."""
        return replace(self, location=(*prefix, *self.location))


def error(
    code: str,
    message: str,
    *path: str | Step,
    trigger: str | int | float | bool | None = None,
    quota: QuotaDetails | None = None,
) -> AdsError:
    """An error from ``family.WORD``; `path` gives the location as names or (name, index) steps.

    message: what the client is told, unless Google always says the same; then it is the reason, for the log.
    """
    family, word = code.split(".")
    steps = tuple((step, None) if isinstance(step, str) else step for step in path)
    said = fixed_text(code)
    if said is None or said == message:
        return AdsError(family, word, message, steps, trigger, quota)
    return AdsError(family, word, said, steps, trigger, quota, reason=message)


class AdsFailure(Exception):  # noqa: N818 - named after GoogleAdsFailure
    """A request that fails.

    errors: what is wrong, at least one unless the failure is of the transport only.
    status: gRPC status name; None takes that of the first error's family.
    message: the status message; None takes that of the first error's family.
    reason: of google.api.ErrorReason, where a failure of the transport has one; empty for none.
    violations: (place, text) of each thing that the transport could not read.
    """

    def __init__(
        self,
        errors: Iterable[AdsError],
        status: str | None = None,
        message: str | None = None,
        reason: str = "",
        violations: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.errors = tuple(errors)
        self.violations = tuple(violations)
        self.reason = reason
        family = self.errors[0].family if self.errors else ""
        default_status, default_message = _FAMILY_STATUS.get(family, _INVALID_ARGUMENT)
        self.status = status or default_status
        self.message = default_message if message is None else message
        super().__init__(f"{self.status}: {'; '.join(one.code for one in self.errors) or self.message}")


def unimplemented(what: str, has: Iterable[str] = (), hint: str = COVERAGE) -> AdsFailure:
    """The answer for what the real service has and the emulator has not.

    what: goes with "does not have".
    has: the names that it has instead; they are listed.
    hint: where to look.
    """
    instead = f"; it has {', '.join(has)}" if has else ""
    return AdsFailure((), "UNIMPLEMENTED", f"The microconv emulator does not have {what}{instead}. {hint}")


def failure_message(version: Version, errors: Sequence[AdsError], request_id: str) -> Message:
    """The GoogleAdsFailure of a version."""
    failure: Any = version.cls("GoogleAdsFailure")()
    for one in errors:
        item = failure.errors.add()
        setattr(item.error_code, one.family, version.error_code(one.family, one.word))
        item.message = one.message
        for name, index in one.location:
            element = item.location.field_path_elements.add(field_name=name)
            if index is not None:
                element.index = index
        _set_trigger(item.trigger, one.trigger)
        if one.quota is not None:
            details = item.details.quota_error_details
            details.rate_scope = details.QuotaRateScope.Value(one.quota.rate_scope)
            details.rate_name = one.quota.rate_name
            details.retry_delay.seconds = one.quota.retry_seconds
    failure.request_id = request_id
    message: Message = failure
    return message


def _set_trigger(value: Message, trigger: str | int | float | bool | None) -> None:
    if trigger is None:
        return
    kind = {bool: "boolean_value", int: "int64_value", float: "double_value", str: "string_value"}[type(trigger)]
    setattr(value, kind, trigger)


def error_info(reason: str, path: str) -> Message:
    """The ErrorInfo of a failure of the transport, as every API of Google's has it.

    path: of the gRPC method, ``/package.Service/Method``.
    """
    from google.rpc.error_details_pb2 import ErrorInfo

    about = {"service": "googleads.googleapis.com", "method": path.removeprefix("/").replace("/", ".")}
    info: Message = ErrorInfo(reason=reason, domain="googleapis.com", metadata=about)
    return info


def status_message(number: int, message: str, detail: Message | None) -> Message:
    """A google.rpc.Status with its detail."""
    from google.rpc.status_pb2 import Status

    status = Status(code=number, message=message)
    if detail is not None:
        status.details.add().Pack(detail)
    return status


def partial_failure(version: Version, errors: Sequence[AdsError], request_id: str) -> Message:
    """The ``partial_failure_error`` of a response: code 3, the first error's message with its place, the failure."""
    first = errors[0]
    where = ".".join(name if index is None else f"{name}[{index}]" for name, index in first.location)
    text = f"{first.message}, at {where}" if where else first.message
    if len(errors) > 1:
        text = f"Multiple errors in 'details'. First error: {text}"
    return status_message(3, text, failure_message(version, errors, request_id))

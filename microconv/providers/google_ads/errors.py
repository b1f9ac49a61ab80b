"""Errors of the Google Ads API in our own words, with Google's code, text and request id kept.

What an error means for a write follows from its code. Sources: the client's error enums (v26) and
developers.google.com/google-ads/api/docs/best-practices/error-types, checked 2026-11-23.
"""

from __future__ import annotations

from typing import Any

from microconv.core.errors import (
    AccessDeniedError,
    AccountQuotaError,
    AlreadyThereError,
    ApiError,
    MicroconvError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.core.text import NO_TEXT, Text
from microconv.providers.foreign import shown_text, text_of
from microconv.providers.google_ads.classification import Meaning, meaning
from microconv.providers.google_ads.credentials import refused_credentials
from microconv.providers.google_ads.hints import AGAIN, AGAIN_WRITING, HINTS, NOTHING_WRITTEN
from microconv.providers.network import UNKNOWN, Trouble, trouble

API = "google_ads"

WHOLE_REQUEST = -1
"""The index under which a partial failure stands that names no operation."""

_NO_TOKEN = "Getting metadata from plugin failed with error: "
"""The words of grpcio before why there is no access token for a call."""

_NOT_FOUND = frozenset({"AuthenticationError.CUSTOMER_NOT_FOUND", "RequestError.INVALID_CUSTOMER_ID"})


def translated(error: Exception, account: str, *, writing: bool) -> MicroconvError:
    """The microconv error for anything that the client can raise."""
    from google.ads.googleads.errors import GoogleAdsException
    from google.auth.exceptions import GoogleAuthError, TransportError

    if isinstance(error, GoogleAdsException):
        failure = _raw(error.failure)
        request_id = error.request_id or ""
        status = error.error.code().name
        first = failure.errors[0] if failure.errors else None
        if first is None:
            return _by_status(status, str(error.error.details()), account, request_id, writing)
        others = len(failure.errors) - 1
        more = f" (and {others} more)" if others else ""
        return _of_failure(first, account, request_id, status, more, writing)
    network = trouble(error)
    if isinstance(error, GoogleAuthError):
        if network is not None or isinstance(error, TransportError):
            return _unanswered(type(error).__name__, account, network or UNKNOWN, writing=writing)
        return refused_credentials(account, text_of(error))
    status, text, metadata = _plain(error)
    request_id = next((str(value) for key, value in metadata if key == "request-id"), "")
    failure = _failure_from(metadata)
    if failure is not None and failure.errors:
        return _of_failure(failure.errors[0], account, request_id or failure.request_id, status, "", writing)
    if _NO_TOKEN in text and trouble(text) is None:
        return refused_credentials(account, text.partition(_NO_TOKEN)[2])
    if status in {"UNAVAILABLE", "UNKNOWN"} and not request_id:
        network = trouble(text)
        if network is not None:
            return _unanswered(status, account, network, writing=writing)
    return _by_status(status, text, account, request_id, writing)


def _unanswered(code: str, account: str, network: Trouble, *, writing: bool) -> UnclearError:
    """The error of a request, also one for an access token, that reached nobody."""
    hint = network.hint(writing=writing)
    return UnclearError(api=API, account=account, code=code, message=f"no answer: {network.reason}", hint=hint)


def expired(error: ApiError) -> bool:
    """True where a request was refused only because of its access token, so that a new one may help."""
    return Meaning.RENEW in {meaning(error.code, ""), meaning("", error.code)}


def failures_by_operation(status: Any) -> dict[int, list[Any]]:
    """The errors of a partial failure (google.rpc.Status), by the index of their operation."""
    failures: dict[int, list[Any]] = {}
    for detail in status.details:
        failure = _failure_class()()
        if not detail.Unpack(failure):
            continue
        for error in failure.errors:
            path = error.location.field_path_elements
            failures.setdefault(path[0].index if path else 0, []).append(error)
    if status.code and not failures:
        failures[WHOLE_REQUEST] = []
    return failures


def failures_of_whole(error: BaseException | None) -> dict[int, list[Any]]:
    """The errors of a request that was refused as a whole, by the index of their operation."""
    from google.ads.googleads.errors import GoogleAdsException

    failures: dict[int, list[Any]] = {}
    if isinstance(error, GoogleAdsException):
        for item in _raw(error.failure).errors:
            path = item.location.field_path_elements
            if path and path[0].field_name == "mutate_operations":
                failures.setdefault(path[0].index, []).append(item)
    return failures


def undone(account: str, target: str, request_id: str) -> ApiError:
    """The error of an operation that was not done because another one of its request was refused."""
    return RejectedError(
        api=API,
        account=account,
        code="NOT_DONE",
        message="nothing of the request was done, because another change in it was refused",
        request_id=request_id,
        target=target,
        hint="see the change that was refused",
    )


def rejected(errors: list[Any], account: str, target: str, request_id: str) -> ApiError:
    """The error of one operation that the API refused."""
    if not errors:
        return UnclearError(
            api=API, account=account, code="UNKNOWN", message="a partial failure without details",
            request_id=request_id, target=target, hint=AGAIN,
        )  # fmt: skip
    texts = "; ".join(dict.fromkeys(error.message for error in errors))
    fields = tuple(dict.fromkeys(map(field_of, errors)))
    code = error_code(errors[0])
    verdict = meaning(code, "")
    return _kind(code, verdict)(
        api=API,
        account=account,
        code=code,
        message=texts,
        request_id=request_id,
        target=target,
        field=field_of(errors[0]),
        fields=fields if all(fields) else (),
        hint=HINTS.get(code, ""),
        repeatable=verdict is Meaning.LATER,
    )


def error_code(error: Any) -> str:
    """Google's own name of an error: `ConversionActionError.DUPLICATE_NAME`."""
    which = error.error_code.WhichOneof("error_code")
    if which is None:
        return "UNKNOWN"
    value = getattr(error.error_code, which)
    enum = error.error_code.DESCRIPTOR.fields_by_name[which].enum_type
    name = enum.values_by_number[value].name if value in enum.values_by_number else str(value)
    return f"{''.join(part.capitalize() for part in which.split('_'))}.{name}"


def field_of(error: Any) -> str:
    """The attribute an error is about, without the path through the request; may be empty."""
    names = [element.field_name for element in error.location.field_path_elements]
    skip = {"operations", "mutate_operations", "create", "update", "remove", "resource_name"}
    return ".".join(name for name in names if name not in skip and not name.endswith("_operation"))


def _of_failure(error: Any, account: str, request_id: str, status: str, more: str, writing: bool) -> ApiError:
    code = error_code(error)
    verdict = meaning(code, status)
    kind, hint = _kind(code, verdict), HINTS.get(code, NO_TEXT)
    if kind is QuotaError and _of_account(error):
        kind, hint = AccountQuotaError, HINTS["QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED"]
    return kind(
        api=API,
        account=account,
        code=code,
        message=error.message + more,
        request_id=request_id,
        field=field_of(error),
        hint=hint,
        repeatable=verdict is Meaning.LATER,
        retry_after_s=_asked_pause(error),
    )


def _kind(code: str, verdict: Meaning) -> type[ApiError]:
    """The kind of an error, of a request or of one operation in it."""
    if code in _NOT_FOUND:
        return NotFoundError
    if code.startswith(("AuthorizationError.", "AuthenticationError.")):
        return AccessDeniedError
    if code.startswith("QuotaError."):
        return QuotaError
    if verdict is Meaning.THERE:
        return AlreadyThereError
    return UnclearError if verdict is Meaning.UNCLEAR else RejectedError


def _of_account(error: Any) -> bool:
    """True where Google says that the rate of the account alone was exceeded, and not that of the project."""
    details = error.details.quota_error_details
    return bool(details.rate_scope == details.QuotaRateScope.Value("ACCOUNT"))


def _asked_pause(error: Any) -> float | None:
    """The seconds that Google asks to wait, where it says so."""
    delay = error.details.quota_error_details.retry_delay
    seconds = float(delay.seconds) + delay.nanos / 1e9
    return seconds or None


def _by_status(status: str, text: str, account: str, request_id: str, writing: bool) -> ApiError:
    kind: type[ApiError] = RejectedError
    hint = NO_TEXT
    if status == "RESOURCE_EXHAUSTED":
        kind = UnclearError if writing else QuotaError
        hint = Text(
            "wait a little, then run again: the state is read first",
            "少し待ってから再実行してください。最初に現在の状態を読み込み直します",
        )
    elif meaning("", status) is Meaning.UNCLEAR:
        kind = UnclearError
        hint = AGAIN_WRITING if writing else NOTHING_WRITTEN
        if status == "UNAVAILABLE":
            hint = Text(
                f"the API cannot be reached: check the network, then run again ({hint.en})",
                f"API に接続できません。ネットワークを確認してから再実行してください（{hint.ja}）",
            )
    elif status in {"PERMISSION_DENIED", "UNAUTHENTICATED"}:
        kind = AccessDeniedError
        hint = Text(
            "check the credentials and the user's access to this account",
            "認証情報と、このアカウントに対するユーザーのアクセス権を確認してください",
        )
    repeatable = status == "RESOURCE_EXHAUSTED" and not writing
    return kind(
        api=API,
        account=account,
        code=status,
        message=shown_text(text),
        request_id=request_id,
        hint=hint,
        repeatable=repeatable,
    )


def _plain(error: Exception) -> tuple[str, str, tuple[tuple[str, Any], ...]]:
    """Status name, text and trailing metadata of an error that is no GoogleAdsException."""
    from google.api_core.exceptions import GoogleAPICallError

    call: Any = error
    if isinstance(error, GoogleAPICallError):
        status = error.grpc_status_code.name if error.grpc_status_code else "UNKNOWN"
        call = error.errors[0] if error.errors else None
        metadata = call.trailing_metadata() if hasattr(call, "trailing_metadata") else ()
        return status, error.message or "", tuple(metadata or ())
    code = call.code() if hasattr(call, "code") else None
    text = call.details() if hasattr(call, "details") else str(error)
    metadata = call.trailing_metadata() if hasattr(call, "trailing_metadata") else ()
    return (code.name if code else "UNKNOWN"), str(text), tuple(metadata or ())


def _failure_from(metadata: tuple[tuple[str, Any], ...]) -> Any:
    from google.protobuf.message import DecodeError

    for key, value in metadata:
        if key.endswith(".errors.googleadsfailure-bin"):
            failure = _failure_class()()
            try:
                failure.ParseFromString(value)
            except DecodeError:
                return None
            return failure
    return None


def _raw(message: Any) -> Any:
    """A message as raw protobuf: the client wraps the failures of some errors, whatever it was told."""
    wrapper = type(message)
    return wrapper.pb(message) if hasattr(wrapper, "pb") else message


def _failure_class() -> Any:
    from importlib import import_module

    from microconv.providers.google_ads.settings import API_VERSION

    module = import_module(f"google.ads.googleads.{API_VERSION}.errors.types.errors")
    return module.GoogleAdsFailure.pb()

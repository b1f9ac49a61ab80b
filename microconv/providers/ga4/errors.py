"""Errors of the GA4 Admin API in our own words, with Google's code and text kept.

Over REST the client knows only the HTTP status; Google's own word stands in `details` where there is one
(google-api-core 2.44, tried 2026-11-23). GA4 gives no request id.
"""

from __future__ import annotations

from typing import Any

from microconv.core.errors import (
    AccessDeniedError,
    AlreadyThereError,
    ApiError,
    CredentialsError,
    MicroconvError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnansweredError,
    UnclearError,
)
from microconv.core.text import NO_TEXT, Text
from microconv.providers.foreign import shown_text, text_of
from microconv.providers.ga4.settings import CAN_BE_TWICE, SIGN_IN
from microconv.providers.key_files import refused
from microconv.providers.network import in_the_way, page, trouble

API = "ga4"

_PROXY_REFUSES = 407
_OF_OTHERS = frozenset({400, 401, 403, 405, _PROXY_REFUSES, 511})
"""Statuses that a proxy or a sign-in page of a network gives in Google's place: what GA4 says with them is JSON."""

_EVERY_SCOPE = Text(
    f"sign in again with every scope: `{SIGN_IN}`", f"全スコープを付けて再度ログインしてください: `{SIGN_IN}`"
)
_OTHERS = Text(
    "check the key file that GOOGLE_APPLICATION_CREDENTIALS or the client's profile names, or sign in again",
    "GOOGLE_APPLICATION_CREDENTIALS またはプロファイルのキーファイルを確認するか、再度ログインしてください",
)

AGAIN = Text("run again: the state is read first", "再実行してください。最初に現在の状態を読み込み直します")
"""The next step where the accounts have moved since they were read."""

_TOMORROW = Text(
    "the quota of the day is used up: run again tomorrow", "1 日の割り当てを使い切りました。明日、再実行してください"
)
_LATER = Text(
    "the quota of the hour is used up: run again in an hour",
    "1 時間あたりの割り当てを使い切りました。1 時間後に再実行してください",
)
_DELETED = Text(
    "it, or what it belongs to, was deleted meanwhile: run again, the state is read first",
    "対象またはその親が、実行中に削除されました。再実行してください。最初に現在の状態を読み込み直します",
)

_TOO_FAST = frozenset({"rateLimitExceeded", "RATE_LIMIT_EXCEEDED"})

_KINDS: dict[int, tuple[type[ApiError], str, Text]] = {
    400: (RejectedError, "INVALID_ARGUMENT", NO_TEXT),
    401: (
        AccessDeniedError,
        "UNAUTHENTICATED",
        Text(
            "sign in again: the credentials have expired or were revoked",
            "再度ログインしてください。認証情報の有効期限が切れたか、取り消されています",
        ),
    ),
    403: (
        AccessDeniedError,
        "PERMISSION_DENIED",
        Text(
            "check `ga4: {property_id: …}`, and that the user or service account is an Editor of the property "
            "(Admin > Property access management); the Google Analytics Admin API must be enabled in the Cloud project",
            "`ga4: {property_id: …}` を確認してください。ユーザーまたはサービス アカウントにプロパティの編集者権限が"
            "必要です"
            "（管理 > プロパティのアクセス管理）。Cloud プロジェクトで Google Analytics Admin API も有効にしてください",
        ),
    ),
    404: (
        NotFoundError,
        "NOT_FOUND",
        Text(
            "check `ga4: {property_id: …}`: the number, not the G-… measurement id",
            "`ga4: {property_id: …}` を確認してください。測定 ID（G-…）ではなく、数字のプロパティ ID を指定します",
        ),
    ),
    409: (
        AlreadyThereError,
        "ALREADY_EXISTS",
        Text(
            "somebody made it meanwhile: run again, the state is read first",
            "実行中に別の人が作成しました。再実行してください。最初に現在の状態を読み込み直します",
        ),
    ),
    429: (
        QuotaError,
        "RESOURCE_EXHAUSTED",
        Text("wait a minute, then run again", "1 分ほど待ってから再実行してください"),
    ),
    501: (RejectedError, "UNIMPLEMENTED", NO_TEXT),
}

_FULL = {
    "event_create_rule": Text(
        "the web stream may have as many event-create rules as GA4 allows (Google publishes no number; 50 is often "
        "named): delete one that nobody uses (Admin > Data streams > the stream > Create custom events); otherwise "
        "wait a minute, then run again",
        "ウェブ ストリームのイベント作成ルールが上限に達した可能性があります（上限は公表されておらず、50 個と言われて"
        "いま"
        "す）。不要なルールを削除するか（管理 > データ ストリーム > 該当のストリーム > カスタム イベントの作成）、1 "
        "分ほど"
        "待ってから再実行してください",
    ),
}
"""The hint where GA4 refuses one resource more: the answer is the same as to too many requests."""


def translated(
    error: Exception, property_id: str, *, writing: bool, target: str = "", creates: str = ""
) -> MicroconvError:
    """The microconv error for anything that the client can raise.

    `target` is the object it is about, `creates` the kind of resource that was to be made.
    """
    from google.api_core.exceptions import GoogleAPICallError
    from google.auth.exceptions import GoogleAuthError, TransportError

    if isinstance(error, GoogleAPICallError):
        return _of_answer(error, property_id, target, writing=writing, creates=creates)
    network = trouble(error)
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError) and network is None:
        text = text_of(error)
        return CredentialsError(
            refused(f"GA4 {property_id}", text), hint=_EVERY_SCOPE if "invalid_scope" in text else _OTHERS, api=API
        )
    cause: Any = error
    kind = UnansweredError if creates in CAN_BE_TWICE else UnclearError
    return kind(
        api=API,
        account=property_id,
        code=type(cause).__name__,
        message="no answer from the API" if network is None else f"no answer: {network.reason}",
        target=target,
        hint=_after_silence(writing=writing) if network is None else network.hint(writing=writing),
    )


def of_the_day(error: QuotaError) -> bool:
    """True where an answer says that the quota of the day is used up."""
    return error.hint == _TOMORROW


def unless_read(error: ApiError) -> None:
    """Raise UnclearError in the place of an error after which a request could be sent again.

    For what GA4 may make twice: there the word of an answer that nothing was done is not enough.
    """
    raise UnclearError(
        api=error.api,
        account=error.account,
        code=error.code,
        message=error.message,
        target=error.target,
        hint=_after_silence(writing=True),
    ) from error


def _of_answer(error: Any, property_id: str, target: str, *, writing: bool, creates: str) -> ApiError:
    status = int(error.code) if error.code is not None else 0
    reason = str(error.reason or "")
    text = str(error.message or "")
    # The REST transport puts "METHOD URL: " before Google's own text.
    text = text.partition(": ")[2] if text.partition(" ")[0] in {"GET", "POST", "PATCH", "DELETE"} else text
    if status == 403 and reason in _TOO_FAST:
        status = 429
    if (page(text) and status in _OF_OTHERS) or status == _PROXY_REFUSES:
        return _of_another(property_id, target, status, writing=writing)
    used_up, pause = _used_up(error), _asked_pause(error)
    full = bool(creates) and reason not in _TOO_FAST and pause is None  # one object too many draws the same answer
    kind, code, hint = _KINDS.get(
        status, (UnclearError, f"HTTP {status}", _after_silence(writing=writing, answered=True))
    )
    if status == 504 and creates in CAN_BE_TWICE:
        kind = UnansweredError
    if used_up:
        hint = used_up
    elif status == 429 and reason not in _TOO_FAST:
        hint = _FULL.get(creates, hint)
    if status == 404 and writing:
        hint = _DELETED
    return kind(
        api=API,
        account=property_id,
        code=f"{code} ({reason})" if reason else code,
        message=shown_text(text),
        target=target,
        hint=hint,
        repeatable=status == 429 and not used_up and not full,
        retry_after_s=pause,
    )


def _of_another(property_id: str, target: str, status: int, *, writing: bool) -> ApiError:
    """The error of an answer that is not Google's."""
    other = in_the_way()
    return UnclearError(
        api=API,
        account=property_id,
        code=f"HTTP {status}",
        message=f"no answer: {other.reason}",
        target=target,
        hint=other.hint(writing=writing),
    )


def _used_up(error: Any) -> Text:
    """The hint where a quota of the day or the hour is used up: waiting a little does not help then. Else empty."""
    limits = [
        str((detail.get("metadata") or {}).get("quota_limit", ""))
        for detail in error.details or ()
        if isinstance(detail, dict)
    ]
    text = str(error.message or "").lower()
    if any("PerDay" in limit for limit in limits) or "per day" in text:
        return _TOMORROW
    # The Data API counts tokens by the hour too: "These quota tokens will return in under an hour."
    return _LATER if "per hour" in text else NO_TEXT


def _asked_pause(error: Any) -> float | None:
    """The seconds that the header Retry-After asks to wait, where the answer has it as a number."""
    headers = getattr(error.response, "headers", None) or {}
    asked = str(headers.get("Retry-After", ""))
    return float(asked) if asked.isascii() and asked.isdigit() else None


def _after_silence(*, writing: bool, answered: bool = False) -> Text:
    if writing:
        return Text(
            "run again: the state is read first, nothing is repeated blindly",
            "再実行してください。最初に現在の状態を読み込み直し、同じ変更をむやみに繰り返すことはありません",
        )
    if answered:
        return Text(
            "GA4 is in trouble: run again later (nothing was written)",
            "GA4 で障害が発生しています。時間をおいて再実行してください（何も変更していません）",
        )
    return Text(
        "the API cannot be reached: check the network, then run again (nothing was written)",
        "API に接続できません。ネットワークを確認してから再実行してください（何も変更していません）",
    )

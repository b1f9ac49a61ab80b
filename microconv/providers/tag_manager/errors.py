"""Errors of the Tag Manager API in our own words, with Google's code and text kept.

Statuses and texts: what public tools met, and the discovery document (revision 20260826), checked 2026-11-28. What the
status of a stale fingerprint is was not published: 400, 409 and 412 are all taken for one where a fingerprint was sent.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from microconv.core.errors import (
    AccessDeniedError,
    AlreadyThereError,
    ApiError,
    CredentialsError,
    MicroconvError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnclearError,
)
from microconv.core.text import NO_TEXT, Text
from microconv.providers.foreign import shown_text, text_of
from microconv.providers.key_files import refused
from microconv.providers.network import UNKNOWN, in_the_way, page, trouble
from microconv.providers.tag_manager.settings import SECONDS, SIGN_IN

API = "tag_manager"

STALE = "STALE"
"""The code of an object that somebody has changed since it was read."""

_PROXY_REFUSES = 407
_OF_OTHERS = frozenset({400, 401, 403, 404, 405, _PROXY_REFUSES, 511})
"""Statuses that a proxy or a sign-in page of a network gives in Google's place: what Google says with them is JSON."""

_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_DAILY = frozenset({"dailyLimitExceeded", "quotaExceeded"})
_DUPLICATE = "Found entity with duplicate name."
_SCOPES = "insufficient authentication scopes"
_STALE = frozenset({400, 409, 412})

_AGAIN = Text("run again: the state is read first", "再実行してください。最初に現在の状態を読み込み直します")
_WAIT = Text("wait two minutes, then run again", "2 分ほど待ってから再実行してください")
_TOMORROW = Text(
    "the quota of the day is used up: run again after midnight, Pacific time",
    "1 日の割り当てを使い切りました。太平洋時間の午前 0 時以降に再実行してください",
)
_SIGN_IN = Text(
    f"sign in again with every scope: `{SIGN_IN}`", f"全スコープを付けて再度ログインしてください: `{SIGN_IN}`"
)
_CREDENTIALS = Text(
    "check the key file that GOOGLE_APPLICATION_CREDENTIALS or the client's profile names, or sign in again",
    "GOOGLE_APPLICATION_CREDENTIALS またはプロファイルのキーファイルを確認するか、再度ログインしてください",
)
_EXPIRED = Text(
    "sign in again: the credentials have expired or were revoked",
    "再度ログインしてください。認証情報の有効期限が切れたか、取り消されています",
)
_MAY_NOT = Text(
    "check `tag_manager: {container: GTM-…}`, and that the user or service account may edit the container (Admin > "
    "User Management); the Tag Manager API must be enabled in the Cloud project",
    "`tag_manager: {container: GTM-…}` を確認してください。ユーザーまたはサービス アカウントにコンテナの編集権限が"
    "必要です（管理 > ユーザー管理）。Cloud プロジェクトで Tag Manager API も有効にしてください",
)
_NOT_FOUND = Text(
    "check `tag_manager: {container: GTM-…}`, and that the user or service account has access to the container (Admin "
    "> User Management): Google gives one answer for both",
    "`tag_manager: {container: GTM-…}` を確認してください。ユーザーまたはサービス アカウントにコンテナへのアクセス"
    "権限があることも確認してください（管理 > ユーザー管理）。Google はどちらの場合も同じ応答を返します",
)

_KINDS: dict[int, tuple[type[ApiError], str, Text]] = {
    400: (RejectedError, "INVALID_ARGUMENT", NO_TEXT),
    401: (AccessDeniedError, "UNAUTHENTICATED", _EXPIRED),
    403: (AccessDeniedError, "PERMISSION_DENIED", _MAY_NOT),
    404: (NotFoundError, "NOT_FOUND", _NOT_FOUND),
    409: (RejectedError, "ABORTED", _AGAIN),
    412: (RejectedError, "FAILED_PRECONDITION", _AGAIN),
    429: (QuotaError, "RESOURCE_EXHAUSTED", _WAIT),
    501: (RejectedError, "UNIMPLEMENTED", NO_TEXT),
}


class Asked(NamedTuple):
    """A request, as far as its errors tell of it.

    container: the public id.
    target: the object that it is about.
    writing: true where it asks for a change.
    fingerprint: true where it names one.
    """

    container: str
    target: str = ""
    writing: bool = False
    fingerprint: bool = False


def of_answer(asked: Asked, status: int, body: Any, text: str, headers: Any) -> ApiError:
    """The error of an answer other than OK. `body` is its JSON, None where it is none; `text` as it came."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return _of_another(asked, status, text)
    message = str(error.get("message", ""))
    reasons = _reasons(error)
    daily = any(reason in _DAILY for reason in reasons) or "per day" in message.lower()
    if status == 403 and reasons and all(reason in _TOO_FAST | _DAILY for reason in reasons):
        status = 429
    kind, code, hint = _KINDS.get(status, (UnclearError, f"HTTP {status}", _after_silence(asked, answered=True)))
    if status == 400 and message == _DUPLICATE:
        kind, code, hint = AlreadyThereError, "ALREADY_EXISTS", _AGAIN
    elif status in _STALE and asked.fingerprint and (status != 400 or "fingerprint" in message.lower()):
        kind, code, hint = RejectedError, STALE, _AGAIN
    elif status == 403 and _SCOPES in message:
        hint = _SIGN_IN
    elif status == 404 and asked.writing:
        hint = _AGAIN
    elif status == 429 and daily:
        hint = _TOMORROW
    return kind(
        api=API,
        account=asked.container,
        code=f"{code} ({', '.join(sorted(set(reasons)))})" if any(reasons) else code,
        message=shown_text(message),
        target=asked.target,
        hint=hint,
        repeatable=status == 429 and not daily,
        retry_after_s=_pause(status, headers, daily=daily),
    )


def of_exception(asked: Asked, error: Exception) -> MicroconvError:
    """The error of a request to which no answer arrived."""
    from google.auth.exceptions import GoogleAuthError, TransportError

    network = trouble(error)
    if isinstance(error, GoogleAuthError) and not isinstance(error, TransportError) and network is None:
        text = text_of(error)
        return CredentialsError(
            refused(f"Tag Manager {asked.container}".strip(), text),
            hint=_SIGN_IN if "invalid_scope" in text else _CREDENTIALS,
            api=API,
        )
    return UnclearError(
        api=API,
        account=asked.container,
        code=type(error).__name__,
        message="no answer from the API" if network is None else f"no answer: {network.reason}",
        target=asked.target,
        hint=_after_silence(asked) if network is None else network.hint(writing=asked.writing),
    )


def full_for_long(asked: Asked, longest_s: float) -> ApiError:
    """The error of a request that would have to wait too long for its place: it was not sent."""
    return QuotaError(
        api=API,
        account=asked.container,
        code="RESOURCE_EXHAUSTED",
        message=Text(
            f"the Cloud project's quota has no place for a request within {longest_s:.0f} seconds",
            f"Cloud プロジェクトの割り当てでは、今後 {longest_s:.0f} 秒以内にリクエストを送信できません",
        ),
        target=asked.target,
        hint=Text("run again later: nothing was sent", "後で再実行してください。何も送信していません"),
    )


def _reasons(error: dict[str, Any]) -> list[str]:
    listed = error.get("errors")
    if not isinstance(listed, list):
        return []
    return [str(one.get("reason", "")) for one in listed if isinstance(one, dict)]


def _pause(status: int, headers: Any, *, daily: bool) -> float | None:
    """The seconds to wait: what the header Retry-After asks for, or the whole window of the quota."""
    asked = str(headers.get("Retry-After", ""))
    if asked.isascii() and asked.isdigit():
        return float(asked)
    return SECONDS if status == 429 and not daily else None


def _of_another(asked: Asked, status: int, text: str) -> ApiError:
    """The error of an answer that is not the API's: of a proxy, of a network, or of a server in trouble."""
    known = (page(text) and status in _OF_OTHERS) or status == _PROXY_REFUSES
    other = in_the_way() if known else UNKNOWN
    return UnclearError(
        api=API,
        account=asked.container,
        code=f"HTTP {status}",
        message=f"no answer: {other.reason}" if known else "no answer from the API",
        target=asked.target,
        hint=other.hint(writing=asked.writing) if known else _after_silence(asked, answered=True),
    )


def _after_silence(asked: Asked, *, answered: bool = False) -> Text:
    if asked.writing:
        return Text(
            "run again: the state is read first, nothing is repeated blindly",
            "再実行してください。最初に現在の状態を読み込み直すため、二重に変更されることはありません",
        )
    if answered:
        return Text(
            "Tag Manager is in trouble: run again later (nothing was written)",
            "Tag Manager 側で問題が起きています。後で再実行してください（何も変更していません）",
        )
    return Text(
        "the API cannot be reached: check the network, then run again (nothing was written)",
        "API に接続できません。ネットワークを確認して再実行してください（何も変更していません）",
    )

"""A login that fails stops the clients that have the same one, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.core.account_ids import Accounts
from microconv.core.errors import AccessDeniedError, CredentialsError, MicroconvError
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.fleet.finished import label_of
from microconv.providers.quotas import GOOGLE_ADS
from microconv.providers.registry import rows

if TYPE_CHECKING:
    from microconv.fleet.finished import Finished

_OF_THE_LOGIN = frozenset(
    {
        "AuthenticationError.NOT_ADS_USER",
        "AuthenticationError.OAUTH_TOKEN_INVALID",
        "AuthenticationError.OAUTH_TOKEN_DISABLED",
        "AuthenticationError.OAUTH_TOKEN_EXPIRED",
        "AuthenticationError.OAUTH_TOKEN_REVOKED",
        "AuthenticationError.OAUTH_TOKEN_HEADER_INVALID",
        "AuthenticationError.GOOGLE_ACCOUNT_COOKIE_INVALID",
        "AuthenticationError.GOOGLE_ACCOUNT_DELETED",
        "AuthenticationError.GOOGLE_ACCOUNT_DISABLED",
        "AuthenticationError.GOOGLE_ACCOUNT_USER_DECISION_REQUIRED",
        "AuthenticationError.TWO_STEP_VERIFICATION_NOT_ENROLLED",
        "AuthenticationError.ADVANCED_PROTECTION_NOT_ENROLLED",
        "AuthorizationError.PROJECT_DISABLED",
        "UNAUTHENTICATED",
    }
)
"""Refusals of who asks, whatever account is asked about (error enums of the Google Ads client, v26, 2026-11-30).

That a user may not see one account (USER_PERMISSION_DENIED) is not among them.
"""

_OF_THE_PROJECT = ("(SERVICE_DISABLED)", "(ACCESS_TOKEN_SCOPE_INSUFFICIENT)", "(CONSUMER_INVALID)")
"""The ends of such codes of GA4 and Tag Manager: google.rpc.ErrorInfo, googleapis/google/api/error_reason.proto."""


class Logins:
    """Lets no task begin whose login has failed for another one, as a gate.

    A login is the credentials for one API: those of the environment, or those that the accounts of a client name.
    """

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], Text] = {}

    def against(self, task: Any) -> Text:
        """The reason, where one of the task's logins has failed."""
        if not self._failed:
            return NO_TEXT
        return next((self._failed[login] for login in _logins(task) if login in self._failed), NO_TEXT)

    def ended(self, finished: Finished[Any, Any]) -> None:
        """Learn of a login that has failed."""
        error = finished.error or getattr(finished.answer, "error", None)
        if error is None or not login_failed(error):
            return
        api = error.api if isinstance(error, CredentialsError | AccessDeniedError) else ""
        for login in _logins(finished.task):
            if api in {"", login[0]}:
                self._failed.setdefault(login, _reason(login[0], label_of(finished.task)))


def login_failed(error: MicroconvError) -> bool:
    """True where an error is of the login, and so would be that of every client that has the same one."""
    if isinstance(error, CredentialsError):
        return True
    return isinstance(error, AccessDeniedError) and (
        error.code.partition(" ")[0] in _OF_THE_LOGIN or error.code.endswith(_OF_THE_PROJECT)
    )


def _logins(task: Any) -> tuple[tuple[str, str], ...]:
    """The logins of a task's client: the API, and the file of credentials, empty for that of the environment."""
    accounts = getattr(getattr(task, "client", None), "accounts", None)
    if not isinstance(accounts, Accounts):
        return ()
    return tuple((row.name, credentials_of(row.name, accounts)) for row in rows() if row.account(accounts))


def credentials_of(api: str, accounts: Accounts) -> str:
    """The file of credentials that accounts name for an API; empty for that of the environment."""
    return accounts.google_ads_credentials if api == GOOGLE_ADS else accounts.google_credentials


def _reason(api: str, label: str) -> Text:
    title = next((untranslated(row.title) for row in rows() if row.name == api), untranslated(api))
    return Text(
        f"the login for {title.en} has failed, see {label}",
        f"{title.ja} にログインできないため。{label} のエラーを参照",
    )

"""The official google-analytics clients: credentials, and clients for properties.

REST, because its recordings can be read and replayed with vcrpy. Nothing of Google is imported until the first call.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from microconv.core.errors import CredentialsError
from microconv.core.text import Text, untranslated
from microconv.providers.emulator import emulator_endpoint
from microconv.providers.ga4.library import data_library, library
from microconv.providers.ga4.settings import ALPHA, BETA, EDIT_SCOPE, READ_SCOPE, SIGN_IN, USERS_SCOPE
from microconv.providers.key_files import A_KEY, key_fault, signed_in, unusable
from microconv.providers.read_only import ReadOnly, refused
from microconv.providers.retrying import Retrying

_VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
_NONE_HINT = Text(
    f"name a service account's key file in {_VARIABLE}, or sign in as yourself: `{SIGN_IN}`; to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`",
    f"{_VARIABLE} でサービス アカウントのキーファイルを指定するか、`{SIGN_IN}` でログインしてください。アカウントなしで"
    "試す場合は、`microconv emulator --env-file FILE` と `source FILE` を実行してください",
)
_FILE_HINT = Text(
    f"name the right key file in {_VARIABLE}; {A_KEY.en}; or unset the variable and sign in as yourself: `{SIGN_IN}`",
    f"{_VARIABLE} で正しいキーファイルを指定してください。{A_KEY.ja}。ご自身のアカウントを使う場合は、この環境変数を"
    f"解除して `{SIGN_IN}` でログインしてください",
)


class Connection:
    """Application Default Credentials and endpoint for GA4, loaded once and shared by many properties and threads.

    With `read_only` it hands out nothing but methods that read, and the credentials have the scope
    analytics.readonly, with which Google refuses every write too. `credentials` and `endpoint` replace what the
    environment says. `retrying` repeats what can be repeated.
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        credentials: Any = None,
        endpoint: str = "",
        retrying: Retrying | None = None,
    ) -> None:
        self.retrying = retrying or Retrying()
        self.read_only = read_only
        self.scope = READ_SCOPE if read_only else EDIT_SCOPE
        self._lock = threading.Lock()
        self._given = credentials
        self._found: dict[str, Any] = {}
        self._endpoint = endpoint or emulator_endpoint(os.environ)
        self._admins: dict[str, Any] = {}
        self._reads: dict[str, ReadOnly] = {}
        self._data: ReadOnly | None = None
        self._users: ReadOnly | None = None

    @property
    def emulated(self) -> bool:
        """True where calls go to an emulator."""
        return bool(self._endpoint)

    def admin(self, version: str = BETA) -> Any:
        """An AnalyticsAdminServiceClient of an API version (REST).

        Raises ReadOnlyError where the connection is, CredentialsError.
        """
        if self.read_only:
            raise refused("AnalyticsAdminServiceClient")
        return self._admin(version)

    def reads(self, version: str = BETA) -> ReadOnly:
        """The methods of such a client that only read: `list_…` and `get_…`. Raises CredentialsError."""
        client = self._admin(version)
        if version not in self._reads:
            self._reads[version] = ReadOnly(client, _readers(type(client)), "AnalyticsAdminServiceClient")
        return self._reads[version]

    def data(self) -> ReadOnly:
        """The methods of a BetaAnalyticsDataClient (REST) that microconv needs: `run_report` and `get_metadata`.

        Both only read; always with the scope analytics.readonly, unless credentials were given. Raises
        CredentialsError, and ImportError where the package google-analytics-data is not installed.
        """
        with self._lock:
            if self._data is None:
                client = self._made(data_library().BetaAnalyticsDataClient, READ_SCOPE)
                self._data = ReadOnly(client, ("run_report", "get_metadata"), "BetaAnalyticsDataClient")
            return self._data

    def users(self) -> ReadOnly:
        """The method of a v1alpha client that lists who has access: `list_access_bindings`.

        Always with the scope analytics.manage.users.readonly, unless credentials were given. Raises CredentialsError.
        """
        with self._lock:
            if self._users is None:
                client = self._made(library(ALPHA).AnalyticsAdminServiceClient, USERS_SCOPE)
                self._users = ReadOnly(client, ("list_access_bindings",), "AnalyticsAdminServiceClient")
            return self._users

    @property
    def source(self) -> Text:
        """The kind of the credentials and their place, for people. Raises CredentialsError."""
        from google.oauth2.credentials import Credentials
        from google.oauth2.service_account import Credentials as ServiceAccount

        with self._lock:
            credentials = self._credentials_for(self.scope)
        place = os.environ.get(_VARIABLE, "")
        if isinstance(credentials, ServiceAccount):
            kind = Text("a service account", "サービス アカウント")
        elif isinstance(credentials, Credentials):
            kind = Text("a user's sign-in", "ユーザーのログイン")
        else:
            kind = untranslated(type(credentials).__module__.removesuffix(".credentials").rpartition(".")[2])
        return Text(f"{kind.en} in {place}", f"{place} の{kind.ja}") if place and self._given is None else kind

    def may_write(self) -> bool | None:
        """True where Google gives out a token with the scope analytics.edit; None where nothing tells.

        Whether a property then takes a change depends on the role of the user there.
        """
        from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
        from google.auth.transport.requests import Request

        if self._given is not None:
            return None
        try:
            credentials = _default_credentials(EDIT_SCOPE)
            asked = _narrowed(credentials, EDIT_SCOPE)
            asked.refresh(Request())
        except RefreshError:
            return False
        except (TransportError, GoogleAuthError):
            return None
        granted = getattr(asked, "granted_scopes", None)
        return EDIT_SCOPE in granted if granted else True

    def _admin(self, version: str) -> Any:
        with self._lock:
            if version not in self._admins:
                self._admins[version] = self._made(library(version).AnalyticsAdminServiceClient, self.scope)
            return self._admins[version]

    def _made(self, service: Any, scope: str) -> Any:
        """An official client over REST with credentials for a scope. Hold the lock."""
        return service(credentials=self._credentials_for(scope), transport="rest", client_options=self._options())

    def _credentials_for(self, scope: str) -> Any:
        """Credentials that ask for a scope. Hold the lock."""
        if self._given is not None:
            return self._given
        if scope not in self._found:
            self._found[scope] = _default_credentials(scope)
        return self._found[scope]

    def _options(self) -> Any:
        from google.api_core.client_options import ClientOptions

        return ClientOptions(api_endpoint=self._endpoint) if self._endpoint else None


def _readers(service: type) -> list[str]:
    """The names of a service's methods that read: those of HTTP GET begin with these words, and only those.

    `get_transport_class` and `get_mtls_endpoint_and_cert_source` are no methods of the API.
    """
    other = {"get_transport_class", "get_mtls_endpoint_and_cert_source"}
    return [name for name in dir(service) if name.startswith(("list_", "get_")) and name not in other]


def _default_credentials(scope: str) -> Any:
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError

    path = os.environ.get(_VARIABLE, "")
    fault = key_fault(path) if path else None
    if fault is not None:
        raise CredentialsError(_without(fault), hint=_FILE_HINT)
    try:
        credentials, _ = google.auth.default(scopes=[scope])
    except (DefaultCredentialsError, OSError, ValueError) as error:
        if path:
            raise CredentialsError(_without(unusable(path)), hint=_FILE_HINT) from error
        kept = signed_in()
        if kept:
            raise CredentialsError(_without(key_fault(kept) or unusable(kept)), hint=_NONE_HINT) from error
        raise CredentialsError(_without(_NONE), hint=_NONE_HINT) from error
    return credentials if scope == EDIT_SCOPE else _narrowed(credentials, scope)


_NONE = Text(
    f"{_VARIABLE} is not set, and nobody has signed in with gcloud on this machine",
    f"{_VARIABLE} が未設定で、このマシンでの gcloud のログインもありません",
)


def _without(reason: Text) -> Text:
    return Text(
        f"there are no credentials for GA4 that can be used: {reason.en}",
        f"GA4 の認証情報を使用できません: {reason.ja}",
    )


def _narrowed(credentials: Any, scope: str) -> Any:
    """A signed-in user's credentials that ask for one scope alone; other kinds have it already.

    `google.auth.default` leaves those of a user as wide as what the user once granted (google-auth 2.62.2, tried
    2026-11-23).
    """
    from google.oauth2.credentials import Credentials

    if not isinstance(credentials, Credentials) or not credentials.refresh_token:
        return credentials
    return Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=credentials.refresh_token,
        token_uri=credentials.token_uri,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=[scope],
        quota_project_id=credentials.quota_project_id,
        rapt_token=credentials.rapt_token,
        account=credentials.account,
    )

"""The official google-analytics clients: credentials, and clients for properties.

REST, because its recordings can be read and replayed with vcrpy. Nothing of Google is imported until the first call.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from microconv.core.text import Text
from microconv.providers.cloud_project import default_project, project_of_file
from microconv.providers.default_credentials import (
    Purpose,
    default_credentials,
    grants,
    key_to_use,
    narrowed,
    source_of,
)
from microconv.providers.emulator import emulator_endpoint
from microconv.providers.ga4.library import data_library, funnel_library, library
from microconv.providers.ga4.settings import ALPHA, BETA, EDIT_SCOPE, READ_SCOPE, SIGN_IN, USERS_SCOPE
from microconv.providers.logins import login_for
from microconv.providers.pacing import Pacing
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.quotas import GA4, ga4_windows, ledger_path
from microconv.providers.read_only import ReadOnly, refused
from microconv.providers.retrying import Retrying

_PURPOSE = Purpose("GA4", SIGN_IN)


class Connection:
    """Application Default Credentials and endpoint for GA4, loaded once and shared by many properties and threads.

    With `read_only` it hands out nothing but methods that read, and the credentials have the scope
    analytics.readonly, with which Google refuses every write too. `credentials` and `endpoint` replace what the
    environment says, and so does `file`, a service account's key. `retrying` repeats what can be repeated.
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        credentials: Any = None,
        endpoint: str = "",
        retrying: Retrying | None = None,
        file: str = "",
    ) -> None:
        self.pacing = Pacing(GA4, self._ledger, retrying or Retrying())
        self.retrying = self.pacing.retrying
        self.read_only = read_only
        self.scope = READ_SCOPE if read_only else EDIT_SCOPE
        self._lock = threading.Lock()
        self._given = credentials
        self._file = key_to_use(file)
        self._found: dict[str, Any] = {}
        self._endpoint = endpoint or emulator_endpoint(os.environ)
        self._admins: dict[str, Any] = {}
        self._reads: dict[str, ReadOnly] = {}
        self._data: ReadOnly | None = None
        self._funnels: ReadOnly | None = None
        self._history: ReadOnly | None = None
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
        """The methods of a BetaAnalyticsDataClient (REST) that microconv needs.

        They are `run_report`, `batch_run_reports` and `get_metadata`, and only read; always with the scope
        analytics.readonly, unless credentials were given. Raises CredentialsError, and ImportError where the package
        google-analytics-data is not installed.
        """
        with self._lock:
            if self._data is None:
                client = self._made(data_library().BetaAnalyticsDataClient, READ_SCOPE)
                methods = ("run_report", "batch_run_reports", "get_metadata")
                self._data = ReadOnly(client, methods, "BetaAnalyticsDataClient")
            return self._data

    def funnels(self) -> ReadOnly:
        """The method of an AlphaAnalyticsDataClient (REST) that reports funnels: `run_funnel_report`.

        Scope and errors as of `data`.
        """
        with self._lock:
            if self._funnels is None:
                client = self._made(funnel_library().AlphaAnalyticsDataClient, READ_SCOPE)
                self._funnels = ReadOnly(client, ("run_funnel_report",), "AlphaAnalyticsDataClient")
            return self._funnels

    def history(self) -> ReadOnly:
        """The method of a v1alpha client that lists changes of the setup: `search_change_history_events`.

        It only reads, and yet Google takes no other scope for it than analytics.edit (REST reference of
        accounts.searchChangeHistoryEvents, checked 2026-11-29). That scope is asked for here, also where this
        connection only reads, unless credentials were given. Raises CredentialsError.
        """
        with self._lock:
            if self._history is None:
                client = self._made(library(ALPHA).AnalyticsAdminServiceClient, EDIT_SCOPE)
                self._history = ReadOnly(client, ("search_change_history_events",), "AnalyticsAdminServiceClient")
            return self._history

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
        with self._lock:
            return source_of(self._credentials_for(self.scope), given=self._given is not None, file=self._file)

    def may_write(self) -> bool | None:
        """True where Google gives out a token with the scope analytics.edit; None where nothing tells.

        Whether a property then takes a change depends on the role of the user there.
        """
        return None if self._given is not None else grants([EDIT_SCOPE], _PURPOSE, self._file)

    def _ledger(self) -> QuotaLedger:
        """The count of the project's requests to the Admin API."""
        return ledger_of_file(self._file, emulated=self.emulated)

    def _admin(self, version: str) -> Any:
        with self._lock:
            if version not in self._admins:
                self._admins[version] = self._made(library(version).AnalyticsAdminServiceClient, self.scope)
            return self._admins[version]

    def _made(self, service: Any, scope: str) -> Any:
        """An official client over REST with credentials for a scope. Hold the lock."""
        with login_for(GA4):
            credentials = self._credentials_for(scope)
        return service(credentials=credentials, transport="rest", client_options=self._options())

    def _credentials_for(self, scope: str) -> Any:
        """Credentials that ask for a scope. Hold the lock."""
        if self._given is not None:
            return self._given
        if scope not in self._found:
            self._found[scope] = _default_credentials(scope, self._file)
        return self._found[scope]

    def _options(self) -> Any:
        from google.api_core.client_options import ClientOptions

        return ClientOptions(api_endpoint=self._endpoint) if self._endpoint else None


def ledger_of_file(file: str = "", *, emulated: bool) -> QuotaLedger:
    """The count of the requests to the Admin API by the project of a key's file, or of this machine's credentials."""
    project = project_of_file(file) if file else default_project(os.environ)
    return QuotaLedger(ledger_path(GA4, project, os.environ, emulated=emulated), ga4_windows())


def _readers(service: type) -> list[str]:
    """The names of a service's methods that read: those of HTTP GET begin with these words, and only those.

    `get_transport_class` and `get_mtls_endpoint_and_cert_source` are no methods of the API.
    """
    other = {"get_transport_class", "get_mtls_endpoint_and_cert_source"}
    return [name for name in dir(service) if name.startswith(("list_", "get_")) and name not in other]


def _default_credentials(scope: str, file: str) -> Any:
    credentials = default_credentials([scope], _PURPOSE, file)
    return credentials if scope == EDIT_SCOPE else narrowed(credentials, [scope])

"""The official google-ads client: credentials, and clients for accounts.

Nothing of Google is imported until the first call: a version of the client takes about a second to load.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from microconv.core.account_ids import dashed
from microconv.core.errors import CredentialsError
from microconv.core.text import NO_TEXT, Text
from microconv.helpers import Helpers
from microconv.providers.emulator import emulator_endpoint
from microconv.providers.foreign import text_of
from microconv.providers.google_ads.credentials import (
    REFUSED_HINT,
    broken,
    credentials_fault,
    loaded,
    none_found,
    place,
)
from microconv.providers.google_ads.operations import emulated, ledger_of
from microconv.providers.google_ads.reads import Reads
from microconv.providers.google_ads.settings import API_VERSION
from microconv.providers.google_ads.writes import Writes, opened
from microconv.providers.key_files import refused as refused_credentials
from microconv.providers.logins import login_for
from microconv.providers.network import trouble
from microconv.providers.pacing import Pacing
from microconv.providers.quota_ledger import QuotaLedger
from microconv.providers.read_only import refused
from microconv.providers.retrying import Retrying

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient


HELPERS = 2
"""The threads that ask for what a reading needs beside its conversion actions: goals, and what campaigns use."""


class Connection:
    """Credentials and endpoint for the Google Ads API, loaded once and shared by many accounts and threads.

    With `read_only` it hands out nothing but the methods in `reads.METHODS`. The credentials could do more: Google Ads
    has no scope that only reads (see `reads`). `file` is a google-ads.yaml that is read in place of what the
    environment says; where that names an emulator, only a file that leads to this machine is.
    """

    def __init__(self, retrying: Retrying | None = None, *, read_only: bool = False, file: str = "") -> None:
        self.pacing = Pacing("google_ads", self._ledger, retrying or Retrying())
        self.retrying = self.pacing.retrying
        self.read_only = read_only
        self.helpers = Helpers(HELPERS)
        self._file = file
        self._lock = threading.Lock()
        self._settings: dict[str, Any] | None = None
        self._credentials: Any = None
        self._logins: dict[str, str] = {}
        self._opening = threading.Lock()
        self._reads: dict[str, Reads] = {}
        self._writes: dict[str, Writes] = {}

    @property
    def login_customer_id(self) -> str:
        """The manager account that the user's own Google Ads configuration names, digits, or an empty string."""
        settings, _ = self._load()
        return str(settings.get("login_customer_id") or "")

    def login_of(self, customer_id: str) -> str:
        """The manager account through which an account was found to be reached, or an empty string."""
        return self._logins.get(customer_id, "")

    def keep_login(self, customer_id: str, login_customer_id: str) -> None:
        """Keep the way to an account for the rest of the run."""
        self._logins[customer_id] = login_customer_id

    def client(self, login_customer_id: str) -> GoogleAdsClient:
        """An official client that signs requests for `login_customer_id` (empty: as the user configured it).

        Raises ReadOnlyError where the connection is, CredentialsError where there are no credentials, or the token
        endpoint refuses them.
        """
        if self.read_only:
            raise refused("GoogleAdsClient")
        return self._client(login_customer_id)

    def reads(self, login_customer_id: str) -> Reads:
        """The services of such a client that only read, kept for the login. Raises CredentialsError likewise."""
        with self._opening:
            if login_customer_id not in self._reads:
                self._reads[login_customer_id] = Reads(self._client(login_customer_id))
            return self._reads[login_customer_id]

    def writes(self, login_customer_id: str) -> Writes:
        """The services of such a client that write too, kept for the login. Raises as `client` does."""
        with self._opening:
            if login_customer_id not in self._writes:
                self._writes[login_customer_id] = opened(self.client(login_customer_id))
            return self._writes[login_customer_id]

    def _client(self, login_customer_id: str) -> GoogleAdsClient:
        from google.ads.googleads.client import GoogleAdsClient

        settings, credentials = self._load()
        return GoogleAdsClient(
            credentials,
            developer_token=settings.get("developer_token"),
            endpoint=settings.get("endpoint"),
            login_customer_id=login_customer_id or settings.get("login_customer_id"),
            linked_customer_id=settings.get("linked_customer_id"),
            http_proxy=settings.get("http_proxy"),
            version=API_VERSION,
            use_proto_plus=False,
        )

    def renew(self, stale: Any) -> None:
        """Get new credentials in the place of `stale`, unless another thread has done so already.

        Google can refuse an access token that by this machine's clock is still valid. Raises CredentialsError.
        """
        settings, credentials = self._load()
        with self._lock:
            if self._credentials is credentials is stale:
                with login_for("google_ads"):
                    self._credentials = _credentials(settings, self._file)
        with self._opening:
            self._reads = {login: one for login, one in self._reads.items() if one.credentials is not stale}
            self._writes = {login: one for login, one in self._writes.items() if one.reads.credentials is not stale}

    @property
    def emulated(self) -> bool:
        """True where the endpoint is on this machine, as only an emulator's is."""
        settings, _ = self._load()
        return emulated(settings)

    @property
    def place(self) -> str:
        """The place that the user's own Google Ads configuration is read from."""
        return place(self._file)

    @property
    def source(self) -> Text:
        """The place of the credentials and their kind, for people. Raises CredentialsError."""
        settings, _ = self._load()
        if settings.get("refresh_token"):
            kind = Text("a user's refresh token", "ユーザーのリフレッシュ トークン")
        elif settings.get("json_key_file_path"):
            kind = Text("a service account", "サービス アカウント")
        else:
            kind = Text("Application Default Credentials", "アプリケーションのデフォルト認証情報")
        login = str(settings.get("login_customer_id") or "")
        through = Text(f", through {dashed(login)}", f"、{dashed(login)} 経由") if login else NO_TEXT
        where = place(self._file)
        return Text(f"{kind.en} in {where}{through.en}", f"{where} の{kind.ja}{through.ja}")

    def _ledger(self) -> QuotaLedger:
        """The count of the project's operations. Raises CredentialsError."""
        settings, _ = self._load()
        return ledger_of(settings)

    def _load(self) -> tuple[dict[str, Any], Any]:
        with self._lock, login_for("google_ads"):
            if self._settings is None:
                settings, self._file = settings_of(self._file)
                self._credentials = _credentials(settings, self._file)
                self._settings = settings
            return self._settings, self._credentials


def settings_of(file: str) -> tuple[dict[str, Any], str]:
    """The settings in a file, and it; those of the environment alone where that names an emulator and the file does not
    lead to this machine.

    Raises CredentialsError.
    """
    settings = loaded(file)
    if file and emulator_endpoint(os.environ) and not emulated(settings):
        return loaded(), ""
    return settings, file


def _credentials(settings: dict[str, Any], file: str) -> Any:
    from google.ads.googleads import oauth2
    from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError

    path = str(settings.get("json_key_file_path") or "")
    fault = credentials_fault(settings, file)
    if fault is not None:
        raise fault
    try:
        return oauth2.get_credentials(settings)
    except GoogleAuthError as error:
        network = trouble(error)
        if network is not None:
            raise CredentialsError(
                f"there is no access token for Google Ads: {network.reason}", hint=network.hint(writing=False)
            ) from error
        if isinstance(error, DefaultCredentialsError):
            raise none_found(file=file) from error
        raise CredentialsError(refused_credentials("Google Ads", text_of(error)), hint=REFUSED_HINT) from error
    except (ValueError, KeyError, OSError) as error:
        raise broken(path, file) from error

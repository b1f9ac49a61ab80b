"""The official google-ads client: credentials, and clients for accounts.

Nothing of Google is imported until the first call: a version of the client takes about a second to load.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from microconv.core.account_ids import dashed
from microconv.core.errors import CredentialsError
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.providers.foreign import text_of
from microconv.providers.google_ads.reads import Reads
from microconv.providers.google_ads.settings import API_VERSION
from microconv.providers.network import trouble
from microconv.providers.read_only import refused
from microconv.providers.retrying import Retrying

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

_FILE = "GOOGLE_ADS_CONFIGURATION_FILE_PATH"
_CREDENTIALS_HINT = (
    "put a google-ads.yaml into your home folder, name one in GOOGLE_ADS_CONFIGURATION_FILE_PATH, or set GOOGLE_ADS_* "
    "variables (developers.google.com/google-ads/api/docs/client-libs/python/configuration); to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`"
)


class Connection:
    """Credentials and endpoint for the Google Ads API, loaded once and shared by many accounts and threads.

    With `read_only` it hands out nothing but the methods in `reads.METHODS`. The credentials could do more: Google Ads
    has no scope that only reads (see `reads`).
    """

    def __init__(self, retrying: Retrying | None = None, *, read_only: bool = False) -> None:
        self.retrying = retrying or Retrying()
        self.read_only = read_only
        self._lock = threading.Lock()
        self._settings: dict[str, Any] | None = None
        self._credentials: Any = None
        self._logins: dict[str, str] = {}

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
        """The services of such a client that only read. Raises CredentialsError likewise."""
        return Reads(self._client(login_customer_id))

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
                self._credentials = _credentials(settings)

    @property
    def emulated(self) -> bool:
        """True where the endpoint is on this machine, as only an emulator's is."""
        settings, _ = self._load()
        endpoint = str(settings.get("endpoint") or "")
        return bool(endpoint) and urlsplit(f"//{endpoint}").hostname in {"localhost", "127.0.0.1", "::1"}

    @property
    def place(self) -> str:
        """The place that the user's own Google Ads configuration is read from."""
        return _place()

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
        place = untranslated(_place())
        return Text(f"{kind.en} in {place.en}{through.en}", f"{place.ja} の{kind.ja}{through.ja}")

    def _load(self) -> tuple[dict[str, Any], Any]:
        with self._lock:
            if self._settings is None:
                settings = _settings()
                self._credentials = _credentials(settings)
                self._settings = settings
            return self._settings, self._credentials


def _place() -> str:
    """The place that the official client reads its settings from."""
    if any(name.startswith("GOOGLE_ADS_") for name in os.environ) and not os.environ.get(_FILE):
        return "GOOGLE_ADS_*"
    return os.environ.get(_FILE) or "~/google-ads.yaml"


def _settings() -> dict[str, Any]:
    from google.ads.googleads import config
    from yaml import YAMLError

    from_environment = any(name.startswith("GOOGLE_ADS_") for name in os.environ)
    try:
        return dict(config.load_from_env() if from_environment else config.load_from_yaml_file())
    except FileNotFoundError as error:
        raise CredentialsError(
            f"there are no Google Ads credentials: {error.filename} does not exist", hint=_CREDENTIALS_HINT
        ) from error
    except OSError as error:
        raise CredentialsError(f"the Google Ads credentials cannot be read: {error}", hint=_CREDENTIALS_HINT) from error
    except YAMLError as error:
        raise CredentialsError("google-ads.yaml is not valid YAML", hint=_CREDENTIALS_HINT) from error
    except AttributeError as error:  # the client looks for keys in whatever the file holds
        raise CredentialsError("google-ads.yaml is not a map of keys", hint=_CREDENTIALS_HINT) from error
    except ValueError as error:
        raise CredentialsError(f"the Google Ads credentials are incomplete: {error}", hint=_CREDENTIALS_HINT) from error


def _credentials(settings: dict[str, Any]) -> Any:
    from google.ads.googleads import oauth2
    from google.auth.exceptions import GoogleAuthError

    try:
        return oauth2.get_credentials(settings)
    except GoogleAuthError as error:
        network = trouble(error)
        if network is not None:
            raise CredentialsError(
                f"there is no access token for Google Ads: {network.reason}", hint=network.hint(writing=False)
            ) from error
        raise CredentialsError(
            f"Google refused the Google Ads credentials: {text_of(error)}",
            hint="make new ones, or check the clock of this machine and the network",
        ) from error
    except (ValueError, KeyError) as error:
        raise CredentialsError(f"the Google Ads credentials are incomplete: {error}", hint=_CREDENTIALS_HINT) from error
    except OSError as error:
        raise CredentialsError(f"the Google Ads key file cannot be read: {error}", hint=_CREDENTIALS_HINT) from error

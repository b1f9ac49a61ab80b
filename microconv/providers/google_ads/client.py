"""The official google-ads client: credentials, and accounts that can be written to.

Nothing of Google is imported until the first call: a version of the client takes about a second to load.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from microconv.core.errors import CredentialsError, RejectedError
from microconv.providers.foreign import text_of
from microconv.providers.google_ads.account import ReadAccount
from microconv.providers.google_ads.reads import GOOGLE_ADS, Reads
from microconv.providers.google_ads.settings import API_VERSION, WRITE_TIMEOUT_S
from microconv.providers.read_only import refused
from microconv.providers.retrying import Retrying

if TYPE_CHECKING:
    from google.ads.googleads.client import GoogleAdsClient

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

    def _load(self) -> tuple[dict[str, Any], Any]:
        with self._lock:
            if self._settings is None:
                settings = _settings()
                self._credentials = _credentials(settings)
                self._settings = settings
            return self._settings, self._credentials


def _remember(request_ids: list[str]) -> Any:
    """An interceptor that keeps the request id of every answered unary call: Google support asks for it."""
    import grpc

    class RequestIds(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]
        def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
            answer = continuation(details, request)
            metadata = answer.trailing_metadata() or ()
            request_ids.extend(str(value) for key, value in metadata if key == "request-id")
            return answer

    return RequestIds()


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
        raise CredentialsError(
            f"Google refused the Google Ads credentials: {text_of(error)}",
            hint="make new ones, or check the clock of this machine and the network",
        ) from error
    except (ValueError, KeyError) as error:
        raise CredentialsError(f"the Google Ads credentials are incomplete: {error}", hint=_CREDENTIALS_HINT) from error
    except OSError as error:
        raise CredentialsError(f"the Google Ads key file cannot be read: {error}", hint=_CREDENTIALS_HINT) from error


@dataclass(frozen=True, slots=True)
class Mutation:
    """The outcome of a mutate request: request id, the errors of single operations by their index, and resource names.

    `names` are the resource names of what was changed, by index. `nothing_done`: one error undid everything.
    """

    request_id: str
    failures: dict[int, Any]
    names: dict[int, str]
    nothing_done: bool = False


class Account(ReadAccount):
    """One customer account that can be changed too; writes over a connection that can only read raise ReadOnlyError."""

    def __init__(self, connection: Connection, customer_id: str, login_customer_id: str = "") -> None:
        super().__init__(connection, customer_id, login_customer_id)
        self._client: GoogleAdsClient | None = None
        self._service: Any = None
        self._request_ids: list[str] = []

    def mutate(self, operations: Sequence[Any], *, whole: bool = False, rehearsal: bool = False) -> Mutation:
        """Carry out operations in one request. Raises ApiError.

        Those that fail do not stop the others; with `whole` none is done if one fails. With `rehearsal` none is done
        at all, and only errors are told.
        """
        from microconv.providers.google_ads.errors import failures_by_operation, failures_of_whole

        request = self.message("MutateGoogleAdsRequest")
        request.customer_id = self.customer_id
        request.partial_failure = not whole
        request.validate_only = rehearsal
        request.mutate_operations.extend(operations)

        def run() -> Any:
            self._connected()
            return self._service.mutate(request=request, timeout=WRITE_TIMEOUT_S)

        self._request_ids.clear()
        try:
            response = self._call(run, writing=not rehearsal)
        except RejectedError as error:
            failures = failures_of_whole(error.__cause__) if whole else {}
            if not failures:
                raise
            return Mutation(error.request_id, failures, {}, nothing_done=True)
        request_id = self._request_ids[-1] if self._request_ids else ""
        names = {}
        for index, answer in enumerate(response.mutate_operation_responses):
            which = answer.WhichOneof("response")
            if which is not None:
                names[index] = getattr(answer, which).resource_name
        return Mutation(request_id, failures_by_operation(response.partial_failure_error), names)

    def message(self, name: str) -> Any:
        """A new raw protobuf message of the API version in use."""
        self._connected()
        if self._client is None:
            raise refused(name)
        return self._client.get_type(name)

    def _open(self) -> Reads:
        if self._connection.read_only:
            return super()._open()
        self._client = self._connection.client(self._login)
        self._service = self._client.get_service(GOOGLE_ADS, interceptors=[_remember(self._request_ids)])
        return Reads(self._client, self._service)

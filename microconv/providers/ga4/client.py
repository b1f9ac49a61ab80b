"""The official google-analytics-admin client, with time limits, counted calls, and errors in our own words.

REST, because its recordings can be read and replayed with vcrpy. Nothing of Google is imported until the first call.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from microconv.core.errors import CredentialsError
from microconv.providers.foreign import told
from microconv.providers.ga4.settings import EDIT_SCOPE, PAGE_SIZE, READ_SCOPE, TIMEOUT_S

EMULATOR_VARIABLE = "MICROCONV_EMULATOR"
"""Where a running emulator is, as its `--env-file` writes it: `grpc=HOST:PORT;rest=https://HOST:PORT`."""

_CREDENTIALS_HINT = (
    "run `gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    f"{EDIT_SCOPE}`, or name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS; to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`"
)

Answer = TypeVar("Answer")


class Connection:
    """Application Default Credentials and endpoint for GA4, loaded once and shared by many properties and threads.

    With `read_only` the credentials cannot write. `credentials` and `endpoint` replace what the environment says.
    """

    def __init__(self, *, read_only: bool = False, credentials: Any = None, endpoint: str = "") -> None:
        self._lock = threading.Lock()
        self._scope = READ_SCOPE if read_only else EDIT_SCOPE
        self._credentials = credentials
        self._endpoint = endpoint or emulator_endpoint(os.environ)
        self._admin: Any = None

    @property
    def emulated(self) -> bool:
        """Whether calls go to an emulator."""
        return bool(self._endpoint)

    def admin(self) -> Any:
        """An AnalyticsAdminServiceClient (v1beta, REST). Raises CredentialsError."""
        with self._lock:
            if self._admin is None:
                self._admin = self._connect()
            return self._admin

    def _connect(self) -> Any:
        from google.analytics.admin_v1beta import AnalyticsAdminServiceClient
        from google.api_core.client_options import ClientOptions

        options = ClientOptions(api_endpoint=self._endpoint) if self._endpoint else None
        credentials = self._credentials or _default_credentials(self._scope)
        return AnalyticsAdminServiceClient(credentials=credentials, transport="rest", client_options=options)


def emulator_endpoint(environment: Mapping[str, str]) -> str:
    """The emulator's REST endpoint that the environment names, or an empty string. Raises CredentialsError."""
    value = environment.get(EMULATOR_VARIABLE, "")
    if not value:
        return ""
    parts = dict(part.split("=", 1) for part in value.split(";") if "=" in part)
    if "rest" not in parts:
        raise CredentialsError(
            f"{EMULATOR_VARIABLE} is {value!r}, which names no REST endpoint",
            hint="`source` the file that `microconv emulator --env-file FILE` wrote, or unset the variable",
        )
    return parts["rest"]


def _default_credentials(scope: str) -> Any:
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError

    try:
        credentials, _ = google.auth.default(scopes=[scope])
    except DefaultCredentialsError as error:
        raise CredentialsError(f"there are no credentials for GA4: {told(error)}", hint=_CREDENTIALS_HINT) from error
    except (OSError, ValueError) as error:
        raise CredentialsError(f"the credentials for GA4 cannot be read: {error}", hint=_CREDENTIALS_HINT) from error
    return credentials


class Property:
    """One GA4 property: reads and writes of key events, each with a time limit; `calls` counts them."""

    def __init__(self, connection: Connection, property_id: str) -> None:
        self._connection = connection
        self.property_id = property_id
        self.calls = 0

    @property
    def emulated(self) -> bool:
        """Whether this is an emulator's property."""
        return self._connection.emulated

    @property
    def path(self) -> str:
        """The property's resource name."""
        return f"properties/{self.property_id}"

    def key_events(self) -> list[Any]:
        """Every key event (raw protobuf), one call a page. Raises ApiError, CredentialsError."""
        found: list[Any] = []
        token = ""
        while True:
            page = self._page(token)
            found.extend(item._pb for item in page.key_events)
            token = page.next_page_token
            if not token:
                return found

    def _page(self, token: str) -> Any:
        from google.analytics.admin_v1beta.types import ListKeyEventsRequest

        request = ListKeyEventsRequest(parent=self.path, page_size=PAGE_SIZE, page_token=token)
        pager = self._call(lambda admin: admin.list_key_events(request=request, timeout=TIMEOUT_S), writing=False)
        return next(iter(pager.pages))

    def create(self, key_event: Any, target: str) -> None:
        """Make a key event; errors name `target`. Raises ApiError, CredentialsError."""
        self._call(
            lambda admin: admin.create_key_event(parent=self.path, key_event=key_event, timeout=TIMEOUT_S),
            writing=True,
            target=target,
        )

    def update(self, key_event: Any, paths: list[str], target: str) -> None:
        """Change the fields in `paths`, and no others. Raises ApiError, CredentialsError."""
        from google.protobuf.field_mask_pb2 import FieldMask

        mask = FieldMask(paths=paths)
        self._call(
            lambda admin: admin.update_key_event(key_event=key_event, update_mask=mask, timeout=TIMEOUT_S),
            writing=True,
            target=target,
        )

    def delete(self, name: str, target: str) -> None:
        """Delete a key event. Raises ApiError, CredentialsError."""
        self._call(lambda admin: admin.delete_key_event(name=name, timeout=TIMEOUT_S), writing=True, target=target)

    def _call(self, run: Callable[[Any], Answer], *, writing: bool, target: str = "") -> Answer:
        from google.api_core.exceptions import GoogleAPICallError
        from google.auth.exceptions import GoogleAuthError
        from requests.exceptions import RequestException

        from microconv.providers.ga4.errors import translated

        admin = self._connection.admin()
        self.calls += 1
        try:
            return run(admin)
        except (GoogleAPICallError, GoogleAuthError, RequestException) as error:
            raise translated(error, self.property_id, writing=writing, target=target) from error

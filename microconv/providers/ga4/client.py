"""The official google-analytics-admin client, with time limits, counted calls, and errors in our own words.

REST, because its recordings can be read and replayed with vcrpy. Nothing of Google is imported until the first call.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

from microconv.core.errors import CredentialsError
from microconv.providers.foreign import told
from microconv.providers.ga4.library import class_name, library
from microconv.providers.ga4.settings import (
    BETA,
    CAN_BE_TWICE,
    EDIT_SCOPE,
    PAGE_SIZE,
    READ_SCOPE,
    TIMEOUT_S,
    version_of,
)
from microconv.providers.retrying import Retrying

EMULATOR_VARIABLE = "MICROCONV_EMULATOR"
"""Where a running emulator is, as its `--env-file` writes it: `grpc=HOST:PORT;rest=https://HOST:PORT`."""

_CREDENTIALS_HINT = (
    "run `gcloud auth application-default login --scopes=https://www.googleapis.com/auth/cloud-platform,"
    f"{EDIT_SCOPE}`, or name a service account's key file in GOOGLE_APPLICATION_CREDENTIALS; to try microconv without "
    "an account, run `microconv emulator --env-file FILE` and `source FILE`"
)


class Connection:
    """Application Default Credentials and endpoint for GA4, loaded once and shared by many properties and threads.

    With `read_only` the credentials cannot write. `credentials` and `endpoint` replace what the environment says.
    `retrying` repeats what can be repeated.
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
        self._lock = threading.Lock()
        self._scope = READ_SCOPE if read_only else EDIT_SCOPE
        self._credentials = credentials
        self._endpoint = endpoint or emulator_endpoint(os.environ)
        self._admins: dict[str, Any] = {}

    @property
    def emulated(self) -> bool:
        """Whether calls go to an emulator."""
        return bool(self._endpoint)

    def admin(self, version: str = BETA) -> Any:
        """An AnalyticsAdminServiceClient of an API version (REST). Raises CredentialsError."""
        with self._lock:
            if version not in self._admins:
                self._admins[version] = self._connect(version)
            return self._admins[version]

    def _connect(self, version: str) -> Any:
        from google.api_core.client_options import ClientOptions

        options = ClientOptions(api_endpoint=self._endpoint) if self._endpoint else None
        if self._credentials is None:
            self._credentials = _default_credentials(self._scope)
        service = library(version).AnalyticsAdminServiceClient
        return service(credentials=self._credentials, transport="rest", client_options=options)


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
    """One GA4 property: reads and writes, each call with a time limit; `calls` counts them.

    Resources are named as in requests: `key_event`, `google_ads_link`, `event_create_rule`, ... All methods raise
    ApiError and CredentialsError.
    """

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
        """Every key event (raw protobuf), one call a page."""
        return self._list("key_event", self.path)

    def google_ads_links(self) -> list[Any]:
        """Every link to a Google Ads account (raw protobuf), one call a page."""
        return self._list("google_ads_link", self.path)

    def data_streams(self) -> list[Any]:
        """Every data stream, of apps too (raw protobuf), one call a page."""
        return self._list("data_stream", self.path)

    def event_create_rules(self, stream: str) -> list[Any]:
        """Every event-create rule of the data stream with this resource name (raw protobuf), one call a page."""
        return self._list("event_create_rule", stream)

    def enhanced_measurement_settings(self, stream: str) -> Any:
        """The settings of the web stream with this resource name (raw protobuf), in one call."""
        resource = "enhanced_measurement_settings"
        name = f"{stream}/enhancedMeasurementSettings"
        return self._call(resource, f"get_{resource}", writing=False, name=name)._pb

    def _list(self, resource: str, parent: str) -> list[Any]:
        request = getattr(library(version_of(resource)), f"List{class_name(resource)}sRequest")
        found: list[Any] = []
        token = ""
        while True:
            asked = request(parent=parent, page_size=PAGE_SIZE, page_token=token)
            pager = self._call(resource, f"list_{resource}s", writing=False, request=asked)
            page = next(iter(pager.pages))
            found.extend(item._pb for item in getattr(page, f"{resource}s"))
            token = page.next_page_token
            if not token:
                return found

    def create(self, resource: str, parent: str, content: Any, target: str) -> None:
        """Make a resource below `parent`, a resource name; errors name `target`."""
        self._call(resource, f"create_{resource}", target=target, creating=True, parent=parent, **{resource: content})

    def update(self, resource: str, content: Any, paths: list[str], target: str) -> None:
        """Change the fields in `paths`, and no others."""
        from google.protobuf.field_mask_pb2 import FieldMask

        mask = FieldMask(paths=paths)
        self._call(resource, f"update_{resource}", target=target, update_mask=mask, **{resource: content})

    def delete(self, resource: str, name: str, target: str) -> None:
        """Delete the resource with this resource name."""
        self._call(resource, f"delete_{resource}", target=target, name=name)

    def _call(
        self,
        resource: str,
        method: str,
        *,
        writing: bool = True,
        creating: bool = False,
        target: str = "",
        **content: Any,
    ) -> Any:
        from google.api_core.exceptions import GoogleAPICallError
        from google.auth.exceptions import GoogleAuthError
        from requests.exceptions import RequestException

        from microconv.providers.ga4.errors import translated, unless_read

        admin = self._connection.admin(version_of(resource))

        def once() -> Any:
            self.calls += 1
            try:
                return getattr(admin, method)(timeout=TIMEOUT_S, **content)
            except (GoogleAPICallError, GoogleAuthError, RequestException) as error:
                creates = resource if creating else ""
                raise translated(error, self.property_id, writing=writing, target=target, creates=creates) from error

        if creating and resource in CAN_BE_TWICE:
            return self._connection.retrying.call(once, writing=writing, again=unless_read)
        return self._connection.retrying.call(once, writing=writing)

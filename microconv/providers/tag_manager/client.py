"""The way to the Tag Manager API: credentials, and requests over google-auth's session.

Google has no client of its own for this API but the one that is made of its discovery document, see decision 14.
Nothing of Google is imported until the first call.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from microconv.core.errors import QuotaError
from microconv.core.json_text import json_line
from microconv.core.text import Text
from microconv.providers.default_credentials import (
    Purpose,
    default_credentials,
    grants,
    key_to_use,
    narrowed,
    source_of,
)
from microconv.providers.emulator import emulator_endpoint
from microconv.providers.logins import login_for
from microconv.providers.read_only import ReadOnly, refused
from microconv.providers.request_limiter import Rate, RequestLimiter
from microconv.providers.retrying import Retrying
from microconv.providers.spending import spend
from microconv.providers.tag_manager.errors import API, Asked, full_for_long, of_answer, of_exception
from microconv.providers.tag_manager.settings import (
    API_VERSION,
    DAY_S,
    ENDPOINT,
    LONGEST_WAIT_S,
    READ_SCOPE,
    REQUESTS,
    REQUESTS_A_DAY,
    SECONDS,
    SIGN_IN,
    TIMEOUT_S,
    WRITE_SCOPES,
)
from microconv.state_folder import state_folder

Query = Mapping[str, str | list[str]]

_PURPOSE = Purpose("Tag Manager", SIGN_IN)


class Connection:
    """Application Default Credentials and endpoint for Tag Manager, loaded once and shared by many threads.

    With `read_only` it hands out nothing but GET, and the credentials have the scope tagmanager.readonly. `credentials`
    and `endpoint` replace what the environment says, and so does `file`, a service account's key. `limiter` replaces
    the count of the Cloud project's requests: without one an emulator's are not counted, as it has no project.
    `retrying` repeats what can be repeated.
    """

    def __init__(
        self,
        *,
        read_only: bool = False,
        credentials: Any = None,
        endpoint: str = "",
        retrying: Retrying | None = None,
        limiter: RequestLimiter | None = None,
        file: str = "",
    ) -> None:
        self.retrying = retrying or Retrying()
        self.read_only = read_only
        self.scopes: tuple[str, ...] = (READ_SCOPE,) if read_only else WRITE_SCOPES
        self.paths: dict[str, Mapping[str, Any]] = {}
        """The containers that were looked up, by public id: where one is never changes."""
        self._lock = threading.Lock()
        self._given = credentials
        self._file = key_to_use(file)
        self._found: Any = None
        self._endpoint = endpoint or emulator_endpoint(os.environ)
        self._limiter = limiter
        self._local = threading.local()

    @property
    def emulated(self) -> bool:
        """True where calls go to an emulator."""
        return bool(self._endpoint)

    @property
    def source(self) -> Text:
        """The kind of the credentials and their place, for people. Raises CredentialsError."""
        return source_of(self._credentials(), given=self._given is not None, file=self._file)

    def may_write(self) -> bool | None:
        """True where Google gives out a token with the scopes of a run; None where nothing tells."""
        return None if self._given is not None else grants(WRITE_SCOPES, _PURPOSE, self._file)

    def requests(self) -> Requests:
        """Requests of any kind. Raises ReadOnlyError where the connection is."""
        if self.read_only:
            raise refused("Tag Manager")
        return self._requests()

    def reads(self) -> ReadOnly:
        """The requests that only read: `get`."""
        return ReadOnly(self._requests(), ("get",), "Tag Manager")

    def _requests(self) -> Requests:
        """The requests of this thread: a session is for one."""
        if not hasattr(self._local, "requests"):
            self._local.requests = Requests(self._session, self._endpoint or ENDPOINT, self._place)
        made: Requests = self._local.requests
        return made

    def _session(self) -> Any:
        from google.auth.transport.requests import AuthorizedSession

        return AuthorizedSession(self._credentials())  # type: ignore[no-untyped-call]

    def _credentials(self) -> Any:
        if self._given is not None:
            return self._given
        with self._lock, login_for(API):
            if self._found is None:
                self._found = narrowed(default_credentials(self.scopes, _PURPOSE, self._file), self.scopes)
            return self._found

    def _place(self, asked: Asked, *, refused_for: float = 0.0) -> None:
        """Wait for a place in the project's quota; or close it for a while, as an answer said that it is full.

        Raises QuotaError where the wait would be long, and JournalError where the count cannot be kept.
        """
        with self._lock:
            if self._limiter is None and not self._endpoint:
                self._limiter = self._own_limiter()
            limiter = self._limiter
        if limiter is None:
            return
        if refused_for:
            limiter.close(refused_for)
        elif limiter.acquire(LONGEST_WAIT_S) is None:
            raise full_for_long(asked, LONGEST_WAIT_S)

    def _own_limiter(self) -> RequestLimiter:
        return RequestLimiter(
            limiter_path(state_folder(), _project_of(self._given if self._given is not None else self._found)),
            [Rate(REQUESTS, SECONDS), Rate(REQUESTS_A_DAY, DAY_S)],
            notify=self._waiting,
        )

    def _waiting(self, pause_s: float) -> None:
        """Tell of a wait for a place as of any other pause."""
        self.retrying.notify(_FULL, pause_s)


_FULL = QuotaError(
    api=API,
    account="quota",
    code="RESOURCE_EXHAUSTED",
    message=Text(
        f"the Cloud project may send {REQUESTS} requests in {SECONDS:.0f} seconds",
        f"Cloud プロジェクトのリクエストは {SECONDS:.0f} 秒間に {REQUESTS} 件までです",
    ),
)


def limiter_path(state: Path, project: str) -> Path:
    """The file in which the requests of a Cloud project are counted."""
    return state / "requests" / f"{API}-{quote(project, safe='')}.json"


def _project_of(credentials: Any) -> str:
    """The Cloud project to which requests are counted, as far as the credentials tell; one name for all others."""
    for name in ("quota_project_id", "project_id"):
        project = getattr(credentials, name, None)
        if isinstance(project, str) and project:
            return project
    return "unknown-project"


class Requests:
    """Requests with a time limit, each in its place in the quota, and errors in our own words."""

    def __init__(self, session: Callable[[], Any], endpoint: str, place: Callable[..., None]) -> None:
        self._make = session
        self._made: Any = None
        self._root = f"{endpoint.rstrip('/')}/tagmanager/{API_VERSION}/"
        self._place = place

    def get(self, asked: Asked, path: str, query: Query | None = None) -> dict[str, Any]:
        """The answer to a GET. Raises ApiError, CredentialsError."""
        return self._send(asked, "GET", path, query or {}, None)

    def post(self, asked: Asked, path: str, query: Query | None = None, body: Any = None) -> dict[str, Any]:
        """The answer to a POST. Raises ApiError, CredentialsError."""
        return self._send(asked, "POST", path, query or {}, body)

    def put(self, asked: Asked, path: str, query: Query, body: Any) -> dict[str, Any]:
        """The answer to a PUT. Raises ApiError, CredentialsError."""
        return self._send(asked, "PUT", path, query, body)

    def delete(self, asked: Asked, path: str, query: Query | None = None) -> None:
        """Send a DELETE. Raises ApiError, CredentialsError."""
        self._send(asked, "DELETE", path, query or {}, None)

    def _send(self, asked: Asked, verb: str, path: str, query: Query, body: Any) -> dict[str, Any]:
        from google.auth.exceptions import GoogleAuthError
        from requests.exceptions import RequestException

        if self._made is None:
            self._made = self._make()
        self._place(asked)
        spend(API, 1)
        try:
            response = self._made.request(
                verb,
                f"{self._root}{path}",
                params=query,
                data=None if body is None else json_line(body).encode(),
                headers={} if body is None else {"Content-Type": "application/json; charset=utf-8"},
                timeout=TIMEOUT_S,
                max_allowed_time=TIMEOUT_S,
                allow_redirects=False,
            )
            status, text = int(response.status_code), str(response.text)
        except (GoogleAuthError, RequestException) as error:
            raise of_exception(asked, error) from error
        content = _json(text)
        if status == 204 or (status == 200 and not text):
            return {}
        if status == 200 and isinstance(content, dict):
            return content
        refusal = of_answer(asked, status, content, text, response.headers)
        if isinstance(refusal, QuotaError) and refusal.repeatable:
            self._place(asked, refused_for=refusal.retry_after_s or SECONDS)
        raise refusal


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None

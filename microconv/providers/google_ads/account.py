"""One Google Ads account to read: search streams with a time limit, counted calls, and errors in our own words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from microconv.core.account_ids import dashed
from microconv.core.errors import AccessDeniedError
from microconv.core.text import NO_TEXT, Text
from microconv.providers.google_ads.reads import CUSTOMERS, GOOGLE_ADS, Reads
from microconv.providers.google_ads.settings import READ_TIMEOUT_S
from microconv.providers.quotas import DAY

if TYPE_CHECKING:
    from microconv.helpers import Work
    from microconv.providers.google_ads.client import Connection

_DENIED = "AuthorizationError.USER_PERMISSION_DENIED"
_NOT_ABOVE = "AuthorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"

Answer = TypeVar("Answer")


class ReadAccount:
    """One customer account: reads with a time limit, and no way to write.

    `calls` counts them, also those that looked for a way to it; `asked` counts its own searches alone.
    """

    def __init__(self, connection: Connection, customer_id: str, login_customer_id: str = "") -> None:
        self._connection = connection
        self._reads: Reads | None = None
        self._login = login_customer_id
        self._found = ""
        self._searching = self._reached = False
        self._counting = threading.Lock()
        self._ahead: dict[str, Work[list[Any]]] = {}
        self.customer_id = customer_id
        self.calls = 0
        self.asked = 0

    def sibling(self, customer_id: str) -> Self:
        """Another account, reached in the same way."""
        return type(self)(self._connection, customer_id, self._login)

    @property
    def login(self) -> str:
        """The manager account through which it was found to be reached, if nobody had said so."""
        return self._found

    @property
    def name(self) -> str:
        """The account as people write it."""
        return dashed(self.customer_id)

    @property
    def emulated(self) -> bool:
        """True for an emulator's account."""
        return self._connection.emulated

    def search(self, query: str) -> Iterator[Any]:
        """Every row (raw protobuf) that a GAQL query finds, in one SearchStream call. Raises ApiError."""
        self.asked += 1
        ahead = self._ahead.pop(query, None)
        try:
            return iter(self._rows(query) if ahead is None else ahead.answer())
        except AccessDeniedError as error:
            if self._uses_configured_login and error.code in {_DENIED, _NOT_ABOVE}:
                raise _hinted(error, _configured_hint(self._connection)) from error
            if error.code != _DENIED or not self._find_way(error):
                raise
            return iter(self._rows(query))

    @contextmanager
    def ahead(self, queries: Sequence[str]) -> Iterator[None]:
        """Ask these queries at the same time, but for those that are asked already: `search` then has their answers.

        While nobody knows how the account is reached, nothing is asked ahead: each query would look for the way.
        """
        known = self._login or self._uses_configured_login or self._reached
        new = [query for query in queries if query not in self._ahead] if known else []
        with self._connection.helpers.begun([partial(self._rows, query) for query in new]) as works:
            self._ahead.update(zip(new, works, strict=True))
            try:
                yield
            finally:
                for query in new:
                    self._ahead.pop(query, None)

    def _rows(self, query: str) -> list[Any]:
        def run() -> list[Any]:
            service = self._connected().service(GOOGLE_ADS)
            stream = service.search_stream(customer_id=self.customer_id, query=query, timeout=READ_TIMEOUT_S)
            return [row for batch in stream for row in batch.results]

        rows = self._call(run, writing=False)
        self._reached = True
        return rows

    @property
    def _uses_configured_login(self) -> bool:
        """True if the login customer is that of the user's own Google Ads configuration."""
        return not self._login and bool(self._connection.login_customer_id)

    def _find_way(self, error: AccessDeniedError) -> bool:
        """Look for the one manager account through which this account is reached, unless one was named.

        Raises AccessDeniedError that lists the ways where there are several.
        """
        if self._searching or self._login or self._uses_configured_login:
            return False
        from microconv.providers.google_ads.ownership import ways

        def through(manager: str) -> ReadAccount:
            account = ReadAccount(self._connection, manager, manager)
            account._searching = True
            tried.append(account)
            return account

        tried: list[ReadAccount] = []
        known = self._connection.login_of(self.customer_id)
        if not known:
            known_ways = ways(
                self.customer_id, [item for item in self.accessible() if item != self.customer_id], through
            )
            self.calls += sum(account.calls for account in tried)
            if len(known_ways.managers) != 1:
                raise _hinted(error, _ways_hint(known_ways.managers, known_ways.unknown)) from error
            known = known_ways.managers[0]
            self._connection.keep_login(self.customer_id, known)
        self._login = self._found = known
        self._reads = None
        return True

    def accessible(self) -> list[str]:
        """The customer ids that the user has direct access to, in one call."""

        def run() -> Any:
            return self._connected().service(CUSTOMERS).list_accessible_customers(timeout=READ_TIMEOUT_S)

        answer = self._call(run, writing=False)
        return sorted(name.removeprefix("customers/") for name in answer.resource_names)

    def _connected(self) -> Reads:
        if self._reads is None:
            self._reads = self._open()
        return self._reads

    def _open(self) -> Reads:
        """The reading services, signed for the present login customer. Raises CredentialsError."""
        return self._connection.reads(self._login)

    def _call(self, run: Callable[[], Answer], *, writing: bool, operations: int = 1) -> Answer:
        from google.ads.googleads.errors import GoogleAdsException
        from google.api_core.exceptions import GoogleAPICallError, RetryError
        from google.auth.exceptions import GoogleAuthError
        from grpc import RpcError

        from microconv.providers.google_ads.errors import expired, translated
        from microconv.providers.google_ads.operations import of_the_day

        self._connected()

        def once() -> Answer:
            return self._connection.pacing.send(sent, self.name, {DAY: operations}, of_the_day)

        def sent() -> Answer:
            with self._counting:
                self.calls += 1
            try:
                return run()
            except (GoogleAdsException, GoogleAPICallError, RetryError, GoogleAuthError, RpcError) as error:
                raise translated(error, self.name, writing=writing) from error

        def with_a_valid_token() -> Answer:
            used = self._connected().credentials
            try:
                return once()
            except AccessDeniedError as error:
                if not expired(error):
                    raise
                self._renew(used)
                return once()

        return self._connection.retrying.call(with_a_valid_token, writing=writing)

    def _renew(self, stale: Any) -> None:
        """Go on with other credentials than `stale`. Raises CredentialsError."""
        self._connection.renew(stale)
        self._reads = None


def _hinted(error: AccessDeniedError, hint: str) -> AccessDeniedError:
    """The same error with another hint."""
    return AccessDeniedError(
        api=error.api, account=error.account, code=error.code, message=error.message, request_id=error.request_id,
        hint=hint,
    )  # fmt: skip


def _configured_hint(connection: Connection) -> Text:
    """The hint where the login customer of the user's own Google Ads configuration does not lead to an account."""
    number = dashed(connection.login_customer_id)
    return Text(
        f"{connection.place} names the login customer {number}, through which this user does not reach the account: "
        "correct it there, or set `google_ads: {login_customer_id: …}` in the config, which goes before it",
        f"{connection.place} で指定した MCC アカウント {number} からは、このユーザーはアカウントにアクセスできませ"
        "ん。修正"
        "するか、優先される設定ファイルの `google_ads: {login_customer_id: …}` で指定してください",
    )


def _ways_hint(managers: Sequence[str], unknown: Sequence[str]) -> Text:
    """The hint where there is not exactly one manager account through which an account is reached."""
    if managers:
        listed = ", ".join(dashed(item) for item in managers)
        return Text(
            f"it is reached through {listed}: write one as `google_ads: {{login_customer_id: …}}`",
            f"{listed} を経由してアクセスできます。`google_ads: {{login_customer_id: …}}` にいずれかを指定してください",
        )
    unread = ", ".join(dashed(item) for item in unknown)
    but = Text(f" (not known of {unread}, which cannot be read)", f"（{unread} は読み取れないため不明）")
    left = but if unknown else NO_TEXT
    return Text(
        f"no account that this user can access has it below{left.en}: give the user access to it, or to a manager "
        "account of it",
        f"このユーザーがアクセスできるアカウントの配下にありません{left.ja}。このアカウントまたはその MCC アカウント"
        "への"
        "アクセス権をユーザーに付与してください",
    )

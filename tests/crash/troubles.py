"""Faults as the issue names them: the emulator's own, and what those cannot say: pauses that are asked for, reasons of
a refusal, tokens that expire in the middle, answers that come too late.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.faults import Fault

TIMEOUT_S = 0.6
"""Seconds that the clients wait in tests of slow answers."""

ASKED_S = 9
"""The pause that quota errors ask for."""


@dataclass(frozen=True)
class Trouble(Fault):
    """A fault with more to it.

    retry_s: the pause that the answer asks for.
    reason: that of the ErrorInfo of a GA4 answer.
    limit: the quota limit of the same.
    expire: all access tokens expire.
    slow_s: the answer comes only after so long.
    late: not the answer but the work itself comes after `slow_s`.
    """

    retry_s: int = 0
    reason: str = ""
    limit: str = ""
    expire: bool = False
    slow_s: float = 0.0
    late: bool = False


@dataclass(frozen=True)
class Kind:
    """One row of the matrix.

    fault: the trouble.
    unclear: the answer leaves open what happened.
    recovers: a run gets over one of it.
    makes: at a create too.
    unanswered: the request may still be under way.
    pauses: the shortest pause before the request is sent again; None: it must not be sent again.
    """

    fault: Trouble
    unclear: bool = False
    recovers: bool = True
    makes: bool = True
    unanswered: bool = False
    pauses: float | None = 0.0


def _ads(status: str, error: tuple[str, str] | None = None, **more: Any) -> Trouble:
    return Trouble("google_ads", "*", status=status, error=error, message="No luck today.", **more)


def _ga4(status: str, **more: Any) -> Trouble:
    return Trouble("ga4", "*", status=status, message="No luck today.", **more)


_DAILY = "AnalyticsAdminRequestsPerDayPerProject"

KINDS: dict[str, dict[str, Kind]] = {
    "google_ads": {
        "UNAVAILABLE": Kind(_ads("UNAVAILABLE"), unclear=True),
        "INTERNAL": Kind(_ads("INTERNAL"), unclear=True),
        "TRANSIENT_ERROR": Kind(_ads("INTERNAL", ("internal_error", "TRANSIENT_ERROR")), unclear=True),
        "DEADLINE_EXCEEDED": Kind(_ads("DEADLINE_EXCEEDED"), unclear=True),
        "RESOURCE_EXHAUSTED, short term": Kind(
            _ads("RESOURCE_EXHAUSTED", ("quota_error", "RESOURCE_TEMPORARILY_EXHAUSTED"), retry_s=ASKED_S),
            pauses=ASKED_S,
        ),
        "RESOURCE_EXHAUSTED, daily": Kind(
            _ads("RESOURCE_EXHAUSTED", ("quota_error", "RESOURCE_EXHAUSTED"), retry_s=ASKED_S),
            recovers=False, pauses=None,
        ),
        "CONCURRENT_MODIFICATION": Kind(_ads("ABORTED", ("database_error", "CONCURRENT_MODIFICATION"))),
        "connection reset": Kind(_ads("UNAVAILABLE", drop=True), unclear=True),
        "slow answer": Kind(_ads("OK", slow_s=TIMEOUT_S * 1.3), unclear=True),
        "expired token": Kind(_ads("OK", expire=True)),
    },
    "ga4": {
        "503": Kind(_ga4("UNAVAILABLE"), unclear=True),
        "500": Kind(_ga4("INTERNAL"), unclear=True),
        "504": Kind(_ga4("DEADLINE_EXCEEDED"), unclear=True, unanswered=True),
        "409": Kind(_ga4("ALREADY_EXISTS"), recovers=False, pauses=None),
        "403 rateLimitExceeded": Kind(_ga4("PERMISSION_DENIED", reason="rateLimitExceeded")),
        "429": Kind(_ga4("RESOURCE_EXHAUSTED"), makes=False),  # GA4 says the same where there is one object too many
        "429, Retry-After": Kind(_ga4("RESOURCE_EXHAUSTED", retry_s=ASKED_S), pauses=ASKED_S),
        "429, daily": Kind(
            _ga4("RESOURCE_EXHAUSTED", reason="RATE_LIMIT_EXCEEDED", limit=_DAILY), recovers=False, pauses=None
        ),
        "connection reset": Kind(_ga4("UNAVAILABLE", drop=True), unclear=True, unanswered=True),
        "slow answer": Kind(_ga4("OK", slow_s=TIMEOUT_S * 1.3), unclear=True, unanswered=True),
        "expired token": Kind(_ga4("OK", expire=True)),
    },
}  # fmt: skip


@dataclass
class Late:
    """Requests that somebody still works at though nobody waits for them."""

    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def one(self) -> Iterator[None]:
        with self.lock:
            self.count += 1
        try:
            yield
        finally:
            with self.lock:
                self.count -= 1

    def wait(self) -> None:
        """Until all are done, so that none changes the next test's world."""
        until = time.monotonic() + 10
        while self.count:
            assert time.monotonic() < until
            time.sleep(0.01)


def arm(world: World, patch: pytest.MonkeyPatch) -> Late:
    """Teach the emulator the faults of this module, for as long as `patch` lasts."""
    from microconv.emulator.ga4 import call, rest
    from microconv.emulator.google_ads import api

    late = Late()

    def linger(fault: Trouble) -> None:
        """Wait, without keeping others waiting."""
        if not fault.after_commit:
            time.sleep(fault.slow_s)
            return
        world.lock.release()
        try:
            time.sleep(fault.slow_s)
        finally:
            world.lock.acquire()

    def troubled(original: Callable[[Any], None], refuse: Callable[[Trouble], None]) -> Callable[[Any], None]:
        def act(fault: Any) -> None:
            if not isinstance(fault, Trouble):
                original(fault)
                return
            if fault.expire:
                world.tokens.expire_all()
            elif fault.slow_s:
                with late.one():
                    linger(fault)
                if not fault.after_commit and not fault.late:
                    original(replace(fault, status="UNAVAILABLE", slow_s=0.0))
            elif fault.retry_s or fault.reason:
                refuse(fault)
            else:
                original(fault)

        return act

    _make_tokens_unique(patch)
    patch.setattr(api, "_raise_fault", troubled(api._raise_fault, _refuse_ads))
    patch.setattr(call, "_fail", troubled(call._fail, _refuse_ga4))
    challenge = rest._challenge
    patch.setattr(
        rest,
        "_challenge",
        lambda error: {"Retry-After": str(error.pause)} if getattr(error, "pause", 0) else challenge(error),
    )
    return late


def _make_tokens_unique(patch: pytest.MonkeyPatch) -> None:
    """Two tokens that a client signs within the same second are the same text, and the second would be expired too."""
    from google.auth.jwt import Credentials

    make = Credentials._make_jwt

    def unique(self: Any) -> Any:
        self._additional_claims = {**(self._additional_claims or {}), "jti": secrets.token_hex(8)}
        return make(self)

    patch.setattr(Credentials, "_make_jwt", unique)


def _refuse_ads(fault: Trouble) -> None:
    from microconv.emulator.google_ads.errors import AdsFailure, QuotaDetails, error

    assert fault.error is not None
    of_the_day = fault.error is not None and fault.error[1] == "RESOURCE_EXHAUSTED"
    scope, rate = ("DEVELOPER", "Number of operations") if of_the_day else ("ACCOUNT", "Requests per account")
    quota = QuotaDetails(scope, rate, fault.retry_s)
    raise AdsFailure([error(".".join(fault.error), fault.message, quota=quota)], fault.status, fault.message)


def _refuse_ga4(fault: Trouble) -> None:
    from google.rpc.error_details_pb2 import ErrorInfo

    from microconv.emulator.ga4.errors import ApiError

    metadata = {"quota_limit": fault.limit} if fault.limit else {}
    details = [ErrorInfo(reason=fault.reason, domain="googleapis.com", metadata=metadata)] if fault.reason else []
    refusal = ApiError(fault.status, fault.message, details)
    refusal.pause = fault.retry_s  # type: ignore[attr-defined]
    raise refusal

"""Access levels with their daily operations, and the rate limits that answer "Retry in N seconds".

Levels and numbers of operations from the page "Access levels and permissible use", per Google Cloud project in a
sliding window of 24 hours (checked 2026-11-23). That a search counts one operation and its further pages none, and
that a mutate counts its operations, is recalled from the page on quotas. The rates per second are not published: they
are settings, off by default. All are policies.
"""

from __future__ import annotations

import math
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import AdsFailure, QuotaDetails, error
from microconv.emulator.google_ads.errors_texts import google_text
from microconv.emulator.tokens import PROJECT

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.state import AdsState
    from microconv.emulator.google_ads.wire import Version
    from microconv.emulator.google_ads.world import AdsWorld
    from microconv.emulator.policies import Policies
    from microconv.emulator.tokens import Principal

#: The number of a word that a version does not have.
_UNKNOWN = 1
_WINDOW = timedelta(days=1)
_SERVICE_ACCOUNT = re.compile(r".+@(.+)\.iam\.gserviceaccount\.com")
_OPERATIONS = ("operations", "mutate_operations")


@dataclass(slots=True)
class _Window:
    """The operations of the last 24 hours."""

    entries: deque[tuple[datetime, int]] = field(default_factory=deque)
    used: int = 0

    def forget(self, before: datetime) -> None:
        while self.entries and self.entries[0][0] <= before:
            self.used -= self.entries.popleft()[1]

    def add(self, now: datetime, amount: int) -> None:
        self.entries.append((now, amount))
        self.used += amount

    def wait(self, now: datetime, amount: int, limit: int) -> timedelta:
        """The time until `amount` operations fit."""
        free = limit - self.used
        for at, count in self.entries:
            free += count
            if free >= amount:
                return at + _WINDOW - now
        return _WINDOW


@dataclass(slots=True)
class _Bucket:
    """A token bucket that holds one second's worth of requests."""

    tokens: float
    at: datetime

    def wait(self, now: datetime, rate: int) -> float:
        """Refill; the seconds until there is a token, 0 if there is one."""
        self.tokens = min(float(rate), self.tokens + (now - self.at).total_seconds() * rate)
        self.at = now
        return max(0.0, (1 - self.tokens) / rate)


class Quotas:
    """The operations and requests each project and customer has used up; a reset of the world empties it.

    The world's lock must be held.

    world: all state; its clock is the time, its policies the limits.
    """

    def __init__(self, world: AdsWorld) -> None:
        self._world = world
        self._state: AdsState | None = None
        self._windows: dict[tuple[str, str], _Window] = {}
        self._buckets: dict[tuple[str, str | int], _Bucket] = {}

    def charge(self, version: Version, principal: Principal, request: Message) -> None:
        """Count a request before it is answered.

        Raises AdsFailure if the project may not use this account, has used up its day, or asks too often.
        """
        if self._state is not self._world.google_ads:
            self._state = self._world.google_ads
            self._windows.clear()
            self._buckets.clear()
        customer = self._customer(request)
        project = project_of(principal)
        _check_level(version, self._world.policies, customer)
        self._check_rates(project, customer)
        self._count(project, customer, operations_of(request))

    def _customer(self, request: Message) -> Customer | None:
        text = str(getattr(request, "customer_id", ""))
        return self._world.google_ads.customers.get(int(text)) if text.isdecimal() and text.isascii() else None

    def _check_rates(self, project: str, customer: Customer | None) -> None:
        policies = self._world.policies
        if customer is not None:
            self._take("ACCOUNT", customer.id, policies.number("qps_per_customer"), "Requests per account")
        level = policies.text("access_level")
        self._take("DEVELOPER", project, policies.number("qps_per_project"), f"Get requests for {level} access")

    def _take(self, scope: str, key: str | int, rate: int, name: str) -> None:
        if rate <= 0:
            return
        now = self._world.clock.now()
        bucket = self._buckets.setdefault((scope, key), _Bucket(float(rate), now))
        wait = bucket.wait(now, rate)
        if wait > 0:
            raise _too_many("RESOURCE_TEMPORARILY_EXHAUSTED", scope, name, math.ceil(wait))
        bucket.tokens -= 1

    def _count(self, project: str, customer: Customer | None, amount: int) -> None:
        level = self._world.policies.text("access_level")
        if level == "standard":
            return
        kind = level
        if level == "explorer" and customer is not None and customer.fields.get("test_account"):
            kind = "test"
        limit = self._world.policies.number(f"daily_operations_{kind}")
        window = self._windows.setdefault((project, kind), _Window())
        now = self._world.clock.now()
        window.forget(now - _WINDOW)
        if window.used + amount > limit:
            wait = math.ceil(window.wait(now, amount, limit).total_seconds())
            raise _too_many("RESOURCE_EXHAUSTED", "DEVELOPER", f"Number of operations for {level} access", wait)
        window.add(now, amount)


def project_of(principal: Principal) -> str:
    """The Google Cloud project a caller belongs to: a service account's own, else that of the OAuth clients."""
    match = _SERVICE_ACCOUNT.fullmatch(principal.email)
    return match[1] if match else PROJECT


def operations_of(request: Any) -> int:
    """The number of operations a request counts."""
    fields = request.DESCRIPTOR.fields_by_name
    for name in _OPERATIONS:
        if name in fields:
            return max(1, len(getattr(request, name)))
    return 0 if "page_token" in fields and request.page_token else 1


def _check_level(version: Version, policies: Policies, customer: Customer | None) -> None:
    """Test access is for test accounts only. The word changed with v25, when developer tokens went out of use."""
    if policies.text("access_level") != "test" or customer is None or customer.fields.get("test_account"):
        return
    word = "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION"
    if version.error_code("authorization_error", word) == _UNKNOWN:
        word = "DEVELOPER_TOKEN_NOT_APPROVED"
    message = "The Google Cloud project is only approved for use with test accounts."
    raise AdsFailure([error(f"authorization_error.{word}", message)])


def _too_many(word: str, scope: str, name: str, seconds: int) -> AdsFailure:
    message = google_text("quota_error.RESOURCE_EXHAUSTED", seconds=str(seconds))  # said of the rates per second too
    return AdsFailure([error(f"quota_error.{word}", message, quota=QuotaDetails(scope, name, seconds))])

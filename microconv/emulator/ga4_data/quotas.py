"""Quotas of a property: how many tokens are left, and what is answered when there are none.

Limits and categories as the proto of PropertyQuota and the documents have them (checked 2026-11-23): tokens by day,
by hour and by project and hour, separately for core and funnel reports. Days end at midnight Pacific time, hours with
the full hour (inferred). The emulator serves one request at a time and has no server errors or thresholds of its own,
so those three quotas are always full.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from microconv.emulator.ga4_data.errors import exhausted

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4.state import Ga4State

CORE = "core"
_PACIFIC = ZoneInfo("America/Los_Angeles")
#: Quota -> tokens of a standard property and of one of Analytics 360.
_TOKENS = {
    "tokens_per_day": (200_000, 2_000_000),
    "tokens_per_hour": (40_000, 400_000),
    "tokens_per_project_per_hour": (14_000, 140_000),
}
#: Quota -> its limit, standard and 360; nothing in the emulator ever takes from these.
_OTHERS = {
    "concurrent_requests": (10, 50),
    "server_errors_per_project_per_hour": (10, 50),
    "potentially_thresholded_requests_per_hour": (120, 120),
}


@dataclass(slots=True)
class Ledger:
    """The tokens spent, by category, property and quota. It belongs to one state: with a new one it starts anew.

    Whoever calls it holds the world's lock.
    """

    _state: Ga4State | None = None
    _spent: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)

    def check(self, call: Call, owner: Property, category: str) -> None:
        """Refuse the request if a quota is used up; the request that uses up the last token is still served.

        Raises ApiError (RESOURCE_EXHAUSTED).
        """
        named = call.world.policies["data_quota_exhausted"]
        if named != "NONE":
            raise exhausted(str(named).lower())
        for quota, limits in _TOKENS.items():
            if self._left(call, owner, category, quota, limits) <= 0:
                raise exhausted(quota)

    def spend(self, call: Call, owner: Property, category: str, tokens: int) -> None:
        """Take tokens from every quota that counts them."""
        for quota in _TOKENS:
            key, window = self._place(call, owner, category, quota)
            before = self._spent.get(key, (window, 0))
            self._spent[key] = (window, tokens + (before[1] if before[0] == window else 0))

    def write(self, call: Call, owner: Property, category: str, tokens: int, message: Any) -> None:
        """Fill a PropertyQuota: what this request took, and what is left. Live answers have both, 0 or not."""
        for quota, limits in (_TOKENS | _OTHERS).items():
            status = getattr(message, quota)
            status.consumed = tokens if quota in _TOKENS else 0
            status.remaining = max(0, self._left(call, owner, category, quota, limits))

    def _left(self, call: Call, owner: Property, category: str, quota: str, limits: tuple[int, int]) -> int:
        limit = limits[owner.service_level == "GOOGLE_ANALYTICS_360"]
        key, window = self._place(call, owner, category, quota)
        last, spent = self._spent.get(key, (window, 0))
        return limit - (spent if last == window else 0)

    def _place(self, call: Call, owner: Property, category: str, quota: str) -> tuple[tuple[str, ...], str]:
        """The key the quota is kept under, and the present window of time."""
        if self._state is not call.world.ga4:
            self._state = call.world.ga4
            self._spent.clear()
        project = _project(call.principal.email) if quota == "tokens_per_project_per_hour" else ""
        return (category, owner.name, quota, project), _window(quota, call.world.clock.now())


def _window(quota: str, moment: datetime) -> str:
    if quota == "tokens_per_day":
        return moment.astimezone(_PACIFIC).date().isoformat()
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H}"


def _project(email: str) -> str:
    """The Cloud project a caller's tokens are counted for: a service account's own, one for all people."""
    domain = email.partition("@")[2]
    return domain.removesuffix(".iam.gserviceaccount.com") if domain.endswith(".iam.gserviceaccount.com") else ""


def estimate(dimensions: int, metrics: int, days: int) -> int:
    """The tokens of a report, fitted to readings of live answers; see the policy `data_report_tokens`."""
    return 1 + max(0, metrics - 1) // 9 + max(0, dimensions - 1) // 4 + days // 60

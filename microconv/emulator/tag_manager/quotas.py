"""The quota of the project: 25 requests in 100 seconds, 10,000 a day. Refused requests count as well.

Source: developers.google.com/tag-manager/api/v2/limits-quotas (0.25 requests a second, over 100 seconds), checked
2026-11-28. Days are those of the Pacific time zone.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from zoneinfo import ZoneInfo

from microconv.emulator.policies import Policies
from microconv.emulator.tag_manager.errors import OBSERVED, ApiError
from microconv.emulator.tag_manager.state import TagManagerState

WINDOW_S = 100.0
IN_WINDOW = 25
A_DAY = 10_000
_PACIFIC = ZoneInfo("America/Los_Angeles")
#: The number of the Google Cloud project, made up: the same as in the client id of the written google-ads.yaml.
_PROJECT = "100000000000"


def take(state: TagManagerState, now: datetime, policies: Policies) -> None:
    """Count a request.

    Raises ApiError where the quota is used up.
    """
    if policies["gtm_quota"] == "off":
        return
    at = now.timestamp()
    local = now.astimezone(_PACIFIC)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    del state.requests[: bisect_left(state.requests, min(midnight, at - WINDOW_S))]
    state.requests.append(at)
    in_window = len(state.requests) - bisect_left(state.requests, at - WINDOW_S)
    today = len(state.requests) - bisect_left(state.requests, midnight)
    status = policies.number("gtm_quota_status")
    if in_window > IN_WINDOW:
        raise ApiError(status, OBSERVED["quota"].format(_PROJECT), "rateLimitExceeded")
    if today > A_DAY:
        raise ApiError(status, f"The {A_DAY:,} requests of this day are used up.", "dailyLimitExceeded")

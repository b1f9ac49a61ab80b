"""The rules of queries about change_event and change_status.

Both need a finite range of times that is not too long ago, and a LIMIT of at most 10,000. Sources: the comments of
errors/change_event_error.proto and errors/change_status_error.proto, the pages "Change event" (30 days) and "Change
status" (90 days), checked 2026-11-23.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import AdsFailure, error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.query.plan import Plan

_MAX_LIMIT = 10_000
#: Resource -> the field that must be filtered, and how many days back.
_RULES: Mapping[str, tuple[str, int]] = {
    "change_event": ("change_date_time", 30),
    "change_status": ("last_change_date_time", 90),
}


def check(plan: Plan, today: date) -> None:
    """Refuse what only these two resources refuse.

    Raises AdsFailure with a ChangeEventError or ChangeStatusError.
    """
    if plan.resource.name not in _RULES:
        return
    path, days = _RULES[plan.resource.name]
    name = f"{plan.resource.name}.{path}"
    filters = [one for one in plan.filters if one.column.name == name]
    first = max((one.first for one in filters if one.first is not None), default=None)
    last = min((one.last for one in filters if one.last is not None), default=None)
    if first is None or last is None:
        raise _failure(plan, "CHANGE_DATE_RANGE_INFINITE", f"a query needs a filter for a finite range of {name}.")
    if first > last:
        raise _failure(plan, "CHANGE_DATE_RANGE_NEGATIVE", f"the range of {name} ends before it starts.")
    if first < today - timedelta(days=days):
        raise _failure(plan, "START_DATE_TOO_OLD", f"the start date must be at most {days} days ago.")
    if plan.limit is None:
        raise _failure(plan, "LIMIT_NOT_SPECIFIED", "a query needs a LIMIT.")
    if plan.limit > _MAX_LIMIT:
        raise _failure(plan, "INVALID_LIMIT_CLAUSE", f"the LIMIT must be at most {_MAX_LIMIT}.")


def _failure(plan: Plan, word: str, message: str) -> AdsFailure:
    return AdsFailure([error(f"{plan.resource.name}_error.{word}", f"{plan.resource.name}: {message}")])

"""Summaries of uploaded conversions: what a seed may say of days, jobs and errors, and what is worked out of it.

The emulator takes no uploads; of a summary it holds what the seed says. From the comments of
resources/offline_conversion_upload_client_summary.proto and of OfflineConversionDiagnosticStatus (v26), checked
2026-11-29:

* A summary of a day has its ``upload_date``, one of a job its ``job_id``; an alert has one error and its share of the
  events, from 0 to 1. That a day is written yyyy-mm-dd is taken from ``last_upload_date_time``.
* NO_RECENT_UPLOAD is an account that has not received data in the last 28 days: it follows the clock, whatever status
  the seed has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.enums_uploads import UPLOAD_ERRORS
from microconv.emulator.seed import known, mapping
from microconv.emulator.seeding_values import parse_day

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat

_MOMENT = "%Y-%m-%d %H:%M:%S"
_RECENT = timedelta(days=28)
_COUNTS = ("successful_count", "failed_count", "pending_count")
_TOTAL, _SUCCESSFUL, _PENDING = "total_event_count", "successful_event_count", "pending_event_count"
#: The key of summaries by day or job, and the key of each item that says which.
_DIMENSIONS = {"daily_summaries": "upload_date", "job_summaries": "job_id"}


def status_at(summary: Flat, now: datetime) -> str:
    """A summary's status at a time of its account."""
    last = summary.get("last_upload_date_time")
    if last is not None and now - datetime.strptime(last, _MOMENT).replace(tzinfo=now.tzinfo) > _RECENT:
        return "NO_RECENT_UPLOAD"
    return str(summary["status"])


def rate(summary: Flat, count: str) -> float:
    """The share of a count in all events, 0 where there are none."""
    total = summary[_TOTAL]
    return float(summary[count] / total) if total else 0.0


def check_summary(summary: Flat, place: str) -> Flat:
    """A summary of a seed with its counts, each 0 unless given.

    Raises SeedError for a count, moment, day, job or alert that cannot be.
    """
    checked = {_TOTAL: 0, _SUCCESSFUL: 0, _PENDING: 0, **summary}
    for name in (_TOTAL, _SUCCESSFUL, _PENDING):
        _check_count(checked[name], f"{place}.{name}")
    if checked[_SUCCESSFUL] + checked[_PENDING] > checked[_TOTAL]:
        raise SeedError(f"{place}.{_TOTAL}", "is less than the successful and the pending events together")
    check_moment(checked.get("last_upload_date_time"), f"{place}.last_upload_date_time")
    for key, dimension in _DIMENSIONS.items():
        parts = enumerate(checked.pop(key, ()))
        checked[key] = [_part(item, dimension, f"{place}.{key}[{index}]") for index, item in parts]
    for index, alert in enumerate(checked.get("alerts", ())):
        _check_alert(alert, f"{place}.alerts[{index}]")
    return checked


def check_moment(value: str | None, place: str) -> None:
    """Refuse a text that is no moment as the API writes it.

    Raises SeedError.
    """
    if value is None:
        return
    try:
        datetime.strptime(value, _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise SeedError(place, f"must be written yyyy-mm-dd hh:mm:ss, not {value!r}") from error


def _check_count(value: object, place: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SeedError(place, f"must be a whole number from 0, not {value!r}")


def _part(item: Mapping[str, Any], dimension: str, place: str) -> Mapping[str, Any]:
    """The summary of a day or a job; YAML reads a day as a date, the API writes it as text."""
    known(item, place, (*_COUNTS, dimension))
    for name in _COUNTS:
        _check_count(item.get(name, 0), f"{place}.{name}")
    value = item.get(dimension)
    if dimension == "job_id":
        _check_count(value, f"{place}.job_id")
        return item
    try:
        day = parse_day(str(value))
    except ValueError as error:
        raise SeedError(f"{place}.upload_date", f"must be a day, yyyy-mm-dd, not {value!r}") from error
    return {**item, "upload_date": day.isoformat()}


def _check_alert(alert: Mapping[str, Any], place: str) -> None:
    known(alert, place, ("error", "error_percentage"))
    error = mapping(alert.get("error"), f"{place}.error")
    known(error, f"{place}.error", tuple(UPLOAD_ERRORS))
    if len(error) != 1:
        raise SeedError(f"{place}.error", f"must have one family of errors: {', '.join(UPLOAD_ERRORS)}")
    [(family, word)] = error.items()
    if word not in UPLOAD_ERRORS[family]:
        raise SeedError(f"{place}.error.{family}", f"{word!r} is no word of {family} in v26")
    share = alert.get("error_percentage")
    if not isinstance(share, (int, float)) or isinstance(share, bool) or not 0 <= share <= 1:
        raise SeedError(f"{place}.error_percentage", f"must be a number from 0 to 1, not {share!r}")

"""The ``traffic`` of a conversion action in a seed: what its tag sends. Without it the action counts nothing.

    traffic: usual                   # as often after a click as actions of its category usually count
    traffic:
      per_click: 0.02                # conversions for each click of a campaign; default: as usual
      per_day: 12                    # or their number on an average day, in all campaigns together
      value: 5000                    # the mean after a click, that of each of the others; default: the action's
      broken_from: 2026-09-12        # and all other keys of `seeding_course`

An action with neither a rate nor a number per day, but with ``counts``, has these and nothing else. An action that
always uses its default value has that one. Universal Analytics ended: the policy ``universal_analytics_end`` is the
last day of its actions, except those of ``counts``, or with ``until``. Imports from GA4 take no traffic: they count
what the property has of the event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads import types
from microconv.emulator.seeding_course import (
    COURSE_KEYS,
    course_of,
    known_keys,
    read_amount,
    read_course,
    read_mapping,
)
from microconv.emulator.series import Course

KEY = "traffic"
USUAL = "usual"
_KEYS = ("per_click", "value", *COURSE_KEYS)
_UNIVERSAL_ANALYTICS = "UNIVERSAL_ANALYTICS_"


@dataclass(frozen=True, slots=True)
class ActionTraffic:
    """The traffic of an action's tag.

    per_click: conversions for each click, None for the usual number of the action's category.
    value: of a conversion, None for the action's default value.
    course: on which days; None for every day.
    """

    per_click: float | None = None
    value: float | None = None
    course: Course | None = None


def read_traffic(content: Any, kind: str, path: str) -> ActionTraffic | None:
    """The traffic of an action, checked; None where it has none.

    kind: a word of ConversionActionType.

    Raises SeedError for an unknown key or a value that cannot be.
    """
    if content is None:
        return None
    if types.is_ga4(kind):
        raise SeedError(path, "an import counts what the property has of its event: give that one traffic")
    if content == USUAL:
        return ActionTraffic()
    content = read_mapping(content, path)
    known_keys(content, path, _KEYS)
    if "per_click" in content and "per_day" in content:
        raise SeedError(f"{path}.per_day", "an action has conversions per click or per day, not both")
    read = read_course(content, path)
    if "counts" in read and "per_click" not in content:
        read.setdefault("per_day", 0.0)
    return ActionTraffic(
        per_click=read_amount(content["per_click"], f"{path}.per_click") if "per_click" in content else None,
        value=read_amount(content["value"], f"{path}.value") if "value" in content else None,
        course=course_of(read),
    )


def write_traffic(traffic: ActionTraffic) -> str | dict[str, Any]:
    """The value that `read_traffic` reads into this."""
    content: dict[str, Any] = {"per_click": traffic.per_click, "value": traffic.value}
    course = traffic.course
    if course is not None:
        content |= {
            "per_day": course.per_day,
            "week": list(course.week) or None,
            "trend": course.trend or None,
            **{key: _text(getattr(course, key)) for key in ("since", "until", "broken_from")},
            "counts": {day.isoformat(): number for day, number in course.counts} or None,
        }
    return {key: value for key, value in content.items() if value is not None} or USUAL


def last_day(traffic: ActionTraffic, kind: str, universal_analytics_end: date) -> date | None:
    """The last day on which an action has other conversions than those of ``counts``; None for no end."""
    given = traffic.course is not None and traffic.course.until is not None
    return universal_analytics_end if kind.startswith(_UNIVERSAL_ANALYTICS) and not given else None


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

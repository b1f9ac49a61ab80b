"""Metrics and segments: which a query about a resource may use, and which go together.

Flags and lists from the public v25 field reference (conversion_action: four of each), the rest recalled from the
documentation of the real service and so marked in the emulator's facts; checked 2026-11-23. That the lag bucket goes
with conversion actions and conversions in queries about customer and campaign is what public programs rely on (read
2026-11-23); that it does not divide clicks, cost and impressions is recalled. Conversions by the day of the conversion
go with conversion actions and dates in queries about customer and campaign, by public programs too (read 2026-11-29);
whether the lag bucket divides them is the policy `lags_of_conversions_by_date`. Google has many more for customer and
campaign: those exist, and are answered with UNIMPLEMENTED.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.fields import table
from microconv.emulator.google_ads.query.published import field_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from microconv.emulator.google_ads.fields import Field
    from microconv.emulator.google_ads.wire import Version

METRICS, SEGMENTS = "metrics", "segments"

METRIC_FIELDS = table(
    """
    all_conversions                            double  SFO  output_only
    all_conversions_by_conversion_date         double  SFO  output_only
    all_conversions_value                      double  SFO  output_only
    all_conversions_value_by_conversion_date   double  SFO  output_only
    clicks                                     int64   SFO  output_only
    conversion_last_conversion_date            string  SFO  output_only
    conversion_last_received_request_date_time string  SFO  output_only
    conversions                                double  SFO  output_only
    conversions_by_conversion_date             double  SFO  output_only
    conversions_value                          double  SFO  output_only
    conversions_value_by_conversion_date       double  SFO  output_only
    cost_micros                                int64   SFO  output_only
    impressions                                int64   SFO  output_only
    """
)
SEGMENT_FIELDS = table(
    """
    conversion_action           string                    SFO  output_only
    conversion_action_category  ConversionActionCategory  SFO  output_only
    conversion_action_name      string                    SFO  output_only
    conversion_lag_bucket       ConversionLagBucket       SFO  output_only
    date                        string                    SFO  output_only
    month                       string                    SFO  output_only
    quarter                     string                    SFO  output_only
    week                        string                    SFO  output_only
    year                        int64                     SFO  output_only
    """
)
TABLES: Mapping[str, Mapping[str, Field]] = {METRICS: METRIC_FIELDS, SEGMENTS: SEGMENT_FIELDS}

#: Segments that may be filtered without being selected, and whose selection needs a finite range of dates.
CORE_DATES = frozenset({"date", "week", "month", "quarter", "year"})
#: Segments whose value is a day: itself, or the first one of the week, month or quarter.
DAYS = frozenset({"date", "week", "month", "quarter"})
BY_ACTION = frozenset({"conversion_action", "conversion_action_category", "conversion_action_name"})
LAG = "conversion_lag_bucket"
#: Segments that divide conversions, not clicks.
OF_CONVERSIONS = BY_ACTION | {LAG}
#: Metrics that are not about conversions: no segment of those divides them.
OF_CLICKS = frozenset({"clicks", "cost_micros", "impressions"})

_OF_CONVERSION_DATE = "_by_conversion_date"
_ABOUT_CONVERSIONS = frozenset({"all_conversions", "all_conversions_value", "conversions", "conversions_value"})
#: The same by the day of the conversion, by their names without `_by_conversion_date`.
DATED: Mapping[str, str] = {f"{name}{_OF_CONVERSION_DATE}": name for name in sorted(_ABOUT_CONVERSIONS)}
_LAST = frozenset({"conversion_last_conversion_date", "conversion_last_received_request_date_time"})


@dataclass(frozen=True, slots=True)
class Statistics:
    """The metrics and segments of a resource.

    segments: those the emulator has.
    metrics: those the emulator has.
    """

    segments: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()


NONE = Statistics()
_OF_CAMPAIGNS = Statistics(CORE_DATES | OF_CONVERSIONS, _ABOUT_CONVERSIONS | OF_CLICKS | DATED.keys())
_BY_RESOURCE: Mapping[str, Statistics] = {
    "conversion_action": Statistics(
        frozenset({"date", "week", "month", "quarter"}), _LAST | {"all_conversions", "all_conversions_value"}
    ),
    "customer": _OF_CAMPAIGNS,
    "campaign": _OF_CAMPAIGNS,
}


def of_resource(name: str) -> Statistics:
    """The metrics and segments that a query about the resource may use."""
    return _BY_RESOURCE.get(name, NONE)


def exists(version: Version, head: str, path: str) -> bool:
    """True if the version has a metric or segment of this (dotted) name; `head` is ``metrics`` or ``segments``."""
    return path in field_names(version, head)


def compatible(metric: str, segment: str, *, dated_by_lag: bool = True) -> bool:
    """True if the segment divides the metric. `dated_by_lag`: lags divide conversions by the day of the conversion."""
    if segment == LAG and metric in DATED and not dated_by_lag:
        return False
    return metric not in OF_CLICKS or segment not in OF_CONVERSIONS

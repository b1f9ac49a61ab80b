"""Texts of the GA4 Data API's errors as Google has them, where somebody quotes one; all others are our own words.

A text stands here as in the code that answers it, with ``{}`` for each part that changes (read in copies, 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping

_RECORDED = "a public emulator that lists texts recorded from live answers"
_LOGS = "logs of public tools"
#: Text -> who quotes it.
TEXTS: Mapping[str, str] = {
    "User does not have sufficient permissions for this property. {}": "many reports of users",
    "Invalid property ID: {}. A numeric Property ID is required. {}": "several reports of users",
    "Exhausted property tokens per day. These quota tokens will return in under 24 hours.": _LOGS,
    "Exhausted property tokens per hour. These quota tokens will return in under an hour.": _LOGS,
    "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour.": _LOGS,
    "A dateRange is required.": _RECORDED,
    "start_date must be less than or equal to end_date. {}": _RECORDED,
    "Invalid {} : {}. {} must be YYYY-MM-DD, NdaysAgo, yesterday, or today.": "several reports of users",
    "Requests are limited to {} dateRanges.": _RECORDED,
    "Requests are limited to {} {} within a nested request.": _RECORDED,
    "Requests require dimensions and/or metrics. Most requests include both.": _RECORDED,
    "Found duplicate dimensions: {}": _RECORDED,
    "Duplicate metrics are not allowed. Found duplicate metrics: {}": _RECORDED,
    "limit must be positive. The API received limit = {}": _RECORDED,
    "offset must be positive. The API received offset = {}": _RECORDED,
    "Metric aggregation Count is not supported in ReportRequest.": _RECORDED,
    "Batch requests are limited to {} requests.": _RECORDED,
    "The batchRunReportsRequest must contain at least one runReportRequest.": _RECORDED,
    "Field {} is not a valid dimension. For a list of valid dimensions and metrics, see {} ": _RECORDED,
    "Field {} is not a valid metric.  For a list of valid dimensions and metrics, see {} ": _RECORDED,
}

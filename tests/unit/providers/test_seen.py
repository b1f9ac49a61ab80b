"""The busiest events and pages: rows that are no event and no page are left out."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from microconv.core.paths import Seen, SeenWanted
from microconv.providers.ga4.seen import events_seen

data = pytest.importorskip("google.analytics.data_v1beta")
WANTED = SeenWanted(datetime.date(2026, 8, 23), datetime.date(2026, 11, 20))


def report(*names: str) -> Any:
    """A report with a row for each name: ten users, twenty events."""
    rows = [
        {"dimension_values": [{"value": name}], "metric_values": [{"value": "10"}, {"value": "20"}]} for name in names
    ]
    headers = [{"name": "activeUsers", "type_": 1}, {"name": "eventCount", "type_": 1}]
    return data.RunReportResponse.pb(data.RunReportResponse(rows=rows, metric_headers=headers))


@pytest.mark.parametrize("nothing", ["(other)", "(not set)"])
def test_rows_of_the_rest_and_of_hits_without_a_page_are_no_pages(nothing: str) -> None:
    reports = [report("scroll", nothing), report(nothing, "/form")]
    read = SimpleNamespace(
        calls=1, path="properties/1", emulated=True, reports=lambda request: SimpleNamespace(reports=reports)
    )
    answer = events_seen(read, WANTED)  # type: ignore[arg-type]
    assert answer.events == (Seen("scroll", 20, 10),)
    assert answer.pages == (Seen("/form", 20, 10),)

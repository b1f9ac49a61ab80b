"""The annotations that syncs left in GA4, as a log of changes: known on any machine, without a journal."""

from __future__ import annotations

import datetime
from typing import Any

from microconv.core.annotation import token_of
from microconv.core.errors import ApiError
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.text import untranslated
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal


def annotated(source: ReadProperty, month: Month) -> History:
    """The annotations of microconv from a month's first day on, one call a page. What cannot be read is told in it.

    They are those of clients whose config asks for annotations: none is no proof that nothing was changed. Raises
    CredentialsError.
    """
    before = source.calls
    try:
        there = source.reporting_data_annotations()
    except ApiError as error:
        return History(known=False, why=refusal(error), requests=source.calls - before)
    entries = [
        HistoryEntry(day.isoformat(), "", untranslated(raw.description or raw.title), raw.name, token)
        for raw in there
        if (token := token_of(raw.title)) is not None and (day := _day(raw)) is not None and day >= month.first
    ]
    entries.sort(key=lambda one: (one.at, one.object))
    return History(known=True, entries=tuple(entries), requests=source.calls - before)


def _day(raw: Any) -> datetime.date | None:
    """The day of an annotation, the first of several; None where it has none."""
    day = raw.annotation_date if raw.HasField("annotation_date") else raw.annotation_date_range.start_date
    return datetime.date(day.year, day.month, day.day) if day.year and day.month and day.day else None

"""The questions to exported events as SQL that BigQuery and DuckDB both take, with parameters such as `@final`.

They are about a table `events` of plain columns, which is made of the export in each one's own way:

day: YYYYMMDD in the property's time zone.
micros: microseconds since 1970.
uid: the user's pseudonym, NULL without consent.
active: whether the user was active on that day.
name, page: the event, and the path of the page.
paid: whether the session came from an ad, NULL where the export does not tell.
value, currency: what the event said of its worth.
session, page_load, batch, place: the order of events of one moment (NULL counts as 0).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DAYS = """
SELECT day, COUNT(CASE WHEN uid IS NULL THEN 1 END), COUNT(CASE WHEN micros IS NULL OR name IS NULL THEN 1 END)
FROM events GROUP BY day
"""
"""The events of each day without a user, and those that are no events: JSON of another shape gives rows of NULLs."""

PEOPLE = """
CREATE TEMP TABLE people AS
SELECT uid, MIN(micros) AS seen FROM events
WHERE day BETWEEN @first AND @last AND uid IS NOT NULL AND active GROUP BY uid
"""
"""Everybody who was there, with the first moment."""

ACTS = """
CREATE TEMP TABLE acts AS
SELECT uid, name, page, paid, active, micros, value, currency, ROW_NUMBER() OVER (
    PARTITION BY uid
    ORDER BY micros, COALESCE(session, 0), COALESCE(page_load, 0), COALESCE(batch, 0), COALESCE(place, 0)
) AS turn
FROM events WHERE day BETWEEN @first AND @last AND uid IS NOT NULL AND ({wanted})
"""
"""The events that are asked about, in their order for each user."""

ALL_USERS = "SELECT COUNT(*) FROM people"

TOLD_OF_ADS = "SELECT COUNT(paid) FROM acts"

FINAL = "SELECT COUNT(DISTINCT CASE WHEN active THEN uid END), COUNT(*), SUM(value) FROM acts WHERE name = @final"

CURRENCIES = """
SELECT currency FROM acts
WHERE name IN ({finals}) AND value IS NOT NULL AND currency IS NOT NULL GROUP BY currency ORDER BY currency
"""

_BEGAN = """
SELECT uid, MIN(turn) AS turn, MIN(micros) AS micros FROM acts
WHERE name = @event AND active AND (@page = '' OR page = @page) AND (NOT @paid OR paid) GROUP BY uid
"""

PATH = f"""
WITH began AS ({_BEGAN})
SELECT COUNT(DISTINCT began.uid), COUNT(DISTINCT done.uid)
FROM began LEFT JOIN acts AS done ON done.uid = began.uid AND done.name = @final AND done.active
    AND done.turn > began.turn AND done.micros - began.micros <= @horizon
WHERE began.micros <= @cut
"""
"""Users whose first such event has had the whole horizon, and those of them who did the final one after it in time."""

OTHERS = f"""
WITH began AS ({_BEGAN})
SELECT COUNT(DISTINCT people.uid), COUNT(DISTINCT done.uid)
FROM people LEFT JOIN began ON began.uid = people.uid
    LEFT JOIN acts AS done ON done.uid = people.uid AND done.name = @final AND done.active
    AND done.micros - people.seen <= @horizon
WHERE began.uid IS NULL AND people.seen <= @cut
"""
"""Users without such an event whose first moment has had the whole horizon, and those of them with the final one."""

HAPPENED = """
SELECT COUNT(*) FROM acts WHERE name = @event AND (@page = '' OR page = @page) AND micros <= @cut
"""
"""The events up to the moment up to which users count."""


def any_of(mark: str, values: Sequence[str]) -> tuple[str, Mapping[str, str]]:
    """`@mark0, @mark1, …` for a list, and the parameters."""
    named = {f"{mark}{number}": value for number, value in enumerate(values)}
    return ", ".join(f"@{name}" for name in named), named

"""Moments as files and answers write them: ISO 8601, with the distance from UTC."""

from __future__ import annotations

import datetime


def moment(text: str) -> datetime.datetime | None:
    """The moment that a text names; None for any other text, and where no time zone stands in it."""
    try:
        at = datetime.datetime.fromisoformat(text)
        return at if at.tzinfo is not None and 2 <= at.year < datetime.MAXYEAR else None
    except ValueError:
        return None

"""The present time, for whoever is not given another clock."""

from __future__ import annotations

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]
"""Tells the present time, with its zone."""


def utc_now() -> datetime.datetime:
    """The present time, in UTC."""
    return datetime.datetime.now(datetime.UTC)

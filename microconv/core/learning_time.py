"""The time that bidding needs to learn from what a plan changes."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from microconv.core.text import NO_TEXT, Text

CYCLES = "2–3"
"""Google learns for up to two to three conversion cycles (support.google.com 13020501; checked 2026-11-28)."""


class LearningTime(NamedTuple):
    """The time after which a change of what bidding uses can be judged.

    values_only: true where bidding goes on using the same actions, and values alone change.
    cycle_days: the account's conversion cycle in whole days; None where it is not known.
    median_days: half of the conversions come within so many days; None likewise.
    conversions: the conversions that the cycle is made of.
    review_from: the first day on which the change can be judged; None where the cycle is not known.
    why: why the cycle is not known, or is that of all conversions; empty for neither.
    """

    values_only: bool = False
    cycle_days: int | None = None
    median_days: float | None = None
    conversions: float = 0.0
    review_from: datetime.date | None = None
    why: Text = NO_TEXT

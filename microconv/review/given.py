"""The ground of a review of values: what was counted, and what is known of the account."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from microconv.core.cycle import ConversionCycle
from microconv.core.paths import PathsAnswer
from microconv.review.model import NOTHING_KNOWN, Past, Scheme


@dataclass(frozen=True, slots=True)
class Measured:
    """Final conversions that Google Ads counted, which are fractions, and the sum of their values."""

    finals: float
    value: float


@dataclass(frozen=True, slots=True)
class Given:
    """The ground of a review of values.

    paths: the counts of users.
    today: the day of the review.
    past: changes of values and roles before.
    cycle: the account's conversion cycle; None where it is not known.
    measured: what Google Ads counted of final conversions in the days of `paths`, by name, with values in the config's
        currency; GA4's events are taken where one is absent. Used only where the config has no fixed value.
    counts: conversions that bidding was given, by name, all over the same days; for the share of value.
    scheme: how value is shared out along a chain.
    """

    paths: PathsAnswer
    today: datetime.date
    past: Past = NOTHING_KNOWN
    cycle: ConversionCycle | None = None
    measured: Mapping[str, Measured] | None = None
    counts: Mapping[str, float] | None = None
    scheme: Scheme = Scheme.EXPECTED

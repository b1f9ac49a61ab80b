"""The lags from impression to conversion of an action: its seed's ``conversion_lags``, or a usual share each.

The buckets are those of `ConversionLagBucket` (enums/conversion_lag_bucket.proto, v26, checked 2026-11-23). The shares
are the emulator's own: most conversions within a day, ever fewer after it, and none beyond the action's click-through
window. They hold for every day alike, also for the last ones, of which long lags could not have happened yet.

    conversion_lags: {LESS_THAN_ONE_DAY: 0.5, SEVEN_TO_EIGHT_DAYS: 0.5}      # shares; they need not sum to 1
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.seed import mapping
from microconv.emulator.series import AdsDay, divided

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import ConversionAction

KEY = "conversion_lags"
#: The first day of each bucket, and its share of the conversions.
_USUAL: Mapping[str, tuple[int, float]] = {
    "LESS_THAN_ONE_DAY": (0, 0.72),
    "ONE_TO_TWO_DAYS": (1, 0.08),
    "TWO_TO_THREE_DAYS": (2, 0.04),
    "THREE_TO_FOUR_DAYS": (3, 0.03),
    "FOUR_TO_FIVE_DAYS": (4, 0.02),
    "FIVE_TO_SIX_DAYS": (5, 0.015),
    "SIX_TO_SEVEN_DAYS": (6, 0.015),
    "SEVEN_TO_EIGHT_DAYS": (7, 0.01),
    "EIGHT_TO_NINE_DAYS": (8, 0.008),
    "NINE_TO_TEN_DAYS": (9, 0.007),
    "TEN_TO_ELEVEN_DAYS": (10, 0.006),
    "ELEVEN_TO_TWELVE_DAYS": (11, 0.006),
    "TWELVE_TO_THIRTEEN_DAYS": (12, 0.006),
    "THIRTEEN_TO_FOURTEEN_DAYS": (13, 0.006),
    "FOURTEEN_TO_TWENTY_ONE_DAYS": (14, 0.016),
    "TWENTY_ONE_TO_THIRTY_DAYS": (21, 0.009),
    "THIRTY_TO_FORTY_FIVE_DAYS": (30, 0.003),
    "FORTY_FIVE_TO_SIXTY_DAYS": (45, 0.002),
    "SIXTY_TO_NINETY_DAYS": (60, 0.001),
}

LONGEST_DAYS = 60
"""The first day of the last bucket."""


def first_day(word: str) -> int:
    """The days from the impression with which a bucket begins: a conversion counts that many days after the click."""
    return _USUAL[word][0]


def read_lags(content: object, where: str) -> dict[str, float] | None:
    """The ``conversion_lags`` of an action in a seed, checked; None where it has none.

    Raises SeedError if there is no such bucket, a share that is none, or no share at all.
    """
    if content is None:
        return None
    shares = {}
    for word, share in mapping(content, where).items():
        if word not in ENUMS["ConversionLagBucket"]:
            raise SeedError(f"{where}.{word}", f"is no ConversionLagBucket; there are: {', '.join(_USUAL)}")
        shares[word] = _share(share, f"{where}.{word}")
    if not any(shares.values()):
        raise SeedError(where, "no bucket has a share")
    return shares


def _share(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < float("inf"):
        raise SeedError(where, "a number of 0 or more is needed")
    return float(value)


def shares_of(action: ConversionAction) -> dict[str, float]:
    """The share of each bucket in an action's conversions."""
    if action.lags is not None:
        return dict(action.lags)
    window = action["click_through_lookback_window_days"] or 30
    return {word: share for word, (first, share) in _USUAL.items() if first < window}


def by_lag(total: AdsDay, action: ConversionAction, *keys: str | int) -> Iterator[tuple[str, AdsDay]]:
    """A day's conversions by bucket, each conversion in one; buckets without any are left out."""
    shares = shares_of(action)
    for word, part in zip(shares, divided(total, list(shares.values()), *keys), strict=True):
        if part.conversions:
            yield word, part

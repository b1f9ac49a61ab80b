"""Google's words for the days from an impression to its conversion."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.frozen import FrozenDict

_DAYS = (
    "less_than_one_day", "one_to_two_days", "two_to_three_days", "three_to_four_days", "four_to_five_days",
    "five_to_six_days", "six_to_seven_days", "seven_to_eight_days", "eight_to_nine_days", "nine_to_ten_days",
    "ten_to_eleven_days", "eleven_to_twelve_days", "twelve_to_thirteen_days", "thirteen_to_fourteen_days",
)  # fmt: skip

LAGS: Mapping[str, tuple[int, int]] = FrozenDict(
    {name: (day, day + 1) for day, name in enumerate(_DAYS)}
    | {
        "fourteen_to_twenty_one_days": (14, 21),
        "twenty_one_to_thirty_days": (21, 30),
        "thirty_to_forty_five_days": (30, 45),
        "forty_five_to_sixty_days": (45, 60),
        "sixty_to_ninety_days": (60, 90),
    }
)
"""Google's words for lags, ConversionLagBucket of v25 in lower case, as days from and to."""

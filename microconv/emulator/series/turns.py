"""Turns: dividing numbers among campaigns, so that any campaigns together get what each of them gets.

The conversions of a day that have nothing to do with clicks have places, 0, 1, 2 and so on, and each place has one
campaign: the same for every action, in an order in which each campaign comes up as often as its share. An action with
ten conversions has the first ten places. So campaigns can be counted together, and actions too, as with clicks.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from microconv.emulator.series import noise

#: Steps by these leave no gaps for long; they do not keep pace with each other.
_GOLDEN, _SILVER = (math.sqrt(5) - 1) / 2, math.sqrt(2) - 1
_LENGTH = 1024
_PER_SHARE = 4


@dataclass(frozen=True, slots=True)
class Turns:
    """The places of one campaign, or of several together.

    places: ascending, below `length`.
    length: of the order, after which it repeats.
    """

    places: Sequence[int]
    length: int

    def below(self, number: int) -> int:
        """The places below a number: what these campaigns get of that many conversions."""
        rounds, rest = divmod(number, self.length)
        return rounds * len(self.places) + bisect_left(self.places, rest)

    def parts(self, number: int, upto: Sequence[float]) -> list[int]:
        """The same, divided: `upto` is the share of all parts up to each one, 1 for the last."""
        rounds, rest = divmod(number, self.length)
        inside = bisect_left(self.places, rest)
        counts = [0] * len(upto)
        for index, place in enumerate(self.places if rounds else self.places[:inside]):
            part = min(bisect_right(upto, place * _SILVER % 1.0), len(upto) - 1)
            counts[part] += rounds + (index < inside)
        return counts


def order(shares: Mapping[int, float], *keys: noise.Key) -> tuple[dict[int, list[int]], int]:
    """The places of every campaign, by id, and the length of the order. Not all shares may be 0.

    keys: the day and whose it is.
    """
    ids = sorted(shares)
    upto = list(accumulate(shares[one] for one in ids))
    length = max(_LENGTH, _PER_SHARE * len(ids))
    places: dict[int, list[int]] = {one: [] for one in ids}
    shift = noise.unit(*keys, "turns")
    last = max(index for index, (before, now) in enumerate(pairwise([0.0, *upto])) if now > before)
    for place in range(length):
        draw = (shift + place * _GOLDEN) % 1.0 * upto[-1]
        places[ids[min(bisect_right(upto, draw), last)]].append(place)
    return places, length

"""The axis of a picture: round ticks that begin at zero, labels that fit, and signs that do not cover each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

MOST_STEPS = 5
"""The most steps between the ticks of an axis, of those above zero or below."""

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(numbers: Iterable[float], *, whole: bool) -> tuple[float, ...]:
    """Round numbers, evenly spaced, from the lowest number or 0 to the highest or 0; 0 is always one of them.

    `whole`: the numbers are counts, between which there is nothing.
    """
    seen = [0.0, *numbers]
    low, high = min(seen), max(seen)
    least = (high - low or 1.0) / MOST_STEPS
    if whole:
        least = max(least, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    steps = (power * factor for factor in _ROUND)
    step = next(one for one in steps if one >= least * (1 - 1e-9) and (not whole or one.is_integer()))
    first, last = math.floor(low / step + 1e-9), max(math.ceil(high / step - 1e-9), 1 if low == 0 else 0)
    return tuple(float(f"{at * step:.9g}") for at in range(first, last + 1))


def every(count: int, most: int) -> frozenset[int]:
    """The places among `count`, evenly spaced and from the first on, that leave at most `most`."""
    return frozenset(range(0, count, max(1, math.ceil(count / most))))


def lanes(places: Sequence[int], gap: int) -> list[int]:
    """A lane for each of several places in their order, so that two in one lane are `gap` apart, as far as three do."""
    ends = [-gap, -gap, -gap]
    chosen = []
    for place in places:
        lane = next((number for number, end in enumerate(ends) if place - end >= gap), 0)
        ends[lane] = place
        chosen.append(lane)
    return chosen

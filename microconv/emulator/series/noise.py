"""Numbers out of hashes: uniform, independent for different keys, the same on every machine."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

Key = str | int
_UNIT = 2**64
#: A depth is a whole number below this.
DEPTHS = 2**32
#: More sessions than this in one cell are counted by a sample of this many.
MAX_DEPTHS = 4096
#: Monday to Sunday: shops have their weekends, offices their weeks.
_WEEKS = ((0.97, 0.95, 0.96, 0.98, 1.02, 1.09, 1.03), (1.12, 1.14, 1.13, 1.09, 0.98, 0.74, 0.80))
_EPOCH = date(2026, 1, 1).toordinal()


def _digest(keys: Sequence[Key]) -> bytes:
    return "\x1f".join(str(key) for key in keys).encode("utf-8", "surrogatepass")


def unit(*keys: Key) -> float:
    """A number from 0 up to but not including 1."""
    raw = hashlib.blake2b(_digest(keys), digest_size=8).digest()
    return (int.from_bytes(raw, "little") >> 11) / (_UNIT >> 11)


def between(low: float, high: float, *keys: Key) -> float:
    """A number from `low` to `high`."""
    return low + (high - low) * unit(*keys)


def depths(count: int, *keys: Key) -> tuple[int, ...]:
    """`count` whole numbers below DEPTHS, ascending; a longer list of the same keys holds every shorter one's."""
    raw = hashlib.shake_128(_digest(keys)).digest(4 * count)
    return tuple(sorted(struct.unpack(f"<{count}I", raw)))


def split(total: int, weights: Sequence[float], *keys: Key) -> list[int]:
    """Divide `total` into whole parts in proportion to `weights`, which must not all be 0. The parts sum to `total`.

    What is left over by rounding falls to a part chosen by the keys, so that small totals land everywhere in time.
    """
    whole = math.fsum(weights)
    shift, before, running = unit(*keys), 0, 0.0
    parts = []
    for position, weight in enumerate(weights):
        running += weight
        last = position == len(weights) - 1
        upto = total if last else min(total, math.floor(total * (running / whole) + shift))
        parts.append(upto - before)
        before = upto
    return _give_to_weighted(parts, weights)


def _give_to_weighted(parts: list[int], weights: Sequence[float]) -> list[int]:
    """Move what fell to a part of weight 0 (only the last can have got any) to the last part that has a weight."""
    if parts and weights[-1] <= 0 < parts[-1]:
        heir = max(position for position, weight in enumerate(weights) if weight > 0)
        parts[heir] += parts[-1]
        parts[-1] = 0
    return parts


@lru_cache(maxsize=4096)
def _course(keys: tuple[Key, ...]) -> tuple[tuple[float, ...], float, float]:
    """The parts of `level` that no day changes: the week, the season's phase, the yearly growth."""
    return _WEEKS[unit(*keys, "week") < 0.35], unit(*keys, "season"), between(-0.12, 0.22, *keys, "growth")


def level(mean: float, day: date, *keys: Key) -> float:
    """The level of something that is `mean` on an average day: week, season, slow growth or decline, and noise."""
    if mean <= 0:
        return 0.0
    ordinal = day.toordinal()
    week, phase, trend = _course(keys)
    season = 1 + 0.08 * math.sin(2 * math.pi * (ordinal / 365.25 + phase))
    growth = math.exp(trend * (ordinal - _EPOCH) / 365.25)
    return mean * week[day.weekday()] * season * growth * between(0.92, 1.08, *keys, "noise", ordinal)


def whole(amount: float, *keys: Key) -> int:
    """`amount` rounded down or up, so that the mean over many keys is `amount`."""
    return math.floor(amount + unit(*keys))

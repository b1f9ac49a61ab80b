"""Numbers from keys, for columns: uniform, independent for different keys, the same on every machine.

The mixing function is splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014), so that
a world does not depend on a release of numpy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_A, _B, _C = np.uint64(30), np.uint64(27), np.uint64(31)
_UNIT = 2.0**-53


def key(*parts: str | int) -> np.uint64:
    """A number for a thing with a name."""
    text = "\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")
    return np.uint64(int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little"))


def mix(seed: Array | np.uint64, *parts: Array | int) -> Array:
    """A number for each row, from a number for all or for each, and further columns of whole numbers."""
    mixed = np.atleast_1d(np.asarray(seed, np.uint64))
    with np.errstate(over="ignore"):
        for part in parts:
            mixed = _splitmix(mixed ^ (np.asarray(part).astype(np.uint64) * _STEP + _STEP))
    return mixed


def _splitmix(state: Array) -> Array:
    state = state + _STEP
    state = (state ^ (state >> _A)) * _FIRST
    state = (state ^ (state >> _B)) * _SECOND
    mixed: Array = state ^ (state >> _C)
    return mixed


def unit(seed: Array | np.uint64, *parts: Array | int | str) -> Array:
    """A number from 0 up to but not including 1 for each row; a text says what it is for."""
    numbers = [int(key(part)) >> 1 if isinstance(part, str) else part for part in parts]
    mixed: Array = (mix(seed, *numbers) >> np.uint64(11)) * _UNIT
    return mixed


def choose(uniform: Array, shares: Sequence[float]) -> Array:
    """For each uniform number the place of one of the shares."""
    upto = np.cumsum(np.asarray(shares, np.float64))
    places: Array = np.searchsorted(upto[:-1] / upto[-1], uniform, side="right").astype(np.int16)
    return places

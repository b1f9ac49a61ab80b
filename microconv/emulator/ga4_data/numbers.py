"""Whole numbers of columns, numbered anew without gaps, and pairs of them counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from microconv.emulator.people.draws import Array

#: Up to this size a table says which numbers there are; above it they are sorted.
_LOOKUP = 2**22
#: numpy makes wide copies of what it looks up or counts; they are made of so many rows at a time.
_CHUNK = 2**16


def numbered(codes: Array, size: int) -> tuple[list[int], Array]:
    """The whole numbers that there are, ascending, and the place of each code among them. size: all are below it."""
    if size > _LOOKUP:
        result, places = np.unique(codes, return_inverse=True)
        return result.tolist(), places.astype(np.int32)
    is_there = np.zeros(size, bool)
    for first in range(0, len(codes), _CHUNK):
        is_there[codes[first : first + _CHUNK]] = True
    result = np.flatnonzero(is_there)
    lookup = np.zeros(size, np.int32)
    lookup[result] = np.arange(len(result))
    return result.tolist(), gathered(lookup, codes)


def distinct(groups: Array, things: Array, number: int) -> tuple[Array, Array]:
    """Each pair of a group and a thing once. number: all things are below it."""
    new = np.ones(len(groups), bool)
    new[1:] = (groups[1:] != groups[:-1]) | (things[1:] != things[:-1])
    pairs = groups[new].astype(np.int64)
    pairs *= number
    pairs += things[new]
    pairs.sort()
    new = np.ones(len(pairs), bool)
    new[1:] = pairs[1:] != pairs[:-1]
    pairs = pairs[new]
    of_groups = (pairs // number).astype(np.int32)
    pairs %= number
    return of_groups, pairs.astype(np.int32)


def gathered(values: Array, places: Array) -> Array:
    """The value at each of these places."""
    result = np.empty(len(places), values.dtype)
    for first in range(0, len(places), _CHUNK):
        result[first : first + _CHUNK] = values[places[first : first + _CHUNK]]
    return result


def summed(groups: Array, count: int, weights: Array | None = None) -> Array:
    """The number of rows in each group, or the sum of their weights. count: the number of groups."""
    result = np.zeros(count, np.int64 if weights is None else np.float64)
    for first in range(0, len(groups), _CHUNK):
        some = slice(first, first + _CHUNK)
        result += np.bincount(groups[some], None if weights is None else weights[some], minlength=count)
    return result

"""Pairs of near names among many, without comparing each with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from microconv.analysis.near_names import FOREIGN, LEAST_STEM, MOST_MORE


def near_pairs(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """The pairs of positions of names, as `words`, that may be `near`, the smaller first; some of them twice.

    Names can only be near that have the same words, with one left out or not, or are the same letters, with the first
    or last few left out or not, and letters of another script among them.
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for form in _forms(name):
            alike[form].append(index)
    for positions in alike.values():
        yield from combinations(positions, 2)


def _forms(name: tuple[str, ...]) -> set[Hashable]:
    """Keys of a name, of which two near names have one in common."""
    every, whole = frozenset(name), "".join(name)
    forms: set[Hashable] = {every, *(every - {word} for word in every if len(every) > 1), whole}
    if FOREIGN.search(whole):
        for more in range(1, min(MOST_MORE, len(whole) - LEAST_STEM) + 1):
            forms |= {whole[more:], whole[:-more]}
    return forms

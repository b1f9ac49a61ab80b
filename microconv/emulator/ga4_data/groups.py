"""Events of a window put into groups by their dimensions, and those that pass a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.ga4_data.columns import Column, column

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.filters import Predicate
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array

Key = tuple[str, ...]
#: Numbers of groups stay below this.
_MOST = 2**60


@dataclass
class Columns:
    """The dimensions of a window, each made once.

    window: it.
    first: the day that numbers of days begin with.
    """

    window: Window
    first: date
    _made: dict[str, Column] = field(default_factory=dict)

    def get(self, name: str) -> Column:
        """A dimension by its present name."""
        if name not in self._made:
            self._made[name] = column(self.window, name, self.first)
        return self._made[name]

    def groups(self, names: Sequence[str], rows: Array) -> tuple[Array, list[Key]]:
        """The group of each of these events, and the values of each group."""
        codes = np.zeros(len(rows), np.int64)
        size = 1
        parts: list[tuple[Sequence[str], Array]] = []
        for name in names:
            mine = self.get(name)
            size *= max(1, len(mine.values))
            if size >= _MOST:
                codes, parts, size = self._shorter(codes, parts, len(mine.values))
            of_rows = mine.codes[rows]
            parts.append((mine.values, of_rows))
            codes = codes * max(1, len(mine.values)) + of_rows
        _, first, places = np.unique(codes, return_index=True, return_inverse=True)
        columns = [[values[code] for code in of_rows[first]] for values, of_rows in parts]
        keys: list[Key] = [tuple(values) for values in zip(*columns, strict=True)] if columns else [()] * len(first)
        return _merged(places, keys)

    @staticmethod
    def _shorter(
        codes: Array, parts: list[tuple[Sequence[str], Array]], length: int
    ) -> tuple[Array, list[tuple[Sequence[str], Array]], int]:
        there, places = np.unique(codes, return_inverse=True)
        return places, parts, len(there) * max(1, length)

    def passing(self, names: Sequence[str], passes: Predicate | None) -> Array:
        """The places of the events that pass a filter on these dimensions."""
        every = np.arange(len(self.window.events))
        if passes is None:
            return every
        groups, keys = self.groups(names, every)
        verdicts = np.array([passes(dict(zip(names, key, strict=True))) for key in keys], bool)
        return np.flatnonzero(verdicts[groups]) if len(keys) else every


def _merged(places: Array, keys: list[Key]) -> tuple[Array, list[Key]]:
    """Groups of equal texts are one."""
    texts: dict[Key, int] = {}
    of_each = [texts.setdefault(key, len(texts)) for key in keys]
    if len(texts) == len(keys):
        return places, keys
    return np.array(of_each, np.int64)[places], list(texts)

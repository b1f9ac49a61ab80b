"""Events of a window put into groups by their dimensions, and those that pass a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from microconv.emulator.ga4_data.columns import Column, column
from microconv.emulator.ga4_data.numbers import gathered, numbered

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.filters import Predicate
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array

Key = tuple[str, ...]
#: From so many possible groups on their numbers need 64 bits.
_WIDE = 2**31


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

    def groups(self, names: Sequence[str], rows: Array | None = None) -> tuple[Array, list[Key]]:
        """The group of each event, or of each of these, and the values of each group."""
        codes, keys = np.zeros(len(self.window.events) if rows is None else len(rows), np.int32), [()]
        result: list[Key] = list(keys)
        for name in names:
            mine = self.get(name)
            codes, result = _split(codes, result, mine.codes if rows is None else mine.codes[rows], mine.values)
        return (codes, result) if len(codes) else (codes, [])

    def passing(self, names: Sequence[str], passes: Predicate | None) -> Array:
        """The places of the events that pass a filter on these dimensions."""
        if passes is None:
            return np.arange(len(self.window.events), dtype=np.int32)
        groups, keys = self.groups(names)
        verdicts = np.array([passes(dict(zip(names, key, strict=True))) for key in keys], bool)
        return np.flatnonzero(verdicts[groups]).astype(np.int32) if keys else np.zeros(0, np.int32)


def _split(codes: Array, keys: list[Key], more: Array, values: Sequence[str]) -> tuple[Array, list[Key]]:
    """Groups divided by a further dimension; those of equal texts are one."""
    size = len(keys) * max(1, len(values))
    combined: Array = codes.astype(np.int64 if size >= _WIDE else np.int32)
    combined *= max(1, len(values))
    combined += more
    there, places = numbered(combined, size)
    texts: dict[Key, int] = {}
    of_each = [texts.setdefault((*keys[one // len(values)], values[one % len(values)]), len(texts)) for one in there]
    return (places if len(texts) == len(of_each) else gathered(np.array(of_each, np.int32), places)), list(texts)

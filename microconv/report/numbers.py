"""The numbers of one table as figures: what a row tells, and what may be said where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from microconv.core.answers import Period, Table
from microconv.core.frozen import FrozenDict
from microconv.report.arithmetic import compared, merged, no_data, number
from microconv.report.figures import Compared, Figure, Known, Note, Why

Notes = Mapping[Period, tuple[Note, ...]]
NO_NOTES: Notes = FrozenDict()

_REVENUE = frozenset({"value", "revenue"})
_NO_PERIOD = ""


def limit_notes(table: Table) -> tuple[Note, ...]:
    """The notes of a table's limits."""
    limits = table.limits
    flags = (
        (Note.THRESHOLDED, limits.thresholded),
        (Note.OTHER_ROW, limits.other_row),
        (Note.SAMPLED, any(read < space for read, space in limits.samples)),
        (Note.RESTRICTED, bool(limits.restricted)),
        (Note.TRUNCATED, bool(limits.truncated)),
        (Note.CUT, not table.whole),
    )
    return tuple(note for note, applies in flags if applies)


class Numbers:
    """One table, by some of its columns; rows that differ in the others are summed up."""

    def __init__(
        self,
        table: Table,
        columns: tuple[str, ...],
        *,
        stamps: Mapping[Period, str],
        notes: Notes,
        unmeasured: frozenset[Period] = frozenset(),
        lengths: tuple[float, ...] = (),
        why: str = "",
    ) -> None:
        """`columns`: those beside the period's.

        `stamps` are the words of the periods in the table, empty for one that is of the report's month only. `notes`
        are what is to be known of all numbers of a period. `unmeasured`: periods in which nothing was measured at
        all. `lengths`: the months' lengths. `why`: the reason why it was not asked for.
        """
        self.table = table
        self.lengths = lengths
        self._columns = columns
        self._stamps = stamps
        self._unmeasured = unmeasured
        self._why = why
        limits = limit_notes(table)
        self._notes = {period: merged(limits, notes.get(period, ())) for period in Period}

    def named(self) -> list[tuple[str, ...]]:
        """The keys that some row has in any of the months, in their order."""
        stamps = {*self._stamps.values()} or {_NO_PERIOD}
        return list(dict.fromkeys(key for stamp, key in self._rows if stamp in stamps))

    def seen(self, period: Period) -> bool:
        """True where the period has any row."""
        stamp = self._stamps.get(period, _NO_PERIOD)
        return any(one == stamp for one, _ in self._rows)

    def at(self, metric: str, period: Period, *key: str) -> Figure:
        """The number of a row."""
        if not self.table.asked:
            return Figure(why=self._why)
        notes = self._notes[period]
        if self.table.refused:
            return Figure(None, Known.REFUSED, self.table.refused.en)
        if metric in self._withheld:
            return Figure(None, Known.REFUSED, Why.RESTRICTED, notes)
        row = self._rows.get((self._stamps.get(period, _NO_PERIOD), key))
        if row is None:
            return self._absent(period, notes)
        value = row[self._places[metric]] if metric in self._places else None
        if value == 0 and period in self._unmeasured:
            return self._absent(period, notes)
        return no_data(Why.NOT_TOLD, notes) if value is None else number(value, notes)

    def three(self, metric: str, *key: str) -> tuple[Figure, Figure, Figure]:
        """The numbers of a row in the three months."""
        now, before, year = (self.at(metric, period, *key) for period in Period)
        return now, before, year

    def compared(self, metric: str, *key: str, additive: bool = True) -> Compared:
        """The same side by side; `additive`: over days, as events and sessions are and users are not."""
        return compared(*self.three(metric, *key), self.lengths if additive else ())

    def _absent(self, period: Period, notes: tuple[Note, ...]) -> Figure:
        """The number of a row that is not there: zero, unless there is a reason why it could be missing."""
        limits = self.table.limits
        reasons = (
            (Why.NOTHING_MEASURED, period in self._unmeasured),
            (Why.CUT, not self.table.whole),
            (Why.TRUNCATED, bool(limits.truncated)),
            (Why.WITHHELD, limits.thresholded),
            (Why.OTHER_ROW, limits.other_row and bool(self._columns)),
        )
        for why, applies in reasons:
            if applies:
                return no_data(why, notes)
        return number(0, notes)

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The metrics that the user may not see: no row has them; of a table without rows those of revenue."""
        restricted = self.table.limits.restricted
        if not self.table.rows:
            return _REVENUE if any(kind.startswith("REVENUE") for kind in restricted) else frozenset()
        empty = (
            name for name, place in self._places.items() if all(row.numbers[place] is None for row in self.table.rows)
        )
        return frozenset(empty) if restricted else frozenset()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.table.metrics)}

    @cached_property
    def _rows(self) -> dict[tuple[str, tuple[str, ...]], tuple[float | None, ...]]:
        rows: dict[tuple[str, tuple[str, ...]], tuple[float | None, ...]] = {}
        for key, numbers in self._keyed():
            rows[key] = tuple(map(_sum, rows[key], numbers)) if key in rows else numbers
        return rows

    def _keyed(self) -> Iterator[tuple[tuple[str, tuple[str, ...]], tuple[float | None, ...]]]:
        names = self.table.columns
        if not names:
            for row in self.table.rows:
                yield (_NO_PERIOD, ()), row.numbers
            return
        dated = next((names.index(name) for name in ("period", "month") if self._stamps and name in names), None)
        places = [names.index(name) for name in self._columns]
        for row in self.table.rows:
            stamp = _NO_PERIOD if dated is None else row.keys[dated]
            yield (stamp, tuple(row.keys[place] for place in places)), row.numbers


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other

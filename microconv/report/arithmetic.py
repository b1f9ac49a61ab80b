"""The arithmetic of figures. A result is known where its parts are, and carries their notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from microconv.analysis.intervals import jeffreys
from microconv.report.figures import NOTHING, Compared, Figure, Known, Note, Why

_ORDER = {note: place for place, note in enumerate(Note)}

_BLURRED = frozenset({Note.SAMPLED, Note.FRACTIONAL})
"""Notes of numbers that are no counts of users, so that no interval is computed of them."""


def merged(*notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Notes, each once, in the order of Note."""
    several = [one for one in notes if one]
    if not several:
        return ()
    if all(one == several[0] for one in several):
        return several[0]
    return tuple(sorted({note for one in several for note in one}, key=_ORDER.__getitem__))


def number(value: float, notes: tuple[Note, ...] = ()) -> Figure:
    """A number that is known."""
    return Figure(float(value), Known.YES, notes=notes)


def no_data(why: Why, notes: tuple[Note, ...] = ()) -> Figure:
    """A number of which nothing can be said."""
    return Figure(None, Known.NO_DATA, why, notes)


def not_asked(why: Why) -> Figure:
    """A number that nobody asked for."""
    return Figure(None, Known.NOT_ASKED, why)


def noted(figure: Figure, *notes: Note) -> Figure:
    """The figure with more notes. What was not asked for needs none."""
    if not notes or figure.known is Known.NOT_ASKED or set(notes) <= set(figure.notes):
        return figure
    return replace(figure, notes=merged(figure.notes, notes))


def total(figures: Iterable[Figure]) -> Figure:
    """The sum; not known where a part is not. An empty sum is 0."""
    parts = list(figures)
    return _unknown(parts) or number(sum(_values(parts)), _notes(parts))


def quotient(part: Figure, whole: Figure) -> Figure:
    """`part` divided by `whole`."""
    return _unknown((part, whole)) or _divided(part, whole)


def share(part: Figure, whole: Figure) -> Figure:
    """The share of users `whole` that are `part` of them, with its interval where both are counts of users."""
    figure = quotient(part, whole)
    if figure.known is not Known.YES or _BLURRED & set(figure.notes):
        return figure
    hits, of = _values((part, whole))
    if not (hits.is_integer() and of.is_integer() and 0 <= hits <= of):
        return figure
    low, high = jeffreys(int(hits), int(of))
    return replace(figure, low=low, high=high)


def difference(now: Figure, other: Figure) -> Figure:
    """`now` less `other`."""
    unknown = _unknown((now, other))
    if unknown is not None:
        return unknown
    one, two = _values((now, other))
    return number(one - two, _notes((now, other)))


def change(now: Figure, other: Figure) -> Figure:
    """`now` divided by `other`, less 1; NO_DATA where `other` is not above 0."""
    figure = quotient(now, other)
    if figure.value is None:
        return figure
    if (other.value or 0) < 0:
        return no_data(Why.ZERO_DIVISOR, figure.notes)
    return replace(figure, value=figure.value - 1)


def compared(now: Figure, before: Figure, year: Figure, days: Sequence[float] = ()) -> Compared:
    """The three months of a number side by side.

    `days` are the lengths of the months, now, before and a year ago, of what is additive over days; empty for what is
    not.
    """
    per_day = per_day_before = per_day_year = NOTHING
    if len(set(days)) > 1:
        per_day, per_day_before, per_day_year = (
            quotient(figure, number(length)) for figure, length in zip((now, before, year), days, strict=True)
        )
    apart = per_day.known is not Known.NOT_ASKED
    return Compared(
        now, before, year, change(now, before), change(now, year), difference(now, before), difference(now, year),
        per_day, per_day_before, per_day_year,
        change(per_day, per_day_before) if apart else NOTHING, change(per_day, per_day_year) if apart else NOTHING,
    )  # fmt: skip


def compared_as(made: Compared, other: Compared, *, of_users: bool = False) -> Compared:
    """The quotient of two compared numbers, month by month; with `of_users` the share of users, with intervals."""
    divide = share if of_users else quotient
    return compared(divide(made.now, other.now), divide(made.before, other.before), divide(made.year, other.year))


def compared_alone(figure: Figure) -> Compared:
    """A number of which the same is to be said of all months: that it was not asked for, or refused."""
    return Compared(*([figure] * 7))


def _divided(part: Figure, whole: Figure) -> Figure:
    one, two = _values((part, whole))
    notes = _notes((part, whole))
    return number(one / two, notes) if two else no_data(Why.ZERO_DIVISOR, notes)


def _values(figures: Iterable[Figure]) -> list[float]:
    return [figure.value for figure in figures if figure.value is not None]


def _notes(figures: Iterable[Figure]) -> tuple[Note, ...]:
    return merged(*(figure.notes for figure in figures))


def _unknown(figures: Sequence[Figure]) -> Figure | None:
    """The first figure without a number, with the notes of all; None where all have one."""
    for figure in figures:
        if figure.value is None:
            notes = () if figure.known is Known.NOT_ASKED else _notes(figures)
            return Figure(None, figure.known, figure.why, notes)
    return None

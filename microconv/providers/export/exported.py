"""Paths counted in exported files, by DuckDB: exactly, and of those alone who have had the whole horizon.

A user counts from the first time that he did the event. Who did it in the last days, so that the horizon is not over
when the export ends, is left out; so is whoever gave no consent, and has no pseudonym: these events are counted apart.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from microconv.core.paths import PAGE_VIEW, FinalCount, PathCount, PathsAnswer, PathSource, PathsWanted
from microconv.core.text import NO_TEXT, Text
from microconv.providers.export import queries
from microconv.providers.export.files import Files, files_of
from microconv.providers.export.needed import duckdb_library, zone_of
from microconv.providers.export.refusals import no_days, no_export, too_short, unreadable
from microconv.providers.export.source import make_view

_PARAMETER = re.compile(r"@(\w+)")
_DAY = datetime.timedelta(days=1)
_MICRO = datetime.timedelta(microseconds=1)
_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

NO_CHANNELS = Text(
    "the export does not tell which sessions came from ads",
    "広告からのセッションかどうかが、エクスポートに含まれていません",
)
SEVERAL_CURRENCIES = Text("the values are in several currencies: {}", "値に複数の通貨が混在しています: {}")


class ExportedFiles:
    """The files of an export at a place, a folder or one file. Implements core.capabilities.UserPaths.

    `time_zone` is the property's, IANA, which the files do not tell. `memory_limit` is how much DuckDB may use, such as
    `500MB`, before it writes to a folder of its own that is removed at the end; empty for four fifths of the machine's.
    """

    def __init__(self, place: Path, time_zone: str, *, memory_limit: str = "") -> None:
        self._place = place
        self._zone = time_zone
        self._memory_limit = memory_limit

    def paths(self, wanted: PathsWanted) -> PathsAnswer:
        """The users who came from each event to its final one.

        Raises ExportError for files that are missing or no export, days that are not in them, and without DuckDB.
        """
        zone = zone_of(self._zone)
        files = files_of(self._place)
        library = duckdb_library()
        with tempfile.TemporaryDirectory() as folder:
            settings = {
                "temp_directory": folder,
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
            }
            if self._memory_limit:
                settings["memory_limit"] = self._memory_limit
            try:
                with library.connect(":memory:", config=settings) as db:
                    make_view(library, db, files)
                    return _Counting(_Database(db), wanted, zone).answer(files)
            except library.Error as error:
                raise unreadable(self._place, error) from error


@dataclass(frozen=True, slots=True)
class _Database:
    """DuckDB with the view `events`. Texts have their parameters as BigQuery writes them."""

    connection: Any

    def rows(self, text: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query; those of the parameters that it names are given to it. Raises duckdb.Error."""
        named = {name: (parameters or {})[name] for name in _PARAMETER.findall(text)}
        rows: list[tuple[Any, ...]] = self.connection.execute(_PARAMETER.sub(r"$\1", text), named).fetchall()
        return rows

    def row(self, text: str, parameters: Mapping[str, object] | None = None) -> tuple[Any, ...]:
        """The only row of a query."""
        return self.rows(text, parameters)[0]


@dataclass(frozen=True, slots=True)
class _Span:
    """The days that count.

    present: those with events.
    cut: the last moment, in microseconds since 1970, after which the horizon is over within the present days.
    horizon: the horizon in microseconds.
    until: the day of the cut.
    left_out: events without a user.
    """

    present: frozenset[datetime.date]
    cut: int
    horizon: int
    until: datetime.date
    left_out: int


class _Counting:
    """The paths of one export while they are counted."""

    def __init__(self, db: _Database, wanted: PathsWanted, zone: ZoneInfo) -> None:
        self._db = db
        self._wanted = wanted
        self._zone = zone

    def answer(self, files: Files) -> PathsAnswer:
        """Count everything. Raises ExportError, duckdb.Error."""
        wanted = self._wanted
        span = self._span(files)
        days = {"first": f"{wanted.first:%Y%m%d}", "last": f"{wanted.last:%Y%m%d}"}
        self._db.rows(queries.PEOPLE, days)
        condition, named = self._condition()
        self._db.rows(queries.ACTS.format(wanted=condition), {**days, **named})
        currency, why = self._currency()
        return PathsAnswer(
            PathSource.EXPORT,
            wanted,
            self._db.row(queries.ALL_USERS)[0],
            tuple(self._path(one, span) for one in wanted.blanks),
            tuple(self._final(one, why) for one in self._finals),
            tuple(self._paid(span)),
            self._zone.key,
            currency,
            left_out=span.left_out,
            missing_days=tuple(day for day in _days(wanted.first, wanted.last) if day not in span.present),
            counted_until=span.until,
        )

    # ---- days

    def _span(self, files: Files) -> _Span:
        """Raises ExportError where the files are no export, or have too few of the days."""
        counts = {}
        for text, without, broken in self._db.rows(queries.DAYS):
            day = _day(text)
            if day is None or broken:
                raise no_export(files)
            counts[day] = without
        present = frozenset(day for day in counts if self._wanted.first <= day <= self._wanted.last)
        if not present:
            raise no_days(self._wanted, counts)
        horizon = round(self._wanted.horizon_days * (_DAY // _MICRO))
        cut = self._midnight(max(present) + _DAY) - horizon
        if cut < self._midnight(min(present)):
            raise too_short(self._wanted, present)
        until = (_START + (cut - 1) * _MICRO).astimezone(self._zone).date()
        return _Span(present, cut, horizon, until, sum(counts[day] for day in present))

    def _midnight(self, day: datetime.date) -> int:
        """The moment at which a day begins, in microseconds since 1970."""
        return (datetime.datetime.combine(day, datetime.time(), self._zone) - _START) // _MICRO

    # ---- numbers

    @property
    def _finals(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.final for one in self._wanted.blanks))

    def _condition(self) -> tuple[str, Mapping[str, str]]:
        """The events that are asked about, as SQL with its parameters."""
        events = [*(event for event, _ in self._wanted.pairs), *self._finals]
        names, named = queries.any_of("name", list(dict.fromkeys(events)))
        conditions = [f"name IN ({names})"] if names else []
        if self._wanted.pages:
            pages, also = queries.any_of("page", list(dict.fromkeys(page for page, _ in self._wanted.pages)))
            conditions.append(f"(name = @view AND page IN ({pages}))")
            named = {**named, **also, "view": PAGE_VIEW}
        return " OR ".join(conditions) or "FALSE", named

    def _path(self, one: PathCount, span: _Span) -> PathCount:
        users, reached = self._db.row(queries.PATH, _asked(one, span))
        others, others_reached = self._db.row(queries.OTHERS, _asked(one, span))
        happened = self._db.row(queries.HAPPENED, _asked(one, span))[0]
        return PathCount(
            one.event, one.final, users, reached, happened, page=one.page, others=others, others_reached=others_reached
        )

    def _paid(self, span: _Span) -> Iterator[PathCount]:
        """The same of paid traffic, if it is asked for."""
        if not self._wanted.paid:
            return
        channels = self._db.row(queries.TOLD_OF_ADS)[0]
        for one in self._wanted.blanks:
            if not channels:
                yield PathCount(one.event, one.final, page=one.page, refused=NO_CHANNELS)
                continue
            users, reached = self._db.row(queries.PATH, _asked(one, span, paid=True))
            yield PathCount(one.event, one.final, users, reached, page=one.page)

    def _currency(self) -> tuple[str, Text]:
        """The currency of all values, and why there is none."""
        names, named = queries.any_of("final", self._finals)
        known = [text for (text,) in self._db.rows(queries.CURRENCIES.format(finals=names), named)] if names else []
        if len(known) > 1:
            words = ", ".join(known)
            return "", Text(SEVERAL_CURRENCIES.en.format(words), SEVERAL_CURRENCIES.ja.format(words))
        return (known[0] if known else ""), NO_TEXT

    def _final(self, event: str, why: Text) -> FinalCount:
        users, events, value = self._db.row(queries.FINAL, {"final": event})
        return FinalCount(event, users, events, None if why else float(value or 0), refused=why)


def _asked(one: PathCount, span: _Span, *, paid: bool = False) -> Mapping[str, object]:
    """The parameters of the queries about a path."""
    return {
        "event": one.event,
        "final": one.final,
        "page": one.page,
        "paid": paid,
        "cut": span.cut,
        "horizon": span.horizon,
    }


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


def _day(text: str | None) -> datetime.date | None:
    """The day that `20261001` names; None for another text, and for none."""
    if text is None or not (text.isascii() and text.isdecimal() and len(text) == 8):
        return None
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None

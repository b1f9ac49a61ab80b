"""The section of a report by day and week: sessions and final conversions, with the changes of the setup."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from microconv.core.text import NO_TEXT, Language, Text, joined, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.numbers import written
from microconv.render.report.outline import Block, Chart, ChartKind, Column, Form, Grid, Mark, Paragraph, Series
from microconv.render.report.results import final_names, name_of
from microconv.report.model import Report
from microconv.report.traffic import Point

_MOST = 4
"""The most lines of one picture."""

_NONE = Text("There are no numbers by day.", "日別の数値はありません。")
_SESSIONS = Text("Sessions", "セッション数")


def trends(report: Report) -> Iterator[Block]:
    """Sessions and final conversions by day, then by week."""
    if not report.trend.days and not report.trend.weeks:
        yield Paragraph(_NONE, "minor")
        return
    for points, unit in ((report.trend.days, "days"), (report.trend.weeks, "weeks")):
        if points:
            yield _sessions(report, points, unit)
            yield _finals(report, points, unit)


_UNITS = {"days": Text("by day", "日別"), "weeks": Text("by week", "週別")}


def _title(name: Text, unit: str) -> Text:
    return Text(f"{name.en} {_UNITS[unit].en}", f"{_UNITS[unit].ja} {name.ja}")


def _sessions(report: Report, points: Sequence[Point], unit: str) -> Chart:
    series = (Series(_SESSIONS, tuple(point.sessions.value for point in points)),)
    return _chart(report, points, unit, "sessions", _SESSIONS, series, NO_TEXT, ())


def _finals(report: Report, points: Sequence[Point], unit: str) -> Chart:
    """The final conversions as lines, and all conversions in the table beside them."""
    names = [name for name, _ in points[0].counts]
    finals = final_names(report, names)
    lines = finals[:_MOST]
    series = tuple(
        Series(untranslated(name_of(name, report)), tuple(dict(point.counts)[name].value for point in points))
        for name in lines
    )
    left = joined(f"`{name_of(name, report)}`" for name in finals[_MOST:])
    left_out = Text(f" Not in the picture: {left.en}.", f"図に含めていないもの：{left.ja}。") if left else NO_TEXT
    title = Text("Final conversions", "最終CV") if finals != names else Text("Conversions", "コンバージョン")
    return _chart(report, points, unit, "conversions", title, series, left_out, names)


def _chart(
    report: Report,
    points: Sequence[Point],
    unit: str,
    what: str,
    title: Text,
    series: tuple[Series, ...],
    more: Text,
    names: Sequence[str],
) -> Chart:
    marks = _marks(report, points)
    sentence = joined([*(_told(one, points, unit) for one in series), _told_marks(marks)], " ", "")
    return Chart(
        f"{unit}_{what}",
        ChartKind.LINES if unit == "days" else ChartKind.BARS,
        _title(title, unit),
        tuple(_label(point) for point in points),
        series,
        Text(f"{sentence.en}{more.en}".strip(), f"{sentence.ja}{more.ja}"),
        _grid(report, points, unit, what, marks, names),
        marks=marks,
    )


def _label(point: Point) -> Text:
    date = datetime.date.fromisoformat(point.day)
    return untranslated(f"{date.month}/{date.day}")


def _marks(report: Report, points: Sequence[Point]) -> tuple[Mark, ...]:
    """The changes of the setup, each at its day or in its week; those of one place together."""
    starts = [point.day for point in points]
    ends = [
        (datetime.date.fromisoformat(point.day) + datetime.timedelta(days=point.days)).isoformat() for point in points
    ]
    marks = []
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        texts = [entry.what for entry in report.changes.entries if entry.day and start <= entry.day < end]
        if texts:
            marks.append(Mark(place, joined(texts, "; ", "、")))
    return tuple(marks)


def _told(series: Series, points: Sequence[Point], unit: str) -> Text:
    """A line in a sentence: its largest and its smallest value, and how many have none."""
    values = [(value, point.day) for value, point in zip(series.values, points, strict=True) if value is not None]
    gaps = len(points) - len(values)
    if not values:
        return Text(f"{series.name.en}: no data.", f"{series.name.ja}：データなし。")
    (most, high), (least, low) = max(values, key=lambda one: one[0]), min(values, key=lambda one: one[0])
    word = "on " if unit == "days" else "in the week of "
    ja = "" if unit == "days" else "の週"
    en_gaps = f"; no data for {gaps} {'of the days' if unit == 'days' else 'of the weeks'}" if gaps else ""
    ja_gaps = f"、データなし{gaps}{'日' if unit == 'days' else '週'}" if gaps else ""
    return Text(
        f"{series.name.en}: most {word}{high} ({written(most, Form.COUNT, Language.EN)}), "
        f"least {word}{low} ({written(least, Form.COUNT, Language.EN)}){en_gaps}.",
        f"{series.name.ja}：最多は{high}{ja}（{written(most, Form.COUNT, Language.JA)}）、"
        f"最少は{low}{ja}（{written(least, Form.COUNT, Language.JA)}）{ja_gaps}。",
    )


def _told_marks(marks: Sequence[Mark]) -> Text:
    if not marks:
        return NO_TEXT
    return Text(
        f"The setup was changed at {len(marks)} marked {'place' if len(marks) == 1 else 'places'}.",
        f"印のある{len(marks)}か所で計測設定が変更されています。",
    )


def _grid(
    report: Report, points: Sequence[Point], unit: str, what: str, marks: Sequence[Mark], names: Sequence[str]
) -> Grid:
    first = column("day", "Day", "日付", Form.DAY) if unit == "days" else column("week", "From", "開始日", Form.DAY)
    days = () if unit == "days" else (column("days", "Days", "日数", Form.COUNT),)
    finals = final_names(report, names)
    numbers = (
        Column("sessions", _SESSIONS, Form.COUNT),
        *(
            Column(f"count_{name}", untranslated(name_of(name, report)), Form.COUNT, detail=name not in finals)
            for name in names
        ),
    )
    change = (column("changes", "Changes of the setup", "設定変更"),) if marks else ()
    changed = {mark.at: mark.text for mark in marks}
    title = Text("Conversions", "コンバージョン件数") if names else Text("Sessions", "セッション数")
    maker = Maker(f"{unit}_{what}", _title(title, unit), (first, *days, *numbers, *change), detail=not names)
    for place, point in enumerate(points):
        counts = dict(point.counts)
        figures = (point.sessions, *(counts[name] for name in names))
        maker.row(
            maker.day(point.day),
            *(maker.number(point.days) for _ in days),
            *(maker.figure(figure, Form.COUNT) for figure in figures),
            *(maker.text(changed.get(place, NO_TEXT)) for _ in change),
        )
    return maker.grid()

"""The pictures of a report, as inline SVG: lines and columns on an axis, bars and funnels with a bar for each label.

They stretch to the width that they are given: lengths across are percentages, type keeps its size. Colours and patterns
are the page's, by class, and attributes for programs that apply no style to pictures in a page, as WeasyPrint; each
series has a marker or pattern of its own, so that none is known by its colour alone.
Nothing that is missing is drawn as zero. Every text is made safe and escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from microconv.core.text import Language, Text
from microconv.render.html.pictures import short
from microconv.render.report.numbers import cell_text, written
from microconv.render.report.outline import Chart, ChartKind, Form
from microconv.render.report.page.scale import every, lanes, ticks
from microconv.render.safe import safe, width

MOST_SERIES = 4
"""The most series that can be told apart."""

MISSING = "–"
"""The sign where there is no number."""

_PLOT = 190  # the height between the lowest tick and the highest, in pixels
_LANE = 22
_WIDEST = 68.0  # of a bar, in percent: its number stands to the right of it
_SHORT = 8  # the columns of a label that fits below a column
_FEW, _MANY = 7, 16  # labels of an axis on a phone, and on what is wider
_COLOURS = ("#175676", "#b3541e", "#7a4d9e", "#5b6675")
_TINTS = ("#175676", "#f3d9c8", "#e4d8ee", "#eceff3")
_DASHES = ("none", "7 3", "2 3", "9 3 2 3")

NO_NUMBERS = Text("No data", "データなし")


def picture(chart: Chart, language: Language, key: str) -> str:
    """The picture; `key` makes the ids in it the page's only ones.

    Raises ValueError for more than four series, for series that are not as long as the labels, for marks beside the
    axis, for the wrong number of shares between bars, and for negative numbers where there is no axis.
    """
    _check(chart)
    if chart.kind is ChartKind.FUNNEL or (chart.kind is ChartKind.BARS and not _columns_fit(chart, language)):
        height, drawn = _rows(chart, language)
        return _svg(chart, language, key, height, "rows", drawn)
    axis = _Axis(chart, language)
    series = _lines(chart, axis) if chart.kind is ChartKind.LINES else _columns(chart, axis)
    return _svg(chart, language, key, axis.height, f"axis{axis.room}", [*axis.drawn(), *series])


def _check(chart: Chart) -> None:
    size = len(chart.labels)
    if not 1 <= len(chart.series) <= MOST_SERIES:
        raise ValueError(f"picture {chart.key}: {len(chart.series)} series; it can have 1 to {MOST_SERIES}")
    if any(len(series.values) != size for series in chart.series):
        raise ValueError(f"picture {chart.key}: a series is not as long as its {size} labels")
    if any(not 0 <= mark.at < size for mark in chart.marks):
        raise ValueError(f"picture {chart.key}: a mark is not on the axis of {size} places")
    if chart.between and len(chart.between) != size - 1:
        raise ValueError(f"picture {chart.key}: {len(chart.between)} shares between {size} bars")


def _columns_fit(chart: Chart, language: Language) -> bool:
    return all(width(label.of(language)) <= _SHORT for label in chart.labels)


def _svg(chart: Chart, language: Language, key: str, height: float, look: str, drawn: Iterable[str]) -> str:
    return (
        f'<svg class="chart {look}" role="img" aria-labelledby="{key}-t {key}-d" width="100%" height="{height:g}" '
        f'focusable="false" font-size="13"><title id="{key}-t">{_said(chart.title, language)}</title>'
        f'<desc id="{key}-d">{_said(chart.description, language)}</desc>{"".join(drawn)}</svg>'
    )


def _said(text: Text, language: Language) -> str:
    return escape(safe(text.of(language)))


def _known(chart: Chart) -> list[float]:
    return [value for series in chart.series for value in series.values if value is not None]


# ---- with an axis


class _Axis:
    """The axis of a picture: where a number and a place are, and what is drawn behind the series.

    room: the number of signs of the longest tick, rounded up to an odd number, by which the style makes room for it.
    """

    def __init__(self, chart: Chart, language: Language) -> None:
        self.chart, self.language = chart, language
        self.size = max(1, len(chart.labels))
        self.ticks = ticks(_known(chart), whole=chart.form is Form.COUNT)
        self.said = [written(tick, chart.form, language) for tick in self.ticks]
        self.room = min(13, max(3, *(width(text) for text in self.said)) | 1)
        self.places = sorted({mark.at for mark in chart.marks})
        self.lanes = lanes(self.places, -(-self.size // 14))
        self.top = 12 + (max(self.lanes) + 1) * _LANE if self.lanes else 12
        self.height = self.top + _PLOT + 30

    def across(self, place: float) -> str:
        """A place as a percentage; the middle of the first is 0."""
        return f"{100 * (place + 0.5) / self.size:.2f}%"

    def down(self, value: float) -> float:
        """The height of a number, in pixels from above."""
        low, high = self.ticks[0], self.ticks[-1]
        return round(self.top + _PLOT * (high - value) / (high - low), 1)

    def text(self, place: int, series: int) -> str:
        """A place and its number, to be shown by whoever points at it."""
        value = self.chart.series[series].values[place]
        name = safe(self.chart.series[series].name.of(self.language)[:100])
        number = NO_NUMBERS.of(self.language) if value is None else written(value, self.chart.form, self.language)
        return escape(f"{safe(self.chart.labels[place].of(self.language))}: {name} {number}")

    def drawn(self) -> Iterator[str]:
        """Ticks, labels, the places without any number, the marks."""
        for tick, said in zip(self.ticks, self.said, strict=True):
            y = self.down(tick)
            kind, ink = ("zero", "#5b6675") if tick == 0 else ("grid", "#d9dee5")
            yield f'<line class="{kind}" x1="0" x2="100%" y1="{y:g}" y2="{y:g}" stroke="{ink}"/>'
            yield f'<text class="minor" x="-8" y="{y + 4:g}" text-anchor="end">{escape(said)}</text>'
        few, many = every(self.size, _FEW), every(self.size, _MANY)
        for place, label in enumerate(self.chart.labels):
            if place in few | many:
                kind = "minor" if place in few and place in many else "minor few" if place in few else "minor many"
                yield self._below(place, kind, short(label.of(self.language), _SHORT))
            if all(series.values[place] is None for series in self.chart.series):
                yield self._missing(self.across(place))
        yield from self._marks()

    def _below(self, place: int, kind: str, text: str) -> str:
        look = 'text-anchor="middle" display="none"' if kind == "minor few" else 'text-anchor="middle"'
        y = self.top + _PLOT + 20
        return f'<text class="{kind}" x="{self.across(place)}" y="{y}" {look}>{escape(text)}</text>'

    def _missing(self, x: str) -> str:
        y = self.down(0) - 4
        return f'<text class="minor none" x="{x}" y="{y:g}" text-anchor="middle">{MISSING}</text>'

    def _marks(self) -> Iterator[str]:
        for number, (place, lane) in enumerate(zip(self.places, self.lanes, strict=True), start=1):
            title = "; ".join(mark.text.of(self.language) for mark in self.chart.marks if mark.at == place)
            x, y = self.across(place), 11 + lane * _LANE
            yield (
                f'<g class="change"><title>{escape(safe(title))}</title>'
                f'<line x1="{x}" x2="{x}" y1="{y + 9}" y2="{self.top + _PLOT}" stroke="#5b6675" '
                f'stroke-dasharray="2 3"/><circle cx="{x}" cy="{y}" r="9" fill="#ffffff" stroke="#5b6675"/>'
                f'<text x="{x}" y="{y + 4}" text-anchor="middle">{number}</text></g>'
            )


def _lines(chart: Chart, axis: _Axis) -> Iterator[str]:
    """A line from point to point of each series. A point between two that are missing is a marker alone."""
    for number, series in enumerate(chart.series):
        stroke = f'stroke="{_COLOURS[number]}" stroke-width="2" stroke-dasharray="{_DASHES[number]}"'
        for place, (one, other) in enumerate(zip(series.values, series.values[1:], strict=False)):
            if one is not None and other is not None:
                yield (
                    f'<line class="line s{number + 1}" x1="{axis.across(place)}" y1="{axis.down(one):g}" '
                    f'x2="{axis.across(place + 1)}" y2="{axis.down(other):g}" {stroke}/>'
                )
    for number, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            if value is not None:
                title = axis.text(place, number)
                yield f"<g><title>{title}</title>{marker(number, axis.across(place), axis.down(value))}</g>"


def marker(series: int, x: str, y: float) -> str:
    """The marker of a series: a disc, a square, a diamond, a ring. The style turns the square into the diamond."""
    colour, kind = _COLOURS[series], f'class="dot s{series + 1}"'
    if series in (0, 3):
        fill = colour if series == 0 else "#ffffff"
        return f'<circle {kind} cx="{x}" cy="{y:g}" r="3.5" fill="{fill}" stroke="{colour}"/>'
    return (
        f'<rect {kind} x="{x}" y="{y:g}" width="7" height="7" transform="translate(-3.5 -3.5)" fill="{colour}" '
        f'stroke="{colour}"/>'
    )


def _columns(chart: Chart, axis: _Axis) -> Iterator[str]:
    """A column from zero for each number, those of one place side by side."""
    one = 0.72 / len(chart.series)
    said = len(chart.series) == 1 and axis.size <= _FEW
    for number, series in enumerate(chart.series):
        for place, value in enumerate(series.values):
            start = place - 0.36 + number * one
            if value is None:
                if any(other.values[place] is not None for other in chart.series):
                    yield axis._missing(axis.across(start + one / 2))
                continue
            top, foot = sorted((axis.down(value), axis.down(0)))
            high = max(foot - top, 1.5)
            yield (
                f"<g><title>{axis.text(place, number)}</title>"
                f'<rect class="bar s{number + 1}" x="{axis.across(start)}" y="{foot - high:g}" '
                f'width="{100 * one / axis.size:.2f}%" height="{high:g}" {_fill(number)}/></g>'
            )
            if said:
                text, x = escape(written(value, chart.form, axis.language)), axis.across(place)
                yield f'<text class="count" x="{x}" y="{foot - high - 5:g}" text-anchor="middle">{text}</text>'


def _fill(series: int) -> str:
    return f'fill="{_TINTS[series]}" stroke="{_COLOURS[series]}"'


# ---- a bar for each label


def _rows(chart: Chart, language: Language) -> tuple[int, list[str]]:
    """Bars from zero below their labels, and what goes on between them; and the height."""
    known = _known(chart)
    if any(value < 0 for value in known):
        raise ValueError(f"picture {chart.key}: a negative number, and no axis that could show it")
    most = max(known, default=0.0)
    drawn, top = [], 4
    for place, label in enumerate(chart.labels):
        name = escape(short(label.of(language), language=language))
        drawn.append(f'<text class="name" x="0" y="{top + 13}">{name}</text>')
        top += 21
        for number in range(len(chart.series)):
            drawn.append(_row(chart, language, place, number, top, most))
            top += 23
        if place < len(chart.between):
            onward = escape(safe(_onward(chart, place, language)))
            drawn.append(f'<text class="minor" x="0" y="{top + 14}">{onward}</text>')
            top += 24
        top += 7
    return top, drawn


def _row(chart: Chart, language: Language, place: int, number: int, top: int, most: float) -> str:
    series = chart.series[number]
    value = series.values[place]
    label = safe(chart.labels[place].of(language)[:300])
    if value is None:
        title = escape(f"{MISSING} {NO_NUMBERS.of(language)}")
        return f'<text class="minor none" x="0" y="{top + 14}">{title}</text>'
    length = max(_WIDEST * value / most, 0.4) if value else 0.0
    said = escape(written(value, chart.form, language))
    return (
        f"<g><title>{escape(f'{label}: {safe(series.name.of(language)[:100])}')} {said}</title>"
        f'<rect class="bar s{number + 1}" x="0" y="{top}" width="{length:.2f}%" height="18" {_fill(number)}/>'
        f'<text class="count" x="{length:.2f}%" dx="8" y="{top + 14}">{said}</text></g>'
    )


def _onward(chart: Chart, place: int, language: Language) -> str:
    """The share that goes on from a bar to the next, or why none is known."""
    cell = chart.between[place]
    marks = "".join(cell.marks)
    text = cell_text(cell, language)
    if cell.number is None:
        return f"↓ {text} {marks}".rstrip()
    return Text(f"↓ {text} go on{marks and ' '}{marks}", f"↓ {text} が次へ{marks and ' '}{marks}").of(language)


# ---- beside a picture


def sign(line: bool, series: int) -> str:
    """The sign of a series for a legend: a piece of its line with its marker, or of its bar."""
    drawn = (
        f'<line class="line s{series + 1}" x1="0" x2="28" y1="8" y2="8" stroke="{_COLOURS[series]}" stroke-width="2" '
        f'stroke-dasharray="{_DASHES[series]}"/>{marker(series, "14", 8)}'
        if line
        else f'<rect class="bar s{series + 1}" x="1" y="1" width="26" height="14" {_fill(series)}/>'
    )
    return f'<svg class="sign" width="28" height="16" aria-hidden="true" focusable="false">{drawn}</svg>'


def marked(chart: Chart) -> list[list[Text]]:
    """The texts of the marks, place by place, in the order of the numbers that the picture gives to the places."""
    return [
        [mark.text for mark in chart.marks if mark.at == place] for place in sorted({mark.at for mark in chart.marks})
    ]


def gap(chart: Chart) -> str:
    """The name, in `words.WORDS`, of the sentence about what is missing in a picture; empty where nothing is."""
    if all(value is not None for series in chart.series for value in series.values):
        return ""
    whole = all(any(series.values[at] is not None for series in chart.series) for at in range(len(chart.labels)))
    return "breaks" if chart.kind is ChartKind.LINES and whole else "gaps"

"""Pictures of a report as native charts of Excel, which can be changed and copied there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from microconv.core.text import Language
from microconv.render.report.numbers import cell_text as shown
from microconv.render.report.outline import Chart, ChartKind
from microconv.render.report.xlsx_formats import number_format
from microconv.render.report.xlsx_sheets import cell_text

COLOURS = ("#1F5FA8", "#C4540A", "#2E7D4F", "#7A4FA3")
"""Colours of the series: told apart by people who see few colours, and darker than 3:1 on white."""

_TYPES = {ChartKind.LINES: "line", ChartKind.BARS: "column", ChartKind.FUNNEL: "bar"}
_CHANGED = "▼"
_WIDTH, _HEIGHT = 760, 320


def add_chart(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    name: str,
    chart: Chart,
    language: Language,
    columns: int,
    below: int,
) -> None:
    """Insert a chart under a table of so many columns, from the row `below` its footnotes on.

    Its numbers stand in hidden columns at the right: a table says `no data` in words, which a chart would draw as 0.
    """
    first = columns + 1
    picture = workbook.add_chart({"type": _TYPES[chart.kind]})
    _data(sheet, chart, language, first)
    last = len(chart.labels)
    for place, _ in enumerate(chart.series, first + 1):
        colour = COLOURS[place - first - 1]
        series: dict[str, Any] = {
            "name": [name, 0, place],
            "categories": [name, 1, first, last, first],
            "values": [name, 1, place, last, place],
        }
        if chart.kind is ChartKind.LINES:
            series |= {"line": {"color": colour, "width": 2}, "marker": {"type": "circle", "size": 4, **_fill(colour)}}
        else:
            series |= {**_fill(colour), "gap": 60}
        labels = _labels(chart, language, place == first + 1)
        if labels:
            series["data_labels"] = labels
        picture.add_series(series)
    number = number_format(chart.form, "", language)
    picture.set_title({"name": cell_text(chart.title.of(language)), "name_font": {"size": 12}})
    axis = {"min": 0, "num_format": number, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}}
    if chart.kind is ChartKind.FUNNEL:
        picture.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
        picture.set_x_axis({**axis, "label_position": "low"})
        picture.set_legend({"none": True})
    else:
        picture.set_y_axis(axis)
        picture.set_legend({"none": len(chart.series) == 1, "position": "bottom"})
    picture.show_blanks_as("gap")
    picture.show_hidden_data()
    picture.set_size({"width": _WIDTH, "height": _HEIGHT})
    notes = len(chart.grid.footnotes) if chart.grid else 0
    described = cell_text(chart.description.of(language))
    sheet.insert_chart(below + notes + 1, 0, picture, {"description": described, "object_position": 3})
    sheet.set_column(first, first + len(chart.series), None, None, {"hidden": True})


def _data(sheet: Worksheet, chart: Chart, language: Language, first: int) -> None:
    """The numbers of a chart, one column for its labels and one for each series; what is not there stays blank."""
    for row, label in enumerate(chart.labels, 1):
        sheet.write_string(row, first, cell_text(label.of(language)))
    for place, series in enumerate(chart.series, first + 1):
        sheet.write_string(0, place, cell_text(series.name.of(language)))
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, place, value)


def _labels(chart: Chart, language: Language, foremost: bool) -> dict[str, Any]:
    """Labels of points: in a funnel the users and the share that goes on; elsewhere a sign where the setup changed."""
    if chart.kind is ChartKind.FUNNEL:
        going = [*(f" → {shown(replace(cell, low=None), language)}" for cell in chart.between), ""]
        users = chart.series[0].values
        texts = ["" if value is None else f"{value:,.0f}{text}" for value, text in zip(users, going, strict=False)]
        return {"value": True, "custom": [{"value": text} if text else {"delete": True} for text in texts]}
    if not (foremost and chart.marks):
        return {}
    changed = {mark.at for mark in chart.marks}
    custom = [{"value": _CHANGED} if at in changed else {"delete": True} for at in range(len(chart.labels))]
    return {"value": True, "position": "above" if chart.kind is ChartKind.LINES else "outside_end", "custom": custom}


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"color": colour}}

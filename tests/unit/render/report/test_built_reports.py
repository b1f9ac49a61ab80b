"""Reports as they are built of answers of both APIs, in every form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from microconv.core.text import Language
from microconv.render.report.csv import grids, to_csv
from microconv.render.report.markdown import to_markdown
from microconv.render.report.outline import Chart
from microconv.render.report.sections import outline
from microconv.render.report.text import to_text
from microconv.render.report.xlsx import to_xlsx
from microconv.report.build import build
from microconv.report.figures import Figure, Known
from microconv.report.model import Report
from tests.languages import JAPANESE
from tests.unit.report.worlds import client, given, world

WITHOUT_ADS, WITHOUT_GA4 = {"google_ads": None}, {"ga4": None}


def built(**changes: object) -> Report:
    return build(client(), given(world(7, size=60), **changes))


REPORTS = [built(), built(**WITHOUT_ADS), built(**WITHOUT_GA4), built(**WITHOUT_ADS, **WITHOUT_GA4)]


@pytest.mark.parametrize("report", REPORTS, ids=["both", "GA4 alone", "Google Ads alone", "nothing"])
def test_every_form_draws_it(report: Report) -> None:
    whole = outline(report)
    for language in Language:
        assert to_text(whole, language)
        assert to_text(whole, language, whole=True).count("\n") >= to_text(whole, language).count("\n") - 3
        assert to_markdown(whole, language).startswith("# ")
        assert len(to_csv(whole, language)) == len(list(grids(whole))) + 1
        assert to_xlsx(whole, language).startswith(b"PK")
    for section in whole.sections:
        assert section.blocks, section.key
        assert JAPANESE.search(section.title.ja)


def test_every_number_of_the_conversions_is_in_the_outline() -> None:
    shown = {cell.number for grid in grids(outline(REPORTS[0])) for row in grid.rows for cell in row}
    missing = [
        (one.name, figure)
        for one in REPORTS[0].conversions
        for figure in _figures(one)
        if figure.known is Known.YES and figure.value not in shown
    ]
    assert missing == []


def _figures(part: object) -> Iterator[Figure]:
    for name in getattr(part, "__slots__", ()):
        value = getattr(part, name)
        if isinstance(value, Figure):
            yield value
        elif name == "count":
            yield from _figures(value)
        else:  # numbers a day are of counts alone
            yield from (getattr(value, one) for one in getattr(value, "__slots__", ()) if "per_day" not in one)


def test_pictures_have_the_numbers_of_their_table() -> None:
    for section in outline(REPORTS[0]).sections:
        for chart in section.blocks:
            if isinstance(chart, Chart):
                assert chart.grid is not None
                for series in chart.series:
                    columns = zip(*chart.grid.rows, strict=True)
                    assert list(series.values) in [[cell.number for cell in column] for column in columns]

"""The digest: what is looked up is left out of what is read, is said to be elsewhere, and is nowhere lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import HEADING, REPORT

from microconv.core.text import Language, Text
from microconv.render.report.csv import grids, to_csv
from microconv.render.report.digest import digest, digest_grid, left_out
from microconv.render.report.markdown import to_markdown
from microconv.render.report.outline import Cell, Chart, Column, Form, Grid, Outline, Paragraph, Section
from microconv.render.report.page import to_html
from microconv.render.report.sections import outline
from microconv.render.report.text import to_text

OUTLINE = outline(REPORT)
LANGUAGES = pytest.mark.parametrize("language", Language, ids=str)


def named(text: str) -> Text:
    return Text(text, f"{text}（日）")


def table(key: str, rows: int, *, lead: int = 0, detail: bool = False) -> Grid:
    """A table whose last column is looked up; each second row of it has a footnote of its own."""
    columns = (
        Column("name", named("Name")),
        Column("count", named("Count"), Form.COUNT),
        Column("rare", named("Rare"), Form.COUNT, detail=True),
    )
    made = tuple(
        (
            Cell(named(f"{key} row {row}")),
            Cell(number=row, form=Form.COUNT, marks=(f"*{row}",)),
            Cell(number=70_000 + row),
        )
        for row in range(rows)
    )
    notes = tuple((f"*{row}", named(f"{key} note {row}.")) for row in range(rows))
    return Grid(key, named(f"Table {key}"), columns, made, notes, lead, detail)


def sample(*blocks: Grid | Paragraph | Chart) -> Outline:
    return Outline(named("Report"), (), (Section("pages", named("Pages"), blocks),))


def test_a_long_table_has_its_first_rows_their_footnotes_and_the_number_of_the_others() -> None:
    short = digest_grid(table("long", 12, lead=8))
    assert [cell.number for _, cell in short.rows] == [*range(8)]
    assert (short.more, len(short.footnotes)) == (4, 8)
    assert [column.key for column in short.columns] == ["name", "count"]
    assert digest_grid(table("long", 8, lead=8)).more == 0


def test_what_is_looked_up_is_named_at_the_end_of_its_section() -> None:
    whole = sample(table("read", 2), table("hidden", 2, detail=True))
    (section,) = digest(whole).sections
    assert [type(block) for block in section.blocks] == [Grid, Paragraph]
    sentence = left_out(whole.sections[0])
    assert sentence == section.blocks[-1]
    assert sentence is not None
    assert sentence.text.en.endswith("forms: `Table read (more columns)`, `Table hidden`.")
    assert left_out(sample(Paragraph(named("Said."))).sections[0]) is None


def test_a_sentence_names_three_tables_at_most() -> None:
    sentence = left_out(sample(*(table(f"t{number}", 1, detail=True) for number in range(5))).sections[0])
    assert sentence is not None
    assert "`Table t2` and 2 more" in sentence.text.en
    assert "Table t3" not in sentence.text.en


@LANGUAGES
def test_text_and_markdown_read_alike(language: Language) -> None:
    drawn = sample(table("long", 12, lead=8), table("hidden", 2, detail=True))
    for text in (to_markdown(drawn, language), to_text(drawn, language, whole=True)):
        assert "long row 7" in text
        assert "long row 8" not in text
        assert "hidden row 0" not in text
        assert {"en": "and 4 more", "ja": "ほか4件"}[language.value] in text
        assert {"en": "Excel, CSV and HTML", "ja": "Excel・CSV・HTML"}[language.value] in text


def test_the_page_and_csv_have_everything() -> None:
    drawn = sample(table("long", 12, lead=8), table("hidden", 2, detail=True))
    page, files = to_html([drawn], Language.EN), to_csv(drawn, Language.EN)
    for number in range(12):
        assert f"long row {number}<" in page
        assert f"long row {number}" in files["long.csv"]
    assert "hidden row 1" in page
    assert "hidden row 1" in files["hidden.csv"]
    assert "70011" in files["long.csv"]
    assert page.count("and 4 more") == 1


def test_a_real_report_loses_no_table() -> None:
    looked_up = {one.key for one in grids(OUTLINE)} - {one.key for one in grids(digest(OUTLINE))}
    assert {"per_day", "funnel_1_device", "days_sessions", "campaign_conversions"} <= looked_up
    assert {f"{key}.csv" for key in looked_up} <= {*to_csv(OUTLINE, Language.EN)}


@LANGUAGES
@pytest.mark.parametrize("sections", [("trend", "conclusion"), ("conversions",), ("terms",)])
def test_an_emulated_report_says_so_on_top_whatever_comes_first(sections: tuple[str, ...], language: Language) -> None:
    report = replace(REPORT, heading=replace(HEADING, sections=sections, emulated=True, provisional=True))
    drawn = outline(report)
    first = drawn.sections[0].blocks[:2]
    assert [block.tone for block in first if isinstance(block, Paragraph)] == ["warning", "warning"]
    assert sum(block == first[0] for section in drawn.sections for block in section.blocks) == 1
    for block in first:
        assert isinstance(block, Paragraph)
        sentence = block.text.of(language)
        assert sentence in to_html([drawn], language)
        assert sentence[:20] in to_text(drawn, language)


def test_addresses_of_people_are_not_handed_to_clients() -> None:
    report = replace(REPORT, heading=replace(HEADING, owner="Sato <sato@agency.example>", approver="mori@aoi.example"))
    drawn = outline(report)
    for text in (to_html([drawn], Language.JA), to_markdown(drawn, Language.JA), to_text(drawn, Language.JA)):
        assert "Sato" in text
        assert "agency.example" not in text
        assert "mori@" not in text

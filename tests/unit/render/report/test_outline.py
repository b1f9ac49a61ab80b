"""The outline: sections in their order, and every number with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from reports import CHANGES, CONVERSIONS, FUNNEL, HEADING, REPORT, STEPS, compared, yes

from microconv.core.setup_changes import NO_CHANGES, Changes, Source
from microconv.core.text import Language, Text
from microconv.render.report.cells import Maker, column
from microconv.render.report.csv import grids
from microconv.render.report.numbers import shown
from microconv.render.report.outline import Bullets, Chart, Form, Grid, Outline, Paragraph, Section, Written
from microconv.render.report.reasons import NOTES
from microconv.render.report.sections import outline
from microconv.report.chains import FunnelPart
from microconv.report.figures import Figure, Known, Note, Why
from microconv.report.model import SECTIONS, Report
from microconv.report.traffic import Point, Trend

OUTLINE = outline(REPORT)
EMPTY = Report(replace(HEADING, emulated=False, edition=1, agency="", owner="", approver="", accounts=()))


def section(report: Report, key: str) -> Section:
    return next(one for one in outline(report).sections if one.key == key)


def grid(key: str, report: Report = REPORT) -> Grid:
    return next(one for one in grids(outline(report)) if one.key == key)


def charts(whole: Outline = OUTLINE) -> Iterator[Chart]:
    for one in whole.sections:
        yield from (block for block in one.blocks if isinstance(block, Chart))


def test_sections_are_in_the_order_of_a_japanese_report() -> None:
    assert tuple(one.key for one in OUTLINE.sections) == SECTIONS


def test_the_config_chooses_sections() -> None:
    chosen = replace(REPORT, heading=replace(HEADING, sections=("terms", "conversions")))
    assert [one.key for one in outline(chosen).sections] == ["terms", "conversions"]


def test_tables_are_rectangles_with_names_of_their_own() -> None:
    tables = list(grids(OUTLINE))
    assert len({one.key for one in tables}) == len(tables) > 25
    for one in tables:
        assert len({head.key for head in one.columns}) == len(one.columns), one.key
        assert {len(row) for row in one.rows} == {len(one.columns)}, one.key


def test_each_footnote_is_used_and_each_mark_has_its_sentence() -> None:
    for one in grids(OUTLINE):
        used = {mark for row in one.rows for cell in row for mark in cell.marks}
        assert used == {mark for mark, _ in one.footnotes}, one.key
        assert len({sentence for _, sentence in one.footnotes}) == len(one.footnotes)


STATES = (yes(0), Figure(None, Known.NO_DATA, Why.FEW), Figure(), Figure(None, Known.REFUSED, "DENIED: no"))


@pytest.mark.parametrize("language", Language)
def test_zero_no_data_not_asked_and_refused_look_different(language: Language) -> None:
    maker = Maker("a", Text("a", "あ"), (column("a", "a", "あ", Form.COUNT),))
    cells = [maker.figure(figure, Form.COUNT) for figure in STATES]
    assert len({shown(cell, language, marks=False) for cell in cells}) == 4
    assert [cell.number for cell in cells] == [0, None, None, None]
    assert [len(cell.marks) for cell in cells] == [0, 1, 1, 1]
    assert len(maker.grid().footnotes) == 3


@pytest.mark.parametrize("note", Note)
def test_every_note_becomes_a_footnote_at_its_number(note: Note) -> None:
    conversions = (replace(CONVERSIONS[0], count=compared(7, 5, None, note)),)
    table = grid("conversions", replace(REPORT, conversions=conversions))
    place = [head.key for head in table.columns].index("now")
    marks = table.rows[0][place].marks
    assert [dict(table.footnotes)[mark] for mark in marks] == [NOTES[note]]


def test_the_conclusion_says_first_what_spoils_it() -> None:
    spoilt = replace(REPORT, heading=replace(HEADING, provisional=True))
    blocks = section(spoilt, "conclusion").blocks
    assert [block.tone for block in blocks if isinstance(block, Paragraph)] == ["warning", "warning"]
    bullets = blocks[-1]
    assert isinstance(bullets, Bullets)
    assert [item.tone for item in bullets.items] == ["good", "bad"]


@pytest.mark.parametrize(
    ("owner", "line"),
    [("sato@agency.example", ""), ("佐藤 <sato@agency.example>", "佐藤 <…@…>"), ("佐藤", "佐藤")],
)
def test_of_a_person_only_the_name_is_shown(owner: str, line: str) -> None:
    drawn = outline(replace(REPORT, heading=replace(HEADING, owner=owner, approver=owner)))
    persons = [one for one in drawn.subtitle if "setup: " in one or one.startswith("Approved by")]
    assert persons == ([f"Responsible for the setup: {line}", f"Approved by: {line}"] if line else [])
    assert "sato" not in "".join(drawn.subtitle)


def test_the_heading_has_month_edition_and_responsible() -> None:
    assert OUTLINE.title == Text("Monthly report, October 2026: さくら商店", "月次レポート 2026年10月　さくら商店")
    said = [line.en for line in OUTLINE.subtitle]
    assert "Edition 2" in said
    assert "Emulated" in said
    assert "Provisional" not in said
    assert OUTLINE.made == HEADING.made


def test_tones_follow_what_is_better() -> None:
    table = grid("campaigns")
    tones = {head.key: cell.tone for head, cell in zip(table.columns, table.rows[0], strict=True)}
    assert tones["conversions_change"] == "good"
    assert tones["cost_per_change"] == "good"  # it fell
    assert tones["cost_change"] == tones["impressions_change"] == ""
    few = (replace(CONVERSIONS[0], count=compared(7, 5, None, Note.FEW)),)
    assert {cell.tone for row in grid("conversions", replace(REPORT, conversions=few)).rows for cell in row} == {""}


def test_money_is_in_the_currency_of_its_account() -> None:
    accounts = tuple(replace(one, currency="USD" if one.provider == "ga4" else "JPY") for one in HEADING.accounts)
    report = replace(REPORT, heading=replace(HEADING, accounts=accounts))
    assert {cell.currency for row in grid("conversion_rates", report).rows for cell in row} == {"", "USD"}
    assert {cell.currency for row in grid("ads_conversions", report).rows for cell in row} == {"", "JPY"}


def test_accounts_are_named_as_people_write_them() -> None:
    numbers = {"ga4": "345678901", "google_ads": "1234567890"}
    accounts = tuple(replace(one, account=numbers[one.provider]) for one in HEADING.accounts)
    table = grid("accounts", replace(REPORT, heading=replace(HEADING, accounts=accounts)))
    place = [head.key for head in table.columns].index("account")
    assert {row[place].text.en for row in table.rows} == {"345678901", "123-456-7890"}


@pytest.mark.parametrize(("unknown", "end"), [(0, "notes: 0."), (1, "unknown for 1 rule.")])
def test_an_audit_tells_of_unknown_answers_where_there_are_any(unknown: int, end: str) -> None:
    first = section(replace(REPORT, audit=replace(REPORT.audit, unknown=unknown)), "audit").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.en.endswith(end)
    assert ("判定不能" in first.text.ja) == (unknown > 0)


def test_numbers_a_day_stand_only_where_months_differ_in_length() -> None:
    assert [row[0].text.en for row in grid("per_day").rows] == ["Sessions", "購入", "カート追加", "mv_wish_list"]
    equal = replace(
        REPORT,
        totals=(),
        conversions=tuple(replace(one, count=compared(1, 2, 3)) for one in CONVERSIONS),
    )
    assert "per_day" not in {one.key for one in grids(outline(equal))}


def test_the_funnel_says_what_goes_on_and_what_is_lost() -> None:
    table = grid("funnel_1")
    first = dict(zip((head.key for head in table.columns), table.rows[0], strict=True))
    assert first["onward"].number == 0.12
    assert first["abandonment"].number == pytest.approx(0.88)
    assert first["abandonment"].low == pytest.approx(1 - 0.146)
    assert first["abandonment"].high == pytest.approx(1 - 0.098)
    last = dict(zip((head.key for head in table.columns), table.rows[-1], strict=True))
    assert last["onward"].text.en == "(last step)"
    assert last["onward"].marks == ()


def test_a_funnel_that_was_refused_has_the_apis_words() -> None:
    said = [block.text.en for block in section(REPORT, "funnel").blocks if isinstance(block, Paragraph)]
    assert "mv_wish_list → 購入: Refused by the API: UNIMPLEMENTED: no funnels" in said


def test_pictures_have_at_most_four_series_a_sentence_and_a_table() -> None:
    keys = ["days_sessions", "days_conversions", "weeks_sessions", "weeks_conversions", "funnel_1"]
    assert [chart.key for chart in charts()] == keys
    for chart in charts():
        assert 1 <= len(chart.series) <= 4
        assert {len(series.values) for series in chart.series} == {len(chart.labels)}
        assert chart.description
        assert chart.grid is not None
        assert len(chart.grid.rows) == len(chart.labels)


def test_a_day_without_data_is_a_gap_and_a_change_is_marked() -> None:
    days = next(charts())
    assert days.series[0].values[8] is None
    assert days.series[0].values[7] == 124
    assert [(mark.at, mark.text.en) for mark in days.marks] == [(11, "made secondary")]
    assert "no data for 1 of the days" in days.description.en


def test_finals_beyond_four_are_named_and_stay_in_the_table() -> None:
    many = tuple(replace(CONVERSIONS[0], name=f"final{number}", label=f"F{number}") for number in range(6))
    point = Point("2026-10-01", 1, yes(1), tuple((one.name, yes(2)) for one in many))
    report = replace(REPORT, conversions=many, trend=Trend((point,), ()), changes=NO_CHANGES)
    chart = next(chart for chart in charts(outline(report)) if chart.key == "days_conversions")
    assert [series.name.en for series in chart.series] == ["F0", "F1", "F2", "F3"]
    assert chart.description.ja.endswith("図に含めていないもの：`F4`、`F5`。")
    assert chart.grid is not None
    assert len(chart.grid.columns) == 8


def test_standing_reasons_are_sentences_under_the_table() -> None:
    table = grid("comparison")
    assert [len(row[-1].marks) for row in table.rows] == [3, 0]
    assert table.rows[0][-1].number is None


KNOWN = tuple(Source(name, True) for name in ("journals", "setup", "change history"))


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        (NO_CHANGES, "Changes of the setup: not known."),
        (Changes(KNOWN), "Nothing was changed in the setup"),
        (Changes((*KNOWN[:2], Source("change history", False))), "Changes of the setup are not known in full"),
    ],
)
def test_no_changes_is_said_only_where_every_source_is_known(changes: Changes, start: str) -> None:
    first = section(replace(REPORT, changes=changes), "changes").blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.en.startswith(start)


def test_changes_have_day_source_person_and_object() -> None:
    rows = [[shown(cell, Language.EN) for cell in row] for row in grid("changes").rows]
    assert rows == [
        ["2026-10-12 (Mon)", "microconv", "sato@example.jp", "made secondary", "mv_add_to_cart", "カート追加"],
        ["day not known", "by hand or elsewhere", "not known", "value 3,000, was 2,500 JPY", "purchase", "none"],
    ]
    assert [row[1].text.en for row in grid("change_sources").rows] == ["known", "not known", "known"]
    assert len(CHANGES.entries) == len(rows)


def test_notes_are_the_persons_own() -> None:
    assert section(REPORT, "notes").blocks == (Written(REPORT.notes),)
    assert isinstance(section(replace(REPORT, notes=" \n"), "notes").blocks[0], Paragraph)


def test_a_report_without_anything_says_so_in_every_section() -> None:
    for one in outline(EMPTY).sections:
        assert one.blocks, one.key


def test_notes_of_googles_numbers_do_not_stand_at_those_of_ga4() -> None:
    notes = (Note.LAG_TO_COME, Note.FRACTIONAL, Note.CHANGED_WITHIN)
    report = replace(REPORT, conversions=(replace(CONVERSIONS[0], notes=notes),))
    table = grid("conversions", report)
    assert [dict(table.footnotes)[mark] for mark in table.rows[0][0].marks] == [NOTES[Note.CHANGED_WITHIN]]


def test_a_share_that_is_one_by_definition_has_no_interval() -> None:
    certain = replace(STEPS[0], reach=yes(1.0, low=0.97, high=1.0))
    chain = replace(FUNNEL, parts=(FunnelPart("", "", (certain, *STEPS[1:])),))
    table = grid("funnel", replace(REPORT, funnels=(chain,)))
    reach = [head.key for head in table.columns].index("reach")
    assert (table.rows[0][reach].number, table.rows[0][reach].low) == (1.0, None)

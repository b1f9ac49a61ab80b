"""A report as CSV: what spreadsheets and programs read of it, and names that are no formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hostile import NAMES, harmful
from reports import REPORT, hostile_report

from microconv.core.text import Language
from microconv.render.report.csv import BYTE_ORDER_MARK, grids, harmless, to_csv
from microconv.render.report.sections import outline

OUTLINE = outline(REPORT)
FILES = to_csv(OUTLINE, Language.EN)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＠SUM", "\t=1", "\r=1", " =1", '=HYPERLINK("https://evil.example")')


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK))))


def records(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[name].removeprefix(BYTE_ORDER_MARK))))


def test_a_file_for_each_table_and_one_for_the_sentences() -> None:
    assert list(FILES) == ["sentences.csv", *(f"{grid.key}.csv" for grid in grids(OUTLINE))]
    for grid in grids(OUTLINE):
        table = rows(FILES[f"{grid.key}.csv"])
        assert len(table) == len(grid.rows) + 1
        assert {len(row) for row in table} == {len(table[0])}


def test_excel_opens_it_as_utf_8() -> None:
    for text in FILES.values():
        assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
        assert text.count("\r\n") == text.count("\n")
        assert text.endswith("\r\n")


def test_numbers_are_plain() -> None:
    first = records("conversions.csv")[0]
    assert first["now"] == "120"
    assert first["change"] == "0.224489795918"
    assert first["role"] == "primary"
    assert records("campaigns.csv")[0]["cost_now"] == "301234.4"
    assert records("campaigns.csv")[0]["currency"] == "JPY"
    assert records("days_sessions.csv")[0]["day"] == "2026-10-01"


def test_intervals_have_columns_of_their_own() -> None:
    first, last = records("funnel_1.csv")
    assert (first["onward"], first["onward_low"], first["onward_high"]) == ("0.12", "0.098", "0.146")
    assert (last["onward"], last["onward_low"], last["onward_high"]) == ("(last step)", "", "")


def test_zero_no_data_not_asked_and_refused_are_told_apart_with_their_reason() -> None:
    values = {(row["conversion"], row["number"]): row for row in records("conversion_rates.csv")}
    refused = values["カート追加", "value"]
    assert refused["now"] == "× refused"
    assert "now: Refused: the credentials may not see such numbers." in refused["remarks"]
    assert values["mv_wish_list", "users"]["now"] == "— not collected"
    assert values["購入", "users"]["year"] == "no data"
    assert records("conversions.csv")[2]["now"] == "0"


def test_sentences_have_the_section_they_are_in() -> None:
    said = records("sentences.csv")
    assert {"section": "conclusion", "tone": "good", "text": "購入: 120, +22.4 % against September."} in said
    assert {row["section"] for row in said} >= {"conclusion", "trend", "funnel", "audit", "notes", "terms"}


def test_japanese_words_stand_in_japanese_files() -> None:
    japanese = to_csv(OUTLINE, Language.JA)
    assert "データなし" in japanese["conversions.csv"]
    assert rows(japanese["conversions.csv"])[0] == rows(FILES["conversions.csv"])[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["mv_cart", "a=1", "0", "— 未取得", "'=1", "（最終）", ""])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("name", [*FORMULAS, *NAMES, '","=1', "a;=1"])
def test_no_cell_of_a_hostile_report_is_a_formula(name: str) -> None:
    files = to_csv(outline(hostile_report(name)), Language.JA)
    assert list(files) == list(FILES)
    cells = [cell for text in files.values() for row in rows(text) for cell in row]
    assert len(cells) == len([cell for text in FILES.values() for row in rows(text) for cell in row]) + _more(name)
    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "@", "＝", "＋", "＠", "\t", "\r"))] == []
    assert [cell for cell in cells if cell.startswith("-") and not cell.lstrip("-").replace(".", "").isdigit()] == []
    assert [cell for cell in cells if harmful(cell)] == []


def _more(name: str) -> int:
    """The cells of the further lines that a name makes of the person's notes, which are lines of Markdown."""
    return 3 * (len([line for line in f"{name}x".splitlines() if line.strip()]) - 1)

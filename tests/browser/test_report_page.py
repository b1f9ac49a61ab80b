"""The page of a monthly report in a real browser: on a phone, in the dark, on paper."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from microconv.cli.pdf import printer
from microconv.core.text import Language
from microconv.render.report.page import to_html
from microconv.render.report.sections import outline
from tests.browser.conftest import Window, programs
from tests.browser.test_page import CONTRAST
from tests.heavy import heavy
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.report.reports import REPORT
from tests.unit.render.report_page import samples

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PAGES = {
    "report-ja": lambda: to_html([outline(REPORT)], Language.JA),
    "one-en": lambda: to_html([samples.report()]),
    "one-ja": lambda: to_html([samples.report()], Language.JA),
    "several-ja": lambda: to_html([samples.report(), samples.report()], Language.JA),
    "hostile-en": lambda: to_html([samples.hostile(evil) for evil in (*PWNED, LONG)]),
    "report-en": lambda: to_html([outline(REPORT)]),
}
PAPER = 688
"""The width of an A4 page between its margins, in pixels."""


@pytest.fixture(scope="module")
def window(chrome: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Window:
    """The browser, with the pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (made / f"{name}.html").write_text(page(), encoding="utf-8", newline="")
    return Window(chrome, made)


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_fits_a_phone(name: str, window: Window) -> None:
    window.look_afresh(name, width=360)
    window.run("for (const one of document.querySelectorAll('details')) one.open = true")
    window.check_alone(name, width=360)


def test_wide_tables_scroll_in_themselves_and_their_names_stay(window: Window) -> None:
    window.look("one-ja", width=360)
    (inside, outside, stays) = window.run(
        """
        const table = [...document.querySelectorAll(".scroll")].find((one) => one.textContent.includes("前年同月比"));
        table.scrollLeft = 200;
        const name = table.querySelector("tbody th").getBoundingClientRect();
        return [table.scrollWidth, table.clientWidth, Math.abs(name.left - table.getBoundingClientRect().left) < 1];
        """
    )
    assert inside > outside
    assert stays


LABELS = """
return [...document.querySelectorAll("svg.chart")].map((svg) => {
  const boxes = [...svg.querySelectorAll("text")].filter((one) => one.checkVisibility())
    .map((one) => one.getBoundingClientRect());
  const hits = boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1));
  return hits.length + boxes.filter((one) => one.left < 0 || one.right > innerWidth).length;
});
"""


@pytest.mark.parametrize("width", [360, 1200])
def test_no_text_of_a_picture_covers_another_or_is_cut(width: int, window: Window) -> None:
    for name in ("one-en", "one-ja"):
        window.look(name, width=width)
        assert window.run(LABELS) == [0, 0, 0, 0]


def test_a_footnote_in_a_folded_table_is_reached(window: Window) -> None:
    window.look("one-ja")
    target = window.run("return document.querySelector('details:not(.more) .mark').getAttribute('href')").lstrip("#")
    window.look("one-ja", target)
    assert window.run("return document.getElementById(arguments[0]).checkVisibility()", target)


@heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one-en", "report-ja"])
def test_all_text_stands_out_in_both_schemes(name: str, scheme: str, window: Window) -> None:
    window.look(name, scheme=scheme)
    seen, weak, _ = window.run(CONTRAST)
    assert weak == []
    assert seen > 200


SHAPES = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const light = (text) => parse(text).slice(0, 3).map((v) => v / 255)
  .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
const ground = light(getComputedStyle(document.querySelector("figure.card")).backgroundColor);
return [...document.querySelectorAll(".bar, .dot, .line, .zero, .change circle, .p2 .over, .p3 .over, .p4 .over")]
  .map((shape) => {
    const style = getComputedStyle(shape);
    const [a, b] = [light(style.stroke === "none" ? style.fill : style.stroke), ground].sort((x, y) => y - x);
    return [shape.getAttribute("class"), (a + 0.05) / (b + 0.05)];
  });
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_shapes_stand_out_in_both_schemes(scheme: str, window: Window) -> None:
    window.look("hostile-en", scheme=scheme)
    found = window.run(SHAPES)
    assert {name for name, _ in found} >= {f"{kind} s{at}" for kind in ("bar", "dot", "line") for at in range(1, 5)}
    assert [(name, contrast) for name, contrast in found if contrast < 3] == []


# ---- on paper


@pytest.mark.parametrize("name", ["report-ja", "one-en", "one-ja", "report-en"])
def test_nothing_is_cut_on_paper_and_everything_is_open(name: str, window: Window) -> None:
    window.look(name, media="print", scheme="dark", width=PAPER)
    assert window.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert window.run("return document.documentElement.scrollWidth") <= PAPER
    wide = """
    const shown = [...document.querySelectorAll("table")].filter((one) => one.checkVisibility());
    return [shown.length, shown.filter((one) => one.offsetWidth > one.parentElement.clientWidth).length];
    """
    seen, over = window.run(wide)
    assert over == 0
    assert seen >= window.run("return document.querySelectorAll('.card.table:not(.detail)').length")
    folded = "return [...document.querySelectorAll('.screen')].filter((one) => one.checkVisibility()).length"
    assert window.run(folded) == 0
    headers = "return new Set([...document.querySelectorAll('thead')].map((one) => getComputedStyle(one).display)).size"
    assert window.run(headers) == 1


@heavy
@pytest.mark.parametrize("language", Language)
def test_the_printed_pages_have_every_section_and_no_heading_stands_alone(
    language: Language, window: Window, tmp_path: Path
) -> None:
    window.look(f"one-{language}")
    (tmp_path / "page.pdf").write_bytes(
        base64.b64decode(window.command("Page.printToPDF", preferCSSPageSize=True)["data"])
    )
    pages = printed(tmp_path / "page.pdf")
    assert 3 <= len(pages) <= 7
    titles = ["".join(section.title.of(language).split()) for section in samples.report().sections]
    whole = "".join(pages)
    for title in titles:
        assert title in whole
    feet = []
    for number, page in enumerate(printed(tmp_path / "page.pdf", "-layout", lines=True), start=1):
        lines = page.splitlines()
        assert lines.pop() == f"{number}/{len(pages)}"
        feet.append(lines[-1])
    assert not {*titles} & {*feet}
    for text in ("1,234,567", "216.8%", "9,420", "フォームの短縮"):
        assert text in whole
    (pdfinfo,) = programs("pdfinfo")
    told = subprocess.run([pdfinfo, tmp_path / "page.pdf"], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Page size:\s+59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", told)


def printed(pdf: Path, order: str = "-raw", *, lines: bool = False) -> list[str]:
    """The text of each page without blanks; with `lines` a line for each that is not empty."""
    (pdftotext,) = programs("pdftotext")
    told = subprocess.run([pdftotext, order, pdf, "-"], capture_output=True, check=True, text=True).stdout
    return [
        ("\n" if lines else "").join("".join(line.split()) for line in page.splitlines() if line.strip())
        for page in told.rstrip("\f\n").split("\f")
    ]


@heavy
def test_the_command_prints_it_with_the_browser_that_is_here(tmp_path: Path) -> None:
    programs("chromium")
    (tmp_path / "page.pdf").write_bytes(printer()(to_html([samples.report()], Language.JA)))
    pages = printed(tmp_path / "page.pdf")
    assert "あおい商店" in pages[0]
    assert f"1/{len(pages)}" in pages[0]

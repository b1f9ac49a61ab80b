"""The agenda of a review in a real browser: on a phone, in the dark, on paper."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from microconv.core.text import Language, Text
from microconv.render.report.page import to_html
from microconv.render.review.agenda import agenda
from microconv.render.review.page import AgendaLine, to_agenda_index
from microconv.render.review.page.agenda_line import agenda_line
from tests.browser.conftest import Window
from tests.browser.test_page import CONTRAST
from tests.browser.test_report_page import PAPER, printed
from tests.heavy import heavy
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.review_page.sittings import CLIENT, hostile, quiet, sitting

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

LINES = [
    agenda_line(sitting(), "aoi.html"),
    AgendaLine(LONG[:300], "long.html", 12),
    AgendaLine("Refused", failed=Text("Google Ads refused the credentials.", "認証情報が拒否されました。")),
]
PAGES = {
    "agenda-en": lambda: to_html([agenda(sitting(), CLIENT)]),
    "agenda-ja": lambda: to_html([agenda(sitting(), CLIENT)], Language.JA),
    "quiet-ja": lambda: to_html([agenda(quiet(), CLIENT)], Language.JA),
    "hostile-en": lambda: to_html([agenda(hostile(evil), CLIENT) for evil in (*PWNED, LONG[:2000])]),
    "list-ja": lambda: to_agenda_index(LINES, Language.JA),
}


@pytest.fixture(scope="module")
def window(chrome: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Window:
    """The browser, with the pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (made / f"{name}.html").write_text(page(), encoding="utf-8", newline="")
    return Window(chrome, made)


@heavy
@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_fits_a_phone(name: str, window: Window) -> None:
    window.look_afresh(name, width=360)
    window.check_alone(name, width=360)


@heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["agenda-en", "agenda-ja", "list-ja"])
def test_all_text_stands_out_in_both_schemes(name: str, scheme: str, window: Window) -> None:
    window.look(name, scheme=scheme)
    seen, weak, _ = window.run(CONTRAST)
    assert weak == []
    assert seen > (10 if name == "list-ja" else 100)


@heavy
@pytest.mark.parametrize("name", ["agenda-en", "agenda-ja"])
def test_a_box_stays_beside_its_word_on_a_phone(name: str, window: Window) -> None:
    window.look(name, width=360)
    heights = window.run(
        """
        const cells = [...document.querySelectorAll("section td")].filter((one) => one.textContent.includes("☐"));
        return cells.map((cell) => cell.getBoundingClientRect().height
          / parseFloat(getComputedStyle(cell).lineHeight));
        """
    )
    assert len(heights) == len(sitting().proposals)
    assert max(heights) < 4


@heavy
@pytest.mark.parametrize("name", ["agenda-en", "agenda-ja"])
def test_on_paper_it_begins_with_the_decisions_and_nothing_is_cut(name: str, window: Window, tmp_path: Path) -> None:
    window.look(name, media="print", scheme="dark", width=PAPER)
    assert window.run("return document.documentElement.scrollWidth") <= PAPER
    assert window.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    made = window.command("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(made["data"]))
    pages = printed(tmp_path / "page.pdf")
    assert 2 <= len(pages) <= 6
    for one in sitting().proposals:
        assert one.conversion in pages[0]
    assert pages[0].count("☐") == 2 * len(sitting().proposals)
    assert "name:mv_view_guide_size" in "".join(pages)

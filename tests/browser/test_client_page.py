"""The client's page in a real browser: on a phone, in the dark, on paper."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from microconv.audit.plain import PLAIN
from microconv.cli.pdf import printer
from microconv.core.text import Language
from microconv.render.client_page import client_html
from microconv.render.client_page.outline import outline
from tests.browser.conftest import Window, programs
from tests.browser.test_page import CONTRAST
from tests.heavy import heavy
from tests.unit.render.audits import LONG, PWNED, client_audit, hostile_audit, with_real_rules

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PAGES = {
    "one-en": lambda: client_html([client_audit()]),
    "one-ja": lambda: client_html([client_audit()], Language.JA),
    "several-ja": lambda: client_html([client_audit(), client_audit()], Language.JA),
    "hostile-en": lambda: client_html([with_real_rules(hostile_audit([*PWNED, LONG]))]),
}


@pytest.fixture(scope="module")
def window(chrome: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Window:
    """The browser, with the pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (made / f"{name}.html").write_text(page(), encoding="utf-8", newline="")
    return Window(chrome, made)


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_fits_a_phone(name: str, window: Window) -> None:
    window.look_afresh(name, width=390)
    window.check_alone(name, width=390)


def test_the_logo_is_drawn_and_nothing_stands_on_its_head(window: Window) -> None:
    window.look("one-ja")
    assert window.shown(".masthead h1") == ["もみじ庭園"]
    assert len(window.shown(".actions > li")) == 3
    assert window.run("return getComputedStyle(document.querySelector('.actions')).display") == "grid"


LINES = """
const title = document.querySelector(".actions > li > :is(h2, h3, h4)");
const height = parseFloat(getComputedStyle(title).lineHeight);
return arguments[0].map((text) => {
  title.textContent = text;
  return Math.round(title.getBoundingClientRect().height / height);
});
"""


@pytest.mark.parametrize("language", Language)
def test_no_title_of_an_action_breaks_into_more_than_four_lines(language: Language, window: Window) -> None:
    """At 1280 px, with the proposal of each rule in its place."""
    window.look(f"one-{language}", width=1280)
    proposals = [plain.proposal.of(language) for plain in PLAIN.values()]
    lines = dict(zip(proposals, window.run(LINES, proposals), strict=True))
    assert {text: count for text, count in lines.items() if count > 4} == {}
    assert max(lines.values()) >= 3


@heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["one-en", "one-ja"])
def test_all_text_stands_out_in_both_schemes(name: str, scheme: str, window: Window) -> None:
    window.look(name, scheme=scheme)
    seen, weak, _ = window.run(CONTRAST)
    assert weak == []
    assert seen > 100


@heavy
@pytest.mark.parametrize("language", Language)
def test_the_first_printed_page_stands_alone_and_no_page_is_half_empty(
    language: Language, window: Window, tmp_path: Path
) -> None:
    window.look(f"one-{language}")
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(base64.b64decode(window.command("Page.printToPDF", preferCSSPageSize=True)["data"]))
    pages = printed(pdf)
    assert 3 <= len(pages) <= 5
    (part,) = outline([client_audit()]).parts
    for point in part.actions:
        for text in (point.plain.proposal, point.plain.effect):
            assert "".join(text.of(language).split()) in pages[0]
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in page
    assert all(len(page) > 0.3 * max(map(len, pages)) for page in pages[:-1])
    (pdfinfo,) = programs("pdfinfo")
    told = subprocess.run([pdfinfo, pdf], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Page size:\s+59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", told)


def printed(pdf: Path) -> list[str]:
    """The text of each page, without blanks."""
    (pdftotext,) = programs("pdftotext")
    told = subprocess.run([pdftotext, "-raw", pdf, "-"], capture_output=True, check=True, text=True).stdout
    return ["".join(page.split()) for page in told.rstrip("\f\n").split("\f")]


@heavy
def test_the_command_prints_it_with_the_browser_that_is_here(tmp_path: Path) -> None:
    programs("chromium")
    (tmp_path / "page.pdf").write_bytes(printer()(client_html([client_audit()], Language.JA)))
    pages = printed(tmp_path / "page.pdf")
    assert "もみじ庭園" in pages[0]
    assert f"1/{len(pages)}" in pages[0]

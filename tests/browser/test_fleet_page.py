"""The overview page of many clients in a real browser: at a glance, filtered, without scripts, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from microconv.core.text import Language, Text
from microconv.render.fleet_page import fleet_html
from microconv.render.fleet_page.head import outline
from microconv.render.fleet_page.line import FleetLine
from microconv.render.fleet_page.reports import HEADS
from tests.browser.conftest import Window
from tests.browser.test_page import CONTRAST
from tests.heavy import heavy
from tests.unit.render.audits import LONG, PWNED
from tests.unit.render.fleet_page.lines import AUDITED, HEAD, LINES, hostile, many

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

WORDY = replace(HEAD, heads=(Text(LONG[:60], LONG[:60]),), refusals=(Text(LONG[:300], LONG[:300]),))
REPORTS = replace(HEAD, command="report", heads=HEADS)


def reports(count: int) -> list[FleetLine]:
    """So many reports, with cells, and what other commands said."""
    shown = ("October 2026", "1,412", "+35.5%", "91.6%", "mv_add_to_cart → mv_begin_checkout")
    cells = tuple(Text(one, one) for one in shown)
    return [line._replace(cells=cells, others=AUDITED) for line in many(count)]


PAGES: dict[str, Callable[[], str]] = {
    "some-en": lambda: fleet_html(LINES, HEAD),
    "some-ja": lambda: fleet_html(LINES, HEAD, Language.JA),
    "forty-en": lambda: fleet_html(many(40), HEAD),
    "hundreds-ja": lambda: fleet_html(many(300), HEAD, Language.JA),
    "reports-en": lambda: fleet_html(reports(12), REPORTS),
    "hostile-en": lambda: fleet_html([hostile(evil) for evil in (*PWNED, LONG)], WORDY),
}
ROWS = "return [...document.querySelectorAll('[data-row]')].filter((one) => one.checkVisibility()).length"


@pytest.fixture(scope="module")
def window(chrome: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Window:
    """The browser, with the pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (made / f"{name}.html").write_text(page(), encoding="utf-8", newline="")
    return Window(chrome, made)


@pytest.mark.parametrize("width", [360, 1180, 1400])
@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_fits_any_width(name: str, width: int, window: Window) -> None:
    window.look_afresh(name, width=width)
    window.check_alone(name, width=width)
    window.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert window.run("return document.documentElement.scrollWidth") <= width


@heavy
def test_each_line_takes_one_line_of_a_wide_window(window: Window) -> None:
    window.look("forty-en", width=1400)
    heights = window.run("return [...document.querySelectorAll('.fleet tbody tr')].map((one) => one.offsetHeight)")
    assert len(heights) == len(outline(many(40), HEAD).loud)
    assert max(heights) <= 30
    assert window.run("return document.documentElement.scrollWidth") == 1400


def test_a_phone_cuts_no_name_that_bidding_stops_using(window: Window) -> None:
    window.look("some-en", width=390)
    cut = "return [...document.querySelectorAll('.first')].map((one) => one.scrollWidth - one.clientWidth)"
    assert {*window.run(cut)} == {0}


def test_words_and_states_leave_the_clients_that_fit(window: Window) -> None:
    window.look("some-en", width=1400)
    assert window.run(ROWS) == 9
    window.chrome.find_element("css selector", "#find").send_keys("mv_CART bidding")
    window.wait(lambda: window.run(ROWS) == 1)
    assert window.shown("#seen span") == ["1 of 9 clients shown"]
    assert window.shown(".order") == []
    window.click("#clear-find")
    assert window.run(ROWS) == 9
    window.click("button[data-state=failed]")
    window.click("button[data-state=unreached]")
    assert window.run(ROWS) == 2
    window.click("[data-set-lang=ja]")
    assert window.shown("#seen span") == ["クライアント 9 件中 2 件を表示"]
    assert window.run("return document.querySelector('#find').placeholder") == "クライアント名・コンバージョン名など"


def test_without_scripts_everything_is_there_but_the_filters(window: Window) -> None:
    window.look("some-en", width=1400, scripts=False)
    assert window.run(ROWS) == 9
    assert window.shown("input, .switch") == []
    assert window.shown("button:disabled")[:2] == ["failed 1", "not reached 1"]
    assert window.shown("button:enabled") == []
    window.click("#c4 summary")
    assert any("mv_cart, mv_form" in text for text in window.shown(".remarks"))


def test_it_is_worked_with_a_keyboard(window: Window) -> None:
    from selenium.webdriver.common.keys import Keys

    window.look("some-en", width=1400)
    window.chrome.find_element("css selector", "body").send_keys(Keys.TAB)
    assert window.run("return document.activeElement.className") == "skip"
    window.run("document.querySelector('.fleet summary').focus()")
    window.chrome.switch_to.active_element.send_keys(Keys.ENTER)
    assert window.run("return document.querySelector('.fleet details').open")


@heavy
def test_a_report_takes_three_lines_at_most(window: Window) -> None:
    window.look("reports-en", width=1400)
    assert max(window.run("return [...document.querySelectorAll('.fleet tr')].map((one) => one.offsetHeight)")) <= 75


@heavy
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["some-en", "some-ja"])
def test_all_text_stands_out_in_both_schemes(name: str, scheme: str, window: Window) -> None:
    window.look(name, scheme=scheme, width=1400)
    seen, weak, _ = window.run(CONTRAST)
    assert weak == []
    assert seen > 80


@heavy
@pytest.mark.parametrize("name", ["some-en", "hundreds-ja"])
def test_on_paper_everything_is_open_and_nothing_can_be_pressed(name: str, window: Window) -> None:
    window.look(name, media="print", scheme="dark", width=1047)
    assert window.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert window.shown("input, .switch, .skip") == []
    assert window.run("return document.documentElement.scrollWidth") <= 1047
    window.run("dispatchEvent(new Event('beforeprint'))")
    assert window.run("return document.querySelectorAll('details:not([open])').length") == 0

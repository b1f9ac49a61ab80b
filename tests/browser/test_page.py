"""The page of an audit in a real browser."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from microconv.core.text import Language
from microconv.render.html import audit_html
from tests.browser.conftest import Window, programs
from tests.heavy import heavy, sample
from tests.unit.render.audits import (
    DOUBLE,
    FAR,
    LONG,
    PWNED,
    client_of_inventory,
    hostile_audit,
    made_audit,
    real_audit,
)

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PAGES = {
    "one": lambda: audit_html([made_audit()]),
    "japanese": lambda: audit_html([made_audit()], Language.JA),
    "real": lambda: audit_html([real_audit(config=client_of_inventory())]),
    "several": lambda: audit_html([made_audit(), real_audit("Aoi"), made_audit("あおい")]),
    "hostile": lambda: audit_html([hostile_audit([*PWNED, "\u202eesrever", "zero\u200bwidth", "a\nb", LONG])]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as files."""
    made = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (made / f"{name}.html").write_text(page(), encoding="utf-8", newline="")
    return made


@pytest.fixture
def window(chrome: Chrome, folder: Path) -> Window:
    """The browser, its logs empty."""
    chrome.get("about:blank")
    for kind in ("browser", "performance"):
        chrome.get_log(kind)
    return Window(chrome, folder)


def titles(window: Window) -> list[str]:
    """The titles of the findings that can be seen."""
    return window.shown("article.finding > [id$='-title']")


def status(window: Window) -> str:
    (told,) = window.shown("#shown")
    return told


# ---- it is alone


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_runs_without_an_error(name: str, window: Window) -> None:
    window.look(name)
    window.click("[data-set-lang=ja]")
    window.click("[data-set-lang=en]")
    assert window.run("return window.__problems") == []
    assert window.run("return window.__pwned") is None
    assert window.chrome.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in window.chrome.get_log("performance")]
    asked = [item["params"]["request"]["url"] for item in messages if item["method"] == "Network.requestWillBeSent"]
    assert [address.partition("#")[0] for address in asked if address != "about:blank"] == [
        (window.folder / f"{name}.html").as_uri()
    ]


def test_the_policy_stops_what_is_put_into_the_page(window: Window) -> None:
    window.look("one")
    window.run(
        "const script = document.createElement('script'); script.textContent = 'window.__pwned = 1';"
        "document.body.append(script); document.body.insertAdjacentHTML('beforeend',"
        '\'<img src="https://evil.example/x.png"><p style="color:red" onclick="window.__pwned=2">x</p>\');'
        "document.body.lastElementChild.click()"
    )
    window.wait(lambda: len(window.run("return window.__problems")) >= 4)
    stopped = {problem.split()[1] for problem in window.run("return window.__problems")}
    assert stopped == {"script-src-elem", "script-src-attr", "style-src-attr", "img-src"}
    assert window.run("return window.__pwned") is None


def test_hostile_names_run_nothing_and_stay_readable(window: Window) -> None:
    window.look("hostile")
    shown = window.shown("[data-finding] .what strong")
    window.click("#suppressed")
    shown += window.shown("[data-finding][data-suppressed] .what strong")
    for name in PWNED:
        assert any(name in text for text in shown)
    assert any(r"\u202eesrever" in text for text in shown)
    assert window.run("return window.__pwned") is None
    assert window.run("return document.title") == f"Conversion audit: {PWNED[0]}"


# ---- language


@pytest.mark.parametrize(("name", "first"), [("one", "en"), ("japanese", "ja")])
def test_the_language_is_switched_and_remembered_in_the_address(name: str, first: str, window: Window) -> None:
    headings = {"en": "Four questions", "ja": "4つの確認事項"}
    other = "ja" if first == "en" else "en"
    window.look(name)
    assert window.shown("#c1-questions") == [headings[first]]
    window.click(f"[data-set-lang={other}]")
    assert window.shown("#c1-questions") == [headings[other]]
    assert window.run("return [document.documentElement.lang, location.hash]") == [other, f"#lang={other}"]
    assert window.shown("[aria-pressed=true][data-set-lang]") == [{"en": "English", "ja": "日本語"}[other]]
    window.look(name, f"lang={other}")
    assert window.shown("#c1-questions") == [headings[other]]
    assert window.run("return document.title").startswith({"en": "Conversion audit", "ja": "コンバージョン監査"}[other])


def test_only_one_language_is_seen_at_a_time(window: Window) -> None:
    for language, other in (("en", "ja"), ("ja", "en")):
        window.look("one", f"lang={language}")
        assert window.shown(f"main [data-lang={other}]") == []
        assert len(window.shown(f"main [data-lang={language}]")) > 50


@heavy
def test_following_a_link_keeps_the_language(window: Window) -> None:
    window.look("one", "lang=ja")
    window.click("a[href='#c1-distance-page-view']")
    window.wait(lambda: window.run("return location.hash") == "#c1-distance-page-view&lang=ja")
    assert window.run("return document.activeElement.id") == "c1-distance-page-view"
    assert window.run("return getComputedStyle(document.activeElement).outline").endswith("solid 3px")
    window.look("one", "c1-distance-page-view&lang=ja")
    assert window.shown("#c1-questions") == ["4つの確認事項"]
    assert window.run("return document.activeElement.id") == "c1-distance-page-view"


# ---- filters


def test_at_first_all_is_shown_that_counts(window: Window) -> None:
    window.look("one")
    assert len(window.shown("[data-finding]")) == 7
    assert status(window) == "7 of 9 findings shown"
    assert window.shown("#clear") == []


def test_levels_and_topics_narrow_the_findings(window: Window) -> None:
    window.look("one")
    window.click("[data-value=error]")
    assert titles(window) == [FAR.title.en, DOUBLE.title.en]
    assert status(window) == "3 of 9 findings shown"
    window.click("[data-value=note]")
    assert status(window) == "4 of 9 findings shown"
    window.click("[data-value=double]")
    assert titles(window) == [DOUBLE.title.en]
    assert status(window) == "2 of 9 findings shown"
    window.click("[data-value=error]")
    assert titles(window) == []
    assert window.shown("[data-none]") == ["No finding here matches the filters."]
    window.click("#clear")
    assert status(window) == "7 of 9 findings shown"
    assert window.run("return document.activeElement.id") == "search"
    assert window.shown("[data-none]") == []


def test_search_finds_names_titles_and_rules_whatever_the_case(window: Window) -> None:
    window.look("one")
    box = window.chrome.find_element("id", "search")
    for words, found in (
        ("PLAN_page", "1"),
        ("counted twice", "2"),
        ("distance-page-view", "1"),
        ("contact 47", "0"),
        ("enquiry 47", "1"),
    ):
        box.clear()
        box.send_keys(words)
        window.wait(lambda found=found: status(window) == f"{found} of 9 findings shown")
    assert window.shown("[data-finding] strong") == ["Enquiry sent (new tag)"]
    window.click("[data-set-lang=ja]")
    assert status(window) == "9 件中 1 件の指摘を表示"


def test_ignored_and_known_findings_are_shown_when_asked_for(window: Window) -> None:
    window.look("one")
    assert "The client names an owner in January." not in " ".join(window.shown("article"))
    window.click("#suppressed")
    assert status(window) == "9 of 9 findings shown"
    assert window.shown("#clear") == ["Clear filters"]
    assert window.shown(".quiet") == [
        "Known: it was in the baseline",
        "Ignored until 2027-01-31: The client names an owner in January.",
    ]


def test_a_link_to_what_is_filtered_away_brings_it_back(window: Window) -> None:
    window.look("one")
    window.click("[data-value=note]")
    window.click("a[href='#c1-distance-page-view']")
    window.wait(lambda: FAR.title.en in titles(window))
    window.look("one", "c1-upkeep-none")
    assert "Nobody is named as the owner" in titles(window)


@heavy
def test_filters_are_for_all_clients(window: Window) -> None:
    window.look("several")
    box = window.chrome.find_element("id", "search")
    before = status(window)
    box.send_keys("brochure_request")
    window.wait(lambda: status(window) != before)
    assert [text for text in window.shown("[data-finding]") if "brochure_request" not in text] == []
    assert len(window.shown("#c1 [data-finding]")) == len(window.shown("#c2 [data-finding]")) == 1


def test_an_explanation_is_fetched_from_the_end_of_the_page(window: Window) -> None:
    window.look("several")
    window.click("#c2-double-same-act summary")
    window.wait(lambda: DOUBLE.why.en in window.shown("#c2-double-same-act details")[0])
    assert "role: secondary" in window.shown("#c2-double-same-act details")[0]
    for _ in range(2):
        window.click("#c2-double-same-act summary")
    window.run("document.querySelector('#c2-double-same-act details').dispatchEvent(new Event('toggle'))")
    assert window.run("return document.querySelectorAll('#c2-double-same-act .explained').length") == 1


# ---- the keyboard


def test_everything_is_reached_and_pressed_by_keyboard(window: Window) -> None:
    from selenium.webdriver import ActionChains, Keys

    def press(*keys: str) -> None:
        ActionChains(window.chrome, duration=0).send_keys(*keys).perform()

    def focused() -> str:
        return str(
            window.run("const at = document.activeElement; return at.id || at.dataset.value || at.lang || at.className")
        )

    window.look("one")
    press(Keys.TAB)
    assert focused() == "skip"
    assert window.run("return document.activeElement.getBoundingClientRect().top") >= 0
    press(Keys.ENTER)
    window.wait(lambda: focused() == "c1-findings")
    reached = []
    for _ in range(11):
        press(Keys.TAB)
        reached.append(focused())
    assert reached == [
        "error", "warning", "note", "search", "naming", "values", "counting", "distance", "double", "upkeep",
        "suppressed",
    ]  # fmt: skip
    window.run("document.querySelector('[data-value=error]').focus()")
    for key in (Keys.ENTER, Keys.SPACE):
        press(key)
        assert status(window).startswith("3 of 9" if key is Keys.ENTER else "7 of 9")
    outline = window.run("return getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2


def test_lines_are_copied(window: Window) -> None:
    window.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    window.look("one")
    window.click("[data-copy]")
    window.wait(lambda: window.run("return document.querySelector('#told').textContent") == "Copied")
    copied = window.run("return navigator.clipboard.readText()")
    assert copied == '- name: "Enquiry sent (new tag)"\n  role: secondary'
    window.look("one", "lang=ja")
    window.click("[data-copy]")
    window.wait(lambda: window.run("return document.querySelector('#told').textContent") == "コピーしました")


@heavy
def test_lines_that_may_not_be_copied_are_selected(window: Window) -> None:
    window.look("one")
    window.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    window.click("[data-copy]")
    selected = '- name: "Enquiry sent (new tag)"\n  role: secondary'
    window.wait(lambda: window.run("return getSelection().toString()") == selected)
    assert window.run("return document.querySelector('#told').textContent") == ""


# ---- without JavaScript, on a phone, in the dark, on paper


def test_without_javascript_everything_is_there(window: Window) -> None:
    window.look("one", scripts=False)
    texts = [element.text for element in window.chrome.find_elements("css selector", "[data-finding]")]
    assert len(texts) == 9
    assert all(texts)
    assert not any(button.is_displayed() for button in window.chrome.find_elements("css selector", "button, input"))
    assert "The client names an owner in January." in window.chrome.find_element("id", "c1-upkeep-none").text
    assert window.chrome.find_element("id", "c1-questions").text == "Four questions"


_BEYOND = """
for (const details of document.querySelectorAll("details")) details.open = true;
const clipped = ".unseen, .skip, thead, pre, .patterns, svg :not(text)";
const beyond = [...document.querySelectorAll("body *")].filter((node) => {
  if (!node.checkVisibility() || node.closest(clipped)) return false;
  const box = node.getBoundingClientRect();
  return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
});
return [document.documentElement.scrollWidth, beyond.map((node) => `${node.tagName} ${node.textContent.slice(0, 60)}`)];
"""


@pytest.mark.parametrize(("name", "language"), sample(product(["one", "real", "several", "hostile"], Language), 3))
def test_a_phone_shows_it_without_scrolling_sideways(name: str, language: Language, window: Window) -> None:
    window.look(name, f"lang={language}", width=360)
    width, beyond = window.run(_BEYOND)
    assert [text for text in beyond if not text.startswith(f"text {LONG[:20]}")] == []  # the picture cuts that one
    assert width == 360


_PLACES = """
for (const details of document.querySelectorAll("details")) details.open = true;
return [...document.querySelector("tbody tr").children].map((cell) => cell.getBoundingClientRect().top);
"""


def test_on_a_phone_the_cells_of_a_table_stand_below_each_other(window: Window) -> None:
    window.look("one", width=1200)
    assert len(set(window.run(_PLACES))) == 1
    window.look("one", width=360)
    places = window.run(_PLACES)
    assert places == sorted(set(places))


@heavy
def test_long_config_lines_are_wrapped(window: Window) -> None:
    window.look("hostile", width=360)
    window.click("#suppressed")
    wide = "return [...document.querySelectorAll('pre')].map((pre) => pre.scrollWidth - pre.clientWidth)"
    beyond = window.run(wide)
    assert len(beyond) > 5
    assert set(beyond) == {0}


def test_what_bidding_learns_from_is_told_apart_without_colour(window: Window) -> None:
    window.look("one")
    fill = "return getComputedStyle(document.querySelector(arguments[0])).fill"
    assert window.run(fill, ".bar.step") == 'url("#hatch")'
    assert len({window.run(fill, f".bar.{part}") for part in ("final", "step", "observed")}) == 3


CONTRAST = """
for (const details of document.querySelectorAll("details")) details.open = true;
for (const chip of document.querySelectorAll("#suppressed, [data-filter=level]")) chip.click();
const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a),
  b: top.b * top.a + under.b * (1 - top.a), a: 1 });
const light = ({ r, g, b }) => [r, g, b].map((v) => v / 255)
  .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
const ground = (node) => {
  const layers = [];
  for (let at = node; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour.a > 0) layers.push(colour);
    if (colour.a === 1) break;
  }
  return layers.reverse().reduce((under, top) => over(top, under));
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
let seen = 0;
while (walker.nextNode()) {
  const node = walker.currentNode.parentElement;
  const said = walker.currentNode.data.trim();
  if (!said || !node.checkVisibility() || node.closest("script, style, title, desc")) continue;
  const style = getComputedStyle(node);
  const under = ground(node);
  const ink = over(parse(node.tagName === "text" ? style.fill : style.color), under);
  const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
  const contrast = (a + 0.05) / (b + 0.05);
  seen += 1;
  if (contrast < 4.5) found.push(`${contrast.toFixed(2)} ${node.tagName} ${said.slice(0, 30)}`);
}
return [seen, found, getComputedStyle(document.body).backgroundColor];
"""


@heavy
@pytest.mark.parametrize("name", ["one", "several"])
@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(245, 246, 248)"), ("dark", "rgb(17, 21, 27)")])
def test_all_text_stands_out_in_both_schemes(scheme: str, ground: str, name: str, window: Window) -> None:
    window.look(name, scheme=scheme)
    seen, weak, under = window.run(CONTRAST)
    assert weak == []
    assert seen > 150
    assert under == ground


def test_on_paper_everything_is_open_and_nothing_can_be_pressed(window: Window) -> None:
    window.look("one", media="print", scheme="dark")
    assert window.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert window.shown("button, input, .skip") == []
    window.look("several", media="print")
    drawn = "return [...document.querySelectorAll('.client')].map((part) => getComputedStyle(part).contentVisibility)"
    assert window.run(drawn) == ["visible"] * 3
    window.look("one", scheme="dark")
    window.run("addEventListener('beforeprint', () => setTimeout(() => 0)); dispatchEvent(new Event('beforeprint'))")
    assert window.run("return document.querySelectorAll('details:not([open])').length") == 0
    window.run("dispatchEvent(new Event('afterprint'))")
    assert window.run("return document.querySelectorAll('details[open]').length") == 0


@heavy
@pytest.mark.parametrize("scripts", [True, False])
def test_the_printed_pages_have_every_finding(scripts: bool, window: Window, tmp_path: Path) -> None:
    window.look("one", scripts=scripts)
    if scripts:
        window.click("#suppressed")
    printed = base64.b64decode(window.command("Page.printToPDF", preferCSSPageSize=True)["data"])
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 3 <= pages <= 12
    (pdftotext,) = programs("pdftotext")
    (tmp_path / "page.pdf").write_bytes(printed)
    told = subprocess.run([pdftotext, tmp_path / "page.pdf", "-"], capture_output=True, check=True, text=True)
    said = "".join(told.stdout.split())
    texts = [text for item in made_audit() for text in (item.rule.title.en, item.rule.why.en, item.evidence.name)]
    texts += [result.rule.id for result in made_audit().results] + ["The client names an owner in January."]
    for text in texts:
        assert "".join(text.split()) in said
    assert "Showignored" not in said
    assert "Search" not in said

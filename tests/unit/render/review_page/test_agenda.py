"""The agenda of a review in each form: what is to be decided stands first, nothing is missing, names do no harm."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.core.conversion import Role
from microconv.core.text import Language, Text
from microconv.render.report.markdown import to_markdown
from microconv.render.report.page import to_html
from microconv.render.report.text import to_text
from microconv.render.review.agenda import agenda
from microconv.render.review.decisions import BOXES
from microconv.render.review.page import AgendaLine, to_agenda_index
from microconv.render.review.page.agenda_line import agenda_line
from microconv.render.style import Style
from microconv.review.words import value_line
from tests.heavy import sample
from tests.unit.render.audits import PWNED
from tests.unit.render.page import Node, read
from tests.unit.render.report_page.samples import LOGO
from tests.unit.render.review_page.sittings import CLIENT, hostile, quiet, sitting

EN, JA = Language
WHOLE = sitting()
PAGES = {language: read(to_html([agenda(WHOLE, CLIENT)], language)) for language in Language}
TEXTS = {
    language: to_text(agenda(WHOLE, CLIENT, boxes=False), language, Style(columns=1000), whole=True)
    for language in Language
}
LANGUAGES = pytest.mark.parametrize("language", Language, ids=str)


def chapters(page: Node) -> list[Node]:
    return [node for node in page.all("section") if "chapter" in node.classes]


@LANGUAGES
def test_each_proposal_stands_first_with_its_change_its_evidence_its_effect_and_boxes_to_tick(language):
    first = chapters(PAGES[language])[0]
    rows = list(first.all("tr"))[1:]
    assert len(WHOLE.proposals) == 4
    assert [row.children[0].text() for row in rows] == [
        f"{number}. {one.conversion}" for number, one in enumerate(WHOLE.proposals, start=1)
    ]
    assert all(row.text().endswith(" ".join(BOXES.of(language).split())) for row in rows)
    lists = [[item.text() for item in each.all("li")] for each in first.all("ul")]
    assert [len(items) for items in lists] == [2, 2, 2, 2]
    evidence = value_line(WHOLE.values.review.results[0]).of(language)
    assert lists[0][0].startswith(evidence)
    assert "2026-12-11" in lists[2][1]
    assert "×0.65" in lists[2][1]


def test_the_effect_of_a_value_depends_on_the_role():
    client = replace(CLIENT, conversions=tuple(replace(one, role=Role.SECONDARY) for one in CLIENT.conversions))
    drawn = to_text(agenda(WHOLE, client), EN, whole=True)
    assert "×0.65" not in drawn
    assert drawn.count("Bidding does not use this conversion") == 3
    assert "weighs each" not in to_text(agenda(WHOLE), EN, whole=True)


@LANGUAGES
def test_every_part_of_the_sitting_is_in_it(language):
    titles = [next(chapter.all("h2")).text() for chapter in chapters(PAGES[language])]
    assert [title for title in titles if title in {"Values", "Roles", "Suggestions", "値", "役割", "追加の候補"}]
    assert len(titles) == 10
    body = PAGES[language].one("body").text()
    for part in (
        "reports/aoi-store/2026-10.json",  # the report and where it is
        "12 → 10",  # the audit against the last one
        "mv_rare", "mv_old",  # silent
        "boss@client.example", "田中（みらい広告）",
        "2027-02-23",  # a quarter and a day later
        "mv_view_guide_size",
    ):  # fmt: skip
        assert part in body
    assert PAGES[language].one("pre").text().startswith("- name: mv_view_guide_size")
    assert PAGES[language].one("img").attributes["src"] == LOGO


def test_the_first_words_say_that_the_emulator_answered():
    assert "warning" in next(chapters(PAGES[EN])[0].all("p")).classes
    assert "Emulated" in next(chapters(PAGES[EN])[0].all("p")).text()
    assert "Emulated" not in to_text(agenda(quiet(), CLIENT), EN, whole=True)


@LANGUAGES
def test_a_remark_is_made_once_and_boxes_are_for_paper(language):
    last = [item.text() for item in chapters(PAGES[language])[-1].all("li")]
    assert len(last) == len(set(last)) > 5
    assert "☐" not in TEXTS[language]
    assert "☐" in to_markdown(agenda(WHOLE, CLIENT), language)


@LANGUAGES
def test_one_language_and_no_word_of_the_other(language):
    if language is JA:
        sentences = re.findall(r"(?<![\w.`])[a-z]+ [a-z]+ [a-z]+(?![\w.])", re.sub(r"`[^`]*`", "", TEXTS[JA]))
        assert sentences == []
    else:
        assert re.findall(r"[\u3040-\u30ff]+", TEXTS[EN].replace("みらい", "").replace("カート", "")) == []


def test_a_sitting_without_anything_says_so_in_each_part():
    drawn = to_text(agenda(quiet(), CLIENT), EN, Style(columns=1000), whole=True)
    for sentence in (
        "Nothing is proposed, so there is nothing to decide. The review itself can still be written down.",
        "The report is not frozen.",
        "There is no audit of an earlier report to compare with.",
        "Every conversion counted something lately, and none is to be taken out.",
        "not named",
    ):
        assert sentence in drawn


def test_missing_answers_of_the_report_are_a_warning():
    reported = replace(WHOLE.reported, path=None, missing=(Text("GA4 is over its quota", "上限に達しています"),))
    drawn = to_text(agenda(replace(WHOLE, reported=reported), CLIENT), EN, Style(columns=1000), whole=True)
    assert "! The report is not frozen. GA4 is over its quota." in drawn


@pytest.mark.parametrize("name", sample([*NAMES, *MARKDOWN_NAMES], 3))
def test_no_name_obeys_or_hides(name):
    answer = hostile(name)
    outline = agenda(answer, CLIENT)
    plain = agenda(hostile("mv_plain"), CLIENT)
    style = Style(columns=100_000)
    drawn = to_text(outline, EN, style, whole=True)
    assert not harmful(drawn)
    pasted = name.count("\n")
    assert drawn.count("\n") == to_text(plain, EN, style, whole=True).count("\n") + pasted
    assert not harmful(to_markdown(outline, JA))
    assert not harmful(to_html([outline], JA).replace("\n", ""))


@pytest.mark.parametrize("name", PWNED)
def test_no_name_becomes_a_part_of_the_page(name):
    page = read(to_html([agenda(hostile(name), CLIENT)], EN))
    tags = {node.tag for node in page.all()}
    assert tags == {node.tag for node in read(to_html([agenda(hostile("plain"), CLIENT)], EN)).all()}
    assert name in page.one("h1").text()
    assert name in page.one("pre").text()


def test_the_list_has_most_to_decide_first_and_failed_clients_apart():
    lines = [
        AgendaLine("quiet", "quiet.html"),
        agenda_line(WHOLE, "aoi store.html"),
        AgendaLine("<b>x</b>", failed=Text("GA4 refused.", "GA4 に拒否されました。")),
    ]
    page = read(to_agenda_index(lines, EN))
    rows = [[cell.text() for cell in row.children] for row in page.one("tbody").all("tr")]
    counting = str(len(WHOLE.audit.counting))
    assert rows == [["aoi-store Emulated", "4", counting, "2"], ["quiet", "0", "0", "0"]]
    assert page.one("li").text() == "<b>x</b>: GA4 refused."
    assert [link.attributes["href"] for link in page.all("a")] == ["./aoi%20store.html", "./quiet.html"]
    assert to_agenda_index(lines[::-1], EN) == to_agenda_index(lines, EN)


def test_the_picture_in_the_guide_is_small():
    picture = (Path(__file__).parents[4] / "docs/review.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 50_000

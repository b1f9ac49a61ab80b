"""The page of an audit: what is in it, in both languages, and that nothing from outside can act in it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.analysis.overview import Overview
from microconv.audit.before import Before
from microconv.audit.result import Audit, Standpoint, Statement
from microconv.audit.rule import Level, Status, Topic
from microconv.core.frozen import FrozenDict
from microconv.core.text import Language, Text
from microconv.render import audit_words as called
from microconv.render.html import audit_html, words
from microconv.render.html.frame import MOST_SIGNS
from microconv.render.html.page import both, linked
from microconv.render.safe import safe
from tests.unit.render.audits import (
    ACCEPTED,
    DOUBLE,
    FAR,
    LONG,
    OTHERS,
    OWNER,
    PWNED,
    SAME,
    SILENT,
    client_of_inventory,
    failed,
    finding,
    funnel,
    hostile_audit,
    made_audit,
    many,
    real_audit,
)  # fmt: skip
from tests.unit.render.page import Node, read

HOSTILE = (*PWNED, *NAMES, *MARKDOWN_NAMES, LONG)
EVIL = hostile_audit(HOSTILE)
ALL: dict[str, list[Audit]] = {
    "one": [made_audit()],
    "real": [real_audit()],
    "with-config": [real_audit(config=client_of_inventory())],
    "several": [made_audit(), real_audit("Aoi"), made_audit("あおい", emulated=False)],
    "hostile": [EVIL],
    "several-hostile": [EVIL, EVIL],
    "uncounted": [made_audit(overview=funnel(counted=False))],
    "empty": [made_audit(overview=Overview(), results=(), answers=())],
    "none": [],
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: audit_html(audits) for name, audits in ALL.items()}


@pytest.fixture(scope="module")
def trees(pages: dict[str, str]) -> dict[str, Node]:
    return {name: read(page) for name, page in pages.items()}


@pytest.fixture(params=ALL)
def tree(request: pytest.FixtureRequest, trees: dict[str, Node]) -> Node:
    return trees[request.param]


@pytest.fixture
def one(trees: dict[str, Node]) -> Node:
    return trees["one"]


@pytest.fixture
def several(trees: dict[str, Node]) -> Node:
    return trees["several"]


# ---- form: holds for every page


def test_ids_are_unique_and_everything_that_refers_to_one_finds_it(tree: Node) -> None:
    ids = [node.attributes["id"] for node in tree.all(id="*")]
    assert len(ids) == len(set(ids))
    referred = [name for node in tree.all(aria_labelledby="*") for name in node.attributes["aria-labelledby"].split()]
    referred += [node.attributes["for"] for node in tree.all("label", for_="*")]
    referred += [node.attributes["href"][1:] for node in tree.all("a") if node.attributes["href"].startswith("#")]
    assert set(referred) <= set(ids)


def test_whatever_is_said_in_english_is_said_in_japanese_beside_it(tree: Node) -> None:
    pairs = 0
    for node in tree.all(data_lang="*"):
        language = node.attributes["data-lang"]
        assert node.attributes["lang"] == language
        assert node.parent is not None
        beside = [item for item in node.parent.children if "data-lang" in item.attributes]
        here = next(index for index, item in enumerate(beside) if item is node)
        other = beside[here + 1 if language == "en" else here - 1]
        assert {node.attributes["data-lang"], other.attributes["data-lang"]} == {"en", "ja"}
        assert node.tag == other.tag
        assert bool(node.text()) == bool(other.text())
        pairs += language == "en"
    assert pairs > 3


@pytest.mark.parametrize("name", ["one", "with-config", "several", "uncounted"])
def test_what_is_said_once_is_in_no_language(name: str, trees: dict[str, Node]) -> None:
    """Outside both languages there are only names, numbers and codes."""

    def left(node: Node) -> list[str]:
        spoken = node.tag != "html" and node.attributes.keys() & {"data-lang", "lang"}
        if spoken or node.tag in {"title", "style", "script", "code", "pre", "bdi"}:
            return []
        said = [part.strip() for part in node.parts if isinstance(part, str)]
        return [part for part in said if part] + [text for child in node.children for text in left(child)]

    prose = [text for text in left(trees[name]) if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]|[A-Za-z]{3}", text)]
    assert {text for text in prose if not text.startswith("JPY")} == {"microconv 0.1.0 ·"}


def test_headings_go_down_by_one(tree: Node) -> None:
    levels = [int(node.tag[1]) for node in tree.all() if re.fullmatch(r"h[1-6]", node.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_it_has_landmarks_and_every_section_a_name(tree: Node) -> None:
    assert [len(list(tree.all(tag))) for tag in ("main", "footer")] == [1, 1]
    for section in [*tree.all("section"), *tree.all("article")]:
        assert section.attributes["aria-labelledby"]
    for svg in tree.all("svg", role="img"):
        title, desc = svg.one("title", id="*"), svg.one("desc")
        assert svg.attributes["aria-labelledby"] == f"{title.attributes['id']} {desc.attributes['id']}"
        assert title.text()
        assert desc.text()


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(pages: dict[str, str]) -> None:
    for page in pages.values():
        policy = read(page).one("meta", http_equiv="Content-Security-Policy").attributes["content"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert parts == {
            "default-src": "'none'",
            "style-src": f"'{digest(page, 'style')}'",
            "script-src": f"'{digest(page, 'script')}'",
            "base-uri": "'none'",
            "form-action": "'none'",
        }


def digest(page: str, tag: str) -> str:
    """The hash of the only element with a tag, as a browser takes it."""
    (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    assert "\r" not in content
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def test_nothing_comes_from_anywhere_else(tree: Node) -> None:
    for node in tree.all():
        assert node.tag not in {
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "audio",
            "video",
            "use",
            "image",
        }
        assert not {"src", "srcset", "style", "action", "formaction", "data", "poster"} & node.attributes.keys()
        assert not [name for name in node.attributes if name.startswith(("on", "xlink"))]
    style = tree.one("style").text()
    assert "@import" not in style
    assert re.findall(r"url\(([^)]*)\)", style) == ["#hatch"]


def test_the_same_audits_make_the_same_page(pages: dict[str, str]) -> None:
    assert audit_html([made_audit()]) == pages["one"]
    assert audit_html([hostile_audit(HOSTILE)]) == pages["hostile"]


@pytest.mark.parametrize("language", Language)
def test_it_begins_in_the_language_that_was_asked_for(language: Language) -> None:
    tree = read(audit_html([made_audit()], language))
    html, title = tree.one("html"), tree.one("title", data_en="*")
    assert html.attributes["lang"] == html.attributes["data-show"] == language.value
    assert title.text() == title.attributes[f"data-{language}"]
    assert title.attributes["data-ja"] == "コンバージョン監査レポート: もみじ庭園 Momiji Garden"
    pressed = [node.attributes["data-set-lang"] for node in tree.all("button", data_set_lang="*", aria_pressed="true")]
    assert pressed == [language.value]


# ---- hostile names


@pytest.mark.parametrize("name", ["hostile", "several-hostile"])
def test_hostile_names_are_text_and_nothing_else(name: str, trees: dict[str, Node], pages: dict[str, str]) -> None:
    tree, calm = trees[name], trees["several"]
    assert {node.tag for node in tree.all()} <= {node.tag for node in calm.all()}
    assert len(list(tree.all("script"))) == 1
    assert harmful(pages[name]) == []
    links = {node.attributes["href"] for node in tree.all("a") if not node.attributes["href"].startswith("#")}
    assert links == {"https://support.google.com/google-ads/answer/10995103"}


def test_hostile_names_are_shown_as_what_they_are(pages: dict[str, str]) -> None:
    tree = read(pages["hostile"])
    shown = [node.text() for node in tree.all("bdi")]
    for name in HOSTILE[:-1]:
        assert " ".join(safe(name).split()) in shown
    assert f"{LONG[:MOST_SIGNS]}… [10,000]" in shown
    for pre in tree.all("pre"):
        pre.parts.clear()
    assert LONG[: MOST_SIGNS + 1] not in tree.text()


def test_config_lines_stay_lines_and_harmless(trees: dict[str, Node]) -> None:
    for pre in trees["hostile"].all("pre"):
        (text,) = pre.parts
        assert isinstance(text, str)
        assert text.startswith("- name: ")
        assert harmful(text) == []
    (plain,) = list(trees["one"].all("pre"))
    assert plain.parts == ['- name: "Enquiry sent (new tag)"\n  role: secondary']


def test_only_our_own_sources_become_links() -> None:
    source = "Guide, https://a.example/?c=1&d=2, support.google.com/x/1 (x), evilsupport.google.com/y, <b>, checked"
    assert str(linked(source)) == (
        'Guide, <a href="https://a.example/?c=1&amp;d=2" rel="noopener noreferrer">https://a.example/?c=1&amp;d=2</a>, '
        '<a href="https://support.google.com/x/1" rel="noopener noreferrer">support.google.com/x/1</a> (x), '
        "evilsupport.google.com/y, &lt;b&gt;, checked"
    )


def test_what_stands_between_backticks_is_code_and_an_odd_one_is_itself() -> None:
    assert str(both(Text("set `a<b` now", "odd ` one"))) == (
        '<span data-lang="en" lang="en">set <code>a&lt;b</code> now</span>'
        '<span data-lang="ja" lang="ja">odd ` one</span>'
    )


def test_a_thing_without_a_form_is_refused() -> None:
    with pytest.raises(TypeError, match="NoneType has no form on the page"):
        audit_html([made_audit(tool=None)])


# ---- what one client's page says


def test_the_title_tells_who_when_and_that_it_is_emulated(one: Node) -> None:
    assert one.one("h1").text() == "もみじ庭園 Momiji Garden"
    (header,) = [node for node in one.one("section", id="c1").children if node.tag == "header"]
    assert header.text("en") == (
        "もみじ庭園 Momiji Garden Google Ads 123-456-7890 GA4 345678901 Audited 23 November 2026, 09:30 UTC "
        "clients/momiji.yaml Emulated: not a real account"
    )
    assert "監査日時 2026年11月23日 09:30 UTC" in header.text("ja")


def test_what_is_not_emulated_does_not_say_so(several: Node) -> None:
    assert "Emulated" in several.one("section", id="c1").text("en")
    assert "Emulated" not in several.one("section", id="c2").text("en")


def test_the_four_questions_come_first_with_answer_evidence_and_findings(one: Node) -> None:
    client = one.one("section", id="c1")
    sections = [node for node in client.children if node.tag in {"section", "details"}]
    assert [node.attributes.get("aria-labelledby", node.tag) for node in sections] == [
        "c1-questions", "c1-summary", "c1-overview", "c1-findings", "details",
    ]  # fmt: skip
    cards = [node for node in sections[0].one("ol").children if node.tag == "li"]
    assert [card.children[0].text("en") for card in cards] == ["No", "Partly", "Unknown", "Yes"]
    assert [card.children[0].text("ja") for card in cards] == ["いいえ", "一部", "不明", "はい"]
    assert cards[0].text("en") == (
        "No Do the indicators match the business goal? 640 of the 778 conversions that bidding uses are page views "
        "An enquiry is counted twice Findings behind it A page view is primary: bidding chases readers The same "
        "enquiry is counted twice"
    )
    assert [link.attributes["href"] for link in cards[0].all("a")] == ["#c1-distance-page-view", "#c1-double-same-act"]
    assert list(cards[3].all("a")) == []


def test_evidence_that_names_a_finding_is_the_link_to_it() -> None:
    answer = made_audit().answers[0]
    told = Text(f"{FAR.title.en}: 1", f"{FAR.title.ja}: 1 件")
    tree = read(
        audit_html(
            [made_audit(answers=(replace(answer, evidence=(Statement(told, FAR.id), Statement(Text("`x`", "`x`")))),))]
        )
    )
    links = [(link.attributes["href"], link.text("en")) for link in tree.one("ol").all("a")]
    assert links == [("#c1-distance-page-view", told.en), ("#c1-double-same-act", DOUBLE.title.en)]


def test_evidence_finds_its_rule_by_id_and_not_by_its_words() -> None:
    answer = made_audit().answers[0]
    other, same = Text("Anything at all", "何でも"), Text(f"{DOUBLE.title.en}: 1", "x")
    tree = read(
        audit_html([made_audit(answers=(replace(answer, evidence=(Statement(other, FAR.id), Statement(same))),))])
    )
    links = [(link.attributes["href"], link.text("en")) for link in tree.one("ol").all("a")]
    assert links == [("#c1-distance-page-view", other.en), ("#c1-double-same-act", DOUBLE.title.en)]


def test_the_summary_counts_what_counts(one: Node) -> None:
    summary = one.one("section", aria_labelledby="c1-summary")
    assert summary.text("en") == (
        "Summary 3 Errors 3 Warnings 1 Notes Passed 2 Not applicable 1 Unknown 1 Ignored 1 Known 1"
    )
    assert summary.text("ja") == "概要 3 エラー 3 警告 1 参考 問題なし 2 対象外 1 判定不能 1 除外 1 既知 1"


def test_every_finding_says_all_that_is_known_of_it(one: Node) -> None:
    audit = made_audit()
    assert len(list(one.all("li", data_finding="*"))) == len(audit) == 9
    for item in audit:
        card = one.one("article", id=f"c1-{item.rule.id}")
        assert card.attributes["data-level"] == item.level.value
        assert card.attributes["data-topic"] == item.rule.topic.value
        for language in Language:
            said = card.text(language)
            for text in (item.rule.title, item.rule.why, item.rule.fix, item.evidence.seen, called.LEVELS[item.level]):
                assert text.of(language).replace("`", "") in said
            assert item.evidence.object in said
            assert item.evidence.name in said
            assert item.rule.id in said
            assert item.rule.source in said
    place = one.one("article", id="c1-distance-page-view").text("en")
    assert "clients/momiji.yaml:31" in place


def test_findings_of_one_rule_are_together_the_heaviest_first_what_does_not_count_last(one: Node) -> None:
    cards = [card.attributes["id"] for card in one.all("article")]
    assert cards == [
        "c1-distance-page-view", "c1-double-same-act", "c1-upkeep-overdue", "c1-values-all-the-same",
        "c1-naming-prefix", "c1-counting-window-short", "c1-upkeep-none",
    ]  # fmt: skip
    twice = one.one("article", id="c1-double-same-act")
    assert [node.one("strong").text() for node in twice.all("li", data_finding="*")] == [
        "Contact form",
        "Enquiry sent (new tag)",
    ]


def test_a_rule_of_which_something_counts_keeps_its_place() -> None:
    seen = Text("x", "閲覧")
    half = failed(finding(DOUBLE, "a", seen, known=True), finding(DOUBLE, "b", seen))
    tree = read(audit_html([made_audit(results=(failed(finding(SAME, "c", seen)), half))]))
    assert [card.attributes["id"] for card in tree.all("article")] == ["c1-double-same-act", "c1-values-all-the-same"]


def test_ignored_and_known_findings_say_so_and_why(one: Node) -> None:
    suppressed = {
        node.one("strong").text(): node.one("p", class_="quiet").text("en") for node in one.all(data_suppressed="*")
    }
    assert suppressed == {
        "momiji": f"Ignored until 2027-01-31: {ACCEPTED.reason}",
        "Contact form": "Known: it was in the baseline",
    }
    assert "2027-01-31 まで除外" in one.one("article", id="c1-upkeep-none").text("ja")


def test_what_is_both_ignored_and_known_is_shown_and_counted_as_ignored() -> None:
    item = finding(OWNER, "momiji", Text("`owner` is not set", "`owner` が未設定"), ignored=ACCEPTED, known=True)
    tree = read(audit_html([made_audit(results=(failed(item),))]))
    assert tree.one("p", class_="quiet").text("en") == f"Ignored until 2027-01-31: {ACCEPTED.reason}"
    summary = tree.one("section", aria_labelledby="c1-summary").text("en")
    assert summary.endswith("Ignored 1 Known 0")


def test_why_a_finding_does_not_count_is_never_hidden(one: Node) -> None:
    quiet = list(one.all("p", class_="quiet"))
    assert len(quiet) == 2
    for node in quiet:
        at: Node | None = node
        while at is not None:
            assert "hidden" not in at.attributes
            at = at.parent


def test_the_rules_that_found_nothing_are_there_with_their_reasons(one: Node) -> None:
    (table,) = [node for node in one.all("details") if "others" in node.classes]
    rows = [[cell.text("en") for cell in row.children] for row in table.one("tbody").children if isinstance(row, Node)]
    assert rows == [
        ["Unknown", f"Looks for: {SILENT.title.en} silence-never", "no access to metrics"],
        ["Passed", f"{OTHERS[0].passed.en} bridge-linked", "Objects checked: 9"],
        ["Passed", f"{OTHERS[1].passed.en} ga4-limit", "Objects checked: 9"],
        ["Not applicable", f"Looks for: {OTHERS[2].title.en} ownership-mixed", "no manager account"],
    ]


def test_the_footer_tells_version_time_calls_and_that_nothing_was_changed(one: Node) -> None:
    assert one.one("footer").text("en") == (
        "Nothing was changed. microconv 0.1.0 · 23 November 2026, 09:30 UTC · API calls: 14"
    )
    assert "アカウントには一切変更を加えていません。" in one.one("footer").text("ja")


def test_the_pictures_have_a_table_with_the_same_numbers(one: Node) -> None:
    table, purposes = one.one("section", aria_labelledby="c1-overview").all("table")
    assert [row.text("ja") for row in purposes.all("tr")] == [
        "コンバージョン 目的",
        "Contact form Enquiries pay the gardeners.",
        "mv_plan_page 料金を見た人を知る",
    ]
    rows = {
        row.children[0].text(): [cell.text("en") for cell in row.children[1:]] for row in table.one("tbody").children
    }
    assert rows["mv_plan_page"] == ["Steps that bidding uses", "640", "JPY 100", "mv_form_reached (33%)"]
    assert rows["Momiji Garden (web) newsletter"] == ["Observed only", "9", "–", "–"]
    assert len(rows) == 6
    drawings = [svg.text() for svg in one.all("svg", role="img")]
    assert len(drawings) == 4
    for name in rows:
        assert name in drawings[2]


def test_controls_are_hidden_until_the_script_runs_and_findings_are_not(one: Node) -> None:
    assert len(list(one.all("button"))) == 2 + 3 + 6 + 2 + 1
    for button in one.all("button"):
        at: Node | None = button
        while at is not None and "hidden" not in at.attributes:
            at = at.parent
        assert at is not None
    hidden = [node for node in one.all(hidden="*") if node.text()]
    assert [node for node in hidden if list(node.all(data_finding="*"))] == []


def test_filters_offer_what_there_is(one: Node) -> None:
    chips = list(one.all("button", data_filter="*"))
    assert [node.attributes["data-value"] for node in chips] == [
        "error", "warning", "note", "naming", "values", "counting", "distance", "double", "upkeep",
    ]  # fmt: skip
    assert one.one("button", id="suppressed").text("en") == "Show ignored and known findings 2"


def test_an_audit_without_findings_says_so_and_has_no_filters() -> None:
    clean = made_audit(results=made_audit().of(Status.PASS))
    tree = read(audit_html([clean]))
    assert "Nothing was found that needs attention." in tree.one("section", aria_labelledby="c1-findings").text("en")
    assert list(tree.all("button", data_filter="*")) == []
    assert list(tree.all(id="suppressed")) == []


def test_an_account_without_conversions_has_no_pictures(trees: dict[str, Node]) -> None:
    assert "No conversions are recorded." in trees["empty"].text("en")
    assert list(trees["empty"].all("svg", role="img")) == []


def test_only_ga4_has_a_funnel_but_nothing_that_bidding_learns_from() -> None:
    events = replace(funnel(), events=True, declared=False)
    tree = read(audit_html([made_audit(overview=events)]))
    assert len(list(tree.all("figure"))) == 1
    assert "No Google Ads account was audited." in tree.one("figcaption").text("en")


def test_unknown_counts_are_said_to_be_unknown(trees: dict[str, Node]) -> None:
    said = trees["uncounted"].one("section", aria_labelledby="c1-overview").text("en")
    assert "The counts are not known." in said
    assert "not counted" in said


# ---- many clients


def test_many_clients_are_listed_with_their_counts(several: Node) -> None:
    (index,) = [node for node in several.all("table") if "index" in node.classes]
    head = [cell.text("en") for cell in index.one("thead").one("tr").children]
    assert head == ["Client", "Errors", "Warnings", "Notes", "Unknown"]
    rows = [[cell.text("en") for cell in row.children] for row in index.one("tbody").children]
    assert [row[0] for row in rows] == [
        "もみじ庭園 Momiji Garden 123-456-7890 · 345678901 Emulated: not a real account",
        "あおい 123-456-7890 · 345678901",
        "Aoi 123-456-7890 · 345678901 Emulated: not a real account",
    ]
    first, third, second = ALL["several"]  # the heaviest comes first
    for row, audit in zip(rows, (first, second, third), strict=True):
        assert row[1:] == [
            *(str(audit.number(level)) for level in (Level.ERROR, Level.WARNING, Level.NOTE)),
            str(len(audit.of(Status.UNKNOWN))),
        ]
    assert [link.attributes["href"] for link in index.all("a")] == ["#c1", "#c2", "#c3"]


def test_the_list_of_clients_has_the_trend_against_the_baseline() -> None:
    audit = made_audit()
    first = next(item for item in audit if item.ignored is None)
    before = Before("2026-10-01T09:00:00+00:00", FrozenDict({first.fingerprint: Level.ERROR, "0" * 16: Level.NOTE}))
    tree = read(audit_html([replace(audit, before=before), made_audit("b")]))
    (index,) = [node for node in tree.all("table") if "index" in node.classes]
    told = [node.text("en") for node in index.all("small") if "trend" in node.classes]
    assert told == ["2 → 8 findings since 1 October 2026, 09:00 UTC: 7 new, 1 solved"]
    assert "（新規 7、解決 1）" in index.text("ja")


def test_more_of_the_next_step_is_no_percentage() -> None:
    overview = funnel()
    odd = tuple(replace(item, rate=14.75 if item.rate else None) for item in overview.shown)
    text = read(audit_html([made_audit(overview=replace(overview, shown=odd))])).text("en")
    assert "1,475%" not in text
    assert "mv_form_reached (more than this)" in text


def test_many_clients_share_the_explanations(several: Node) -> None:
    assert several.text("en").count(DOUBLE.why.en) == 1
    explained = several.one("article", id="rule-double-same-act")
    for text in (DOUBLE.title, DOUBLE.why, DOUBLE.fix):
        assert text.ja.replace("`", "") in explained.text("ja")
    links = [node.attributes["href"] for node in several.one("article", id="c2-double-same-act").all("a")]
    assert links == ["#rule-double-same-act"]
    found = {item.rule.id for audit in ALL["several"] for item in audit}
    assert {f"rule-{name}" for name in found} <= {node.attributes["id"] for node in several.all("article")}


def test_the_explanations_are_in_the_order_of_the_topics(several: Node) -> None:
    topics = [topic.value for topic in Topic]
    explained = several.one("section", aria_labelledby="rulebook")
    rules = [node.attributes["id"].removeprefix("rule-") for node in explained.all("article")]
    places = [topics.index(name.partition("-")[0]) for name in rules]
    assert len(set(places)) > 5
    assert places == sorted(places)


def test_a_page_for_nobody_is_still_a_page(trees: dict[str, Node]) -> None:
    assert trees["none"].one("h1").text("en") == "Conversion audit"
    assert "Nothing was changed." in trees["none"].text("en")


def test_a_client_more_costs_no_explanations() -> None:
    two, three = (len(audit_html(many(number, 60)).encode()) for number in (2, 3))
    assert three - two < 90_000


# ---- words


def test_all_fixed_words_are_in_both_languages() -> None:
    tables = (called.LEVELS, called.LEVELS_MANY, called.STATUSES, called.ANSWERS, words.PARTS, words.WORDS)
    texts = [text for table in tables for text in table.values()]
    texts += [words.SHOWN, words.ROLES_CAPTION, words.funnel_caption(funnel()), words.funnel_caption(Overview())]
    for text in texts:
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.ja), text
        assert text.en.isascii(), text
    assert set(called.LEVELS) == set(called.LEVELS_MANY) == set(Level)
    assert (set(called.STATUSES), set(called.ANSWERS)) == (set(Status), set(Standpoint))


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0"), (48, "48"), (12.5, "12.50"), (12.004, "12"), (1234567.0, "1,234,567"), (0.26, "0.26")]
)
def test_counts_as_people_write_them(count: float, told: str) -> None:
    assert words.number(count) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0%"), (0.0002, "<0.1%"), (0.0194, "1.9%"), (0.1, "10%"), (0.994, "99%"), (0.999, ">99%"), (1, "100%")],
)
def test_shares_as_people_write_them(share: float, told: str) -> None:
    assert words.percent(share) == told


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    assert words.time("soon") == Text("soon", "soon")
    assert words.time("2026-01-02T03:04:05").en == "2 January 2026, 03:04"
    assert words.time("2026-01-02T03:04:05+09:00").ja == "2026年1月2日 03:04 UTC+09:00"


def test_amounts_as_people_write_them() -> None:
    assert [words.money(*pair) for pair in ((5000.0, "JPY"), (0.5, "USD"), (1.0, ""))] == [
        "JPY\u00a05,000",
        "USD\u00a00.50",
        "1",
    ]


def test_many_findings_of_one_rule_may_break_over_pages() -> None:
    items = [finding(FAR, f"mv_{number}", Text("x", "閲覧")) for number in range(5)]
    tree = read(audit_html([made_audit(results=(failed(*items),))]))
    assert "long" in tree.one("article").classes
    assert len(list(tree.all("li", data_finding="*"))) == 5

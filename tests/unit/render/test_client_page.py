"""The page that an agency hands to its client: plain words, the client's labels, nobody's name, one language."""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import replace

import pytest
from hostile import MARKDOWN_NAMES, NAMES, harmful

from microconv.analysis.overview import Overview, Part, Shown
from microconv.audit.about import About
from microconv.audit.before import Before
from microconv.audit.plain import Doer
from microconv.audit.plain.model import STEPS_OUT
from microconv.audit.result import Standpoint
from microconv.audit.rule import Level
from microconv.config.interface_words import CATEGORIES
from microconv.core.frozen import FrozenDict
from microconv.core.letterhead import Letterhead
from microconv.core.text import Language, Text
from microconv.render.client_page import client_html, dates, words
from microconv.render.client_page.conclusion import conclusion
from microconv.render.client_page.names import called, price
from microconv.render.client_page.outline import outline
from tests.unit.render.audits import (
    LABELS,
    LOGO,
    LONG,
    MAIL,
    PWNED,
    client_audit,
    hostile_audit,
    made_audit,
    real_audit,
    with_real_rules,
)
from tests.unit.render.page import read

EN, JA = Language.EN, Language.JA
TOOLS = re.compile(
    r"`|microconv|\.ya?ml|conversion_action|google_ads\b|ga4\.|[a-z]~[a-z]|設定ファイル|checked|確認した対象"
)


EVIL_NAMES = (*PWNED, *NAMES, *MARKDOWN_NAMES, LONG)
EVIL = replace(
    with_real_rules(hostile_audit(EVIL_NAMES)),
    about=About(PWNED[0], PWNED[1], letterhead=Letterhead(PWNED[0], LOGO), labels=FrozenDict({PWNED[0]: PWNED[2]})),
)
AUDITS = {
    "one": [client_audit()],
    "several": [with_real_rules(made_audit()), client_audit()],
    "hostile": [EVIL],
    "several-hostile": [EVIL, EVIL],
    "empty": [replace(client_audit(), results=(), answers=())],
    "none": [],
}
PAGES = {(name, language): client_html(audits, language) for name, audits in AUDITS.items() for language in Language}
TREES = {key: read(page) for key, page in PAGES.items()}


@pytest.fixture(params=PAGES, ids=lambda key: "-".join(key))
def key(request: pytest.FixtureRequest) -> tuple[str, Language]:
    name, language = request.param
    return name, language


def body(name: str, language: Language) -> str:
    return TREES[name, language].one("body").text()


# ---- words


@pytest.mark.parametrize("language", Language)
def test_nothing_of_our_tools_is_on_it(language: Language) -> None:
    text = body("one", language)
    assert TOOLS.search(text.replace("Momiji Garden (web) ", "")) is None
    assert MAIL not in PAGES["one", language]
    assert "hanako" not in PAGES["one", language]


def test_every_conversion_with_a_label_is_called_by_it() -> None:
    for language in Language:
        page = PAGES["one", language]
        for name, label in LABELS.items():
            assert label in page
            assert f">{name}<" not in page
        assert "mv_" not in page
        assert "(web) plan_page" not in page


def test_a_japanese_page_has_no_english_sentence() -> None:
    text = body("one", JA)
    english = {"Momiji", "Garden", "web", "Enquiry", "sent", "new", "tag", "Google", "GA"}
    names = re.compile(r"（[a-z0-9 …]+|…[a-z0-9 …]+|\(web\) [a-z_…]+")
    left = set(re.findall(r"[A-Za-z]{2,}", names.sub("", text))) - english
    assert left == set()


def test_all_fixed_words_are_in_both_languages() -> None:
    tables = (words.LEVELS, words.STANDPOINTS, words.PARTS, words.EVERY, words.CATEGORIES, words.WORDS)
    for text in (text for table in tables for text in table.values()):
        assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text.ja), text
        assert text.en.isascii(), text
    assert (set(words.LEVELS), set(words.STANDPOINTS)) == (set(Level), set(Standpoint))


def test_all_of_googles_categories_have_words() -> None:
    assert set(words.CATEGORIES) == set(CATEGORIES)


# ---- content


def test_the_conclusion_is_three_sentences_with_the_numbers_of_the_picture() -> None:
    (part,) = outline([client_audit()]).parts
    sentences = conclusion(part)
    assert [item.ja.count("。") for item in sentences] == [1, 1, 1]
    assert sentences[0].en == (
        "You record 8 conversions, and of the 791 that automatic bidding learnt from in the last 30 days, 151 (19%) "
        "were real results."
    )
    assert sentences[0].ja == (
        "現在8種類のコンバージョンを計測しており、直近30日間に自動入札の学習に使われた791件のうち、実際の成果は"
        "151件（19%）でした。"
    )
    assert sentences[1].ja == (
        "対応が必要な事項が10件（うち至急1件）あり、最も優先度が高いのは、入札で、成果が手前の行動に"
        "埋もれていることです。"
    )
    assert "「" not in "".join(item.ja for item in sentences)
    assert "入札に使われたコンバージョン791件のうち640件（81%）" in body("one", JA)
    assert "入札に使われる成果: 19%" in body("one", JA)
    assert sentences[2].ja == "まずは、件数の多い手前の行動を入札から外すことをご提案します。"
    assert sentences[2].en == "We propose to begin with this: take the most frequent steps out of bidding."


def test_one_point_is_not_called_the_heaviest_of_several() -> None:
    audit = client_audit()
    (first,) = [item for item in audit.results if item.rule.id == "values-pollution"]
    (part,) = outline([replace(audit, results=(first,))]).parts
    assert conclusion(part)[1] == Text(
        "1 point needs action: results are drowned out by steps in bidding.",
        "対応が必要な事項が1件あり、内容は、入札で、成果が手前の行動に埋もれていることです。",
    )


@pytest.mark.parametrize(
    ("name", "kind", "en", "ja"),
    [
        ("mv_time_60s", "engagement", "Engagement (time 60s)", "サイト内での行動（time 60s）"),
        ("mv_ChatOpen", "contact", "Contact (chat open)", "問い合わせ（chat open）"),
        ("time-60s", "engagement", "Engagement (time 60s)", "サイト内での行動（time 60s）"),
        ("mv_other", "default", "Conversion (other)", "コンバージョン（other）"),
        ("mv_", "engagement", "mv_", "mv_"),
        ("purchase", "purchase", "Purchase", "購入"),
        ("newsletter", "", "Conversion (newsletter)", "コンバージョン（newsletter）"),
        ("contact_thanks", "", "Conversion (contact thanks)", "コンバージョン（contact thanks）"),
        ("お問い合わせ完了", "submit_lead_form", "お問い合わせ完了", "お問い合わせ完了"),
        ("Contact form", "submit_lead_form", "Contact form", "Contact form"),
        ("Enquiry", "contact", "Enquiry", "Enquiry"),
        ("mv_labelled", "contact", "Its label", "Its label"),
        ("Shop (web) mv_labelled", "contact", "Its label (imported from GA4)", "Its label（GA4 から取り込み）"),
        (
            "Shop (iOS) mv_scroll",
            "page_view",
            "Page view (scroll) (imported from GA4)",
            "ページの閲覧（scroll）（GA4 から取り込み）",
        ),
        ("x@y.example", "contact", "x@y.example", "x@y.example"),
    ],
)
def test_a_conversion_without_a_label_has_a_name_that_can_be_read(name: str, kind: str, en: str, ja: str) -> None:
    about = About(labels=FrozenDict({"mv_labelled": "Its label"}))
    assert called(replace(client_audit(), about=about), name, "", kind) == Text(en, ja)


def test_two_that_would_have_one_made_up_name_keep_their_own_beside_it() -> None:
    shown = tuple(
        Shown(name, "engagement", Part.OBSERVED, micro=True, primary=False, source="WEBPAGE", count=4.0, id=name)
        for name in ("mv_time_60s", "time_60s")
    )
    (part,) = outline([replace(client_audit(), overview=Overview(shown))]).parts
    assert [item.name for item in part.overview.shown] == [
        Text(f"Engagement (time 60s): {name}", f"サイト内での行動（time 60s）：{name}")
        for name in ("mv_time_60s", "time_60s")
    ]


def test_counts_are_whole_conversions() -> None:
    def one(name: str, count: float) -> Shown:
        return Shown(
            name, "purchase", Part.FINAL, micro=False, primary=True, source="WEBPAGE", count=count, bid=count, id=name
        )

    shown = (one("購入", 68.08), one("予約", 2.5), one("登録", 0.3))
    audit = replace(client_audit(), overview=Overview(shown, shown))
    (part,) = outline([audit]).parts
    assert [item.count for item in part.overview.shown] == [68.0, 3.0, 0.3]
    text = read(client_html([audit], JA)).text()
    assert "68.08" not in text
    assert "2.50" not in text
    assert "0.30" in text


def test_an_average_value_is_told_from_one_that_is_set() -> None:
    shown = tuple(
        Shown(name, "purchase", Part.FINAL, micro=False, primary=True, source="WEBPAGE", value=value, currency="JPY",
              id=name, average=average)
        for name, value, average in (("購入", 7812.0, True), ("予約", 3000.0, False))
    )  # fmt: skip
    text = read(client_html([replace(client_audit(), overview=Overview(shown, shown))], JA)).text()
    assert "7,812円 （平均）" in text
    assert "3,000円 （平均）" not in text
    assert "3,000円" in text


def test_a_report_is_a_link_with_words() -> None:
    audit = client_audit()
    address = "https://reports.agency.example/momiji"
    audit = replace(audit, about=replace(audit.about, report=address))
    tree = read(client_html([audit], JA))
    (link,) = [node for node in tree.all("a") if node.attributes.get("href") == address]
    assert link.text() == "共有レポートを開く"
    assert address not in tree.text()


def test_three_actions_the_heaviest_first_each_once() -> None:
    (part,) = outline([client_audit()]).parts
    assert len(part.actions) == 3
    assert part.actions[0].level is Level.ERROR
    assert len({item.plain.proposal for item in part.actions}) == 3
    stakes = {item.rule.id: item.stake.order for item in part.audit.results}
    orders = [stakes[item.rule.id] for item in part.faults if item.level is Level.WARNING]
    assert orders == sorted(orders)
    assert len(set(orders)) > 3
    (actions,) = [node for node in TREES["one", EN].all("ol") if "actions" in node.classes]
    for action, card in zip(part.actions, actions.children, strict=True):
        for text in (action.plain.proposal, action.plain.effect, action.plain.heading, action.concerns):
            assert text.en in card.text()


def test_every_finding_says_what_it_costs_what_is_proposed_and_who_does_it() -> None:
    (part,) = outline([client_audit()]).parts
    for point in part.faults:
        section = TREES["one", JA].one("section", id=point.key).text()
        for text in (point.plain.heading, point.plain.cost, point.plain.proposal, words.WORDS["doer"]):
            assert text.ja in section
    assert {item.rule.id for item in part.points} == {item.rule.id for item in client_audit().standing}


def test_rules_with_one_remedy_are_one_action_and_the_agency_is_called_by_its_name() -> None:
    (part,) = outline([client_audit()]).parts
    remedies = [item.plain.remedy for item in part.points]
    assert remedies.count(STEPS_OUT) == 3
    assert [item.plain.remedy for item in part.actions].count(STEPS_OUT) == 1
    (bare,) = outline([real_audit()]).parts
    doers = {item.plain.doer: (part.doer(item).ja, bare.doer(item).ja) for item in part.points}
    assert doers[Doer.AGENCY] == ("みどり広告", "広告代理店")
    assert doers[Doer.BOTH] == ("みどり広告と貴社", "広告代理店と貴社")


def test_a_report_that_nobody_shares_is_the_reason() -> None:
    (part,) = outline([client_audit()]).parts
    assert [part.reason(item) for item in client_audit().answers][3] == words.NO_REPORT
    assert "" not in [part.reason(item) for item in client_audit().answers]


def test_what_was_accepted_is_not_on_it_and_what_was_known_is() -> None:
    audit = with_real_rules(made_audit())
    (part,) = outline([audit]).parts
    shown = {item.fingerprint for point in part.points for item in point.findings}
    assert shown == {item.fingerprint for item in audit if item.ignored is None}
    assert any(item.known for item in audit.standing)
    assert "The client names an owner" not in client_html([audit])


def test_without_findings_it_says_so() -> None:
    text = body("empty", EN)
    assert "Nothing was found that needs action." in text
    assert "matter most" not in text


def test_the_day_is_that_of_the_account() -> None:
    late = "2026-11-23T16:00:00+00:00"
    assert dates.made_on(late, "Asia/Tokyo") == Text("24 November 2026", "2026年11月24日")
    assert dates.made_on(late, "America/New_York").en == "23 November 2026"
    assert dates.made_on(late, "").en == dates.made_on(late, "Nowhere/At all").en == "23 November 2026 (UTC)"
    assert dates.made_on("soon", "Asia/Tokyo") == "soon"
    assert dates.period(datetime.date(2026, 11, 23), 30).ja == "2026年10月24日〜2026年11月22日"
    seen = dates.with_days(Text("last on 2026-11-15, 2026-99-99", "前回 2026-11-15"))
    assert (seen.en, seen.ja) == ("last on 15 November 2026, 2026-99-99", "前回 2026年11月15日")


def test_amounts_are_in_the_languages_form() -> None:
    assert price(5000.0, "JPY") == Text("JPY\u00a05,000", "5,000円")
    assert price(0.5, "USD").ja == "USD\u00a00.50"


def test_the_agencys_name_and_logo_stand_at_its_head() -> None:
    head = next(node for node in TREES["one", JA].all("header") if "masthead" in node.classes)
    assert head.one("img").attributes["src"] == "data:image/png;base64,iVBORw0KGgo="
    assert "作成 みどり広告" in head.text()
    assert "もみじ庭園" in head.text()
    bare = read(client_html([real_audit("momiji")]))
    assert list(bare.all("img")) == []
    assert "Prepared by" not in bare.text()


# ---- many clients


def test_clients_are_listed_by_weight_with_the_trend() -> None:
    audit = client_audit()
    light = replace(audit, results=audit.results[:3], about=replace(audit.about, name="light"))
    gone, first = "f" * 16, audit.standing[0].fingerprint
    audit = replace(
        audit,
        before=Before("2026-10-31T20:00:00+00:00", FrozenDict({gone: Level.ERROR, first: Level.ERROR})),
    )
    assert light.weight < audit.weight
    tree = read(client_html([light, audit]))
    rows = [row.text() for row in next(tree.all("table")).one("tbody").children]
    assert rows[0].startswith("もみじ庭園")
    assert rows[0].endswith(f"{len(audit.standing) - 1} new, 1 solved (since 1 November 2026)")
    assert rows[1].startswith("light")
    assert rows[1].endswith("–")


# ---- it is safe


def test_ids_are_unique_and_links_find_them(key: tuple[str, Language]) -> None:
    nodes = list(TREES[key].all(id="*"))
    ids = [node.attributes["id"] for node in nodes]
    assert len(ids) == len(set(ids))
    for node in TREES[key].all():
        target = node.attributes.get("href", "")
        if target.startswith("#"):
            assert target[1:] in ids
        for name in node.attributes.get("aria-labelledby", "").split():
            assert name in ids


def test_headings_go_down_by_one(key: tuple[str, Language]) -> None:
    levels = [int(node.tag[1]) for node in TREES[key].all() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[:1] in ([1], [])
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_hostile_names_are_text_and_nothing_else(key: tuple[str, Language]) -> None:
    tree = TREES[key]
    assert list(tree.all("script")) == []
    assert {name for node in tree.all() for name in node.attributes if name.startswith("on")} == set()
    for node in tree.all():
        for name in ("href", "src"):
            assert node.attributes.get(name, "#").startswith(("#", "data:image/", "https://"))
    assert harmful(PAGES[key].replace("\n", "")) == []
    (policy,) = [node.attributes["content"] for node in tree.all("meta", http_equiv="Content-Security-Policy")]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "img-src data:;" in policy


def test_the_same_audits_make_the_same_page() -> None:
    assert client_html(AUDITS["one"], JA) == PAGES["one", JA]

"""Every rule has words for the client, in both languages, that speak of the client's business and not of our tools."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from microconv.audit.plain import DOERS, PLAIN, Doer
from microconv.audit.rules import RULES
from microconv.core.text import Text
from microconv.render.client_page.japanese import plain_form
from tests.unit.audit.test_cases import CASES, japanese

TOOLS = re.compile(
    r"`|microconv|\bconfig|YAML|\bAPI\b|\brule id|設定ファイル|コマンド|[a-z]+_[a-z]+|[~/@{}\[\]]", re.IGNORECASE
)
"""Words and signs of our tools: commands, keys, addresses of resources, mail addresses."""


def words(name: str) -> Iterator[Text]:
    plain = PLAIN[name]
    yield from (plain.heading, plain.cost, plain.proposal, plain.effect)


def test_every_rule_has_words_for_the_client_and_nothing_else_has() -> None:
    assert sorted(PLAIN) == sorted(rule.id for rule in RULES)
    assert set(DOERS) == set(Doer)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_the_words_are_whole_short_and_plain(name: str) -> None:
    for text in words(name):
        assert japanese(text.ja)
        assert not japanese(text.en)
        assert TOOLS.search(text.en) is None
        assert TOOLS.search(text.ja) is None
        assert len(text.en) <= 110
        assert len(text.ja) <= 60
    heading, *sentences = words(name)
    assert not heading.en.endswith(".")
    assert not heading.ja.endswith("。")
    assert all(text.en.endswith(".") and text.ja.endswith("。") for text in sentences)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_the_conclusion_can_say_the_heading_and_the_proposal_inside_a_sentence(name: str) -> None:
    """A request has no plain form; the conclusion then announces it."""
    for text in (PLAIN[name].heading, PLAIN[name].proposal):
        plain = plain_form(text.ja)
        assert (plain is None) == re.sub("（[^（）]*）。?$", "。", text.ja).rstrip("。").endswith("ください")
        assert not re.search(r"(ます|です|ません)(が、)?$", plain or "")


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("設定を元に戻します。", "設定を元に戻す"),
        ("連携します。", "連携する"),
        ("画面に表示します。", "画面に表示する"),
        ("目標から外します。", "目標から外す"),
        ("件数を増やします。", "件数を増やす"),
        ("期間を延ばします。", "期間を延ばす"),
        ("期間を短くします。", "期間を短くする"),
        ("通貨をそろえます。", "通貨をそろえる"),
        ("価値を設定し直します。", "価値を設定し直す"),
        ("様子を見ます。", "様子を見る"),
        ("値を取り込みます。", "値を取り込む"),
        ("計測をやめます（記録は続きます）。", "計測をやめる"),
        ("広告費が使われています", "広告費が使われている"),
        ("成果が埋もれています", "成果が埋もれている"),
        ("自動入札が使います", "自動入札が使う"),
        ("予定がありません", "予定がない"),
        ("内容と合っていません", "内容と合っていない"),
        ("内容と合いません", "内容と合わない"),
        ("誰でも変更できます", "誰でも変更できる"),
        ("判断できません", "判断できない"),
        ("通貨が異なります", "通貨が異なる"),
        ("効果は変わりません", "効果は変わらない"),
        ("手前の行動です", "手前の行動である"),
        ("件数が多いです", "件数が多い"),
        ("ご確認ください", None),
        ("計測が止まりました", None),
        ("設定の確認", None),
    ],
)
def test_plain_forms_of_verbs(polite: str, plain: str | None) -> None:
    assert plain_form(polite) == plain


def test_evidence_that_is_shown_to_clients_is_in_plain_words() -> None:
    """Names in it are left out of the search: they are the account's."""
    from microconv.audit.run import verdict

    seen = 0
    for case in CASES:
        if PLAIN[case.rule.id].shows_evidence:
            for evidence in verdict(case.rule, case.subject).evidence:
                seen += 1
                assert TOOLS.search(evidence.seen.en.replace(evidence.name, "")) is None
                assert TOOLS.search(evidence.seen.ja.replace(evidence.name, "")) is None
    assert seen > 5

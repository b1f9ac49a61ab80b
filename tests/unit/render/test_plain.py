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
    for text in (PLAIN[name].heading, PLAIN[name].proposal):
        plain = plain_form(text.ja)
        assert plain.endswith(("る", "う", "く", "す", "む", "ない"))
        assert not plain.endswith(("ます", "です"))
        assert "ますが、" not in plain


def test_plain_forms_of_verbs() -> None:
    assert [plain_form(text) for text in ("設定に戻します。", "連携します。", "予定がありません", "行動です")] == [
        "設定に戻す",
        "連携する",
        "予定がない",
        "行動である",
    ]
    with pytest.raises(ValueError, match="no plain form"):
        plain_form("書きます。")


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

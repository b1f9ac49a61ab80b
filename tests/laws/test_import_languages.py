"""Imports in Japanese: no comment of a written file is an English sentence, whatever the account holds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.adoption import adopt_readings, asked_of
from microconv.core.resource import Reading
from microconv.core.text import Language, Text
from tests.heavy import examples
from tests.inventory import inventory
from tests.languages import hold_file, paragraphs, without_comments
from tests.laws.live_accounts import accounts
from tests.laws.live_containers import PUBLIC_ID, sites
from tests.strategies import client

ASKED = asked_of(client().accounts)


@settings(max_examples=examples(80), deadline=None)
@given(accounts(wild=True), st.sampled_from(["", "comments", "changes"]))
def test_every_comment_is_japanese(readings: tuple[Reading, ...], propose: str) -> None:
    found = adopt_readings(readings, ASKED, propose=propose, language=Language.JA)
    english = adopt_readings(readings, ASKED, propose=propose)
    assert found.unexpressed == english.unexpressed
    assert without_comments(found.text) == without_comments(english.text)
    assert hold_file(found.text) == len(paragraphs(english.text))
    for item in found.unexpressed:
        for told in filter(None, (item.why, item.hint)):
            assert isinstance(told, Text)
            assert told.ja != told.en, told


@settings(max_examples=examples(60), deadline=None)
@given(sites(wild=True))
def test_every_comment_on_tags_is_japanese(readings: tuple[Reading, ...]) -> None:
    asked = asked_of(replace(client().accounts, container=PUBLIC_ID))
    found = adopt_readings(readings, asked, language=Language.JA)
    english = adopt_readings(readings, asked)
    assert without_comments(found.text) == without_comments(english.text)
    assert hold_file(found.text) == len(paragraphs(english.text))


def test_the_account_of_public_inventories() -> None:
    found = adopt_readings(inventory(), ASKED, propose="comments", language=Language.JA)
    assert hold_file(found.text) == len(paragraphs(adopt_readings(inventory(), ASKED, propose="comments").text)) > 20

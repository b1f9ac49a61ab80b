"""One truth on how GA4's key events come to Google Ads: wherever it is told, it is the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microconv.audit.rules.bridge_hidden import bridge_hidden
from microconv.audit.rules.bridge_imports import bridge_not_imported
from microconv.config.presets.comments import IMPORTED
from microconv.core.import_arrival import AWAITED, BY_HAND, COMES, ENABLED, NEEDS
from microconv.core.text import Language

ROOT = Path(__file__).parents[2]


def flowing(text: str, language: Language = Language.EN) -> str:
    """A text without its lines' ends."""
    return re.sub(r"\s*\n\s*", " " if language is Language.EN else "", text)


@pytest.mark.parametrize("language", Language)
def test_starting_files_and_audits_say_the_same(language: Language) -> None:
    started = flowing(IMPORTED.of(language), language)
    audited = bridge_not_imported.fix.of(language)
    for part in (COMES, ENABLED, BY_HAND):
        assert part.of(language) in started
        assert part.of(language) in audited
    for part in (ENABLED, BY_HAND):
        assert part.of(language) in bridge_hidden.fix.of(language)


def test_the_page_on_bidding_says_the_same() -> None:
    text = flowing((ROOT / "docs/bidding.md").read_text(encoding="utf-8"))
    assert COMES.en in text
    assert ENABLED.en in text


def test_the_plan_says_the_same() -> None:
    assert NEEDS.en in AWAITED.en
    assert NEEDS.ja in AWAITED.ja
    assert NEEDS.en in COMES.en


def test_nowhere_is_an_import_said_to_be_made_by_hand_first() -> None:
    told = re.compile(r"imported once by hand|import it in Google Ads by hand|手動でインポート")
    for path in (ROOT / "microconv").rglob("*.py"):
        assert not told.search(path.read_text(encoding="utf-8")), path

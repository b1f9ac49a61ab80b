"""The words of Google's interfaces lead to words that a config has."""

from __future__ import annotations

import pytest

from microconv.config import Vocabulary
from microconv.config.forms import Form, OneOf, Word, walk
from microconv.config.interface import key_for, word_for
from microconv.config.interface_words import CATEGORIES, KEYS, UNNEEDED, VALUES
from microconv.config.keys import config_form


def words_of(form: Form) -> set[str]:
    if isinstance(form, OneOf):
        return set().union(*(words_of(choice) for choice in form.forms))
    return set(form.words) if isinstance(form, Word) else set()


def test_every_category_has_its_labels(vocabulary: Vocabulary) -> None:
    assert set(CATEGORIES) == set(vocabulary.goal_words("category"))
    for ours, listed in CATEGORIES.items():
        assert any(word.isascii() for word in listed.split(" / ")), f"{ours} lacks its English label"
        assert any(not word.isascii() for word in listed.split(" / ")), f"{ours} lacks its Japanese label"


@pytest.mark.parametrize("key", VALUES)
def test_each_word_leads_to_one_word_that_may_be_written(key: str, vocabulary: Vocabulary) -> None:
    known = dict(walk(config_form(vocabulary)))
    allowed = words_of((known.get(f"conversions.{key}") or known[key]).form)
    for ours, listed in VALUES[key].items():
        assert ours in allowed
        for word in listed.split(" / "):
            assert word_for(key, word) == ours, f"{word} stands for two words of {key}"
            assert word not in allowed, f"{word} may be written as it is"


def test_keys_lead_to_keys_that_there_are(vocabulary: Vocabulary) -> None:
    known = {path for path, _ in walk(config_form(vocabulary))}
    for target, listed in KEYS.items():
        assert target in known or f"conversions.{target}" in known
        for word in listed.split(" / "):
            assert key_for(word, "…", "conversions", known) is not None
    for listed in UNNEEDED:
        for word in listed.split(" / "):
            found = key_for(word, "…", "conversions", known)
            assert found is not None
            assert found.hint.startswith("leave it out: ")


@pytest.mark.parametrize(
    ("word", "value", "here", "hint"),
    [
        ("primary", True, "conversions", "write `role: primary`"),
        ("Primary", False, "defaults", "write `role: secondary`"),
        ("primary", True, "", "write `role: primary` in a conversion"),
        ("primary", [1], "conversions", "write `role: …`"),
        ("type", "webpage", "conversions.google_ads", "write `source: website`"),
        ("type", "no such type", "conversions", "write `kind: …`"),
        ("mcc", "999-888-7777", "google_ads", "write `login_customer_id: 999-888-7777`"),
        ("measurement-id", "G-1", "conversions.ga4", "write `ga4: {data_stream: G-1}` at the top of the file"),
        ("スクロール数", True, "ga4.enhanced_measurement", "write `scrolls: true`"),
        ("アトリビューション モデル", "データドリブン", "conversions",
         "write `google_ads: {attribution_model: google_search_attribution_data_driven}`"),
        ("conversion_actions", [], "", "write `conversions: …`"),
    ],
)  # fmt: skip
def test_keys(word: str, value: object, here: str, hint: str, vocabulary: Vocabulary) -> None:
    known = {path for path, _ in walk(config_form(vocabulary))}
    found = key_for(word, value, here, known)
    assert found is not None
    assert found.hint == hint


def test_a_word_of_neither_is_not_guessed(vocabulary: Vocabulary) -> None:
    assert word_for("category", "何か") is None
    assert word_for("goals.campaigns.goals.origin", "ウェブサイト") == "website"
    assert word_for("goals.campaigns.goals.category", "購入") == "purchase"
    assert word_for("client", "Purchase") is None
    assert key_for("colour", "red", "conversions", {"conversions.role"}) is None

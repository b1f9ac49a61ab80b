"""The text of `reference` on each key."""

from __future__ import annotations

import pytest

from microconv.config import Vocabulary, reference
from microconv.config.forms import walk
from microconv.config.keys import config_form


def test_one_key_in_full(vocabulary: Vocabulary) -> None:
    assert reference("google_ads.click_through_lookback_window_days", vocabulary) == (
        "google_ads.click_through_lookback_window_days  (in each conversion, or in `defaults` for all)\n"
        "  How long after a click a conversion still counts.\n"
        "  allowed:  a whole number of days from 1 to 90\n"
        "  default:  as it is in the account; for something new, Google's own\n"
        "  example:  google_ads: {click_through_lookback_window_days: 30}\n"
        "  Google:   Click-through conversion window\n"
        "  Japanese: クリックスルー コンバージョンの計測期間\n"
        "  source:   Create conversion actions, section on validations, checked 2026-11-23\n"
    )


def test_defaults_and_what_must_be_there(vocabulary: Vocabulary) -> None:
    assert reference("naming.prefix", vocabulary) == (
        "naming.prefix\n"
        "  What the names of micro-conversions begin with, and of nothing else.\n"
        "  allowed:  lower-case letters, digits and underscores, a letter first and an underscore last, as mv_\n"
        "  default:  mv_\n"
        "  example:  naming: {prefix: mv_}\n"
        "  Google:   no word of its own: only microconv has it\n"
    )
    name = reference("name", vocabulary)
    assert name is not None
    assert "  required: yes\n" in name


@pytest.mark.parametrize(
    ("word", "heads"),
    [
        ("source", ["google_ads.source  (in each conversion, or in `defaults` for all)"]),
        ("conversions.google_ads.source", ["google_ads.source  (in each conversion, or in `defaults` for all)"]),
        ("defaults.google_ads.source", ["defaults.google_ads.source"]),
        ("google_ads", ["google_ads", "google_ads  (in each conversion, or in `defaults` for all)"]),
        ("currency", ["currency"]),
        ("next", ["funnel.next  (in each conversion)"]),
        (" counting ", ["counting  (in each conversion, or in `defaults` for all)"]),
        (
            "event",
            [
                *("ga4.event_rules.event", "ga4.event  (in each conversion)"),
                "ga4.when.event  (in each conversion)",
                "tag.when.event  (in each conversion)",
            ],
        ),
    ],
)
def test_by_dotted_name_and_by_last_part(word: str, heads: list[str], vocabulary: Vocabulary) -> None:
    found = reference(word, vocabulary)
    assert found is not None
    assert [line for line in found.splitlines() if line and not line.startswith(" ")] == heads


@pytest.mark.parametrize("word", ["nothing", "google_ads.", ".source", "conversions.", "google_ads.source.x"])
def test_an_unknown_word(word: str, vocabulary: Vocabulary) -> None:
    assert reference(word, vocabulary) is None


def test_every_key_is_listed_and_has_an_entry(vocabulary: Vocabulary) -> None:
    index = reference("", vocabulary)
    assert index is not None
    listed = [line.split()[0] for line in index.splitlines()]
    known = [path for path, _ in walk(config_form(vocabulary))]
    assert listed == [path for path in known if not path.startswith(("defaults.", "ga4.event_rules.when."))]
    for path in known:
        entry = reference(path, vocabulary)
        assert entry is not None
        assert "  allowed:  " in entry

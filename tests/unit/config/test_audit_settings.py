"""`audit` and `review.report` in a config: what the client has of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load
from microconv.core.client import AuditSettings, Client, Ignored, fits
from microconv.core.diagnostics import Span
from microconv.core.review_settings import Learning

Load = Callable[[str], Loaded]

HEAD = """\
version: 1
client: aoi-store
google_ads: {customer_id: 123-456-7890}
conversions: []
"""
IGNORE = """\
audit:
  ignore:
    - rule: naming-prefix
      object: purchase
      reason: the client's own naming
      until: 2027-03-31
    - {rule: values-*, reason: 社内で合意済み, until: 2027-06-30}
"""
MARCH = datetime.date(2027, 3, 31)


def client_of(loaded: Loaded) -> Client:
    assert loaded.problems == ()
    assert loaded.client is not None
    return loaded.client


def test_all_of_them(loaded: Load) -> None:
    client = client_of(loaded(HEAD + IGNORE + "  enough_finals: 15\n  max_conversions: 12\n"))
    assert client.learning == Learning(15)
    assert client.audit == AuditSettings(
        max_conversions=12,
        ignore=(
            Ignored("naming-prefix", "the client's own naming", MARCH, "purchase", Span("config.yaml", 7, 7)),
            Ignored("values-*", "社内で合意済み", datetime.date(2027, 6, 30), span=Span("config.yaml", 11, 7)),
        ),
    )


@pytest.mark.parametrize("text", ["", "audit: {}\n", "audit: {ignore: []}\n"])
def test_without_them(loaded: Load, text: str) -> None:
    client = client_of(loaded(HEAD + text))
    assert (client.learning, client.audit.max_conversions, client.audit.ignore) == (Learning(), 30, ())
    assert client.review_report == ""


def test_numbers_of_an_agency_stay_and_a_list_is_replaced(loaded: Load, tmp_path: Path) -> None:
    base = IGNORE + "  enough_finals: 15\n  max_conversions: 12\n"
    (tmp_path / "base.yaml").write_text(f"version: 1\n{base}", encoding="utf-8")
    own = "audit: {enough_finals: 20, ignore: [{rule: roles-no-final, reason: new account, until: 2027-01-31}]}\n"
    client = client_of(loaded(f"extends: base.yaml\n{HEAD}{own}"))
    assert (client.learning.finals, client.audit.max_conversions) == (20, 12)
    assert [item.rule for item in client.audit.ignore] == ["roles-no-final"]
    without = client_of(loaded(f"extends: base.yaml\n{HEAD}"))
    assert [(item.rule, str(item.span)) for item in without.audit.ignore] == [
        ("naming-prefix", "base.yaml:4:7"),
        ("values-*", "base.yaml:8:7"),
    ]


def test_everything_of_one_object_may_be_ignored(loaded: Load) -> None:
    text = 'audit: {ignore: [{rule: "*", object: お問い合わせ*, reason: not ours, until: 2027-03-31}]}\n'
    (ignored,) = client_of(loaded(HEAD + text)).audit.ignore
    assert ignored.covers("roles-no-final", "お問い合わせ完了")
    assert not ignored.covers("roles-no-final", "資料請求完了")


def test_where_no_rules_are_known_none_is_refused(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + IGNORE.replace("naming-prefix", "colours"), encoding="utf-8")
    without = Vocabulary(vocabulary.types, vocabulary.words, vocabulary.sources)
    assert [item.rule for item in client_of(load(path, without)).audit.ignore] == ["colours", "values-*"]
    assert [item.code for item in load(path, vocabulary).problems] == ["unknown-rule"]


def test_where_no_rules_are_known_all_of_them_cannot_be_ignored(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + IGNORE.replace("values-*", "'*'"), encoding="utf-8")
    without = Vocabulary(vocabulary.types, vocabulary.words, vocabulary.sources)
    (problem,) = load(path, without).problems
    assert (problem.code, problem.summary) == ("ignores-everything", "audit.ignore.rule cannot be '*'")


def test_rules_are_asked_for_only_where_one_is_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """They are the largest part of the package, and most configs name none."""
    asked = []

    def rules() -> tuple[str, ...]:
        asked.append(True)
        return "naming-prefix", "values-all-same"

    path = tmp_path / "config.yaml"
    lazy = Vocabulary(vocabulary.types, vocabulary.words, vocabulary.sources, rules)
    path.write_text(HEAD + "audit: {enough_finals: 15}\n", encoding="utf-8")
    client_of(load(path, lazy))
    assert asked == []
    path.write_text(HEAD + IGNORE, encoding="utf-8")
    client_of(load(path, lazy))
    assert asked == [True]


@pytest.mark.parametrize(
    "address",
    [
        "https://lookerstudio.google.com/reporting/1a2b3c",
        "https://reports.example",
        "https://reports.example:8443/r?client=aoi&month=11#page-2",
        "https://レポート.example/あおい",
        "https://192.0.2.1/r",
        "https://reports.example/@aoi",
    ],
)
def test_addresses_of_reports(loaded: Load, address: str) -> None:
    assert client_of(loaded(f"{HEAD}review: {{report: '{address}'}}\n")).review_report == address


@pytest.mark.parametrize(
    "address",
    [
        "http://reports.example/r",
        "https://",
        "https:///r",
        "https://user:secret@reports.example/r",
        "https://user@reports.example/r",
        "https://reports.example/a b",
        'https://reports.example/"><script>',
        "https://reports.example:port/",
        "//reports.example/r",
        "https:\\\\reports.example",
        " https://reports.example",
        "data:text/html,https://reports.example",
    ],
)
def test_what_is_no_address_of_a_report(loaded: Load, address: str) -> None:
    (problem,) = loaded(f"{HEAD}review: {{report: '{address}'}}\n").problems
    assert problem.code == "wrong-form"
    assert problem.summary.startswith("review.report cannot be ")


@pytest.mark.parametrize(
    ("pattern", "text", "like"),
    [
        ("naming-*", "naming-prefix", True),
        ("naming-*", "roles-naming-prefix", False),
        ("*", "", True),
        ("", "", True),
        ("", "a", False),
        ("?v_cart", "mv_cart", True),
        ("?v_cart", "v_cart", False),
        ("[mv] *", "[mv] カート", True),
        ("[mv] *", "m カート", False),
        ("[!a]*", "b", False),
        ("mv_*", "MV_cart", False),
        ("a.c", "abc", False),
        ("*完了", "a\nb完了", True),
        ("*a" * 30, "a" * 29, False),
    ],
)
def test_patterns(pattern: str, text: str, like: bool) -> None:
    assert fits(text, pattern) is like


def test_what_an_entry_covers_and_how_long() -> None:
    ignored = Ignored("naming-*", "agreed", MARCH, "mv_*")
    assert ignored.covers("naming-prefix", "google_ads.conversion_action", "mv_cart")
    assert not ignored.covers("naming-prefix", "purchase")
    assert not ignored.covers("naming-prefix")
    assert not ignored.covers("roles-no-final", "mv_cart")
    assert Ignored("naming-*", "agreed", MARCH).covers("naming-prefix")
    assert ignored.counts_on(MARCH)
    assert not ignored.counts_on(MARCH + datetime.timedelta(days=1))

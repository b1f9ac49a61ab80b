"""`approver`, `learning` and `review.decisions` in a config: what the client has of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load
from microconv.core.client import Client
from microconv.core.conversion import Role
from microconv.core.review_settings import Decision, Learning

Load = Callable[[str], Loaded]

HEAD = """\
version: 1
client: aoi-store
google_ads: {customer_id: 123-456-7890}
conversions: []
"""
DECISIONS = """\
review:
  decisions:
    - date: 2026-11-28
      conversion: mv_add_to_cart
      change: {role: secondary, value: 400}
      reason: 96 of 3,210 users
    - {conversion: gone, change: none, reason: 様子を見る, date: 2026-10-01}
"""


def client_of(loaded: Loaded) -> Client:
    assert loaded.problems == ()
    assert loaded.client is not None
    return loaded.client


def test_all_of_them(loaded: Load) -> None:
    text = "approver: boss@client.example\nlearning: {finals: 20, days: 28, back_below: 8, reviews: 3}\n"
    client = client_of(loaded(HEAD + text + DECISIONS))
    assert client.approver == "boss@client.example"
    assert client.learning == Learning(20, 28, 8, 3)
    first, second = client.decisions
    assert first == Decision(datetime.date(2026, 11, 28), "mv_add_to_cart", Role.SECONDARY, 400.0, "96 of 3,210 users")
    assert second == Decision(datetime.date(2026, 10, 1), "gone", reason="様子を見る")
    assert (first.changes, second.changes) == (True, False)


def test_without_them(loaded: Load) -> None:
    client = client_of(loaded(HEAD + "learning: {}\nreview: {decisions: []}\n"))
    assert (client.approver, client.learning, client.decisions) == ("", Learning(None, 30, None, 2), ())


@pytest.mark.parametrize(
    ("text", "finals"),
    [
        ("audit: {enough_finals: 12}\n", 12),
        ("learning: {finals: 12}\n", 12),
        ("learning: {finals: 12}\naudit: {enough_finals: 12}\n", 12),
        ("learning: {days: 30}\naudit: {enough_finals: 12}\n", 12),
        ("audit: {max_conversions: 4}\n", None),
    ],
)
def test_enough_finals_of_the_audit_are_the_finals_of_learning(loaded: Load, text: str, finals: int | None) -> None:
    assert client_of(loaded(HEAD + text)).learning.finals == finals


def test_two_numbers_in_two_files_are_told_with_both_places(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("version: 1\naudit: {enough_finals: 30}\n", encoding="utf-8")
    (problem,) = loaded(f"extends: base.yaml\n{HEAD}learning: {{finals: 20}}\n").problems
    assert (problem.code, str(problem.span)) == ("either-or", "config.yaml:6:20")
    assert "base.yaml:2:24" in problem.detail


def test_a_list_replaces_that_of_a_base(loaded: Load, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("version: 1\n" + DECISIONS, encoding="utf-8")
    own = "review: {decisions: [{date: 2026-11-02, conversion: mv_a, change: {value: 5}, reason: a}]}\n"
    assert [one.conversion for one in client_of(loaded(f"extends: base.yaml\n{HEAD}{own}")).decisions] == ["mv_a"]


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (datetime.date(2026, 11, 28), []),
        (datetime.date(2026, 11, 27), []),
        (datetime.date(2026, 11, 26), ["future-day"]),
        (None, []),
    ],
)
def test_a_decision_of_a_day_to_come_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, today: datetime.date | None, codes: list[str]
) -> None:
    """Somewhere on Earth it is tomorrow already."""
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + DECISIONS, encoding="utf-8")
    loaded = load(path, vocabulary, today=today)
    assert [(item.code, item.is_error) for item in loaded.problems] == [(code, True) for code in codes]
    assert [(item.span.line, item.span.column) for item in loaded.problems if item.span] == [(7, 13)] * len(codes)
    assert (loaded.client is None) == bool(codes)


@pytest.mark.parametrize(
    ("learning", "enough"),
    [(Learning(), 30), (Learning(20), 20), (Learning(20, days=60), 10), (Learning(days=60), 30)],
)
def test_finals_are_counted_over_their_days(learning: Learning, enough: float) -> None:
    assert learning.enough_in(30) == enough

"""No pair of near names is missed, and few that are not near are found."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from microconv.analysis.near_names import near, words
from microconv.analysis.near_pairs import near_pairs
from tests.unit.analysis.test_near_names import NEAR, OTHER_ACTS, OTHER_STEPS, UNLIKE

NAMES = sorted({name for pair in (*NEAR, *OTHER_ACTS, *OTHER_STEPS, *UNLIKE) for name in pair})
PARTS = st.sampled_from(["予約", "完了", "済み", "フォーム", "直接", "form", "sent", "lead", "a", "_", " ", "人"])


def missed(names: list[tuple[str, ...]]) -> list[tuple[int, int]]:
    """The near pairs that are not among those found."""
    every = combinations(range(len(names)), 2)
    return sorted({(one, other) for one, other in every if near(names[one], names[other])} - {*near_pairs(names)})


def test_no_pair_of_the_known_names_is_missed() -> None:
    assert missed([words(name, "mv_") for name in NAMES]) == []


@given(st.lists(st.lists(PARTS, min_size=1, max_size=5).map("".join), max_size=12))
def test_no_pair_of_any_names_is_missed(texts: list[str]) -> None:
    assert missed([words(text) for text in texts]) == []


def test_names_without_a_word_in_common_are_no_pair() -> None:
    names = [(f"word{number}", "form") for number in range(50)]
    assert set(near_pairs(names)) == set(combinations(range(50), 2))  # "form" alone is one word away from each
    assert list(near_pairs([(f"word{number}", f"form{number}") for number in range(50)])) == []

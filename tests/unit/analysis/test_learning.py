"""Final conversions that are enough: the config's number, or that of the strategies."""

from __future__ import annotations

import pytest

from microconv.analysis.learning import enough
from microconv.core.review_settings import Learning


@pytest.mark.parametrize(
    ("learning", "strategies", "numbers"),
    [
        (Learning(), (), (30, 30, 15, 2)),
        (Learning(), ("manual_cpc",), (30, 30, 15, 2)),
        (Learning(), ("target_cpa",), (30, 30, 15, 2)),
        (Learning(), ("maximize_conversions", "target_roas"), (50, 30, 25, 2)),
        (Learning(days=45), ("target_roas",), (75, 45, 37, 2)),
        (Learning(days=20), ("target_cpa",), (20, 20, 10, 2)),
        (Learning(12, 28, 5, 3), ("target_roas",), (12, 28, 5, 3)),
        (Learning(back_below=40), ("target_roas",), (50, 30, 40, 2)),
        (Learning(back_below=40), (), (30, 30, 29, 2)),
        (Learning(1), (), (1, 30, 0, 2)),
    ],
)
def test_numbers(learning: Learning, strategies: tuple[str, ...], numbers: tuple[int, ...]) -> None:
    assert enough(learning, strategies)[:4] == numbers


def test_the_number_has_its_source() -> None:
    assert "6268637" in enough(Learning(), ["target_roas"]).source
    assert enough(Learning(9), ["target_roas"]).source == "learning.finals of the config"

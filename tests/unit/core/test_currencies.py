"""The table of currencies, held against the published list."""

from __future__ import annotations

import iso4217
import pytest

from microconv.core.currencies import DECIMALS, PUBLISHED, WITHDRAWN, decimals_of, rounded


def test_the_table_is_the_published_list() -> None:
    published = {
        code: int(entry["CcyMnrUnts"])
        for code, entry in iso4217.raw_table.items()
        if code is not None and entry["CcyMnrUnts"].isdigit()
    }
    assert dict(DECIMALS) == published
    assert str(iso4217.__published__) == PUBLISHED


def test_what_was_given_up_is_listed_no_more_and_has_a_successor_that_is() -> None:
    assert not WITHDRAWN.keys() & DECIMALS.keys()
    assert set(WITHDRAWN.values()) <= DECIMALS.keys()


@pytest.mark.parametrize(
    ("amount", "decimals"),
    [(0.0, 0), (500.0, 0), (72.5, 1), (0.1, 1), (1234.56, 2), (1e12, 0), (1e-7, 7), (0.30000000000000004, 17)],
)
def test_decimals_are_those_that_are_written(amount: float, decimals: int) -> None:
    assert decimals_of(amount) == decimals


def test_rounded() -> None:
    assert rounded(72095.36, 0) == 72095
    assert rounded(0.129, 2) == 0.13
    assert rounded(72.5, 0) == 73
    assert rounded(2.675, 2) == 2.68

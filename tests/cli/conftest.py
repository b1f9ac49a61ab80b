"""Fixtures that the tests of several commands share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Holds


@pytest.fixture
def nothing_written(holds: Holds) -> Iterator[None]:
    """Checks at the end of a test that the accounts are as they were, and that no write was even asked for."""
    before = holds.everything()
    yield
    assert (holds.everything(), holds.writes()) == (before, [])

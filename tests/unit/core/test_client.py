"""A client as a program makes it."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.core.client import Client


def test_accounts_are_given_by_name() -> None:
    made: Any = Client
    with pytest.raises(TypeError, match="positional arguments"):
        made("aoi", (), "1234567890")

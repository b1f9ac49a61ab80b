"""Connections: which providers they open, and when."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any, cast

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.providers.ga4.row import GA4
from microconv.providers.registry import registered, rows


def test_a_provider_that_is_registered_later_is_found() -> None:
    connections = Connections()
    opened = SimpleNamespace(name="third")
    row = cast(Any, GA4)._replace(
        name="third", types=(), account=lambda accounts: accounts.property_id, connect=lambda *_: None,
        reader=lambda *_, **__: opened, provider=lambda *_, **__: opened,
    )  # fmt: skip
    with registered(row):
        assert [item.name for item in connections.readers(Accounts(property_id="1"), frozenset())][-1] == "third"
        assert [item.name for item in connections.providers(Accounts(property_id="1"), frozenset())][-1] == "third"
    assert "third" not in [item.name for item in connections.readers(Accounts(property_id="1"), frozenset())]


def test_two_rows_cannot_claim_one_type_of_resource() -> None:
    before = rows()
    with pytest.raises(ValueError, match=r"^the type ga4.key_event of third is registered already, by ga4$"):
        registered(GA4._replace(name="third", types=(GA4.types[2],))).__enter__()
    assert rows() == before


def test_one_row_cannot_name_a_type_twice() -> None:
    kind = dataclasses.replace(GA4.types[2], name="third.key_event")
    with pytest.raises(ValueError, match=r"^the type third.key_event of third is registered already, by third$"):
        registered(GA4._replace(name="third", types=(kind, kind))).__enter__()

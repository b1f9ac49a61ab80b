"""Identities of conversion actions."""

from __future__ import annotations

import pytest

from microconv.core.ga4_import import import_identity, imported_from, is_import, name_identity


@pytest.mark.parametrize("name", ["ga4:345678901/lead", "name:ga4:345678901/lead", "ga4:", "name:name:ga4:1/x"])
def test_no_name_has_the_identity_of_an_import_or_of_another_name(name: str) -> None:
    assert name_identity(name) == f"name:{name}"
    assert not is_import(name_identity(name))
    assert imported_from(name_identity(name)) is None


@pytest.mark.parametrize("name", ["mv_lead", "name:x", "Ga4:1/x", "lead ga4:1/x"])
def test_any_other_name_is_its_own_identity(name: str) -> None:
    assert name_identity(name) == name


def test_an_import_keeps_its_identity() -> None:
    assert imported_from(import_identity("345678901", "lead")) == ("345678901", "lead")

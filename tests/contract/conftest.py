"""Clients as values, and projects of them on the emulator, without config files in between."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from microconv.core.client import Client
from microconv.core.conversion import Conversion, ConversionKind, Role, Value
from microconv.project import Connections, Project
from tests.conftest import PROPERTY, STORE


def _conversion(name: str, *, settings: dict[str, Any] | None = None, **fields: Any) -> Conversion:
    """A secondary website conversion of the category engagement, unless `fields` say otherwise."""
    kind = ConversionKind.MICRO if name.startswith("mv_") else ConversionKind.MACRO
    content = {"kind": kind, "role": Role.SECONDARY, "source": "website", **fields}
    if isinstance(content.get("value"), int | float):
        content["value"] = Value(float(content["value"]), "JPY")
    return Conversion(name=name, settings=MappingProxyType({"category": "engagement", **(settings or {})}), **content)


@pytest.fixture
def conversion() -> Callable[..., Conversion]:
    return _conversion


@pytest.fixture
def client() -> Callable[..., Client]:
    """Makes the store's client: `client(conversion, …, unlisted=…)`."""

    def make(*conversions: Conversion, **fields: Any) -> Client:
        content = {
            "label": "aoi",
            "customer_id": STORE,
            "login_customer_id": "9998887777",
            "property_id": PROPERTY,
            "currency": "JPY",
            **fields,
        }
        return Client(conversions=conversions, **content)

    return make


@pytest.fixture
def connections(environment: dict[str, str]) -> Connections:
    """Credentials for the emulator, as a run of the command line makes them."""
    del environment
    return Connections()


@pytest.fixture
def project(client: Callable[..., Client], connections: Connections) -> Callable[..., Project]:
    """Makes the store's project: `project(conversion, …, unlisted=…)`."""
    return lambda *conversions, **fields: Project(client(*conversions, **fields), connections=connections)

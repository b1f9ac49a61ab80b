"""The questions of `doctor` to Tag Manager, and for whom they are asked."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.errors import NotFoundError
from microconv.core.kinds import CUSTOMER
from microconv.emulator import World
from microconv.emulator.faults import Fault
from tests.contract.container_site import PUBLIC_ID, Site, settle_in


@pytest.fixture
def site(world: World, agency: dict[str, Any]) -> Site:
    return Site(settle_in(world, agency))


def test_only_clients_with_a_container_need_credentials_for_it(site: Site, connections: Connections) -> None:
    assert [one.api for one in connections.examined()] == ["google_ads", "ga4"]
    assert site.calls() == []
    *_, found = connections.examined({"tag_manager"})
    assert [(one.number, one.name, str(one.note)) for one in found.accounts] == [(PUBLIC_ID, "aoi.example", "Aoi")]
    assert (found.title, found.emulated, found.writes, found.calls, found.errors) == ("Tag Manager", True, True, 2, ())
    assert site.writes() == []


def test_what_is_refused_is_told(site: Site, connections: Connections) -> None:
    site.world.faults.add(Fault("tag_manager", "accounts.list", nth=0, status="PERMISSION_DENIED", message="No."))
    *_, found = connections.examined({"tag_manager"})
    (error,) = found.errors
    assert str(error) == "tag_manager: PERMISSION_DENIED (insufficientPermissions): No."


def test_a_container_is_reached_by_one_call(site: Site, connections: Connections) -> None:
    (reader,) = connections.readers(Accounts(container=PUBLIC_ID), frozenset({CUSTOMER}))
    assert reader.read().facts.container.path == "accounts/6000001/containers/60001"
    assert site.calls() == ["lookup"]
    (other,) = connections.readers(Accounts(container="GTM-ELSE"), frozenset({CUSTOMER}))
    with pytest.raises(NotFoundError):
        other.read()

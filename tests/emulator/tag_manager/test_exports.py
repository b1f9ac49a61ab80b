"""Exports of containers as seeds, also of containers that are not for websites."""

from __future__ import annotations

import copy

import pytest

from microconv.emulator.errors import SeedError
from microconv.emulator.tag_manager.seeding import load_state
from tests.emulator.tag_manager.conftest import CONTAINER, SEED


def test_a_server_container_has_built_in_variables_of_its_own(world, gtm) -> None:
    seed = copy.deepcopy(SEED)
    [version] = seed["tag_manager"]["accounts"][0]["containers"][0]["versions"]
    version["builtInVariable"] = [{"type": "EVENT_NAME", "name": "Event Name"}, {"type": "CLIENT_NAME"}]
    world.reset(seed)
    shown = gtm.containers().versions().live(parent=CONTAINER).execute()["builtInVariable"]
    assert [one["type"] for one in shown] == ["eventName", "clientName"]


def test_words_that_no_built_in_variable_has() -> None:
    given = {"id": 1, "builtInVariable": [{"type": "PAGE_COLOUR"}]}
    container = {"id": 2, "public_id": "GTM-AOI0001", "name": "x", "versions": [given]}
    with pytest.raises(SeedError, match="'pageColour' is not the type of a built-in variable"):
        load_state({"accounts": [{"id": 1, "name": "x", "containers": [container]}]}, 0)

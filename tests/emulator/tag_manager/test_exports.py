"""Exports of containers as seeds, also of containers that are not for websites."""

from __future__ import annotations

import copy
from typing import Any

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


def _with(version: dict[str, Any] | None = None, **container: Any) -> dict[str, Any]:
    versions = [{"id": 1, **(version or {})}]
    given = {"id": 2, "public_id": "GTM-AOI0001", "name": "x", "versions": versions, **container}
    return {"accounts": [{"id": 1, "name": "x", "containers": [given]}]}


@pytest.mark.parametrize(
    ("section", "path", "reason"),
    [
        (_with(premium="yes"), "premium", "true or false is needed"),
        (_with(latest=0), "latest", "'0' is not a number"),
        (_with(destinations=[5]), "destinations", "a list of ids such as G-ABC123 is needed"),
        (_with({"deleted": "no"}), "deleted", "true or false is needed"),
        (_with({"name": ["x"]}), "name", "a text is needed"),
        (_with({"fingerprint": "x"}), "fingerprint", "'x' is not a number"),
        (_with({"tag": [{"tagId": "1", "firingTriggerId": 5}]}), "tag", "a list is needed"),
        (_with({"tag": [{"tagId": "1", "nope": 5}]}), "tag", 'Unknown name "nope"'),
        (_with({"trigger": [{"triggerId": "1", "type": "PAGE_LOAD"}]}), "trigger", "TYPE_ENUM"),
        (_with({"tag": [{"tagId": "1"}, {"tagId": 1}]}), "tag", "1 stands there twice"),
        (
            _with(workspaces=[{"id": 1, "name": "w", "conflicts": [{"kind": "tag", "id": 5, "theirs": -1}]}]),
            "theirs",
            "an object is needed",
        ),
    ],
)
def test_seeds_that_are_refused(section: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(SeedError) as caught:
        load_state(section, 0)
    assert path in caught.value.path
    assert reason in str(caught.value)

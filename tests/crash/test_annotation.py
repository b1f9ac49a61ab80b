"""A process that is killed around the annotation that its sync leaves in GA4: the next sync leaves one, no second."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.emulator import World
from tests.crash.scenario import CONFIG, SEED
from tests.heavy import HEAVY


def titles(world: World) -> list[str]:
    owners = world.ga4.properties()
    return [one.title for owner in owners for one in owner.reporting_data_annotations.values()]


@pytest.fixture
def annotated(aoi):
    """The config of the client, which asks for annotations."""
    aoi.write_text(CONFIG.replace("property_id:", "annotate: true, property_id:", 1), encoding="utf-8")
    return aoi


def test_killed_around_its_annotation(store: World, worker: Any, annotated: Any, state: Any) -> None:
    worker("sync", annotated, "--yes")  # the first one loads the Google clients
    store.reset(SEED)
    ended = worker("sync", annotated, "--yes")
    assert (ended.code, ended.killed) == (0, False), ended.out
    (title,) = titles(store)
    last = max(number for number, point in enumerate(ended.points) if point.startswith("request "))
    for number in range(last - 3, len(ended.points) + 1, 1 if HEAVY else 4):
        store.reset(SEED)
        for path in (state / "journal").glob("*"):
            path.unlink()
        case = f"point {number}: {ended.points[number - 1]}"
        assert worker("sync", annotated, "--yes", kill=number).killed, case
        again = worker("sync", annotated, "--yes")
        assert again.code == 0, (case, again.out)
        assert titles(store) == [title], case

"""Sittings about accounts in which nothing happens, and of a property in another time zone: honest, and no crash."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from microconv.emulator import Emulator
from microconv.loading import load
from microconv.project import Project
from microconv.review.model import Reason
from tests.cli.results_site import CART, CHECKOUT, FINAL, config_of, sync


@pytest.fixture
def client(emulator: Emulator, agency: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Project:
    """A client whose property nobody visits. It is in Los Angeles, where it is still the day before."""
    content = copy.deepcopy(agency)
    content["ga4"]["accounts"][0]["properties"][0] |= {
        "time_zone": "America/Los_Angeles", "traffic": {"sessions_per_day": 0},
    }  # fmt: skip
    emulator.world.reset(content)
    for name, value in emulator.environment().items():
        monkeypatch.setenv(name, value)
    path = config_of(tmp_path, FINAL, CHECKOUT, CART)
    sync(path, tmp_path / "elsewhere")
    return Project(load(path), state=tmp_path / "state")


def test_the_day_is_that_of_the_numbers(client):
    ground = client.values().ground
    assert (str(ground.today), str(ground.last)) == ("2026-11-22", "2026-11-19")
    assert ground.gaps == ()


def test_without_people_nothing_is_proposed_and_it_says_why(client):
    answer = client.values()
    assert answer.proposals == ()
    assert all({Reason.FEW, Reason.NOT_COUNTED} & {*one.reasons} for one in answer.review.results), answer.review
    assert client.suggest().suggestions == ()
    assert client.test_size().sizes == ()
    assert client.roles().proposals == ()


def test_a_review_of_an_empty_property_has_an_agenda(client, tmp_path):
    answer = client.review(tmp_path / "reports")
    assert answer.proposals == ()
    assert answer.suggestions.pastes == ()
    assert {one.why.en for one in answer.prune} <= {"it counted nothing lately"}

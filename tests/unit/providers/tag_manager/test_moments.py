"""Moments of live triggers: what a config says, through the JSON of Tag Manager and back, is the same."""

from __future__ import annotations

import pytest
from hypothesis import given

from microconv.core.kinds import TRIGGER
from microconv.core.tag_trigger import TagTrigger
from microconv.providers.tag_manager.convert import made
from microconv.providers.tag_manager.moments import moment_of
from microconv.providers.tag_manager.trigger import state_of
from tests.laws.live_containers import MOMENTS
from tests.unit.providers.tag_manager.test_convert import read, triggers


@pytest.mark.parametrize("trigger", MOMENTS, ids=[f"{one.kind}-{number}" for number, one in enumerate(MOMENTS)])
def test_what_a_config_says_comes_back(trigger: TagTrigger) -> None:
    live = read(TRIGGER, made(TRIGGER, {"name": "a", **state_of(trigger)}, {}))
    assert moment_of(live.state) == trigger


@given(triggers)
def test_whatever_comes_back_means_the_same(trigger: TagTrigger) -> None:
    live = read(TRIGGER, made(TRIGGER, {"name": "a", **state_of(trigger)}, {}))
    moment = moment_of(live.state)
    assert moment is None or state_of(moment) == state_of(trigger)

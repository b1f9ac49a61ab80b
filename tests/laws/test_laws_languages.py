"""Plans of any goals are in two languages."""

from __future__ import annotations

from goal_worlds import goal_worlds
from hypothesis import given
from languages import hold
from strategies import World

from microconv.core.planning.make import make_plan
from microconv.providers import TYPES


@given(goal_worlds())
def test_every_message_of_a_plan_is_in_two_languages(world: World) -> None:
    hold(make_plan(TYPES, world.client, world.readings))

"""The comparison of all types of a client's accounts with its config."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from microconv.core.plan import Conflict
from microconv.core.planning.diff import Difference
from microconv.core.planning.goal_plan import GoalPlan


class Compared(NamedTuple):
    """The differences between a config and what is live, by type, and what they mean for goals.

    `refused` are conflicts about what was left out because an API refuses it.
    """

    parts: Mapping[str, Difference]
    goals: GoalPlan
    refused: tuple[Conflict, ...] = ()

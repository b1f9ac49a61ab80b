"""Checks of single objects before a rollback takes them back."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.container_facts import parse_unpublished
from microconv.core.goal_state import CampaignState
from microconv.core.kinds import CAMPAIGN_CONFIG, CAMPAIGN_GOAL
from microconv.core.plan import Action, Change
from microconv.core.planning.live_index import LiveIndex
from microconv.core.planning.refused import campaign_of
from microconv.core.resource import Address, Live, Reading


def follows(change: Change, live_index: LiveIndex) -> bool:
    """True for a goal of a campaign that follows the account's: that one changes with those, by nobody's hand."""
    if change.address.type != CAMPAIGN_GOAL:
        return False
    settings = Address(CAMPAIGN_CONFIG, campaign_of(change))
    live = live_index.of(Change(Action.CREATE, settings, (), ()))
    return live is not None and not CampaignState(live.state).own


def never_live(readings: Iterable[Reading]) -> frozenset[str]:
    """The ids of what is in a container's workspace, or in its latest version, and not in the live one."""
    lines = (line for reading in readings for line in reading.facts.container.unpublished or ())
    return frozenset(item.id for item in map(parse_unpublished, lines) if item.how == "added")


def unused(live: Live, changes: Iterable[Change], fresh: frozenset[str]) -> bool:
    """True for an object of a container that never was live, where nothing uses it but what `changes` remove.

    `fresh` are the ids of what never was live.
    """
    users = live.state.get("used_by")
    removed = {item.before for one in changes if one.action is Action.REMOVE for item in one.attributes}
    return live.id in fresh and (not isinstance(users, tuple) or removed.issuperset(users))

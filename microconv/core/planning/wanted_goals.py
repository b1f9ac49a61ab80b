"""The goals that a config wants at every level: of the account, custom goals, and of campaigns."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.bidding.goals import Names
from microconv.core.client import Client, Demote, GoalSetting
from microconv.core.goal_state import BIDDABLE
from microconv.core.kinds import ACCOUNT_GOAL, CUSTOM_GOAL
from microconv.core.planning.wanted import FIRST_ACTION, NO_ACTION, Members, Wanted, together
from microconv.core.planning.wanted_campaigns import campaigns
from microconv.core.planning.wanted_custom_goals import custom_goal, same_lists, without_unused
from microconv.core.resource import Address, Desired, Live, Target, frozen


def wanted_goals(client: Client, live: Sequence[Live], members: Members, names: Names) -> Wanted:
    """Every goal that the config names, at every level, against what is `live` now."""
    account = Wanted(tuple(_account_goal(setting) for setting in client.goals.account))
    custom = together(custom_goal(goal, members) for goal in client.goals.custom)
    made = {item.address.name for item in custom.objects if item.address.type == CUSTOM_GOAL}
    parts = [account, custom, campaigns(client.goals, live, made)]
    if client.demote is Demote.THOROUGH:
        parts.append(without_unused(client, live, members, names))
    objects = [item for part in parts for item in part.objects]
    return together([*parts, same_lists(objects, live, names)])


def _account_goal(setting: GoalSetting) -> Desired:
    target = Target(setting.pair, setting.pair, creatable=False, awaits=FIRST_ACTION, waiting=NO_ACTION)
    state = frozen({BIDDABLE: setting.biddable})
    return Desired(Address(ACCOUNT_GOAL, setting.pair), target, state, "", span=setting.span)

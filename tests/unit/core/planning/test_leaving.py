"""Goals of a campaign that leaves the account's: set one by one, and known to be in force only when it has left."""

from __future__ import annotations

import pytest
from strategies import action, campaign, campaign_goal, client, conversion, goal, plan_of

from microconv.core.client import CampaignGoals, Goals, GoalSetting
from microconv.core.kinds import CAMPAIGN_GOAL
from microconv.core.planning.happened import happened
from microconv.core.planning.live_index import LiveIndex

CART, VIEW = "add_to_cart~website", "page_view~website"
BRAND = campaign("Brand", 1)
THERE = (action("mv_cart", 1), goal(CART), goal(VIEW), campaign_goal(BRAND, CART), campaign_goal(BRAND, VIEW))


def plan(**goals):
    return plan_of(client(conversion("mv_cart"), goals=Goals(**goals)), *THERE, BRAND)


def own(found):
    return {
        item.address.name: (item.attributes[0].before, item.attributes[0].after)
        for item in found.changes
        if item.address.type == CAMPAIGN_GOAL
    }


def test_it_takes_along_what_the_account_has_but_what_the_plan_closes_there():
    entry = (CampaignGoals("Brand", goals=(GoalSetting("add_to_cart", False),)),)
    assert own(plan(campaigns=entry)) == {f"Brand/{CART}": (True, False), f"Brand/{VIEW}": (True, True)}
    closed = plan(campaigns=entry, account=(GoalSetting("page_view", False),))
    assert own(closed) == {f"Brand/{CART}": (True, False), f"Brand/{VIEW}": (True, False)}


@pytest.mark.parametrize("left", [False, True])
def test_a_goal_that_reads_as_before_was_set_if_its_campaign_has_left(left):
    (kept,) = (item for item in plan(campaigns=(CampaignGoals("Brand"),)).changes if item.address.name.endswith(VIEW))
    live = LiveIndex([*THERE, campaign("Brand", 1, own=left)])
    assert happened(kept, live) is left

"""The goals of its own that a campaign gives up when it follows the account's goals again.

Whether Google resets them or keeps them without effect is not known. So they are set to what the account has, in the
same request: that is in the plan and in the journal with what was before, and a rollback brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.client import Goals
from microconv.core.goal_state import BIDDABLE, CampaignState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_GOAL
from microconv.core.planning.wanted import Wanted
from microconv.core.resource import Desired, Live, Target, frozen, of_type
from microconv.core.text import Text

_GIVEN_UP = Text(
    "the campaign follows the account's goals again: its own is given up",
    "キャンペーンが再びアカウントの目標に従うため、固有の目標は使いません",
)


def given_up(goals: Goals, live: Sequence[Live], returning: Iterable[Live]) -> Wanted:
    """The goals of campaigns, as the account will have them. `returning` are the settings of the campaigns.

    Where the account has no biddable goal, the campaign has none for a moment: what Google refuses is a campaign's
    setting to go by goals of its own without one (EMPTY_CONVERSION_GOALS), and this one goes by the account's.
    """
    campaigns = {settings.campaign for settings in (CampaignState(item.state) for item in returning) if settings.own}
    account = {goal.pair: goal.biddable for goal in (GoalState(item.state) for item in of_type(live, ACCOUNT_GOAL))}
    account |= {setting.pair: setting.biddable for setting in goals.account if setting.pair in account}
    own = [item for item in of_type(live, CAMPAIGN_GOAL) if GoalState(item.state).campaign in campaigns]
    wanted = []
    for item in own:
        goal = GoalState(item.state)
        biddable = account.get(goal.pair, goal.biddable)
        if biddable != goal.biddable:
            wanted.append(_as_the_account(item, biddable))
    return Wanted(tuple(wanted))


def _as_the_account(item: Live, biddable: bool) -> Desired:
    target = Target(item.identity, item.address.name, named=False, creatable=False)
    return Desired(item.address, target, frozen({BIDDABLE: biddable}), "", why=_GIVEN_UP)

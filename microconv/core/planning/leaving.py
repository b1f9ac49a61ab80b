"""The goals of a campaign that leaves the account's: each of them is set, also those that read as they are wanted.

A campaign at level CUSTOMER shows the account's goals. Goals of its own from an earlier time may lie behind them and
come into force when the level changes: whether Google keeps them is not known (the emulator's policy
`campaign_back_to_account`). Set in the same request, none of them can count unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from microconv.core.client import Goals
from microconv.core.goal_state import BIDDABLE, CampaignState, GoalState
from microconv.core.kinds import CAMPAIGN_GOAL
from microconv.core.resource import Desired, Live, Target, frozen, of_type
from microconv.core.text import Text

_AS_THE_ACCOUNT = Text("as the account's goal", "アカウントの目標と同じ")


def kept_on_leaving(settings: Live, named: Collection[str], goals: Goals, live: Sequence[Live]) -> list[Desired]:
    """The goals of a campaign that the config does not name for it, as the account has them when it leaves.

    `named` are the pairs that it names. What the config closes for the account is closed by then.
    """
    campaign = CampaignState(settings.state).campaign
    closed = {setting.pair for setting in goals.account if not setting.biddable}
    kept = []
    for item in of_type(live, CAMPAIGN_GOAL):
        goal = GoalState(item.state)
        if goal.campaign == campaign and goal.pair not in named:
            target = Target(item.identity, item.address.name, named=False, creatable=False)
            state = frozen({BIDDABLE: goal.biddable and goal.pair not in closed})
            kept.append(Desired(item.address, target, state, "", why=_AS_THE_ACCOUNT, explicit=True))
    return kept

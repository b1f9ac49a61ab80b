"""The config that keeps bidding from using what Google runs itself: its role cannot be set, but its goal can be closed.

That the goals of such actions can be updated although the actions refuse every change was seen in live accounts (read
in copies, checked 2026-11-28).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Use, effective
from microconv.core.goal_pair import goal_parts
from microconv.core.goal_state import BIDDABLE, CATEGORY, ORIGIN
from microconv.core.text import NO_TEXT, Text

if TYPE_CHECKING:
    from microconv.core.yaml_text import Data

ANY_GOAL = "goals: {account: [{category: …, biddable: false}]}"
"""The config that closes a goal of the account, where it is not known which."""


def goal_setting(pair: str, *, biddable: bool = False) -> dict[str, Data]:
    """The keys of a goal in a config."""
    category, origin = goal_parts(pair)
    return {CATEGORY: category, **({} if origin == "website" else {ORIGIN: origin}), BIDDABLE: biddable}


def account_goal(pair: str, *, biddable: bool = False) -> str:
    """The config that closes, or opens, one goal of the account: `goals: {account: [{category: …, …}]}`."""
    return _goals({"account": [goal_setting(pair, biddable=biddable)]})


def closing(action: BiddingAction, bids: BiddingInputs) -> str:
    """The config that keeps bidding from using an action; empty where no goal of its pair makes bidding use it.

    It closes the goals of the campaigns that have their own, too.
    """
    places = bids.campaigns or (None,)
    uses = [(place.name if place is not None else "", effective(action, bids.goals, place)) for place in places]
    goal = goal_setting(action.pair)
    goals: dict[str, Data] = {}
    if any(use is Use.ACCOUNT_GOAL for _, use in uses):
        goals["account"] = [goal]
    own = [{"campaign": name, "goals": [goal]} for name, use in uses if use is Use.CAMPAIGN_GOAL]
    if own:
        goals["campaigns"] = own
    return _goals(goals) if goals else ""


def _goals(goals: dict[str, Data]) -> str:
    from microconv.core.yaml_text import flow

    return f"goals: {flow(goals)}"


def advice(action: BiddingAction, bids: BiddingInputs) -> Text:
    """The same in words, with the other actions that bidding would lose; empty likewise."""
    config = closing(action, bids)
    if not config:
        return NO_TEXT
    others = sorted(
        other.name for other in bids.actions if other.pair == action.pair and other is not action and bids.uses(other)
    )
    also = f" (of the same goal: {', '.join(others)})" if others else ""
    too = f"（同じ目標の {'、'.join(others)} も入札に使われなくなります）" if others else ""
    return Text(
        f"to keep bidding from using it, write `{config}`{also}",
        f"入札に使わないようにするには、`{config}` と書いてください{too}",
    )

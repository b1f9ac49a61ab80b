"""The campaigns in which bidding uses an action or not, now and after a plan; or the account, where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, effective
from microconv.core.bidding.forecast import Forecast
from microconv.core.planning.explanation import Place, View


def acting_as(bids: BiddingInputs, identifier: str) -> BiddingAction | None:
    """The action with this id, as far as bidding goes; None for none, or an empty id."""
    return next((action for action in bids.actions if identifier and action.id == identifier), None)


def places_of(seen: Forecast, now: BiddingAction | None, later: BiddingAction | None) -> Iterable[Place]:
    """Every campaign, with what decides there whether bidding uses the action `now`, and `later` after the plan."""
    after: Mapping[str, Campaign] = {item.id: item for item in seen.after.campaigns or ()}
    for campaign in seen.before.campaigns or (None,):
        then = after.get(campaign.id) if campaign is not None else None
        yield Place(
            campaign.id if campaign is not None else "",
            campaign.name if campaign is not None else "",
            _view(now, seen.before, campaign),
            _view(later, seen.after, then),
        )


def _view(action: BiddingAction | None, bids: BiddingInputs, campaign: Campaign | None) -> View:
    own = campaign is not None and campaign.own
    goals = campaign.goals if campaign is not None and own else bids.goals
    return View(
        own=own,
        biddable=None if action is None else goals.get(action.pair),
        custom_goal=campaign.custom_goal if campaign is not None else "",
        listed=action is not None and campaign is not None and action.id in campaign.listed,
        selected=action is not None and campaign is not None and action.id in campaign.selected,
        use=None if action is None else effective(action, bids.goals, campaign),
    )

"""Rules for the actions that an App campaign is optimized towards, its selective optimization.

Sources, checked 2026-11-28: the comment of resources/campaign.proto (v26) on which campaigns have it, the words of
errors/campaign_error.proto, and the official example add_app_campaign. Which of the words a campaign draws that is no
App campaign is inferred; when the two words about the category DOWNLOAD are drawn is not said anywhere, so they are not
emulated. How many actions there may be is the policy ``selected_actions_limit``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.model_campaigns import SELECTED, takes_selected_actions
from microconv.emulator.google_ads.mutate import names, values
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.google_ads.model import ConversionAction, Customer

_PARENT, _FIELD = SELECTED.split(".")
_GOAL_TYPE = "app_campaign_setting.bidding_strategy_goal_type"
_APP = "app_campaign_setting.app_id"


def check(call: Call, draft: Draft, new: Flat, paths: Collection[str]) -> Iterator[AdsError]:
    """The errors of the selected actions in `new`, if they are among `paths`; their names get their owner's id."""
    if SELECTED not in paths:
        return
    given = list(new.get(SELECTED, ()))
    if not takes_selected_actions(new):
        if given:
            message = "Only App campaigns can be optimized towards selected conversion actions."
            yield values.at(SELECTED, "campaign_error.INCOMPATIBLE_CAMPAIGN_FIELD", message)
        return
    if not given:
        if str(new.get(_GOAL_TYPE, "")).startswith("OPTIMIZE_IN_APP_CONVERSIONS"):
            message = "At least one conversion must be selected."
            yield values.at(SELECTED, "campaign_error.AT_LEAST_ONE_CONVERSION_MUST_BE_SELECTED", message)
        return
    limit = call.world.policies.number("selected_actions_limit")
    if 0 < limit < len(given):
        message = f"This campaign type can only have {limit} conversion action(s)."
        yield values.at(SELECTED, "campaign_error.CANNOT_SET_MORE_THAN_ONE_CONVERSION_ACTION", message)
    selected = []
    for index, name in enumerate(given):
        try:
            owner, action = _action(draft, name, index)
        except OperationFailed as failed:
            yield from failed.errors
            continue
        selected.append(names.ACTIONS.name(owner.id, action.id))
        app = new.get(_APP)
        if app is not None and action["app_id"] not in (None, app):
            message = "App campaign setting app ID must match selective optimization conversion action app ID."
            code = "campaign_error.APP_ID_MUST_MATCH_CONVERSION_ACTION_APP_ID"
            yield error(code, message, _PARENT, (_FIELD, index), trigger=name)
    if len(set(selected)) < len(selected):
        message = "The list contains an element more than once."
        yield values.at(SELECTED, "distinct_error.DUPLICATE_ELEMENT", message)
    new[SELECTED] = selected


def _action(draft: Draft, name: str, index: int) -> tuple[Customer, ConversionAction]:
    """An action that the customer sees, with its owner; removed ones are not there.

    Raises OperationFailed if there is none of that name.
    """
    where = (_PARENT, (_FIELD, index))
    ids = names.ACTIONS.match(name)
    if ids is None:
        raise names.malformed(name, where)
    number = names.real_id(draft, ids[1], name, where)
    for owner in draft.state.owners_seen_by(draft.customer):
        action = draft.action(number) if owner is draft.customer else owner.actions.get(number)
        if action is not None and action.status != "REMOVED" and ids[0] in (draft.customer.id, owner.id):
            return owner, action
    raise names.not_found(name, where)

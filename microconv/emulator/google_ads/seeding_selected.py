"""The selected actions of App campaigns in a seed: ids, or resource names with their owner's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.model_campaigns import SELECTED, takes_selected_actions
from microconv.emulator.google_ads.resources.conversion_action import resource_name

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign
    from microconv.emulator.google_ads.state import AdsState

_PARENT, _FIELD = SELECTED.split(".")


def with_names(content: Mapping[str, Any], owner: int) -> Mapping[str, Any]:
    """A campaign's content with resource names where its selected actions are written as ids.

    owner: the id of the conversion customer, whose actions ids are of.
    """
    parent = content.get(_PARENT)
    actions = parent.get(_FIELD) if isinstance(parent, Mapping) else None
    if not isinstance(parent, Mapping) or not isinstance(actions, (list, tuple)):
        return content
    names = [resource_name(owner, one) if isinstance(one, int) else one for one in actions]
    return {**content, _PARENT: {**parent, _FIELD: names}}


def check_selected(state: AdsState, customer: Customer, campaign: Campaign, place: str) -> None:
    """Refuse selected actions that are not there, or of a campaign that cannot have any.

    place: of the campaign in the seed.

    Raises SeedError.
    """
    names = campaign.fields.get(SELECTED, ())
    if not names:
        return
    if not takes_selected_actions(campaign.fields):
        raise SeedError(
            f"{place}.{SELECTED}", "only a MULTI_CHANNEL campaign of a sub type for App campaigns can have them"
        )
    there = {resource_name(owner.id, one) for owner in state.owners_seen_by(customer) for one in owner.actions}
    for index, name in enumerate(names):
        if name not in there:
            raise SeedError(f"{place}.{SELECTED}[{index}]", f"there is no conversion action {name}")

"""The words for what Google refuses before it is done: what, why, and a way that works."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.action_state import PRIMARY, STATUS
from microconv.core.bidding.closing import ANY_GOAL
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.errors import RejectedError
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG
from microconv.core.plan import Action, Change, Conflict
from microconv.core.planning.refused import campaign_of
from microconv.core.resource import Address

_ACCEPT = "write in the config what is live, or change it in Google Ads by hand"


def conflict_of(change: Change, error: RejectedError, client: Client) -> Conflict:
    """The conflict about a refusal: of the campaign whose goals it is about, or of the object.

    A refusal of the whole request, which has no target, is the account's.
    """
    campaign = campaign_of(change)
    address, what = change.address, _what(change, error)
    if campaign:
        address, what = Address(CAMPAIGN_CONFIG, campaign), "the goals of this campaign"
    if not error.target:
        address, what = Address(f"{error.api}.account", error.account), "every change of this account"
    conversion = client.by_name.get(change.conversion)
    imported = address.type == ACTION and conversion is not None and conversion.source == GA4_IMPORT
    return Conflict(
        address,
        f"Google refuses {what}: {error.code}: {error.message}",
        _of_import(_named(change, error), conversion) if imported and conversion else error.hint or _ACCEPT,
        refused=True,
        request_id=error.request_id,
    )


def _what(change: Change, error: RejectedError) -> str:
    if change.action is Action.CREATE:
        return "to make it"
    if change.action is Action.REMOVE:
        return "to remove it"
    return f"to change {', '.join(_named(change, error))}"


def _named(change: Change, error: RejectedError) -> list[str]:
    """The attributes that an error names, or all that change."""
    names = [item.name for item in change.attributes]
    return [name for name in names if name in error.fields] or names


def _of_import(names: Sequence[str], conversion: Conversion) -> str:
    """The ways to have an import not count where Google does not let anybody change it."""
    if not {STATUS, PRIMARY} & set(names):
        return "leave it out of the conversion, write what is live, or change it in Google Ads by hand"
    enable = "enable it in Google Ads by hand, or " if STATUS in names else ""
    return (
        f"{enable}write in the config what is live (`role`); to keep bidding from using it, close its goal "
        f"(`{ANY_GOAL}`) or unmark the key event {conversion.event} in GA4"
    )

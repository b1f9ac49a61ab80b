"""The tag of a conversion for Google Ads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.action_state import ActionState
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.planning.live_action import LiveActions
from microconv.core.resource import Live
from microconv.core.tags.parameters import moment_of, order_number, worth
from microconv.core.tags.snippet import Moment, Parameter, Product, Snippet, Standing

TAGGED = frozenset({"website", "click_to_call", "website_call"})
"""The sources that a tag on the website counts."""


_UNTAGGED = {
    "upload_clicks": "its conversions are uploaded",
    "upload_calls": "its conversions are uploaded",
    "store_sales_direct_upload": "its conversions are uploaded",
    "ad_call": "Google counts calls from ads by itself",
    "google_play_download": "Google Play reports it",
    "google_play_in_app_purchase": "Google Play reports it",
}


def tagged_action(client: Client, conversion: Conversion, actions: LiveActions) -> Live | None:
    """The live action of a conversion that a tag of the website counts. None: it has none, or it needs no tag."""
    if not client.customer_id or conversion.source not in TAGGED:
        return None
    item = actions.of(conversion)
    return None if item is None or ActionState(item.state).status == "removed" else item


def google_ads_tags(
    client: Client,
    conversion: Conversion,
    actions: LiveActions,
    send_tos: Mapping[str, str],
) -> Iterable[Snippet]:
    """The tag that counts a conversion in Google Ads, or the reason why there is none."""
    if not client.customer_id or conversion.source is None:
        return

    def without(standing: Standing, why: str) -> Snippet:
        return Snippet(conversion.name, Product.GOOGLE_ADS, standing, why)

    if conversion.source == GA4_IMPORT:
        if actions.of(conversion) is None:
            yield without(Standing.WAITING, "Google has not imported GA4's event yet; it has no tag of its own")
        else:
            yield without(Standing.NOT_NEEDED, "Google imports GA4's event; it has no tag of its own")
        return
    if conversion.source not in TAGGED:
        yield without(Standing.NOT_NEEDED, _UNTAGGED.get(conversion.source, "no tag of a website counts it"))
        return
    action = tagged_action(client, conversion, actions)
    if action is None:
        yield without(Standing.NOT_CREATED, "it is not in Google Ads yet: run `microconv sync`, then this again")
        return
    target = send_tos.get(action.id, "")
    if not target:
        yield without(
            Standing.UNKNOWN, f"Google gives no tag for this action, whose type is {ActionState(action.state).type}"
        )
        return
    yield _event(conversion, action, target)


def _event(conversion: Conversion, action: Live, target: str) -> Snippet:
    state = ActionState(action.state)
    reasons = [f"it belongs to the account {action.owner}"] if action.owner else []
    if not state.enabled:
        reasons.append(f"it is {state.status} in Google Ads, and counts nothing before it is enabled")
    why = "; ".join(reasons)
    if conversion.source == "website_call":
        number = Parameter("phone_conversion_number", "", "The telephone number, exactly as the page shows it.")
        return Snippet(
            conversion.name, Product.GOOGLE_ADS, Standing.READY, why, Moment.NUMBER,
            target=target, parameters=(number,),
        )  # fmt: skip
    category = str(conversion.settings.get("category") or state.category)
    moment = Moment.CLICK if conversion.source == "click_to_call" else moment_of(conversion, category)
    return Snippet(
        conversion=conversion.name,
        product=Product.GOOGLE_ADS,
        standing=Standing.READY,
        why=why,
        moment=moment,
        page_view=category == "page_view",
        event="conversion",
        target=target,
        parameters=(Parameter("send_to", target), *worth(conversion.value), *order_number(category)),
    )

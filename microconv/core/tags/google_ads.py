"""The tag of a conversion for Google Ads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.action_state import STATUS, TYPE, ActionState
from microconv.core.attribute_words import attribute_word
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.planning.live_action import LiveActions
from microconv.core.product import Product
from microconv.core.resource import Live
from microconv.core.tags.parameters import moment_of, order_number, worth
from microconv.core.tags.snippet import Moment, Parameter, Snippet, Standing
from microconv.core.text import Text, joined

TAGGED = frozenset({"website", "click_to_call", "website_call"})
"""The sources that a tag on the website counts."""

_UPLOADED = Text("its conversions are uploaded", "コンバージョンはアップロードで取り込まれます")
_PLAY = Text("Google Play reports it", "Google Play から報告されます")
_UNTAGGED = {
    "upload_clicks": _UPLOADED,
    "upload_calls": _UPLOADED,
    "store_sales_direct_upload": _UPLOADED,
    "ad_call": Text("Google counts calls from ads by itself", "広告からの通話は Google が計測します"),
    "google_play_download": _PLAY,
    "google_play_in_app_purchase": _PLAY,
}
_NOT_COUNTED = Text("no tag of a website counts it", "ウェブサイトのタグでは計測しません")
_NOT_IMPORTED = Text(
    "Google has not imported GA4's event yet; it has no tag of its own",
    "GA4 のイベントがまだ Google にインポートされていません。専用のタグはありません",
)
_IMPORTED = Text(
    "Google imports GA4's event; it has no tag of its own",
    "GA4 のイベントを Google がインポートするため、専用のタグはありません",
)
_NOT_THERE = Text(
    "it is not in Google Ads yet: run `microconv sync`, then this again",
    "Google 広告にまだありません。`microconv sync` を実行してから、もう一度実行してください",
)


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

    def without(standing: Standing, why: Text) -> Snippet:
        return Snippet(conversion.name, Product.GOOGLE_ADS, standing, why)

    if conversion.source == GA4_IMPORT:
        if actions.of(conversion) is None:
            yield without(Standing.WAITING, _NOT_IMPORTED)
        else:
            yield without(Standing.NOT_NEEDED, _IMPORTED)
        return
    if conversion.source not in TAGGED:
        yield without(Standing.NOT_NEEDED, _UNTAGGED.get(conversion.source, _NOT_COUNTED))
        return
    action = tagged_action(client, conversion, actions)
    if action is None:
        yield without(Standing.NOT_CREATED, _NOT_THERE)
        return
    target = send_tos.get(action.id, "")
    if not target:
        kind = attribute_word(TYPE, ActionState(action.state).type)
        unknown = Text(
            f"Google gives no tag for this action, whose type is {ActionState(action.state).type}",
            f"このアクション（計測方法: {kind.ja}）のタグは Google から提供されません",
        )
        yield without(Standing.UNKNOWN, unknown)
        return
    yield _event(conversion, action, target)


def _event(conversion: Conversion, action: Live, target: str) -> Snippet:
    state = ActionState(action.state)
    reasons = []
    if action.owner:
        owner = action.owner
        reasons.append(Text(f"it belongs to the account {owner}", f"アカウント {owner} が所有しています"))
    if not state.enabled:
        status = attribute_word(STATUS, state.status)
        reasons.append(
            Text(
                f"it is {state.status} in Google Ads, and counts nothing before it is enabled",
                f"Google 広告でのステータスは「{status.ja}」で、有効にするまで計測されません",
            )
        )
    why = joined(reasons, "; ", "。")
    if conversion.source == "website_call":
        shown = Text(
            "The telephone number, exactly as the page shows it.",
            "ページの表示どおりの電話番号を入れてください。",
        )
        number = Parameter("phone_conversion_number", "", shown)
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

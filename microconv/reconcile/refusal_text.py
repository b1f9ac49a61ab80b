"""The words for what Google refuses before it is done: what, why, and a way that works."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.action_state import PRIMARY, STATUS
from microconv.core.attribute_words import attribute_label
from microconv.core.bidding.closing import ANY_GOAL
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.errors import RejectedError
from microconv.core.kinds import ACTION, CAMPAIGN_CONFIG
from microconv.core.plan import Action, Change, Conflict
from microconv.core.planning.refused import campaign_of
from microconv.core.resource import Address
from microconv.core.text import Text, joined, untranslated

_ACCEPT = Text(
    "write in the config what is live, or change it in Google Ads by hand",
    "設定を現在の状態に合わせるか、Google 広告の管理画面で変更してください",
)


def conflict_of(change: Change, error: RejectedError, client: Client) -> Conflict:
    """The conflict about a refusal: of the campaign whose goals it is about, or of the object.

    A refusal of the whole request, which has no target, is the account's.
    """
    campaign = campaign_of(change)
    address, what = change.address, _what(change, error)
    if campaign:
        address = Address(CAMPAIGN_CONFIG, campaign)
        what = Text("the goals of this campaign", "このキャンペーンの目標の変更")
    if not error.target:
        address = Address(f"{error.api}.account", error.account)
        what = Text("every change of this account", "このアカウントのすべての変更")
    conversion = client.by_name.get(change.conversion)
    hint = untranslated(error.hint) if error.hint else _ACCEPT
    if address.type == ACTION and conversion is not None and conversion.source == GA4_IMPORT:
        hint = _of_import(_named(change, error), conversion)
    why = f"{error.code}: {error.message}"
    return Conflict(
        address,
        Text(
            f"Google refuses {what.en}: {why}",
            f"Google が{what.ja}を拒否しています: {why}",
        ),
        hint,
        refused=True,
        request_id=error.request_id,
    )


def _what(change: Change, error: RejectedError) -> Text:
    if change.action is Action.CREATE:
        return Text("to make it", "作成")
    if change.action is Action.REMOVE:
        return Text("to remove it", "削除")
    labels = joined(map(attribute_label, _named(change, error)))
    return Text(f"to change {labels.en}", f"「{labels.ja}」の変更")


def _named(change: Change, error: RejectedError) -> list[str]:
    """The attributes that an error names, or all that change."""
    names = [item.name for item in change.attributes]
    return [name for name in names if name in error.fields] or names


def _of_import(names: Sequence[str], conversion: Conversion) -> Text:
    """The ways to have an import not count where Google does not let anybody change it."""
    if not {STATUS, PRIMARY} & set(names):
        return Text(
            "leave it out of the conversion, write what is live, or change it in Google Ads by hand",
            "この項目をコンバージョンの設定から外すか、現在の値を書くか、Google 広告の管理画面で変更してください",
        )
    enable = Text("", "")
    if STATUS in names:
        enable = Text("enable it in Google Ads by hand, or ", "Google 広告の管理画面で有効にするか、")
    return Text(
        f"{enable.en}write in the config what is live (`role`); to keep bidding from using it, close its goal "
        f"(`{ANY_GOAL}`) or unmark the key event {conversion.event} in GA4",
        f"{enable.ja}設定の `role` を現在の状態に合わせてください。入札に使わせないようにするには、"
        f"目標を入札に使用しない設定にするか（`{ANY_GOAL}`）、GA4 でキーイベント「{conversion.event}」の"
        "マークを外してください",
    )

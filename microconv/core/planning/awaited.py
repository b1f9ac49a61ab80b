"""GA4 key events that Google imports into Google Ads by itself: what such an import still waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT
from microconv.core.ga4_import import import_identity
from microconv.core.kinds import ACTION, CUSTOMER, KEY_EVENT, LINK
from microconv.core.plan import Action, Change, Waiting
from microconv.core.resource import Reading, Standing
from microconv.core.text import Text, joined

_TIME = Text(
    "time: everything is there, and Google takes one or two days",
    "待ち時間（必要なものはすべてそろっており、Google の作成まで 1～2 日かかります）",
)
_TAGGING = Text("auto-tagging, which is off in Google Ads", "Google 広告でオフになっている自動タグ設定")
_TAGGING_UNWANTED = Text(
    "auto-tagging, which is off in Google Ads and in the config",
    "Google 広告でも設定でもオフになっている自動タグ設定",
)
_TURNED_ON = Text(" (this plan turns it on)", "（このプランでオンにします）")
_WRITE_TAGGING = Text(
    ": write `google_ads: {auto_tagging: true}`", "（`google_ads: {auto_tagging: true}` と書いてください）"
)
_KEY_EVENT = Text("the key event", "キーイベント")
_LINK = Text("the link between the property and Google Ads", "プロパティと Google 広告のリンク")
_MADE = Text(" (this plan makes it)", "（このプランで作成します）")
_WRITE_LINK = Text(": write `link_google_ads: true`", "（`link_google_ads: true` と書いてください）")


def awaited(waiting: Waiting, client: Client, readings: Sequence[Reading], changes: Sequence[Change]) -> Waiting:
    """The same, with what is missing, if an import is waited for."""
    conversion = client.by_name.get(waiting.address.name)
    if waiting.address.type != ACTION or conversion is None or conversion.source != GA4_IMPORT:
        return waiting
    if _there(import_identity(client.property_id, str(conversion.event)), readings):
        return waiting
    missing = _missing(str(conversion.event), client, readings, changes) or [_TIME]
    return replace(waiting, missing=joined(missing, "; ", "; "))


def _there(identity: str, readings: Sequence[Reading]) -> bool:
    """True where the import is made, and only what Google refuses of it keeps something waiting."""
    live = (item for reading in readings for item in reading.resources if item.address.type == ACTION)
    return any(item.identity == identity and not item.standing.never_ours for item in live)


def _tagging(client: Client, changes: Sequence[Change]) -> Text:
    """Auto-tagging that is off, with the way to it."""
    if any(change.address.type == CUSTOMER for change in changes) and client.auto_tagging:
        return _together(_TAGGING, _TURNED_ON)
    return _together(_TAGGING_UNWANTED if client.auto_tagging is False else _TAGGING, _WRITE_TAGGING)


def _missing(event: str, client: Client, readings: Sequence[Reading], changes: Sequence[Change]) -> list[Text]:
    created = {(change.address.type, change.address.name) for change in changes if change.action is Action.CREATE}
    identity = import_identity(client.property_id, event)
    for item in (item for reading in readings for item in reading.resources if item.identity == identity):
        if item.address.type == ACTION and item.standing is Standing.OTHER_OWNER:
            return [_leave(item.owner)]
    missing = []
    for reading in readings:
        if reading.facts.customer.auto_tagging_enabled is False:
            missing.append(_tagging(client, changes))
        if reading.provider != "ga4":
            continue
        known = {(item.address.type, item.identity) for item in reading.resources}
        if (KEY_EVENT, event) not in known:
            missing.append(_together(_KEY_EVENT, *([_MADE] if (KEY_EVENT, event) in created else [])))
        if LINK in reading.types and (LINK, client.customer_id) not in known:
            missing.append(_together(_LINK, _MADE if any(kind == LINK for kind, _ in created) else _WRITE_LINK))
    return sorted(missing)


def _leave(owner: str) -> Text:
    return Text(
        f"leave: it is there, but belongs to {owner} (write `google_ads: {{manage_owner: true}}`)",
        f"変更の許可（アクションはありますが、{owner} の所有です。"
        "`google_ads: {manage_owner: true}` と書いてください）",
    )


def _together(*texts: Text) -> Text:
    return joined(texts, "", "")

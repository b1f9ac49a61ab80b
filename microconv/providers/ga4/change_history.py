"""The change history of a property over a month (accounts.searchChangeHistoryEvents, v1alpha, checked 2026-11-29).

v1alpha alone has words for key events and event-create rules. The API knows a part of the changes that GA4's own pages
show, and says of an event whether more was changed in it than it tells.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from microconv.core.errors import ApiError
from microconv.core.monthly import History, HistoryEntry
from microconv.core.months import Month
from microconv.core.text import Text
from microconv.providers.ga4.monthly import zone_of
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

_OTHER_ZONE = datetime.timedelta(days=2)
"""More than the most by which the days of two time zones differ, 26 hours."""

_CREATED, _UPDATED, _DELETED = 1, 2, 3

_KINDS: Mapping[str, Text] = {
    "property": Text("property", "プロパティ"),
    "key_event": Text("key event", "キーイベント"),
    "conversion_event": Text("key event", "キーイベント"),
    "event_create_rule": Text("event-create rule", "イベント作成ルール"),
    "google_ads_link": Text("Google Ads link", "Google 広告とのリンク"),
    "data_stream": Text("data stream", "データ ストリーム"),
    "enhanced_measurement_settings": Text("enhanced measurement", "拡張計測機能"),
    "measurement_protocol_secret": Text("Measurement Protocol secret", "Measurement Protocol のシークレット"),
    "custom_dimension": Text("custom dimension", "カスタム ディメンション"),
    "custom_metric": Text("custom metric", "カスタム指標"),
    "calculated_metric": Text("calculated metric", "計算指標"),
    "audience": Text("audience", "オーディエンス"),
    "channel_group": Text("channel group", "チャネル グループ"),
    "attribution_settings": Text("attribution settings", "アトリビューション設定"),
    "reporting_identity_settings": Text("reporting identity", "レポート用識別子"),
    "data_retention_settings": Text("data retention", "データ保持"),
    "data_redaction_settings": Text("data redaction", "データの秘匿"),
    "google_signals_settings": Text("Google signals", "Google シグナル"),
    "user_provided_data_settings": Text("user-provided data", "ユーザー提供データ"),
    "reporting_data_annotation": Text("annotation", "アノテーション"),
    "bigquery_link": Text("BigQuery link", "BigQuery とのリンク"),
    "firebase_link": Text("Firebase link", "Firebase とのリンク"),
}
_NAMES = ("event_name", "destination_event", "display_name", "title", "customer_id", "parameter_name")
"""The fields that name an object, the first that is there."""

_UNTOLD = frozenset({"name", "create_time", "update_time", "user_defined"})
"""Fields that are not what somebody changed."""


def history(read: ReadProperty, month: Month) -> History:
    """The changes within a month of the property's time zone, and those of the month after it and the days before.

    Where GA4 refuses, `why` says so. Raises CredentialsError.
    """
    before = read.calls
    try:
        owner = read.itself()
        zone = zone_of(owner.time_zone)
        if zone is None:
            why = Text(
                f"the property's time zone is not known here: {owner.time_zone}",
                f"プロパティのタイムゾーンを認識できません: {owner.time_zone}",
            )
            return History(False, why=why, requests=read.calls - before)
        first = datetime.datetime.combine(month.first - _OTHER_ZONE, datetime.time(), zone)
        end = datetime.datetime.combine(month.after.after.first, datetime.time(), zone)
        last = end.astimezone(datetime.UTC) - datetime.timedelta(microseconds=1)
        events = read.changes(owner.account or owner.parent, first.astimezone(datetime.UTC), last)
    except ApiError as error:
        why = _NO_SCOPE if _SCOPE_IS_MISSING in error.code else refusal(error)
        return History(False, why=why, requests=read.calls - before)
    entries = sorted(
        (entry for event in events for entry in _entries(event, zone)), key=lambda entry: (entry.at, entry.object)
    )
    within = [entry for entry in entries if entry.at.startswith(f"{month}-")]  # they have the zone's own time
    around = [entry for entry in entries if not entry.at.startswith(f"{month}-")]
    return History(True, tuple(within), requests=read.calls - before, around=tuple(around))


_SCOPE_IS_MISSING = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
_NO_SCOPE = Text(
    "the change history needs the scope analytics.edit, which these credentials do not have",
    "変更履歴の取得にはスコープ analytics.edit が必要ですが、この認証情報には付与されていません",
)


def _entries(event: Any, zone: datetime.tzinfo) -> Iterator[HistoryEntry]:
    """One entry for each change of an event (raw protobuf)."""
    at = event.change_time.ToDatetime(tzinfo=datetime.UTC).astimezone(zone).isoformat(timespec="seconds")
    actor = event.user_actor_email or _actor(event)
    for change in event.changes:
        (_, old), (_, new) = _resource(change.resource_before_change), _resource(change.resource_after_change)
        yield HistoryEntry(at, actor, _sentence(change), change.resource, name=_name(new) or _name(old))
    if event.changes_filtered:
        more = Text("further changes, which GA4 does not tell", "ほかの変更（GA4 からは取得できません）")
        yield HistoryEntry(at, actor, more, "")


def _actor(event: Any) -> str:
    known = event.DESCRIPTOR.fields_by_name["actor_type"].enum_type.values_by_number.get(event.actor_type)
    return known.name if known is not None and known.number else ""


def _sentence(change: Any) -> Text:
    kind, old = _resource(change.resource_before_change)
    new_kind, new = _resource(change.resource_after_change)
    kind = kind or new_kind
    what = _KINDS.get(kind, Text(kind.replace("_", " ") or "object", kind.replace("_", " ") or "オブジェクト"))
    name = _name(new) or _name(old)
    en, ja = (f"{what.en} {name}", f"{what.ja}「{name}」") if name else (what.en, what.ja)
    if change.action == _CREATED:
        return Text(f"{en} was created", f"{ja}が作成されました")
    if change.action == _DELETED:
        return Text(f"{en} was deleted", f"{ja}が削除されました")
    if change.action == _UPDATED:
        fields = ", ".join(_moved(old, new))
        return Text(
            f"{en} was changed{f': {fields}' if fields else ''}",
            f"{ja}が変更されました{f'（{fields}）' if fields else ''}",
        )
    return Text(f"{en} was touched", f"{ja}に変更がありました")


def _resource(message: Any) -> tuple[str, Any]:
    """The kind of a ChangeHistoryResource, and the object itself; nothing where there is none."""
    kind = message.WhichOneof("resource")
    return (kind, getattr(message, kind)) if kind else ("", None)


def _name(item: Any) -> str:
    """The name of an object (raw protobuf); empty where it has none."""
    if item is None:
        return ""
    fields = item.DESCRIPTOR.fields_by_name
    return next((str(getattr(item, name)) for name in _NAMES if name in fields and getattr(item, name)), "")


def _moved(old: Any, new: Any) -> list[str]:
    """The fields that differ between two states of an object, by the API's names."""
    if old is None or new is None:
        return []
    return [
        field.name
        for field in new.DESCRIPTOR.fields
        if field.name not in _UNTOLD and getattr(old, field.name) != getattr(new, field.name)
    ]

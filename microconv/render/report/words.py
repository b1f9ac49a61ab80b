"""Words of a monthly report, in English and as a Japanese agency writes it: titles, names of numbers, kinds, sources.

Sentences about codes are in `reasons.py`, definitions in `terms.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.text import Text
from microconv.render.report.outline import Form

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = (
    Text("Mon", "月"), Text("Tue", "火"), Text("Wed", "水"), Text("Thu", "木"), Text("Fri", "金"), Text("Sat", "土"),
    Text("Sun", "日"),
)  # fmt: skip

TITLES: Mapping[str, Text] = {
    "conclusion": Text("Conclusion", "サマリー"),
    "conversions": Text("Results", "全体実績"),
    "trend": Text("By day and week", "日別・週別推移"),
    "funnel": Text("Funnel", "ファネル（マイクロCV・離脱）"),
    "pages": Text("Pages", "ページ別"),
    "landing_pages": Text("Landing pages", "ランディングページ別"),
    "items": Text("Items", "商品別"),
    "campaigns": Text("Google Ads campaigns", "Google 広告 キャンペーン別"),
    "comparison": Text("GA4 beside Google Ads", "GA4 と Google 広告の比較"),
    "changes": Text("Changes of the setup", "実施した設定変更"),
    "audit": Text("Audit of the setup", "計測設定の監査"),
    "notes": Text("Notes", "考察・次月施策"),
    "terms": Text("Terms and remarks", "用語・注記"),
}
"""The titles of model.SECTIONS."""

TOTALS: Mapping[str, tuple[Text, Form]] = {
    "sessions": (Text("Sessions", "セッション数"), Form.COUNT),
    "users": (Text("Users (all)", "ユーザー数（総数）"), Form.COUNT),
    "active_users": (Text("Active users", "アクティブ ユーザー数"), Form.COUNT),
    "new_users": (Text("New users", "新規ユーザー数"), Form.COUNT),
    "engaged_sessions": (Text("Engaged sessions", "エンゲージのあったセッション数"), Form.COUNT),
    "page_views": (Text("Page views", "ページ表示回数"), Form.COUNT),
    "engagement_seconds": (Text("Engagement time, all users", "エンゲージメント時間（合計）"), Form.SECONDS),
    "cost": (Text("Cost of ads", "広告費"), Form.MONEY),
    "clicks": (Text("Clicks on ads", "クリック数（広告）"), Form.COUNT),
    "impressions": (Text("Impressions of ads", "表示回数（広告）"), Form.COUNT),
    "conversions": (Text("Conversions, by day of click", "CV（クリック日）"), Form.DECIMAL),
    "all_conversions": (Text("All conversions, by day of click", "すべてのCV（クリック日）"), Form.DECIMAL),
    "conversions_value": (Text("Conversion value, by day of click", "CV値（クリック日）"), Form.MONEY),
    "all_conversions_value": (
        Text("Value of all conversions, by day of click", "すべてのCV値（クリック日）"),
        Form.MONEY,
    ),
    "conversions_by_date": (Text("Conversions, by day of conversion", "CV（CV発生日）"), Form.DECIMAL),
    "all_conversions_by_date": (Text("All conversions, by day of conversion", "すべてのCV（CV発生日）"), Form.DECIMAL),
    "click_rate": (Text("Clicks for each impression (CTR)", "CTR"), Form.SHARE),
    "cost_per_click": (Text("Cost for each click (CPC)", "CPC"), Form.MONEY),
    "conversion_rate": (Text("Conversions for each click (CVR)", "CVR"), Form.SHARE),
    "cost_per_conversion": (Text("Cost for each conversion (CPA)", "CPA"), Form.MONEY),
    "value_per_cost": (Text("Value for each unit of cost (ROAS)", "ROAS"), Form.SHARE),
}
"""The names of `report.totals.TOTALS`, and how they are written. Money is in the currency of the Google Ads account."""

NOT_BETTER = frozenset({"cost", "impressions"})
"""Totals of which more is neither better nor worse."""

LESS_IS_BETTER = frozenset({"cost_per_click", "cost_per_conversion"})

TABLES: Mapping[str, Text] = {
    "totals": Text("totals", "全体"),
    "days": Text("sessions by day", "日別セッション"),
    "day_events": Text("events by day", "日別イベント"),
    "events": Text("events", "イベント"),
    "groups": Text("sessions by channel and device", "チャネル・デバイス別セッション"),
    "group_events": Text("events by channel and device", "チャネル・デバイス別イベント"),
    "pages": Text("pages", "ページ"),
    "page_events": Text("events of pages", "ページ別イベント"),
    "landing_pages": Text("landing pages", "ランディングページ"),
    "landing_events": Text("events of landing pages", "ランディングページ別イベント"),
    "items": Text("items", "商品"),
    "campaigns": Text("campaigns", "キャンペーン"),
    "actions": Text("conversion actions", "コンバージョン アクション"),
    "funnel": Text("funnel", "ファネル"),
}
"""The tables of core.monthly, as a report's `sources` names them behind the API."""

KINDS: Mapping[str, Text] = {
    "micro": Text("micro-conversion", "マイクロCV"),
    "macro": Text("final conversion", "最終CV"),
    "undecided": Text("undecided", "未分類"),
}
ROLES: Mapping[str, Text] = {
    "primary": Text("primary", "メイン"),
    "secondary": Text("secondary", "サブ"),
    "": Text("none", "なし"),
}

PERIODS: Mapping[str, Text] = {
    "now": Text("This month", "当月"),
    "before": Text("Month before", "前月"),
    "change": Text("Change", "前月比"),
    "difference": Text("Difference", "前月差"),
    "year": Text("Year before", "前年同月"),
    "change_year": Text("Change on year", "前年同月比"),
    "difference_year": Text("Difference on year", "前年同月差"),
    "per_day": Text("A day", "1日あたり"),
    "per_day_before": Text("A day, month before", "前月 1日あたり"),
    "change_per_day": Text("Change, a day", "前月比（1日あたり）"),
    "per_day_year": Text("A day, year before", "前年同月 1日あたり"),
    "change_per_day_year": Text("Change on year, a day", "前年同月比（1日あたり）"),
}

DEVICES: Mapping[str, Text] = {
    "desktop": Text("desktop", "パソコン"),
    "mobile": Text("mobile", "スマートフォン"),
    "tablet": Text("tablet", "タブレット"),
    "smart tv": Text("smart TV", "スマートテレビ"),
}
"""GA4's device categories."""

BREAKDOWNS: Mapping[str, Text] = {
    "device": Text("Device", "デバイス"),
    "channel": Text("Channel", "チャネル"),
    "page": Text("Page", "ページ"),
    "": Text("All users", "全ユーザー"),
}

SOURCES: Mapping[str, Text] = {
    "run": Text("microconv", "microconv の適用"),
    "by hand": Text("by hand or elsewhere", "手動またはほかの端末"),
    "change history": Text("GA4 change history", "GA4 の変更履歴"),
    "annotation": Text("microconv (annotation in GA4)", "microconv の適用（GA4 のアノテーション）"),
}
"""Where a change of the setup is known from (setup_changes.ChangeEntry.source)."""

CHANGE_SOURCES: Mapping[str, Text] = {
    "journals": Text("Runs of microconv (journals)", "microconv による適用（実行記録）"),
    "setup": Text(
        "By hand or elsewhere (this month's setup against last's)",
        "手動またはほかの端末での変更（前月末の設定との差分）",
    ),
    "change history": Text("GA4 change history", "GA4 の変更履歴"),
    "annotations": Text("Annotations of syncs in GA4", "sync による GA4 のアノテーション"),
}
"""Sources of changes by name (setup_changes.Source.name)."""

PROVIDERS: Mapping[str, Text] = {"ga4": Text("GA4", "GA4"), "google_ads": Text("Google Ads", "Google 広告")}

CONVERSION = Text("Conversion", "コンバージョン")
NOT_KNOWN = Text("not known", "不明")
KNOWN = Text("known", "確認済み")


def of_breakdown(by: str, of: str) -> Text:
    """The value of a breakdown in words: a device by its name, a channel or a page in GA4's own words."""
    if not by:
        return BREAKDOWNS[""]
    return DEVICES.get(of, Text(of, of)) if by == "device" else Text(of, of)


def month_name(month: str) -> Text:
    """A month such as `2026-10` in words."""
    year, _, number = month.partition("-")
    return Text(f"{MONTHS[int(number) - 1]} {year}", f"{int(year)}年{int(number)}月")


def table_name(name: str) -> Text:
    """A table of a report's `sources` in words: `ga4 totals`, `ga4 funnel a > b device`, `google_ads campaigns`."""
    provider, _, rest = name.partition(" ")
    table, _, more = rest.partition(" ")
    if provider not in PROVIDERS or table not in TABLES:
        return Text(name, name)
    api, word = PROVIDERS[provider], TABLES[table]
    end = f" {more}" if more else ""
    return Text(f"{api.en}: {word.en}{end}", f"{api.ja}：{word.ja}{end}")

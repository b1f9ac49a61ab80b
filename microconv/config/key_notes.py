"""The rest of the reference on each key: Google's own words for it, and its default where the key has none of its own.

The English words are those of Google's interface and API reference, the Japanese ones those of its Japanese help pages
and API reference, as far as they were read in 2026; none was compared with a live interface. Google renames things; a
word here changes nothing but this reference. Keys that come from attribute tables have their word there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from microconv.core.frozen import FrozenDict
from microconv.core.text import Text

AS_IT_IS = "as it is in the account"


@dataclass(frozen=True, slots=True)
class KeyNote:
    """The reference on one key, beside its form and meaning.

    google: Google's words for it, in both languages; None for what only microconv has.
    default: the default, for a key that neither is required nor has one in the tree of keys.
    shown: the keys below it that its example has, beside those that are required; empty for the first one.
    beside: what stands beside it in examples, beside the keys that are required there.
    """

    google: Text | None = None
    default: str = ""
    shown: tuple[str, ...] = ()
    beside: Mapping[str, str | int] = field(default_factory=dict)


def _said(
    english: str, japanese: str, otherwise: str = "", shown: tuple[str, ...] = (), **beside: str | int
) -> KeyNote:
    return KeyNote(Text(english, japanese), otherwise, shown, FrozenDict(beside))


def _own(otherwise: str = "", shown: tuple[str, ...] = (), **beside: str | int) -> KeyNote:
    return KeyNote(None, otherwise, shown, FrozenDict(beside))


_WHERE = "none; an item has one comparison"
_CLIENT = {
    "version": _own(),
    "extends": _own("none: the file stands alone"),
    "client": _own("none; only a base has no client"),
    "owner": _own("none"),
    "approver": _own("none"),
    "learning": _own("that of each key below it", ("finals", "days", "back_below", "reviews")),
    "learning.finals": _own("what the strategies of the campaigns need: 30 for a number of conversions, 50 for value"),
    "learning.back_below": _own("half of what is enough"),
    **dict.fromkeys(("learning.days", "learning.reviews"), _own()),
    "review": _own("none", ("every", "last")),
    **{f"review.decisions.{key}": _own() for key in ("date", "conversion", "change", "reason")},
    "review.decisions": _own("none", ("date", "conversion", "change", "reason")),
    **dict.fromkeys(("review.decisions.change.role", "review.decisions.change.value"), _own("it was not changed")),
    **dict.fromkeys(("review.every", "review.last", "review.report"), _own("none")),
    "report": _own("none", ("agency",)),
    "report.agency": _own("none"),
    "report.logo": _own("none"),
    "report.sections": _own("all of them"),
    "report.targets": _own("none"),
    "report.data_studio": _said("Data Studio", "Data Studio（旧 Looker Studio）", "none", ("template", "aliases")),
    "report.data_studio.template": _said("Report ID", "レポート ID", "none"),
    "report.data_studio.aliases": _said("Alias", "エイリアス", "none", ("ga4",)),
    "report.data_studio.aliases.ga4": _said("Google Analytics connector", "Google アナリティクス コネクタ", "none"),
    "report.data_studio.aliases.ga4.alias": _said("Alias", "エイリアス", "none"),
    "report.data_studio.aliases.ga4.account": _said("Account ID", "アカウント ID", "that of the template's source"),
    "report.data_studio.aliases.sheet": _said(
        "Google Sheets connector", "Google スプレッドシート コネクタ", "none", ("alias", "spreadsheet", "worksheet")
    ),
    "report.data_studio.aliases.sheet.alias": _said("Alias", "エイリアス", "none"),
    "report.data_studio.aliases.sheet.spreadsheet": _said("Spreadsheet ID", "スプレッドシート ID", "none"),
    "report.data_studio.aliases.sheet.worksheet": _said("Worksheet ID", "ワークシート ID", "none"),
    "report.data_studio.aliases.bigquery": _said(
        "BigQuery connector", "BigQuery コネクタ", "none", ("alias", "project", "dataset", "table")
    ),
    "report.data_studio.aliases.bigquery.alias": _said("Alias", "エイリアス", "none"),
    "report.data_studio.aliases.bigquery.project": _said("Project ID", "プロジェクト ID", "none"),
    "report.data_studio.aliases.bigquery.dataset": _said("Dataset ID", "データセット ID", "none"),
    "report.data_studio.aliases.bigquery.table": _said("Table ID", "テーブル ID", "none"),
    "pages": _said("Page path", "ページパス", "none"),
    "audit": _own("that of each key below it"),
    "audit.enough_finals": _own(),
    "audit.max_conversions": _own(),
    "audit.ignore": _own("none"),
    **dict.fromkeys(("audit.ignore.rule", "audit.ignore.reason", "audit.ignore.until"), _own()),
    "audit.ignore.object": _own("everything that the rule finds"),
    "currency": _said("Currency", "通貨", "none; needed where a value names no currency of its own"),
    "google_ads": _said("Google Ads account", "Google 広告アカウント", "none: nothing is done in Google Ads"),
    "google_ads.customer_id": _said("Customer ID", "お客様 ID", "none"),
    "google_ads.login_customer_id": _said(
        "Manager account", "クライアント センター（MCC）アカウント", "none; one is looked for where it is needed"
    ),
    "google_ads.manage_owner": _said("Cross-account conversions", "クロスアカウント コンバージョン"),
    "google_ads.auto_tagging": _said("Auto-tagging", "自動タグ設定", AS_IT_IS),
    "ga4": _said("Google Analytics property", "Google アナリティクス プロパティ", "none: nothing is done in GA4"),
    "ga4.property_id": _said("Property ID", "プロパティ ID", "none"),
    "ga4.data_stream": _said("Data stream, Measurement ID", "データ ストリーム、測定 ID"),
    "ga4.link_google_ads": _said("Google Ads links", "Google 広告のリンク"),
    "ga4.ads_personalization": _said(
        "Enable personalized advertising", "パーソナライズド広告を有効化", AS_IT_IS, link_google_ads=True
    ),
    "ga4.annotate": _said("Annotations", "アノテーション（メモ）"),
    "ga4.event_rules": _said("Create events", "イベントを作成", AS_IT_IS),
    "ga4.event_rules.event": _said("Custom event name", "カスタム イベント名"),
    "ga4.enhanced_measurement": _said("Enhanced measurement", "拡張計測機能", AS_IT_IS),
    "ga4.enhanced_measurement.stream": _said("Enhanced measurement", "拡張計測機能", AS_IT_IS),
    "ga4.enhanced_measurement.scrolls": _said("Scrolls", "スクロール数", AS_IT_IS),
    "ga4.enhanced_measurement.outbound_clicks": _said("Outbound clicks", "離脱クリック", AS_IT_IS),
    "ga4.enhanced_measurement.site_search": _said("Site search", "サイト内検索", AS_IT_IS),
    "ga4.enhanced_measurement.video_engagement": _said("Video engagement", "動画エンゲージメント", AS_IT_IS),
    "ga4.enhanced_measurement.file_downloads": _said("File downloads", "ファイルのダウンロード", AS_IT_IS),
    "ga4.enhanced_measurement.page_changes": _said(
        "Page changes based on browser history events", "ブラウザの履歴イベントに基づくページの変更", AS_IT_IS
    ),
    "ga4.enhanced_measurement.form_interactions": _said("Form interactions", "フォームの操作", AS_IT_IS),
    "tag_manager": _said("Tag Manager container", "Google タグ マネージャーのコンテナ", "none: nothing is done there"),
    "tag_manager.container": _said("Container ID", "コンテナ ID"),
    "tag_manager.workspace": _said("Workspace", "ワークスペース"),
    "tag_manager.publish": _said("Publish", "公開"),
    "tag_manager.google_tag": _said("Google tag, Conversion Linker", "Google タグ、コンバージョン リンカー"),
    "naming": _own("that of each key below it"),
    "naming.prefix": _own(),
    "unlisted": _own(),
    "demote": _own(),
}
_GOALS = {
    "goals": _said("Conversion goals", "コンバージョン目標", AS_IT_IS),
    "goals.account": _said("Account-default goals", "アカウントのデフォルトの目標", AS_IT_IS),
    "goals.account.category": _said("Goal category", "目標のカテゴリ"),
    "goals.account.origin": _said("Conversion origin", "コンバージョンの発生元"),
    "goals.account.biddable": _said("Use as an account-default goal", "アカウントのデフォルトの目標として使用する"),
    "goals.campaigns": _said(
        "Campaign-specific conversion goals", "キャンペーン固有のコンバージョン目標", AS_IT_IS, ("use",)
    ),
    "goals.campaigns.campaign": _said("Campaign", "キャンペーン", use="account"),
    "goals.campaigns.goals": _said(
        "Campaign-specific conversion goals",
        "キャンペーン固有のコンバージョン目標",
        "none; an item has `goals` or `use`",
    ),
    "goals.campaigns.use": _said(
        "Use account-default goals", "アカウントのデフォルトの目標を使用", "none; an item has `goals` or `use`"
    ),
    "goals.custom": _said("Custom goals", "カスタム目標", AS_IT_IS),
    "goals.custom.name": _said("Custom goal name", "カスタム目標の名前"),
    "goals.custom.conversions": _said("Conversion actions", "コンバージョン アクション"),
    "goals.custom.campaigns": _said("Campaigns", "キャンペーン", "none: campaigns stay as they are"),
    "limits": _own("no limits beside those of `--allow`"),
    "limits.changes": _own("no limit"),
    "limits.demotions": _own("no limit beside `--allow many`"),
    "limits.role_changes": _own("no limit"),
    "limits.value_factor": _own("no limit"),
    "defaults": _own("none", ("role",)),
}
_CONVERSIONS = {
    "conversions": _said(
        "Conversion actions, key events", "コンバージョン アクション、キーイベント", "none; only a base may be without",
        ("role", "ga4"),
    ),
    "conversions.name": _said("Conversion name", "コンバージョン名"),
    "conversions.label": _own("none"),
    "conversions.purpose": _own(),
    "conversions.kind": _own("micro with the prefix; without it the key must be there"),
    "conversions.role": _said(
        "Primary action, Secondary action", "メイン アクション、サブ アクション",
        "that of `defaults`; one must be there",
    ),
    "conversions.value": _said("Value", "値", AS_IT_IS),
    "conversions.value.default": _said(
        "Default conversion value", "デフォルトのコンバージョン値",
        "as it is in the account, with `from_event`; else needed",
    ),
    "conversions.value.from_event": _said(
        "Use different values for each conversion", "コンバージョンごとに異なる値を使用する", default=10000
    ),
    "conversions.value.currency": _said("Currency", "通貨", default=10000),
    "conversions.google_ads": _said(
        "Conversion action", "コンバージョン アクション", "a website conversion, if the client has an account"
    ),
    "conversions.google_ads.source": _said("Conversion source", "コンバージョン ソース"),
    "conversions.ga4": _said("Key event", "キーイベント", "none: no key event"),
    "conversions.ga4.event": _said("Event name", "イベント名"),
    "conversions.ga4.value": _said("Default key event value", "デフォルトのキーイベントの値"),
    "conversions.ga4.when": _said("Create events", "イベントを作成", AS_IT_IS),
    "conversions.ga4.when.page": _said("page_location, the page's address", "page_location（ページの URL）", "none"),
    "conversions.ga4.when.event": _said("event_name", "event_name（イベント名）"),
    "conversions.ga4.when.where": _said("Matching conditions", "一致する条件", "none", ("at_least",), event="scroll"),
    "conversions.ga4.when.where.parameter": _said("Parameter", "パラメータ", at_least=90),
    "conversions.ga4.when.where.equals": _said("equals", "次と等しい", _WHERE),
    "conversions.ga4.when.where.contains": _said("contains", "次を含む", _WHERE, parameter="page_location"),
    "conversions.ga4.when.where.starts_with": _said("starts with", "次で始まる", _WHERE, parameter="page_location"),
    "conversions.ga4.when.where.ends_with": _said("ends with", "次で終わる", _WHERE, parameter="page_location"),
    "conversions.ga4.when.where.matches": _said(
        "matches regular expression", "次の正規表現に一致", _WHERE, parameter="page_path"
    ),
    "conversions.ga4.when.where.greater_than": _said("is greater than", "次より大きい", _WHERE),
    "conversions.ga4.when.where.at_least": _said("is greater than or equal to", "次以上", _WHERE),
    "conversions.ga4.when.where.less_than": _said("is less than", "次より小さい", _WHERE),
    "conversions.ga4.when.where.at_most": _said("is less than or equal to", "次以下", _WHERE),
    "conversions.ga4.when.where.ignore_case": _said(
        "ignore case", "大文字と小文字を区別しない", parameter="page_location", ends_with=".pdf"
    ),
    "conversions.ga4.when.where.not": _said("does not …", "…ない", parameter="page_location", ends_with=".pdf"),
    "conversions.ga4.when.copy_parameters": _said(
        "Copy parameters from the source event", "ソースイベントからパラメータをコピー", AS_IT_IS, event="scroll"
    ),
    "conversions.ga4.when.send_value": _own(event="scroll"),
    "conversions.ga4.when.set": _said("Parameter configuration", "パラメータの設定", "none", ("to",), event="scroll"),
    "conversions.ga4.when.set.parameter": _said("Parameter", "パラメータ", to="basic"),
    "conversions.ga4.when.set.to": _said("New value", "新しい値", "none; an item has `to` or `from`"),
    "conversions.ga4.when.set.from": _said(
        "New value, as [[parameter]]", "新しい値（[[パラメータ]]）", "none; an item has `to` or `from`"
    ),
    "conversions.funnel": _own("none"),
    "conversions.funnel.next": _own(),
    "conversions.previously": _own("none"),
    "conversions.protect": _own(),
}  # fmt: skip

_COMPARED = {
    "equals": ("equals", "等しい"),
    "contains": ("contains", "含む"),
    "starts_with": ("starts with", "先頭が一致"),
    "ends_with": ("ends with", "最後が一致"),
    "matches": ("matches RegEx", "正規表現に一致"),
    "greater_than": ("greater than", "より大きい"),
    "at_least": ("greater than or equal to", "以上"),
    "less_than": ("less than", "より小さい"),
    "at_most": ("less than or equal to", "以下"),
}


def _compared(path: str, **beside: str | int) -> dict[str, KeyNote]:
    """The notes on the comparisons of a trigger below a key."""
    notes = {f"{path}.{key}": _said(words[0], words[1], _WHERE, (), **beside) for key, words in _COMPARED.items()}
    ignoring = _said("ignore case", "大文字と小文字を区別しない", "", (), equals="Order", **beside)
    return notes | {
        f"{path}.ignore_case": ignoring,
        f"{path}.not": _said("does not …", "…ない", "", (), equals="order", **beside),
    }


_WHEN = "conversions.tag.when"
_TAGS = {
    "conversions.tag": _said("Tag, trigger", "タグ、トリガー", "none: nothing is done in Tag Manager", ("when",)),
    _WHEN: _said("Trigger", "トリガー", "none; needed unless something is adopted", ("page",)),
    f"{_WHEN}.page": _said("Page View, Page Path", "ページビュー、Page Path", "none"),
    f"{_WHEN}.click": _said("Click - All Elements, Just Links", "クリック - すべての要素、リンクのみ", "none"),
    f"{_WHEN}.click.selector": _said("Click Element", "Click Element（クリックされた要素）", "none"),
    f"{_WHEN}.click.text": _said("Click Text", "Click Text（クリックされたテキスト）", "none"),
    f"{_WHEN}.click.link": _said("Click URL", "Click URL（リンク先）", "none"),
    f"{_WHEN}.form": _said("Form Submission", "フォームの送信", "none"),
    f"{_WHEN}.scroll": _said("Scroll Depth", "スクロール距離", "none"),
    f"{_WHEN}.visible": _said("Element Visibility", "要素の表示", "none"),
    f"{_WHEN}.timer": _said("Timer", "タイマー", "none"),
    f"{_WHEN}.video": _said("YouTube Video", "YouTube 動画", "none"),
    f"{_WHEN}.event": _said("Custom Event", "カスタム イベント", "none"),
    f"{_WHEN}.event.preset": _own(),
    f"{_WHEN}.where": _said("Fires on: Some …", "一部の…", "none", ("variable", "equals"), page="/form/step1"),
    f"{_WHEN}.where.variable": _said("Variable", "変数", "none; an item has a variable or data_layer", equals="order"),
    f"{_WHEN}.where.data_layer": _said(
        "Data Layer Variable", "データレイヤーの変数", "none; an item has a variable or data_layer", equals="order"
    ),
    **_compared(f"{_WHEN}.where", variable="Click Text"),
    **_compared(f"{_WHEN}.page"),
    **_compared(f"{_WHEN}.click.text"),
    **_compared(f"{_WHEN}.click.link"),
    "conversions.tag.adopt": _own("none", ("tag",)),
    "conversions.tag.adopt.tag": _said("Tag", "タグ", "none; what is missing is made"),
    "conversions.tag.adopt.trigger": _said("Trigger", "トリガー", "none; what is missing is made"),
    "conversions.tag.value": _said("Conversion Value", "コンバージョン値", "what `value` says"),
    "conversions.tag.value.data_layer": _said("Data Layer Variable Name", "データレイヤーの変数名"),
    "conversions.tag.transaction_id": _said("Transaction ID", "トランザクション ID", "none"),
    "conversions.tag.transaction_id.data_layer": _said("Data Layer Variable Name", "データレイヤーの変数名"),
    "conversions.tag.parameters": _said("Event Parameters", "イベント パラメータ", "none"),
}

NOTES: Mapping[str, KeyNote] = MappingProxyType({**_CLIENT, **_GOALS, **_CONVERSIONS, **_TAGS})
"""The notes by dotted key; keys of `defaults` and of the goals of campaigns are those that they stand for."""

_SAME = (
    ("defaults.", "conversions."),
    ("goals.campaigns.goals.", "goals.account."),
    ("ga4.event_rules.when", "conversions.ga4.when"),
)


def noted(path: str) -> str:
    """The dotted key under which the notes on a key stand."""
    for start, other in _SAME:
        if path.startswith(start):
            return other + path.removeprefix(start)
    return path

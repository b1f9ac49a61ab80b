"""The words of Google's interfaces and APIs, in English and Japanese, with what a config says instead.

They lead people to the right word and decide nothing, so several wordings may stand for one word. Sources: the enums
and fields of the two APIs; Google Ads Help 9791434 (categories), 11459091 (qualified and converted leads) and 11461796
(primary and secondary), read in part in both languages on 2026-11-28. Google has translated several categories in
more than one way over the years; wordings that are not on those pages stand here as people at agencies say them.
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.text import Text

CATEGORIES: Mapping[str, str] = {
    "default": "Other / Default / その他 / デフォルト",
    "page_view": "Page view / ページビュー / ページの閲覧 / 主要なページの閲覧",
    "purchase": "Purchase / Sale / 購入 / 購入/販売 / 販売",
    "signup": "Sign-up / Sign up / 登録 / 申し込み / ユーザー登録 / 会員登録",
    "download": "Download / App download / ダウンロード / アプリのダウンロード",
    "add_to_cart": "Add to cart / カートに追加 / カートへの追加",
    "begin_checkout": "Begin checkout / 購入手続きの開始 / 購入手続きを開始 / 決済の開始 / 決済を開始",
    "subscribe_paid": "Subscribe / Subscription / Paid subscription / 定期購入 / 有料登録 / 定期購読",
    "phone_call_lead": "Phone call lead / Phone call leads / 電話によるリード / 通話リード / 電話リード"
    " / 電話での問い合わせ",
    "imported_lead": "Imported lead / インポートした見込み顧客 / インポートされた見込み顧客 / インポートしたリード",
    "submit_lead_form": "Submit lead form / Submit lead forms / Lead form submission / Lead / リードフォームの送信"
    " / リードフォームを送信 / リード フォームの送信 / フォームの送信 / 見込み顧客フォームの送信",
    "book_appointment": "Book appointment / Book appointments / 予約 / 来店予約 / 予約の手配 / 予約する",
    "request_quote": "Request quote / Request quotes / 見積もり依頼 / 見積もりの依頼 / 見積もりを依頼"
    " / 見積もりのリクエスト / 見積もりをリクエスト / 見積依頼",
    "get_directions": "Get directions / ルートを検索 / ルート検索 / ルートの検索 / 経路案内 / 経路を検索",
    "outbound_click": "Outbound click / Outbound clicks / アウトバウンド クリック / 外部サイトへのクリック"
    " / 離脱クリック",
    "contact": "Contact / Contacts / 連絡先 / 連絡 / お問い合わせ / 問い合わせ",
    "engagement": "Engagement / エンゲージメント",
    "store_visit": "Store visit / Store visits / 来店 / 店舗への来店 / ストアへの来店",
    "store_sale": "Store sale / Store sales / 店舗での販売 / 店舗販売 / 来店販売 / 店舗での売上",
    "qualified_lead": "Qualified lead / Qualified leads / 有望な見込み顧客 / 有望見込み顧客 / 見込みのあるリード"
    " / 有望なリード",
    "converted_lead": "Converted lead / Converted leads / コンバージョンに至った見込み顧客 / 成約した見込み顧客"
    " / リードの成約 / コンバージョンに至ったリード",
    "youtube_follow_on_views": "YouTube follow-on views / YouTube フォローオン視聴 / YouTube フォローオン視聴回数",
    "message_lead": "Message lead / Message leads / メッセージによるリード / メッセージ リード",
    "in_app_ad_revenue": "In-app ad revenue / アプリ内広告収益 / アプリ内広告の収益",
}
"""The words for a category, in the order of the API."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "category": CATEGORIES,
    "role": {
        "primary": "Primary action / Main / メイン / メイン アクション / メインのコンバージョン アクション"
        " / プライマリ / true",
        "secondary": "Secondary action / Sub / サブ / サブアクション / サブのコンバージョン アクション"
        " / セカンダリ / Observation / 観察 / false",
    },
    "counting": {
        "one_per_click": "One / Once / 1 / 1 回 / 1 回のみ / 初回のみ / 初回 / 一回 / One conversion",
        "many_per_click": "Every / All / Many / すべて / 全件 / 毎回 / 全部 / Every conversion",
    },
    "ga4.counting": {
        "once_per_event": "Event / Every / All / Many / イベントごとに 1 回 / イベントごとに 1 回カウント"
        " / イベントごと / すべて / many_per_click",
        "once_per_session": "Session / One / Once / セッションごとに 1 回 / セッションごとに 1 回カウント"
        " / セッションごと / 1 回 / one_per_click",
    },
    "google_ads.source": {
        "website": "Webpage / Web / Tag / gtag / Google tag / GTM / Tag Manager / Website / ウェブサイト"
        " / ウェブページ / タグ / ウェブ",
        "ga4": "google_analytics_4_custom / google_analytics_4_purchase / Google Analytics / Google Analytics 4"
        " / GA / Analytics / Import / アナリティクス / Google アナリティクス / インポート / GA4 インポート",
        "upload_clicks": "Offline / Upload / Clicks / オフライン / アップロード / クリックのアップロード"
        " / Import from clicks",
        "upload_calls": "Calls / 通話のアップロード / Import from calls",
        "ad_call": "Calls from ads / Call / Phone / 広告からの電話 / 広告経由の通話 / 電話 / 通話",
        "website_call": "Calls to a phone number on your website / ウェブサイトに掲載された電話番号への電話"
        " / サイトの電話番号",
        "click_to_call": "Clicks on your number on your mobile website / 電話番号のクリック / 電話番号タップ",
        "google_play_download": "Google Play / アプリのインストール / App install / App installs",
    },
    "google_ads.attribution_model": {
        "google_ads_last_click": "Last click / ラストクリック / 最後のクリック",
        "google_search_attribution_data_driven": "Data-driven / Data driven / DDA / データドリブン"
        " / データドリブン アトリビューション",
    },
    "goals.account.origin": {
        "website": "Web / Site / ウェブサイト / サイト",
        "app": "アプリ / Mobile app",
        "call_from_ads": "Call / Calls from ads / 広告からの電話 / 電話 / 通話 / 広告経由の通話",
        "store": "店舗 / 実店舗",
        "google_hosted": "Google / Google でホスト",
        "youtube_hosted": "YouTube",
    },
    "kind": {
        "micro": "マイクロ / ミクロ / マイクロコンバージョン / 中間 / 中間コンバージョン / Step",
        "macro": "マクロ / 最終 / 最終コンバージョン / Final / Result / メイン / 本コンバージョン",
        "undecided": "未定 / 未決定 / 未判断 / Not decided",
    },
    "unlisted": {
        "demote": "Secondary / サブ / サブに変更",
        "keep": "Ignore / そのまま / 残す / none",
        "remove": "Delete / 削除 / 削除する",
    },
    "review.every": {
        "month": "Monthly / 毎月 / 月 / 月次",
        "quarter": "Quarterly / 四半期 / 四半期ごと",
        "year": "Yearly / Annually / 毎年 / 年 / 年次",
    },
    "currency": {
        "JPY": "Yen / 円 / ¥ / 日本円 / JPN / JYP",
        "USD": "$ / US$ / Dollar / US dollar / ドル / 米ドル / UDS",
        "EUR": "€ / Euro / ユーロ",
        "GBP": "£ / Pound / UKP / ポンド",
        "CNY": "RMB / Yuan / 元 / 人民元",
        "KRW": "₩ / Won / ウォン",
        "TWD": "NTD / NT$ / 台湾ドル",
    },
}
"""By key, as people say it: the words of a config with the words of the interface for them, parted by slashes."""

KEYS: Mapping[str, str] = {
    "role": "Primary action / primary_for_goal / primary / Action optimization / is_primary / メイン / 役割"
    " / アクションの最適化",
    "category": "Goal / Goal category / Conversion category / カテゴリ / カテゴリー / 目標 / コンバージョン カテゴリ",
    "counting": "Count / counting_type / Count type / カウント / カウント方法",
    "name": "Conversion name / Action name / 名前 / 名称 / コンバージョン名",
    "label": "Title / Display name / description / ラベル / 表示名 / 説明",
    "value.default": "default_value / amount / 値 / 価値 / コンバージョン値 / Conversion value / price",
    "value.from_event": "use_event_value",
    "currency": "currency_code / default_currency_code / 通貨 / 通貨コード",
    "kind": "type / conversion_type / 種類",
    "google_ads.source": "type / 種別 / Conversion source / action_type / コンバージョンの発生元 / ソース",
    "google_ads.click_through_lookback_window_days": "Conversion window / Click-through conversion window"
    " / lookback_window / 計測期間 / クリックスルー コンバージョンの計測期間",
    "google_ads.view_through_lookback_window_days": "View-through conversion window"
    " / ビュースルー コンバージョンの計測期間",
    "ga4.event": "event_name / Key event / key_event / Event / イベント / イベント名 / キーイベント",
    "ga4.counting": "counting_method",
    "ga4.data_stream": "measurement_id / stream_id / stream / data_stream_id / 測定 ID / ストリーム ID",
    "ga4.property_id": "property / property_number / プロパティ / プロパティ ID",
    "google_ads.customer_id": "customer / account / account_id / cid / client_customer_id / Google Ads ID"
    " / アカウント / お客様 ID / カスタマー ID / アカウント ID",
    "google_ads.login_customer_id": "mcc / mcc_id / Manager / Manager account / manager_id / manager_customer_id"
    " / クライアント センター / MCC アカウント / マネージャー / マネージャー アカウント",
    "google_ads.auto_tagging": "auto_tagging_enabled / 自動タグ設定 / auto_tag",
    "google_ads.attribution_model": "Attribution / アトリビューション / アトリビューション モデル / model",
    "ga4.enhanced_measurement": "拡張計測機能 / 拡張計測 / enhanced_measurement_settings",
    "ga4.enhanced_measurement.scrolls": "スクロール / スクロール数 / scroll / scrolls_enabled",
    "ga4.enhanced_measurement.outbound_clicks": "離脱クリック / outbound_click / outbound_clicks_enabled",
    "ga4.enhanced_measurement.site_search": "サイト内検索 / site_search_enabled",
    "ga4.enhanced_measurement.video_engagement": "動画エンゲージメント / video_engagement_enabled",
    "ga4.enhanced_measurement.file_downloads": "ファイルのダウンロード / file_download / file_downloads_enabled",
    "ga4.enhanced_measurement.page_changes": "ブラウザの履歴イベントに基づくページの変更 / page_changes_enabled",
    "ga4.enhanced_measurement.form_interactions": "フォームの操作 / form_interactions_enabled",
    "ga4.enhanced_measurement.stream": "stream_enabled",
    "conversions": "conversion / conversion_actions / actions / コンバージョン / コンバージョン アクション"
    " / key_events / キーイベント一覧",
    "client": "クライアント / 顧客 / client_name / account_name",
    "owner": "担当者 / 責任者 / contact_person",
    "goals.account": "account_goals / account_default / アカウントのデフォルトの目標 / conversion_goals",
    "goals.custom": "custom_goals / カスタム目標",
}
"""By key of a config, dotted: the words of the interface and the APIs for it."""

UNNEEDED: Mapping[str, Text] = {
    "conversion_id / conversion_label / send_to / tag_id / コンバージョン ID / コンバージョン ラベル": (
        Text(
            "Google gives it; `microconv snippets` reads it and writes the tag",
            "Google が付与する値です。`microconv snippets` が読み取ってタグを出力します",
        )
    ),
    "status / enabled / ステータス": Text(
        "what a config lists is enabled; to stop it, take it out of `conversions`",
        "設定ファイルに書かれたものは有効になります。停止するには `conversions` から外してください",
    ),
    "origin": Text("Google derives it from the source", "計測方法から Google が決めます"),
    "include_in_conversions / include_in_conversions_metric": Text(
        "it follows from `role`", "`role` によって決まります"
    ),
    "always_use_default_value": Text(
        "it follows from `value`: a number always counts, `from_event: true` takes the tag's",
        "`value` によって決まります。数値なら常にその値、`from_event: true` ならタグの値を使います",
    ),
}
"""Words for what a config does not say at all, with the reason."""

CONNECTORS: Mapping[str, Text] = {
    "google_ads / googleAds / ads / adwords / Google 広告": Text(
        "an address cannot set up Google Ads; put its CSV or Excel tables into a spreadsheet, and write `sheet: {…}`",
        "URL では Google 広告を設定できません。CSV または Excel の表をスプレッドシートに取り込み、`sheet: {…}` と書いて"
        "ください",
    ),
    "search_console / cloud_spanner / spanner / cloud_storage / google_cloud_storage / looker / community / mysql"
    " / postgresql / youtube / excel / csv / サーチコンソール": Text(
        "microconv sets up Google Analytics, Google Sheets and BigQuery alone; the template keeps its other sources",
        "microconv が設定するのは Google アナリティクス、Google スプレッドシート、BigQuery だけです。それ以外は"
        "テンプレートのデータソースがそのまま使われます",
    ),
    "googleAnalytics / google_analytics / analytics / アナリティクス": Text(
        "write `ga4: …`", "`ga4: …` と書いてください"
    ),
    "googleSheets / google_sheets / spreadsheet / スプレッドシート": Text(
        "write `sheet: …`", "`sheet: …` と書いてください"
    ),
    "bq / big_query": Text("write `bigquery: …`", "`bigquery: …` と書いてください"),
}
"""Words for connectors of Data Studio that are no keys of `report.data_studio.aliases`, with what is said to them."""

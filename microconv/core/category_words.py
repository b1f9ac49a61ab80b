"""Google's categories of conversion actions as its Japanese interface calls them; in English a config's words do.

Source: Google Ads Help 10995103 and 9791434 in Japanese, read in part; those that are not on these pages stand here as
agencies say them; checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.core.text import Text, untranslated

_JA: Mapping[str, str] = MappingProxyType(
    {
        "default": "その他",
        "page_view": "ページビュー",
        "purchase": "購入",
        "signup": "登録",
        "download": "ダウンロード",
        "add_to_cart": "カートに追加",
        "begin_checkout": "購入手続きの開始",
        "subscribe_paid": "定期購入",
        "phone_call_lead": "電話によるリード",
        "imported_lead": "インポートした見込み顧客",
        "submit_lead_form": "リードフォームの送信",
        "book_appointment": "予約",
        "request_quote": "見積もり依頼",
        "get_directions": "ルートを検索",
        "outbound_click": "アウトバウンド クリック",
        "contact": "お問い合わせ",
        "engagement": "エンゲージメント",
        "store_visit": "来店",
        "store_sale": "店舗での販売",
        "qualified_lead": "有望な見込み顧客",
        "converted_lead": "成約した見込み顧客",
        "youtube_follow_on_views": "YouTube フォローオン視聴",
        "message_lead": "メッセージによるリード",
        "in_app_ad_revenue": "アプリ内広告収益",
    }
)


def category_word(word: str) -> Text:
    """A category: `page_view`, ページビュー. One that has no Japanese word keeps its own."""
    return Text(word, _JA[word]) if word in _JA else untranslated(word)

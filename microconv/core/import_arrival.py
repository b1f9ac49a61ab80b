"""Text on how GA4's key events come to Google Ads, and who does what: plan, audit, explain, init and docs say this.

Reports of live accounts, read in copies, checked 2026-11-23, and the v26 protos: no call of the Google Ads API makes or
starts an import. Google makes an action one or two days after link and key event, mostly hidden, and only with
auto-tagging on. The change from hidden to enabled was carried out through the API; there is also a report of imports
that Google lets nobody change that way, and then its own interface is the way.
"""

from __future__ import annotations

from microconv.core.text import Text

NEEDS = Text(
    "the key event, the link between GA4 and Google Ads, and auto-tagging",
    "キーイベント、GA4 と Google 広告のリンク、自動タグ設定",
)
"""All that must be there before Google imports."""

COMES = Text(
    "Google makes the action of a key event by itself, mostly hidden, one or two days after all of these are there: "
    f"{NEEDS.en}. No API call can make it.",
    f"{NEEDS.ja}がすべてそろうと、Google が1～2日後にアクションを自動で作成します（多くは非表示の状態）。"
    "API で作成することはできません。",
)
"""The part of Google."""

ENABLED = Text(
    "The next `microconv sync` enables it and gives it its role.",
    "次の `microconv sync` でそのアクションが有効になり、役割（メイン／サブ）も設定されます。",
)
"""The part of microconv."""

BY_HAND = Text(
    "Where Google refuses that, the plan says so; then import it in Google Ads: Goals > Conversions > Summary > New "
    "conversion action > Import > Google Analytics 4.",
    "Google がその変更を受け付けない場合は plan に表示されるので、Google 広告の「目標」>「コンバージョン」>「概要」>"
    "「新しいコンバージョン アクション」>「インポート」> Google アナリティクス 4 からインポートします。",
)
"""The part of a person, where the other two do not do it."""

WHOLE = Text(f"{COMES.en} {ENABLED.en} {BY_HAND.en}", f"{COMES.ja}{ENABLED.ja}{BY_HAND.ja}")

AWAITED = Text(
    "Google makes the action of a GA4 key event by itself, one or two days after all of these are there: "
    f"{NEEDS.en}; no API call can make it, and the next sync after that enables it",
    f"GA4 のキーイベントのアクションは、{NEEDS.ja}がすべてそろってから 1～2 日後に Google が自動で作成します。"
    "API では作成できません。作成後の次の sync で有効になります",
)
"""The reason for which an import is waited for; what is missing of NEEDS follows it."""

GOOGLES_IMPORT = Text("Google's import", "Google によるインポート")
"""An import that only Google can make, as the thing that is waited for."""

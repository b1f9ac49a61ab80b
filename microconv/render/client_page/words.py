"""The words of the client's page, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.analysis.overview import Part
from microconv.audit.result import Standpoint
from microconv.audit.rule import Level
from microconv.core.client import ReviewEvery
from microconv.core.text import Text
from microconv.render.html.pictures import Words

LEVELS = {
    Level.ERROR: Text("Urgent", "至急対応"),
    Level.WARNING: Text("To improve", "要改善"),
    Level.NOTE: Text("For information", "参考"),
}
STANDPOINTS = {
    Standpoint.YES: Text("Yes", "はい"),
    Standpoint.PARTLY: Text("Partly", "一部のみ"),
    Standpoint.NO: Text("No", "いいえ"),
    Standpoint.UNKNOWN: Text("Not known", "判断できません"),
}
PARTS = {
    Part.FINAL: Text("Result, used for bidding", "成果（入札に使用）"),
    Part.STEP: Text("Step, used for bidding", "手前の行動（入札に使用）"),
    Part.OBSERVED: Text("Observed only", "計測のみ"),
}
PICTURE = Words(
    {
        Part.FINAL: Text("Results that bidding uses", "入札に使われる成果"),
        Part.STEP: Text("Steps that bidding uses", "入札に使われる手前の行動"),
        Part.OBSERVED: Text("Observed only", "計測のみ（入札には使われません）"),
    },
    Text("{} kind", "{}種類"),
    Text("{} kinds", "{}種類"),
    Text("and {} more", "ほか{}種類"),
    Text("{} conversions", "{}件"),
)
"""The words of the picture of bidding."""

QUESTIONS = {
    "goal": Text("Do the indicators match the business goal?", "計測の指標はビジネスの目的に合っていますか"),
    "values": Text("Does each conversion have its own value?", "コンバージョンごとに適切な価値が設定されていますか"),
    "reviewed": Text("Are they reviewed and updated regularly?", "定期的に見直しと更新が行われていますか"),
    "shared": Text("Is the analysis visualised and shared?", "分析結果は可視化され、共有されていますか"),
}
"""The closing questions as clients are asked them, by their ids."""

EVERY = {
    ReviewEvery.MONTH: Text("every month", "毎月"),
    ReviewEvery.QUARTER: Text("every quarter", "四半期ごと"),
    ReviewEvery.YEAR: Text("every year", "毎年"),
}

CATEGORIES: Mapping[str, Text] = {
    "default": Text("Other", "その他"),
    "page_view": Text("Page view", "ページの閲覧"),
    "purchase": Text("Purchase", "購入"),
    "signup": Text("Sign-up", "登録"),
    "download": Text("Download", "ダウンロード"),
    "add_to_cart": Text("Add to cart", "カートへの追加"),
    "begin_checkout": Text("Begin checkout", "購入手続きの開始"),
    "subscribe_paid": Text("Subscription", "有料登録・定期購入"),
    "phone_call_lead": Text("Phone call", "電話での問い合わせ"),
    "imported_lead": Text("Imported lead", "取り込んだ見込み客"),
    "submit_lead_form": Text("Form sent", "フォームの送信"),
    "book_appointment": Text("Appointment", "予約"),
    "request_quote": Text("Request for a quote", "見積もり・資料の請求"),
    "get_directions": Text("Directions", "ルート検索"),
    "outbound_click": Text("Click on another website", "外部サイトへのクリック"),
    "contact": Text("Contact", "問い合わせ"),
    "engagement": Text("Engagement", "サイト内での行動"),
    "store_visit": Text("Store visit", "来店"),
    "store_sale": Text("Sale in a store", "店舗での購入"),
    "qualified_lead": Text("Qualified lead", "有望な見込み客"),
    "converted_lead": Text("Converted lead", "成約した見込み客"),
    "youtube_follow_on_views": Text("Further views on YouTube", "YouTube での続けての視聴"),
    "message_lead": Text("Message", "メッセージでの問い合わせ"),
    "in_app_ad_revenue": Text("Ad revenue in the app", "アプリ内の広告収益"),
}
"""Google's categories, as clients call them."""

OTHER = CATEGORIES["default"]
CONVERSION = Text("Conversion", "コンバージョン")
"""The word before a technical name that has no category, or one that says nothing."""

EVENT = Text("GA4 event", "GA4 のイベント")

WORDS = {
    "title": Text("Conversion audit", "コンバージョン計測 監査レポート"),
    "prepared": Text("Prepared by", "作成"),
    "date": Text("Date of the audit", "監査日"),
    "period": Text("Period of the numbers", "集計期間"),
    "emulated": Text("Emulated: not a real account", "エミュレーター（実在のアカウントではありません）"),
    "conclusion": Text("Conclusion", "総評"),
    "actions": Text("The three actions that matter most", "優先して取り組みたい3つの対応"),
    "action": Text("The action that matters most", "優先して取り組みたい対応"),
    "two_actions": Text("The two actions that matter most", "優先して取り組みたい2つの対応"),
    "questions": Text("Four questions", "4つの確認事項"),
    "points": Text("Points found", "指摘事項"),
    "notes": Text("For information", "参考事項"),
    "no_points": Text("Nothing was found that needs action.", "対応が必要な事項は見つかりませんでした。"),
    "numbers": Text("Your conversions", "コンバージョンの状況"),
    "conversion": Text("Conversion", "コンバージョン"),
    "kind": Text("Kind", "種類"),
    "use": Text("Use", "用途"),
    "count": Text("Counted", "計測数"),
    "bid": Text("Used for bidding", "入札に使用"),
    "value": Text("Value of one", "1件の価値"),
    "average": Text("on average", "（平均）"),
    "purpose": Text("Purpose", "計測の目的"),
    "purposes": Text("Why each is measured", "計測の目的"),
    "cost": Text("What it costs you", "影響"),
    "proposal": Text("What we propose", "ご提案"),
    "effect": Text("What it brings", "期待できる効果"),
    "doer": Text("Who does it", "担当"),
    "concerns": Text("Concerns", "対象"),
    "point": Text("Point", "内容"),
    "review": Text("Review", "見直し"),
    "report": Text("Open the shared report", "共有レポートを開く"),
    "funnel": Text("The way to the result", "成果までの流れ"),
    "learning": Text("What bidding learns from", "自動入札の学習に使われるもの"),
    "unknown_count": Text("not counted", "件数不明"),
    "none": Text("none", "なし"),
    "missing": Text(
        "These accounts could not be read and are not in this report:",
        "次のアカウントは読み取れなかったため、このレポートに含まれていません：",
    ),
    "no_numbers": Text("No conversions are recorded.", "計測中のコンバージョンはありません。"),
    "nothing_changed": Text(
        "This audit changed nothing in your accounts.", "今回の監査では、アカウントの設定を一切変更していません。"
    ),
    "accounts": Text("Accounts", "アカウント一覧"),
    "account": Text("Account", "アカウント"),
    "trend": Text("Since the last audit", "前回からの変化"),
    "known": Text("As in the last audit", "前回からの継続"),
    "unknown": Text("Not told by the data", "データ不足により未確認"),
}
"""Fixed words of the page."""

FUNNEL_CAPTION = Text(
    "All conversions of the period, from the farthest step to the result. The percentages compare two counts; they do "
    "not follow single visitors.",
    "集計期間のすべてのコンバージョンを、成果から遠い順に示しています。割合は2つの件数の比で、"
    "訪問者ごとの追跡結果ではありません。",
)
GUESSED_CAPTION = Text(
    "All conversions of the period. Their order is derived from what Google calls them.",
    "集計期間のすべてのコンバージョンです。順序は Google 上の分類から推定しています。",
)
EVENTS_CAPTION = Text(
    "Important events of the period in Google Analytics.",
    "集計期間に Google アナリティクスで計測された重要な行動（キーイベント）です。",
)
LEARNING_CAPTION = Text(
    "Solid: results. Hatched: steps before them. Automatic bidding spends your budget to get more of both. The numbers "
    "are those that bidding used.",
    "塗りつぶしは成果、斜線はその手前の行動です。自動入札は、この両方を増やすように広告費を配分します。"
    "件数は入札に使われた分です。",
)
GOOD = Text("No problem was found.", "問題は見つかりませんでした。")
NO_REPORT = Text("No shared report is known.", "共有されているレポートが確認できません。")
LACKING = Text("There is too little data to tell.", "判断に必要な情報がありません。")

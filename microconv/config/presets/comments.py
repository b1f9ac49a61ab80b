"""The comments of every starting file."""

from __future__ import annotations

import re
from textwrap import wrap

from microconv.core import import_arrival
from microconv.core.review_settings import DEFAULT_ENOUGH_FINALS
from microconv.core.text import Text

TOP = Text(
    "{title}. A start, written by `microconv init`.\n"
    "Correct what is marked ← to fit the website, then look at `microconv plan`.\n"
    "Few steps, near the result, each with a value of its own that grows towards it.",
    "{title}のひな型（`microconv init` で作成）。\n"
    "「←」の箇所を実際のサイトに合わせて直し、`microconv plan` で差分を確認します。\n"
    "計測する段階は最終コンバージョンに近いものに絞り、値は近づくほど大きくしてあります。",
)
OWNER = Text("who answers for this setup and its reviews", "設定と見直しの責任者")
REVIEW = Text(
    "Compare values and roles with the results every month, and write down the day here. Once there is a report that\n"
    "the client sees, add its address: `report: https://…`.",
    "値と役割（メイン／サブ）は毎月、実績と照らして見直し、その日付を last に書きます。\n"
    "クライアントと共有するレポートができたら、アドレスを `report: https://…` として加えます。",
)
LOGIN = Text("reached through the manager account", "MCC アカウントからアクセスする")
STREAM = Text("only needed if the property has several web streams", "ウェブストリームが複数あるプロパティでだけ必要")
LINK = Text("GA4 stays linked to Google Ads", "GA4 と Google 広告のリンクを保つ")
UNLISTED = Text(
    "what others set up with this prefix is left alone; `demote` once everything is listed here",
    "他の人が作った mv_ の設定には触れない。すべてここに載せ終えたら demote にする",
)
SECONDARY = Text(
    "observed only. Primary is a decision, so it is written out where it is meant",
    "サブアクション（観察用）。メインアクションにするものだけ、個別に明記する",
)
COUNTING = Text("loading the page again makes no second conversion", "ページを再読み込みしても、2件目とは数えない")
CLICK = Text("how long after a click a conversion still counts", "クリックから30日以内のコンバージョンを計測する")
VIEW = Text("having only seen an ad says little after a day", "広告を見ただけの場合は、1日以内に限る")
SESSION = Text("a step that is repeated in one visit counts once", "1回の訪問で繰り返しても、1件と数える")
IMPORTED = Text(
    "\n".join(wrap(f"Google Ads imports the key events. {import_arrival.WHOLE.en}", 114)),
    "\n".join(
        re.findall(
            ".+?(?:。|ので、|そろうと、)",
            "Google 広告には GA4 のキーイベントをインポートします。" + import_arrival.WHOLE.ja,
        )
    ),
)
TAGGING = Text("without it Google imports nothing", "オフのままだと、Google はキーイベントをインポートしない")
GOALS = Text(
    "Bidding uses the goal of the result. Google opens the goal of each new category for bidding, so those that only\n"
    "have steps are closed here. ← Take out a goal that the account bids on already: `microconv plan` shows it.",
    "入札に使うのは最終コンバージョンの目標です。新しいカテゴリの目標は Google が自動で入札対象にするため、\n"
    "マイクロコンバージョンだけの目標は、ここで対象から外します。\n"
    "← すでに入札に使っている目標があれば、その行を削除します（`microconv plan` で確認できます）。",
)
TAGS = Text(
    "Each of them needs its tag on the website: `microconv snippets` prints them.",
    "どのコンバージョンにも、サイトに置くタグが必要です。`microconv snippets` で出力できます。",
)
AVERAGE = Text(
    "the tag's own total counts; this, an average order, where it sends none",
    "タグが送る金額を使い、なければこの額（平均注文額）にする",
)
PURPOSE = Text(
    "`purpose` says why each is measured, and audits show it: put it into the client's own words.",
    "purpose は計測の目的です。監査にも表示されるので、クライアント自身の言葉に直してください。",
)
WORTH = Text("what one is worth to the business, on average", "1件あたりの平均的な価値")
PROTECT = Text(
    "after the first sync, so that nobody changes the result by accident",
    "最初の sync の後に有効にすると、最終コンバージョンの誤変更を防げます",
)
SHARE = Text("{percent} % of the result", "最終コンバージョンの {percent}%")
ALONE = Text("observed in GA4 alone", "GA4 でだけ見る")
TOO_FEW = Text(
    f"With fewer than {DEFAULT_ENOUGH_FINALS} results in 30 days bidding learns slowly: write `role: primary` here as\n"
    "well{also}, and take it out again once there are enough.",
    f"最終コンバージョンが30日間に{DEFAULT_ENOUGH_FINALS}件に満たないと、自動入札の学習が進みにくくなります。\n"
    "その間だけ、ここに `role: primary` を加えてメインアクションにし{also}、\n"
    "十分な件数になったら元に戻します。",
)
OPENED = Text(", and `biddable: true` for {category} above", "（上の目標 {category} も biddable: true にする）")
PAGE = Text(
    "← the path of this page on the site. GA4 makes the event when it is seen",
    "← 実際のページのパスに直す。表示されると GA4 がイベントを作る",
)
MARK = Text("← the path of this page on the site", "← 実際のページのパスに直す")


def sent(event: str) -> Text:
    """The comment on a rule that makes an event of one that shops send."""
    return Text(
        f"GA4 makes it of {event}, which shops with GA4 e-commerce send already",
        f"GA4 の e コマース計測で送られている {event} から GA4 が作る",
    )

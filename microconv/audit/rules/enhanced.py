"""Are enhanced conversions on, and their terms accepted?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on_one
from microconv.core.text import Text

_MATCHED = frozenset({"webpage", "upload_clicks"})
"""The types of actions that enhanced conversions complete: on the website, and of leads that are uploaded."""

_SOURCE = "ConversionTrackingSetting, comments of the v26 proto, checked 2026-11-29"
_NOTHING = Text(
    "no action of this account is counted by a tag on the website or by uploaded clicks",
    "ウェブサイトのタグ、またはクリックのアップロードで計測されるアクションがありません",
)
_TERMS_FIRST = Text(
    "the terms of customer data come first: counting-terms",
    "顧客データに関する規約への同意が先です（counting-terms）",
)


def _is_matched(subject: Subject) -> bool:
    """True if the account has an action that enhanced conversions would complete."""
    return any(item.action.type in _MATCHED for item in subject.own)


@rule(
    id="counting-terms",
    topic=Topic.COUNTING,
    level=Level.NOTE,
    title=Text(
        "The terms of customer data are not accepted",
        "顧客データに関する規約に同意していません",
    ),
    passed=Text(
        "The terms of customer data are accepted",
        "顧客データに関する規約に同意しています",
    ),
    why=Text(
        "Without them Google takes no hashed mail addresses or telephone numbers: enhanced conversions do not work, "
        "and uploads of leads that rest on them are refused. Where browsers drop cookies, conversions are missing.",
        "同意がないと、Google はハッシュ化されたメールアドレスや電話番号を受け取りません。"
        "拡張コンバージョンは機能せず、これに基づくリードのアップロードも拒否されます。"
        "Cookie が使えない環境のコンバージョンが計測されなくなります。",
    ),
    fix=Text(
        "Whoever answers for the client's data reads and accepts the terms in Google Ads (Goals > Settings > Customer "
        "data terms). Google's policy on customer data (support.google.com/adspolicy/answer/7475709) restricts what "
        "may be sent: look at it first where a business is about health or the like. If the answer is no, accept this "
        "finding in the config (`audit: {ignore: …}`).",
        "クライアントのデータ管理責任者が規約を確認し、Google 広告（「目標」>「設定」>「顧客データに関する規約」）で"
        "同意します。送信できるデータは Google のポリシー（support.google.com/adspolicy/answer/7475709）で"
        "制限されています。健康に関わる業種などでは、先にポリシーを確認してください。利用しない場合は設定ファイルの "
        "`audit: {ignore: …}` に記載します。",
    ),
    source=_SOURCE,
    needs=(Need.GOOGLE_ADS, Need.TRACKING),
)
def counting_terms(subject: Subject) -> Verdict:
    """Terms that nobody has accepted. Comes with the query for conversion actions."""
    if not _is_matched(subject):
        return not_applicable(_NOTHING)
    seen = Text("the terms of customer data are not accepted", "顧客データに関する規約: 未同意")
    return verdict_on_one(None if subject.ads.customer.data_terms else subject.of_account("google_ads", seen))


@rule(
    id="counting-enhanced",
    topic=Topic.COUNTING,
    level=Level.NOTE,
    title=Text(
        "Enhanced conversions are not on",
        "拡張コンバージョンが有効になっていません",
    ),
    passed=Text(
        "Enhanced conversions are on",
        "拡張コンバージョンが有効になっています",
    ),
    why=Text(
        "With them Google recognizes conversions by hashed data that a customer typed in, where the click id is lost. "
        "Without them automatic bidding sees fewer results than there are.",
        "拡張コンバージョンでは、クリック ID が失われた場合でも、お客様が入力した情報をハッシュ化して"
        "コンバージョンを照合できます。無効のままでは、実際より少ない成果で自動入札が学習します。",
    ),
    fix=Text(
        "Turn them on in Google Ads (Goals > Settings > Enhanced conversions), and send the data with the tag: "
        "`microconv snippets` says what a tag looks like. The manager's setting counts where conversions are a "
        "manager's.",
        "Google 広告（「目標」>「設定」>「拡張コンバージョン」）で有効にし、タグでデータを送信します（タグの形式は "
        "`microconv snippets` で確認できます）。MCC でコンバージョンを管理している場合は、MCC の設定が適用されます。",
    ),
    source=_SOURCE,
    needs=(Need.GOOGLE_ADS, Need.TRACKING),
)
def counting_enhanced(subject: Subject) -> Verdict:
    """Enhanced conversions that nobody turned on. Comes with the query for conversion actions."""
    if not _is_matched(subject):
        return not_applicable(_NOTHING)
    if not subject.ads.customer.data_terms:
        return not_applicable(_TERMS_FIRST)
    setting = subject.ads.customer.enhanced_conversions
    shown = (setting or "–").upper()
    seen = Text(f"enhanced conversions: {shown}", f"拡張コンバージョン: {shown}")
    return verdict_on_one(None if setting == "on" else subject.of_account("google_ads", seen))

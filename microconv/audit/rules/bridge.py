"""Do GA4 and Google Ads work together? The link, and auto-tagging."""

from __future__ import annotations

from microconv.analysis.lines import block
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, unknown, verdict_on_one
from microconv.core.kinds import LINK
from microconv.core.text import Text

_LINKING = "Link Google Ads and Analytics, support.google.com/analytics/answer/9379420, checked 2026-11-23"
_TAGGING = "About auto-tagging, support.google.com/google-ads/answer/3095550, checked 2026-11-23"


def linked(subject: Subject) -> bool:
    """True if the property is linked to the account, or to a manager account that it is known to belong to.

    What is imported into a manager account is available in all its clients (page Link Google Ads and Analytics).
    """
    managers = (subject.ads.owner.account or "", subject.ads.account.found_through or "")
    known = {account.replace("-", "") for account in (subject.customer_id, *managers)}
    return any(item.identity in known for item in subject.live(LINK))


@rule(
    id="bridge-link",
    topic=Topic.BRIDGE,
    level=Level.WARNING,
    title=Text(
        "The GA4 property is not linked to the Google Ads account",
        "GA4 プロパティと Google 広告アカウントがリンクされていません",
    ),
    passed=Text(
        "The GA4 property is linked to the Google Ads account",
        "GA4 プロパティと Google 広告アカウントはリンクされています",
    ),
    why=Text(
        "Without the link no key event can be imported, audiences of GA4 cannot be used in campaigns, and GA4 does not "
        "show what the ads cost. Imports that exist go on in the list, and count nothing.",
        "リンクがないと、キーイベントをインポートできず、GA4 のオーディエンスもキャンペーンで使えず、GA4 "
        "に広告費も表示されません。既存のインポートは一覧に残りますが、何も計測されません。",
    ),
    fix=Text(
        "In GA4: Admin > Product links > Google Ads links > Link. It takes Editor on the property and administrative "
        "access in Google Ads. Or write `ga4: {link_google_ads: true}` and run `microconv sync`. A link to the "
        "account's manager account is enough.",
        "GA4 の「管理」>「サービス間のリンク設定」>「Google 広告のリンク」でリンクします（プロパティの編集者権限と "
        "Google 広告の管理者権限が必要）。または `ga4: {link_google_ads: true}` と記載して `microconv sync` "
        "を実行します。"
        "MCC とリンクされている場合は、それで問題ありません。",
    ),
    source=_LINKING,
    needs=(Need.GOOGLE_ADS, Need.GA4, Need.LINKS),
)
def bridge_link(subject: Subject) -> Verdict:
    """No link to this account or to a known manager account of it."""
    if linked(subject):
        return verdict_on_one(None)
    links = [item.address.name for item in subject.live(LINK)]
    seen = Text(
        f"not linked to {subject.customer_id}; links to other accounts: {' '.join([str(len(links)), *links])}",
        f"{subject.customer_id} とのリンクなし。他のアカウントとのリンク: {' '.join([str(len(links)), *links])}",
    )
    return verdict_on_one(subject.of_account("ga4", seen, block("ga4.link_google_ads", True)))


@rule(
    id="bridge-auto-tagging",
    topic=Topic.BRIDGE,
    level=Level.ERROR,
    title=Text("Auto-tagging is off", "自動タグ設定がオフになっています"),
    passed=Text("Auto-tagging is on", "自動タグ設定はオンになっています"),
    why=Text(
        "Auto-tagging adds the click's identifier (GCLID) to the address of the page that an ad leads to. Without it "
        "conversions cannot be tied to clicks in all browsers, and nothing can be imported from GA4.",
        "自動タグ設定は、広告のリンク先 URL にクリックの識別子（GCLID）を付けます。オフだと、"
        "ブラウザによってはコンバージョンをクリックに結び付けられず、GA4 からのインポートもできません。",
    ),
    fix=Text(
        "In Google Ads: Admin > Account settings > Auto-tagging, and tick the box. Or write `google_ads: "
        "{auto_tagging: true}` and run `microconv sync`. Check once that the site keeps the parameter `gclid` when it "
        "redirects.",
        "Google 広告の「管理者」>「アカウント設定」>「自動タグ設定」でチェックボックスをオンにします。または "
        "`google_ads: {auto_tagging: true}` と記載して `microconv sync` を実行します。"
        "サイトがリダイレクト時に `gclid` パラメータを維持することも確認してください。",
    ),
    source=_TAGGING,
    needs=(Need.GOOGLE_ADS,),
)
def bridge_auto_tagging(subject: Subject) -> Verdict:
    """Off, as the account says; a manager account has no ads of its own."""
    if subject.ads.customer.manager is True:
        return not_applicable(Text("a manager account has no ads", "MCC には広告がありません"))
    state = subject.ads.customer.auto_tagging_enabled
    if state is None:
        return unknown(Text("the account's settings were not read", "アカウント設定を取得できていません"))
    seen = Text("auto-tagging: off", "自動タグ設定: オフ")
    mend = block("google_ads.auto_tagging", True)
    return verdict_on_one(None if state else subject.of_account("google_ads", seen, mend))

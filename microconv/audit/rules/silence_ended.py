"""Do actions rest on something that has ended, or is about to?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.resource import Live
from microconv.core.text import Text

_NO_ACTION = Text("no action is recorded", "有効なコンバージョン アクションがありません")
_CALLS_FROM_ADS = "ad_call"


def ended(item: Live) -> bool:
    """True for an action whose source sends nothing any more."""
    return item.action.ended


@rule(
    id="silence-universal",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "An action is imported from Universal Analytics, which has ended",
        "終了したユニバーサル アナリティクスからのインポートが残っています",
    ),
    passed=Text(
        "No action is imported from Universal Analytics",
        "ユニバーサル アナリティクスからのインポートはありません",
    ),
    why=Text(
        "Universal Analytics stopped processing data in July 2023 (360 properties in July 2024). The action stands in "
        "the list, and counts nothing: if it is what bidding aims for, bidding aims for nothing.",
        "ユニバーサル アナリティクスは 2023 年 7 月（360 プロパティは 2024 年 7 月）にデータ処理を終了しました。"
        "アクションは一覧に残りますが何も計測されず、これを目標にした入札は目標のない状態になります。",
    ),
    fix=Text(
        "Import the key event of the same act from GA4, or give the act a tag of its own, and check that it counts. "
        "Then make this action secondary in Google Ads and remove it.",
        "同じ行動の GA4 キーイベントをインポートするか、専用のタグを設置し、計測されることを確認します。"
        "その後、Google 広告でこのアクションをサブアクションにし、削除します。",
    ),
    source="Universal Analytics sunset, support.google.com/analytics/answer/11583528, checked 2026-11-29",
    needs=(Need.GOOGLE_ADS,),
)
def silence_universal(subject: Subject) -> Verdict:
    """Recorded actions of one's own that are imported from Universal Analytics."""
    seen = Text("source: Universal Analytics", "計測元: ユニバーサル アナリティクス")
    gone = [subject.of(item, seen) for item in subject.own if ended(item)]
    return verdict_on(gone, len(subject.own), _NO_ACTION)


@rule(
    id="silence-call-ads",
    topic=Topic.SILENCE,
    level=Level.NOTE,
    title=Text(
        "Bidding uses calls from ads, and call-only ads stop in February 2027",
        "広告からの電話が入札に使われています（電話専用広告は 2027 年 2 月に終了します）",
    ),
    passed=Text(
        "Bidding does not rest on calls from ads",
        "広告からの電話は入札に使われていません",
    ),
    why=Text(
        "Call-only ads cannot be made since January 2026, and are not shown any more from February 2027 on. Calls from "
        "call assets go on. An account that rests on call-only ads loses these conversions from one day to the next.",
        "電話専用広告は 2026 年 1 月以降作成できず、2027 年 2 月に配信が終了します。電話アセットからの通話は引き続き"
        "計測されます。電話専用広告に頼っているアカウントでは、この日を境にコンバージョンが失われます。",
    ),
    fix=Text(
        "See in Google Ads which ads bring the calls. Move call-only ads to responsive search ads with call assets "
        "before the date; the action itself can stay.",
        "どの広告から電話が来ているかを Google 広告で確認します。電話専用広告は、終了日までに電話アセット付きの"
        "レスポンシブ検索広告へ移行します。アクション自体はそのままでかまいません。",
    ),
    source="Call-only ads, Google Ads API deprecations and developer blog, checked 2026-11-28",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def silence_call_ads(subject: Subject) -> Verdict:
    """Calls from ads that bidding uses."""
    used = [item for item in subject.actions if item.id in subject.used]
    seen = Text("calls from ads, used by bidding", "広告からの電話。入札に使用")
    calls = [subject.of(item, seen) for item in used if item.action.type == _CALLS_FROM_ADS]
    return verdict_on(calls, len(used), Text("bidding uses no action", "入札に使われているアクションがありません"))

"""Has measurement stopped? Conversion actions that are configured and count nothing."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.silence_results import results
from microconv.audit.rules.silent_actions import (
    MONTH,
    QUARTER,
    WEBSITE,
    WEEK,
    enough,
    nothing,
    shared,
    silent,
    since,
    watched,
)
from microconv.core.measures import LAG_DAYS, LAGS, RECENT_DAYS
from microconv.core.resource import Live
from microconv.core.text import Text

_METRICS = "metrics.conversion_last_conversion_date, comment of the v26 proto, checked 2026-11-23"
_FIX = Text(
    "Go through the step on the site with Tag Assistant open, and look at Goals > Conversions > Summary in Google Ads; "
    "of an import or an upload, look at where it comes from. Mend the tag, its trigger or the source. If the step no "
    "longer exists, make the action secondary, or take it out of the config.",
    "Tag Assistant を開いた状態でサイト上の該当の行動を実際に行い、Google 広告の「目標」>「コンバージョン」>「概要」で"
    "状態を確認してください。インポートやアップロードの場合は送信元を確認します。タグ、トリガー、送信元のいずれかを"
    "修正してください。その行動がなくなっている場合は、サブアクションにするか、設定ファイルから外します。",
)


@rule(
    id="silence-7",
    topic=Topic.SILENCE,
    level=Level.NOTE,
    title=Text(
        "A steady conversion action has counted nothing for 7 days",
        "安定して発生していたコンバージョン アクションが7日間計測されていません",
    ),
    passed=Text(
        "No steady conversion action has been silent for 7 to 29 days",
        "7～29日間計測が止まっている、安定したコンバージョン アクションはありません",
    ),
    why=Text(
        "An action that counted regularly and stops usually means that a tag was lost in a change of the site. The "
        "sooner it is noticed, the less automatic bidding learns from the gap. Actions with few conversions are left "
        "out: a week without any is normal for them.",
        "定期的に計測されていたコンバージョン アクションが止まった場合、"
        "サイトの変更でタグが失われていることがよくあります。早く気づくほど、"
        "自動入札が誤った学習をする期間は短くなります。件数の少ないアクションは、"
        "1週間発生しなくても通常の範囲のため対象外です。",
    ),
    fix=_FIX,
    source=_METRICS,
    needs=(Need.COUNTS,),
)
def silence_week(subject: Subject) -> Verdict:
    """Silent for 7 to 29 days, though its last 30 days let one expect conversions in them.

    Results that bidding uses weigh more: silence-result tells of them.
    """
    others = set() if subject.ads.account.warning else {item.id for item in results(subject)}
    actions = [one for one in silent(subject) if one.item.id not in others]
    evidence = []
    for one in actions:
        if WEEK <= one.days < MONTH and enough(one.counted.all, one.days, RECENT_DAYS):
            en, ja = since(one)
            seen = Text(
                f"{en}; {figure(one.counted.all)} conversions in the last {RECENT_DAYS} days before it stopped",
                f"{ja}。直近 {RECENT_DAYS} 日間では停止前に {figure(one.counted.all)} 件",
            )
            evidence.append(subject.of(one.item, seen))
    return verdict_on(evidence, len(actions), nothing(subject))


@rule(
    id="silence-30",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "A conversion action has counted nothing for 30 days",
        "30日間計測されていないコンバージョン アクションがあります",
    ),
    passed=Text(
        "No conversion action has been silent for 30 to 89 days that used to count more often",
        "件数から見て不自然に30～89日間計測が止まっているコンバージョン アクションはありません",
    ),
    why=Text(
        "Reports and bidding go on as if this step no longer happened. Either it does not, and the action is only in "
        "the way, or measurement is broken and decisions rest on numbers that are not there.",
        "レポートと自動入札は、この行動がもう起きていないものとして動き続けます。実際に起きていないのであれば不要な"
        "アクションであり、計測が壊れているのであれば、欠けた数値をもとに判断していることになります。",
    ),
    fix=_FIX,
    source=_METRICS,
    needs=(Need.COUNTS,),
)
def silence_month(subject: Subject) -> Verdict:
    """Silent for 30 to 89 days; where its last 90 days are known, only if they let one expect conversions in them."""
    lags_known = LAGS not in subject.missing_measures
    actions = silent(subject)
    evidence = []
    for one in actions:
        if not MONTH <= one.days < QUARTER:
            continue
        en, ja = since(one)
        before = sum(one.counted.lags.values()) if lags_known else 0
        if not before:
            seen = Text(f"{en}; how often it counted before is not known", f"{ja}。停止前の件数は不明")
        elif enough(before, one.days, LAG_DAYS):
            seen = Text(
                f"{en}; {figure(before)} conversions in the last {LAG_DAYS} days before it stopped",
                f"{ja}。直近 {LAG_DAYS} 日間では停止前に {figure(before)} 件",
            )
        else:
            continue
        evidence.append(subject.of(one.item, seen))
    return verdict_on(evidence, len(actions), nothing(subject))


@rule(
    id="silence-90",
    topic=Topic.SILENCE,
    level=Level.ERROR,
    title=Text(
        "A conversion action has counted nothing for 90 days",
        "90日以上計測されていないコンバージョン アクションがあります",
    ),
    passed=Text(
        "Every conversion action that ever counted did so within 90 days",
        "計測実績のあるコンバージョン アクションはすべて、90日以内に計測されています",
    ),
    why=Text(
        "After a quarter of a year it is no chance any more. The action is a leftover that makes the list harder to "
        "read, or the result it stands for has been invisible to bidding all that time.",
        "四半期にわたって計測がないのは偶然ではありません。使われなくなったアクションが一覧を読みにくくしているか、"
        "その成果が長期間、入札から見えない状態になっています。",
    ),
    fix=_FIX,
    source=_METRICS,
    needs=(Need.COUNTS,),
)
def silence_quarter(subject: Subject) -> Verdict:
    """Silent for 90 days or more, and not another account's."""
    actions = silent(subject)
    evidence = []
    for one in actions:
        if one.days >= QUARTER:
            en, ja = since(one)
            seen = Text(f"{en}; how often it counted before is not known", f"{ja}。停止前の件数は不明")
            evidence.append(subject.of(one.item, seen))
    return verdict_on(evidence, len(actions), nothing(subject))


def _never(subject: Subject, items: Iterable[Live]) -> list[Live]:
    """Those that have not counted anything, ever."""
    counts = ((item, subject.counted(item)) for item in items)
    return [item for item, counted in counts if counted.last is None and counted.all == 0]


def _tagged(item: Live) -> bool:
    """True if the tag of the site is what an action waits for."""
    return item.action.type == WEBSITE


@rule(
    id="silence-never",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "A conversion action has never counted a conversion",
        "一度も計測されていないコンバージョン アクションがあります",
    ),
    passed=Text(
        "Every conversion action has counted a conversion at some time",
        "すべてのコンバージョン アクションに計測実績があります",
    ),
    why=Text(
        "An action that has never counted is new, set up wrongly, or for something that does not happen. Google Ads "
        "does not tell when an action was made, so only the people who made it know whether it is simply new.",
        "一度も計測されていないアクションは、作成したばかりか、設定が誤っているか、"
        "実際には起きない行動を対象にしています。Google 広告からは作成日が分からないため、"
        "新しいだけかどうかは作成した担当者に確認する必要があります。",
    ),
    fix=_FIX,
    source=_METRICS,
    needs=(Need.COUNTS,),
)
def silence_never(subject: Subject) -> Verdict:
    """Never a conversion; website actions whose tag never asked are the business of silence-tag."""
    there = [item for item in watched(subject) if not shared(subject, item)]
    evidence = []
    for item in _never(subject, there):
        asked = subject.counted(item).asked
        if _tagged(item) and asked is None:
            continue
        if asked is None:
            seen = Text("0 conversions, ever", "これまでのコンバージョン数: 0")
        else:
            seen = Text(
                f"no conversion, ever; its tag was last seen at {asked}, so the visits did not come from ads",
                f"コンバージョンの計測実績なし。タグの最終受信: {asked}（広告経由ではない訪問）",
            )
        evidence.append(subject.of(item, seen))
    return verdict_on(
        evidence, len(there), Text("no action is recorded", "有効なコンバージョン アクションがありません")
    )


@rule(
    id="silence-tag",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "The tag of a website conversion action has never been seen",
        "タグが一度も検出されていないウェブサイトのコンバージョン アクションがあります",
    ),
    passed=Text(
        "Google Ads has seen the tag of every website conversion action",
        "ウェブサイトのコンバージョン アクションのタグはすべて検出されています",
    ),
    why=Text(
        "The action exists in Google Ads, but no page of the site has ever fired its tag, not even for visits that do "
        "not come from ads. Nothing can be measured until the tag is on the site.",
        "Google 広告にアクションはありますが、広告以外からの訪問も含めて、サイトのどのページでもタグが発火したことが"
        "ありません。タグが設置されるまで、何も計測されません。",
    ),
    fix=Text(
        "Put the tag on the site or into Tag Manager: `microconv snippets` prints it. Then go through the step once "
        "and look at the tracking status in Google Ads some hours later.",
        "タグをサイトまたは Google タグマネージャーに設置します（`microconv snippets` で出力できます）。"
        "設置後に該当の行動を一度行い、数時間後に Google 広告でトラッキング ステータスを確認してください。",
    ),
    source="metrics.conversion_last_received_request_date_time, comment of the v26 proto, checked 2026-11-23",
    needs=(Need.COUNTS,),
)
def silence_tag(subject: Subject) -> Verdict:
    """Website actions without a conversion or a request of the tag, ever."""
    tagged = [item for item in watched(subject) if _tagged(item) and not shared(subject, item)]
    seen = Text("no request of its tag and no conversion, ever", "タグのリクエストもコンバージョンも計測実績なし")
    unseen = [item for item in _never(subject, tagged) if subject.counted(item).asked is None]
    no_tag = Text("there is no website action", "ウェブサイトのコンバージョン アクションがありません")
    return verdict_on([subject.of(item, seen) for item in unseen], len(tagged), no_tag)

"""Has every result a value where campaigns bid for value?"""

from __future__ import annotations

from microconv.analysis.around import by_value
from microconv.analysis.priced import priced
from microconv.analysis.subject import Subject
from microconv.analysis.worth import ENOUGH, default, dynamic
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.resource import Live
from microconv.core.text import Text


def valueless(subject: Subject, item: Live) -> bool:
    """True for an action without a value: no default, and its tag sends none, or none by ENOUGH conversions."""
    counted = subject.counted(item)
    silent = counted.all >= ENOUGH and counted.all_value <= 0
    return default(item) <= 0 and (not dynamic(item) or silent)


def unseen_in(subject: Subject, item: Live) -> list[str]:
    """The campaigns that bid for value and use a known result without one."""
    if subject.micro(item) or not subject.judged(item).known or not valueless(subject, item):
        return []
    names = by_value(subject)
    return [name for name in subject.places(item.id) if name in names]


@rule(
    id="values-not-bid-for",
    topic=Topic.VALUES,
    level=Level.ERROR,
    title=Text(
        "Campaigns bid for value, and a final conversion has none",
        "値に基づく入札を使っていますが、最終コンバージョンに値がありません",
    ),
    passed=Text(
        "Where campaigns bid for value, every final conversion has one",
        "値に基づく入札を使うキャンペーンでは、最終コンバージョンにすべて値があります",
    ),
    why=Text(
        "Target ROAS and Maximize conversion value look for value alone. A result that is worth nothing is to them as "
        "if it had never happened: the campaign spends its budget on whatever else has a value, or finds nothing.",
        "目標広告費用対効果やコンバージョン値の最大化は、コンバージョン値だけを追いかけます。値が 0 の成果は起きな"
        "かったものとして扱われ、予算は値のある別の行動に使われるか、入札の手がかりがなくなります。",
    ),
    fix=Text(
        "Give it a value today (in Google Ads under Goals, or `value: …` in the config), a rough one rather than none; "
        "or let these campaigns bid for the number of conversions until values are there.",
        "大まかでもよいので、すぐに値を設定します（Google 広告の「目標」、または設定ファイルの `value: …`）。"
        "値が決まるまでは、該当のキャンペーンでコンバージョン数に基づく入札を使います。",
    ),
    source="About Maximize conversion value, support.google.com/google-ads/answer/7684216, checked 2026-11-29",
    needs=(Need.GOOGLE_ADS, Need.GOALS, Need.CAMPAIGNS),
)
def values_not_bid_for(subject: Subject) -> Verdict:
    """Known results without a value that campaigns use which bid for value. Comes with the query for campaigns."""
    names = by_value(subject)
    there = [item for item in subject.relevant if not subject.micro(item) and subject.judged(item).known]
    results = [item for item in there if priced(subject, item)]
    used = [item for item in results if names & {*subject.places(item.id)}]
    evidence = []
    for item in used:
        campaigns = unseen_in(subject, item)
        if campaigns:
            listed = ", ".join(campaigns)
            evidence.append(
                subject.of(item, Text(f"no value; bid for value: [{listed}]", f"値なし。値に基づく入札: [{listed}]"))
            )
    nothing = Text(
        "no campaign that bids for value uses a final conversion",
        "値に基づく入札で最終コンバージョンを使うキャンペーンがありません",
    )
    return verdict_on(evidence, len(used), nothing)

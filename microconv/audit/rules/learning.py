"""Are campaigns learning, and is there enough to learn from?"""

from __future__ import annotations

from microconv.analysis.around import AMOUNTS, context_of, idle, learned_from
from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on
from microconv.audit.rules.silent_actions import PAUSED
from microconv.core.context import CampaignBidding
from microconv.core.measures import RECENT_DAYS
from microconv.core.text import Text

_NO_CAMPAIGN = Text("no campaign bids for conversions", "コンバージョンに基づく入札を行うキャンペーンがありません")
_STATES = {
    "learning": Text("is learning", "学習中"),
    "limited_by_data": Text("is limited: too few conversions lately", "データ不足により制限中"),
    "misconfigured_conversion": Text("says that conversions are set up wrongly", "コンバージョンの設定に問題あり"),
    "misconfigured_zero": Text("says that conversion tracking is missing", "コンバージョンの計測なし"),
    "multiple": Text("is in several of these states", "複数の状態が該当"),
}
"""States that conversions have to do with, by how Google's words for them begin."""

_STRATEGIES = {
    "target_cpa": Text("Target CPA", "目標コンバージョン単価"),
    "maximize_conversions": Text("Maximize conversions", "コンバージョン数の最大化"),
    "target_roas": Text("Target ROAS", "目標広告費用対効果"),
    "maximize_conversion_value": Text("Maximize conversion value", "コンバージョン値の最大化"),
}


def _bidding(subject: Subject) -> list[CampaignBidding]:
    """The campaigns whose strategy learns from conversions."""
    return [one for one in context_of(subject).campaigns or () if one.strategy in AMOUNTS]


def _names(subject: Subject, campaign: CampaignBidding) -> str:
    """The actions that a campaign learns from."""
    return ", ".join(sorted(item.address.name for item in learned_from(subject, campaign.campaign))) or "∅"


@rule(
    id="upkeep-learning",
    topic=Topic.UPKEEP,
    level=Level.NOTE,
    title=Text(
        "A campaign is learning, or says that it lacks conversions",
        "学習中、またはコンバージョンが足りないキャンペーンがあります",
    ),
    passed=Text(
        "No campaign that bids for conversions is learning or lacks them",
        "学習中、またはコンバージョンが足りないキャンペーンはありません",
    ),
    why=Text(
        "While a strategy learns, its results vary; every change of what it learns from starts that anew. It takes up "
        "to two or three times the usual way from click to conversion.",
        "学習中は成果が安定せず、学習の対象を変えるたびにやり直しになります。"
        "クリックからコンバージョンまでの通常の日数の2～3倍かかることがあります。",
    ),
    fix=Text(
        "While it learns, change neither roles nor values nor targets of this campaign. Where conversions are too few "
        "or set up wrongly, let it learn from a step nearer to the click, see what it learns from here.",
        "学習中は、このキャンペーンに関わる役割、値、目標値を変更しないでください。"
        "コンバージョンの不足や設定の問題がある場合は、学習の対象を確認し、よりクリックに近い行動も使うことを検討します。",
    ),
    source="Bid strategy status, support.google.com/google-ads/answer/13020501, checked 2026-11-28",
    needs=(Need.GOALS, Need.CAMPAIGNS),
)
def upkeep_learning(subject: Subject) -> Verdict:
    """States of campaigns beside what they learn from. Comes with the query for the goal settings of campaigns."""
    campaigns = _bidding(subject)
    evidence = []
    for one in campaigns:
        state = next((text for word, text in _STATES.items() if one.status.startswith(word)), None)
        if state is not None:
            names, strategy = _names(subject, one), _STRATEGIES[one.strategy]
            seen = Text(
                f'campaign "{one.campaign}" ({strategy.en}) {state.en} ({one.status.upper()}); learns from: [{names}]',
                f"キャンペーン「{one.campaign}」（{strategy.ja}）: {state.ja}（{one.status.upper()}）。"
                f"学習の対象: [{names}]",
            )
            evidence.append(subject.of_account("google_ads", seen))
    return verdict_on(evidence, len(campaigns), _NO_CAMPAIGN)


@rule(
    id="upkeep-amounts",
    topic=Topic.UPKEEP,
    level=Level.NOTE,
    title=Text(
        "A campaign has fewer conversions to learn from than is recommended",
        "学習に使えるコンバージョンが推奨件数より少ないキャンペーンがあります",
    ),
    passed=Text(
        "What campaigns learn from counts as often as is recommended, in the whole account",
        "学習の対象となるコンバージョンは、アカウント全体で推奨件数に達しています",
    ),
    why=Text(
        "Automatic bidding learns from conversions. Counted is here what the whole account had of the actions that the "
        "campaign bids for, so the campaign itself cannot have had more.",
        "自動入札はコンバージョンから学習します。ここでは、このキャンペーンが入札に使うアクションの件数を"
        "アカウント全体で数えています。キャンペーン単独ではこれより多くなることはありません。",
    ),
    fix=Text(
        "Until there are enough final conversions, let bidding use one step near to the result as well, with its share "
        "of the value (`role: primary`). Or put campaigns together.",
        "最終コンバージョンが十分に集まるまで、成果に近い行動を1つ、相応の値を付けて入札に使います"
        "（`role: primary`）。キャンペーンの統合も検討してください。",
    ),
    source="Target ROAS bidding, support.google.com/google-ads/answer/6268637; the trade, checked 2026-11-28",
    needs=(Need.GOALS, Need.CAMPAIGNS, Need.COUNTS),
)
def upkeep_amounts(subject: Subject) -> Verdict:
    """Campaigns that learn from fewer than the recommended number. Comes with the queries for goals and counts."""
    if idle(subject):
        return not_applicable(PAUSED)
    campaigns = _bidding(subject)
    evidence = []
    for one in campaigns:
        amount = AMOUNTS[one.strategy]
        had = sum(subject.counted(item).bid for item in learned_from(subject, one.campaign))
        if had < amount.recommended:
            names, strategy = _names(subject, one), _STRATEGIES[one.strategy]
            seen = Text(
                f'campaign "{one.campaign}" ({strategy.en}): {figure(had)} conversions in {RECENT_DAYS} days from '
                f"[{names}]; recommended: {amount.recommended} ({amount.source})",
                f"キャンペーン「{one.campaign}」（{strategy.ja}）: {RECENT_DAYS} 日間で {figure(had)} 件 [{names}]。"
                f"推奨件数: {amount.recommended} 件（{amount.source}）",
            )
            evidence.append(subject.of_account("google_ads", seen))
    return verdict_on(evidence, len(campaigns), _NO_CAMPAIGN)

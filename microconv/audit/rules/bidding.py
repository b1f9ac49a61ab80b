"""Do goals let bidding use what the roles say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from microconv.analysis.lines import block
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on
from microconv.audit.rules.demoting import thorough
from microconv.core import client as config
from microconv.core.bidding.effective import Campaign
from microconv.core.goal_pair import goal_parts
from microconv.core.goal_state import CampaignState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG
from microconv.core.text import NO_TEXT, Text

_NOT_DECIDED = Text(
    "the config decides on no goal of the account (`goals: {account: …}`)",
    "設定ファイルにアカウントの目標（`goals: {account: …}`）の指定がありません",
)
_NO_CAMPAIGN = Text("there is no campaign", "キャンペーンがありません")


@rule(
    id="roles-custom-goal",
    topic=Topic.ROLES,
    level=Level.ERROR,
    title=Text(
        "A secondary action feeds bidding through a custom goal",
        "サブアクションがカスタム目標を通じて入札に使われています",
    ),
    passed=Text(
        "No secondary action feeds bidding through a custom goal that the config does not declare",
        "設定ファイルにないカスタム目標を通じて入札に使われているサブアクションはありません",
    ),
    why=Text(
        "A custom goal makes bidding use what it lists, whatever its role: making the action secondary changed "
        "nothing.",
        "カスタム目標に含まれるコンバージョン アクションは、役割にかかわらず入札に使われます。"
        "サブアクションに変更しても効果はありません。",
    ),
    fix=Text(
        "Take it out of the custom goal, or write `demote: thorough`; if it is meant, name it in `goals: {custom: …}`.",
        "カスタム目標から外すか、設定ファイルに `demote: thorough` と書きます。"
        "意図した設定であれば `goals: {custom: …}` に記載します。",
    ),
    source="Custom goals, CustomConversionGoal (v26 proto), checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_custom_goal(subject: Subject) -> Verdict:
    """Secondary actions that campaigns use through a custom goal for which the config does not list them."""
    custom = subject.client.goals.custom if subject.client else ()
    declared = {(goal.name, name) for goal in custom for name in goal.conversions}
    secondary = [item for item in subject.actions if not subject.primary(item) and item.id in subject.bidding_actions]
    listed: dict[str, list[Campaign]] = defaultdict(list)
    for place in subject.bidding.campaigns or ():
        for action in place.listed:
            listed[action].append(place)
    evidence = []
    for item in secondary:
        conversion = subject.declared(item)
        name = conversion.name if conversion else item.address.name
        listing = listed.get(item.id, ()) if subject.bidding_actions[item.id].enabled else ()
        places = [place for place in listing if (place.custom_goal, name) not in declared]
        if places:
            mend = thorough(subject) if conversion else ""
            evidence.append(subject.of(item, _through(places), mend))
    return verdict_on(evidence, len(secondary), Text("no action is secondary", "サブアクションがありません"))


def _through(places: Sequence[Campaign]) -> Text:
    """The campaigns that use an action, each with its custom goal."""
    return Text(
        "secondary, and used by "
        + "; ".join(f'campaign "{place.name}" (custom goal "{place.custom_goal}")' for place in places),
        "サブアクションですが、入札に使われています: "
        + "、".join(f"キャンペーン「{place.name}」（カスタム目標「{place.custom_goal}」）" for place in places),
    )


@rule(
    id="roles-app-campaign",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "A secondary action feeds the bidding of an App campaign",
        "サブアクションがアプリキャンペーンの入札に使われています",
    ),
    passed=Text(
        "No App campaign is optimized for a secondary action",
        "サブアクションを最適化の対象とするアプリキャンペーンはありません",
    ),
    why=Text(
        "An App campaign uses the actions that it is optimized for, whatever their role: making the action secondary "
        "changed nothing there.",
        "アプリキャンペーンは、最適化の対象に選ばれたコンバージョン アクションを役割にかかわらず入札に使います。"
        "サブアクションに変更しても、このキャンペーンには効果がありません。",
    ),
    fix=Text(
        "Make the action primary if that is meant; else choose another in the settings of the campaign in Google Ads. "
        "microconv does not write them.",
        "意図した設定であれば、メインアクションに変更します。そうでなければ、Google 広告のキャンペーン設定で別のものを"
        "選びます。microconv はこの設定を書き換えません。",
    ),
    source="Campaign.SelectiveOptimization (v26 proto), checked 2026-11-28",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_app_campaign(subject: Subject) -> Verdict:
    """Secondary actions that App campaigns are optimized for."""
    secondary = [item for item in subject.actions if not subject.primary(item) and item.id in subject.bidding_actions]
    evidence, selecting = [], [place for place in subject.bidding.campaigns or () if place.selected]
    for item in secondary:
        places = [place.name for place in selecting if item.id in place.selected]
        if places:
            seen = Text(
                "secondary, and used by " + "; ".join(f'campaign "{name}" (optimized for it)' for name in places),
                "サブアクションですが、入札に使われています: "
                + "、".join(f"キャンペーン「{name}」（最適化の対象）" for name in places),
            )
            evidence.append(subject.of(item, seen, subject.lines(item, role="primary")))
    return verdict_on(evidence, len(secondary), Text("no action is secondary", "サブアクションがありません"))


@rule(
    id="roles-campaign-override",
    topic=Topic.ROLES,
    level=Level.NOTE,
    title=Text(
        "A campaign overrides the account's goals, and nothing says why",
        "アカウントの目標とは別の目標を使うキャンペーンがあり、理由が記録されていません",
    ),
    passed=Text(
        "Every campaign follows the account's goals, or the config says what it does instead",
        "すべてのキャンペーンがアカウントの目標に従っているか、個別の目標が設定ファイルに記載されています",
    ),
    why=Text(
        "From the day on which a campaign gets goals of its own it no longer follows the account's: a change of "
        "goals or a new conversion passes it by, and its conversions mean something else than those of the others.",
        "個別の目標を設定したキャンペーンには、その後アカウントの目標を変更しても反映されません。"
        "ほかのキャンペーンとはコンバージョンの意味も異なるものになります。",
    ),
    fix=Text(
        "Let it follow the account's goals again, or declare its own under `goals: {campaigns: …}`. One with a custom "
        "goal keeps it until it is taken out of that: do so first, or declare the custom goal under `goals: {custom: "
        "…}`.",
        "アカウントの目標に戻すか、個別の目標を設定ファイルの `goals: {campaigns: …}` に記載します。カスタム目標を使う"
        "キャンペーンは、先にカスタム目標から外すか、カスタム目標を `goals: {custom: …}` に記載します。",
    ),
    source="Campaign goals, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_campaign_override(subject: Subject) -> Verdict:
    """Campaigns with goals of their own that the config does not declare."""
    by_number = {CampaignState(item.state).campaign: item for item in subject.live(CAMPAIGN_CONFIG)}
    campaigns = subject.bidding.campaigns or ()
    evidence = []
    for campaign in campaigns:
        if campaign.own and not _wanted(subject, campaign.name):
            item = by_number[campaign.id]
            evidence.append(subject.of(item, _difference(subject, campaign), _following(campaign)))
    return verdict_on(evidence, len(campaigns), _NO_CAMPAIGN)


def _following(campaign: Campaign) -> str:
    """The config lines that let a campaign follow the account's goals; empty for one that has a custom goal."""
    if campaign.custom_goal:
        return ""
    return block("goals.campaigns", {"campaign": campaign.name, "use": "account"})


def _wanted(subject: Subject, campaign: str) -> bool:
    """True if the config gives a campaign goals of its own."""
    goals = subject.client.goals if subject.client else config.Goals()
    own = [item.campaign for item in goals.campaigns if item.level is config.Level.CAMPAIGN]
    custom = [pattern for goal in goals.custom for pattern in goal.campaigns]
    return any(config.fits(campaign, pattern) for pattern in (*own, *custom))


def _difference(subject: Subject, campaign: Campaign) -> Text:
    """The goals that a campaign has and the account has not (+), and the other way round (−)."""
    account = {pair for pair, biddable in subject.bidding.goals.items() if biddable}
    own = {pair for pair, biddable in campaign.goals.items() if biddable}
    signs = [f"+{pair}" for pair in sorted(own - account)] + [f"−{pair}" for pair in sorted(account - own)]
    differences, custom = ", ".join(signs) or "±0", campaign.custom_goal
    goal = Text(f'; custom goal "{custom}"', f"。カスタム目標「{custom}」") if custom else NO_TEXT
    return Text(
        f"compared with the account's goals: [{differences}]{goal.en}",
        f"アカウントの目標との違い: [{differences}]{goal.ja}",
    )


@rule(
    id="roles-campaign-no-final",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "A campaign bids for steps only, or for nothing",
        "最終コンバージョンが入札に使われていないキャンペーンがあります",
    ),
    passed=Text(
        "Every campaign bids for a final conversion, or the config gives it goals of its own",
        "すべてのキャンペーンで最終コンバージョンが入札に使われているか、個別の目標が設定ファイルに記載されています",
    ),
    why=Text(
        "The account has a final conversion that bidding uses, but not in this campaign: its goals leave it out. The "
        "campaign then looks good in steps and brings no results.",
        "入札に使える最終コンバージョンがあるにもかかわらず、このキャンペーンの目標には含まれていません。"
        "途中の行動の件数は良く見えても、成果にはつながりません。",
    ),
    fix=Text(
        "Let it follow the account's goals again, or add the goal of the final conversion to its own.",
        "アカウントの目標に戻すか、最終コンバージョンの目標をこのキャンペーンの目標に追加します。",
    ),
    source="Campaign goals, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_campaign_no_final(subject: Subject) -> Verdict:
    """Campaigns without a final conversion that bidding uses there, while there is one elsewhere."""
    finals = {item.id for item in subject.actions if item.id in subject.used and not subject.micro(item)}
    by_number = {CampaignState(item.state).campaign: item for item in subject.live(CAMPAIGN_CONFIG)}
    campaigns = (subject.bidding.campaigns or ()) if finals else ()
    evidence = []
    for campaign in campaigns:
        used = subject.used_by_campaign[campaign.id]
        if _wanted(subject, campaign.name) or used & finals:
            continue
        names = ", ".join(sorted(subject.bidding_actions[action].name for action in used)) or "∅"
        seen = Text(f"bids for: [{names}]", f"入札に使われているもの: [{names}]")
        evidence.append(subject.of(by_number[campaign.id], seen, _following(campaign) if campaign.own else ""))
    nothing = Text(
        "there is no campaign, or bidding uses no final conversion anywhere",
        "キャンペーンがないか、最終コンバージョンがどこでも入札に使われていません",
    )
    return verdict_on(evidence, len(campaigns), nothing)


@rule(
    id="roles-goal-opened",
    topic=Topic.ROLES,
    level=Level.NOTE,
    title=Text(
        "An account-default goal holds nothing but secondary actions",
        "アカウントのデフォルトの目標に、サブアクションしか含まれていません",
    ),
    passed=Text(
        "Every account-default goal with recorded actions has a primary one",
        "アカウントのデフォルトの目標には、いずれもメインアクションが含まれています",
    ),
    why=Text(
        "Google makes a goal biddable when the first action of its category appears, a secondary one too. From then "
        "on one click on primary, or one new action, changes the bidding of all campaigns.",
        "カテゴリの最初のコンバージョン アクションを作成すると、サブアクションであっても、"
        "その目標は自動的に入札の対象になります。その後は、"
        "メインアクションへの切り替えや新しいアクションの追加だけで、全キャンペーンの入札が変わります。",
    ),
    fix=Text(
        "Close the goal: take it out of the account-default goals, or write it under `goals: {account: …}` with "
        "`biddable: false`.",
        "目標をアカウントのデフォルトから外すか、"
        "設定ファイルの `goals: {account: …}` に `biddable: false` と書きます。",
    ),
    source="Customer goals, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_goal_opened(subject: Subject) -> Verdict:
    """Biddable goals of the account whose recorded actions are all secondary, and that the config does not want so.

    Nearly every account has such goals: they are told only where somebody decides on goals, in the config.
    """
    if not subject.config.goals.account:
        return not_applicable(_NOT_DECIDED)
    actions: dict[str, list[str]] = defaultdict(list)
    primary = set()
    for action in subject.bidding.actions:
        if action.enabled:
            actions[action.pair].append(action.name)
            primary |= {action.pair} if action.primary else set()
    wanted = {item.pair for item in subject.config.goals.account if item.biddable}
    goals = [item for item in subject.live(ACCOUNT_GOAL) if GoalState(item.state).biddable]
    there = [(item, GoalState(item.state).pair) for item in goals]
    checked = [(item, pair) for item, pair in there if pair in actions]
    evidence = []
    for item, pair in checked:
        if pair not in primary | wanted:
            category, origin = goal_parts(pair)
            more = {} if origin == "website" else {"origin": origin}
            mend = block("goals.account", {"category": category, **more, "biddable": False})
            names = sorted(actions[pair])
            seen = Text(
                "only secondary: " + ", ".join(f'"{name}"' for name in names),
                "サブアクションのみ: " + "、".join(f"「{name}」" for name in names),
            )
            evidence.append(subject.of(item, seen, mend))
    return verdict_on(
        evidence, len(checked), Text("no goal with recorded actions is biddable", "対象となる目標がありません")
    )

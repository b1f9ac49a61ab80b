"""Do goals let bidding use what the roles say?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from microconv.analysis.evidence import Evidence
from microconv.analysis.lines import block
from microconv.analysis.same_act import imported
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.roles import tenths
from microconv.core import client as config
from microconv.core.action_state import ActionState
from microconv.core.bidding.effective import Campaign, Use, effective
from microconv.core.goal_pair import goal_parts
from microconv.core.goal_state import CampaignState, GoalState
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Address, Live
from microconv.core.text import Text

ALIKE = 0.8
"""From this share of the larger count on, two actions probably count the same act: tags lose up to a fifth."""

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
        "カスタム目標に含まれるコンバージョンアクションは、役割にかかわらず入札に使われます。"
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
    evidence = []
    for item in secondary:
        action, conversion = subject.bidding_actions[item.id], subject.declared(item)
        name = conversion.name if conversion else item.address.name
        places = [
            place
            for place in subject.bidding.campaigns or ()
            if effective(action, subject.bidding.goals, place) is Use.CUSTOM_GOAL
            and (place.custom_goal, name) not in declared
        ]
        if places:
            mend = block("demote", "thorough") if conversion else ""
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
        "Let it follow the account's goals again, or declare its own under `goals: {campaigns: …}`.",
        "アカウントの目標に戻すか、個別の目標を設定ファイルの `goals: {campaigns: …}` に記載します。",
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
            mend = block("goals.campaigns", {"campaign": campaign.name, "use": "account"})
            evidence.append(subject.of(item, _difference(subject, campaign), mend))
    return verdict_on(evidence, len(campaigns), _NO_CAMPAIGN)


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
    signs = [f"custom goal {campaign.custom_goal}"] if campaign.custom_goal else []
    signs += [f"+{pair}" for pair in sorted(own - account)] + [f"−{pair}" for pair in sorted(account - own)]
    differences = ", ".join(signs) or "±0"
    return Text(f"compared with the account's goals: [{differences}]", f"アカウントの目標との違い: [{differences}]")


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
        used = [action for action in subject.bidding.actions if effective(action, subject.bidding.goals, campaign).used]
        if _wanted(subject, campaign.name) or any(action.id in finals for action in used):
            continue
        names = ", ".join(sorted(action.name for action in used)) or "∅"
        seen = Text(f"bids for: [{names}]", f"入札に使われているもの: [{names}]")
        mend = block("goals.campaigns", {"campaign": campaign.name, "use": "account"}) if campaign.own else ""
        evidence.append(subject.of(by_number[campaign.id], seen, mend))
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
        "カテゴリの最初のコンバージョンアクションを作成すると、サブアクションであっても、"
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
    """Biddable goals of the account whose recorded actions are all secondary, and that the config does not want so."""
    actions: dict[str, list[str]] = defaultdict(list)
    primary = set()
    for action in subject.bidding.actions:
        if action.enabled:
            actions[action.pair].append(action.name)
            primary |= {action.pair} if action.primary else set()
    wanted = {item.pair for item in subject.client.goals.account if item.biddable} if subject.client else set()
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


@rule(
    id="roles-several-primaries",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "Bidding uses several actions for what looks like one act",
        "同じ行動とみられる複数のコンバージョンアクションが、同時に入札に使われています",
    ),
    passed=Text(
        "Bidding uses one action for each act",
        "一つの行動につき、入札に使われるコンバージョンアクションは一つです",
    ),
    why=Text(
        "Actions of one category and origin that are all used in one campaign each count. If they mark the same act, "
        "a second tag for the same form, say, bidding and the reports see it twice.",
        "カテゴリと発生元が同じコンバージョンアクションが一つのキャンペーンで複数使われると、それぞれが計上されます。"
        "同じフォームにタグが二つあるなど、同じ行動を計測している場合、入札でもレポートでも二重に数えられます。",
    ),
    fix=Text(
        "Compare them by day in Google Ads. If they count the same act, keep the more reliable one primary and make "
        "the others secondary; if not, give them categories that tell them apart.",
        "Google 広告で日別の件数を比べます。同じ行動を数えていれば、より確実な方だけをメインアクションに残し、"
        "ほかはサブアクションにします。別の行動であれば、区別できるカテゴリに変更します。",
    ),
    source="docs/best-practices.md, Count once, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_several_primaries(subject: Subject) -> Verdict:
    """Actions of one goal, all tags or all imports, that bidding uses together and that may mark one act.

    A tag and an import of the same event, and two imports of it, are found in the rules on double counting. Steps, and
    actions without a category, are only suspected when they count alike: there are many acts of such a kind.
    """
    together: dict[tuple[int, str, bool], dict[str, Live]] = defaultdict(dict)
    for number, place in enumerate(_places(subject)):
        for item in subject.actions:
            action = subject.bidding_actions.get(item.id)
            if action is not None and effective(action, subject.bidding.goals, place).used:
                together[number, action.pair, imported(item)].setdefault(item.identity, item)
    suspects: dict[tuple[str, bool], dict[str, Live]] = defaultdict(dict)
    for (_, pair, from_ga4), items in together.items():
        for item in _suspected(subject, list(items.values())):
            suspects[pair, from_ga4][item.id] = item
    evidence = [_several(subject, pair, list(items_.values())) for (pair, _), items_ in sorted(suspects.items())]
    return verdict_on(evidence, len(subject.used), Text("bidding uses no action", "入札に使われているものがありません"))


def _places(subject: Subject) -> list[Campaign | None]:
    """One campaign of each kind of goal settings; None where there are no campaigns, only the account's goals."""
    campaigns = subject.bidding.campaigns or ()
    return [*{(place.own, *sorted(place.goals.items()), place.listed): place for place in campaigns}.values()] or [None]


def _suspected(subject: Subject, items: Sequence[Live]) -> list[Live]:
    """Those of the actions, used together, that may mark one act."""
    plain = [item for item in items if not subject.micro(item) and ActionState(item.state).category != "default"]
    suspects = {item.id for item in plain} if len(plain) > 1 else set()
    counts = sorted((subject.counted(item).all, item.id) for item in items)  # zeros where nobody counted
    for (fewer, one), (more, other) in pairwise(counts):
        if fewer >= ALIKE * more > 0:
            suspects |= {one, other}
    return [item for item in items if item.id in suspects]


def _several(subject: Subject, pair: str, items: Sequence[Live]) -> Evidence:
    """One goal and the actions in it; with their counts where these are known."""
    counts = [tenths(subject.counted(item).all) if subject.has_counts else "?" for item in items]
    listed = ", ".join(f"{item.address.name} ({count})" for item, count in zip(items, counts, strict=True))
    seen = Text(
        f"used together, with all conversions of {RECENT_DAYS} days in brackets: [{listed}]",
        f"同時に入札に使用（かっこ内は {RECENT_DAYS} 日間のすべてのコンバージョン）: [{listed}]",
    )
    first, *others = sorted(item.id for item in items)
    return Evidence(str(Address(ACCOUNT_GOAL, pair)), pair, seen, first, others=tuple(others))

"""Does every action play the role that it was given?"""

from __future__ import annotations

from microconv.analysis.around import idle
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on, verdict_on_one
from microconv.audit.rules.demoting import unsettable
from microconv.audit.rules.silent_actions import PAUSED
from microconv.core.bidding.effective import effective
from microconv.core.conversion import Role
from microconv.core.measures import RECENT_DAYS
from microconv.core.text import Text


@rule(
    id="roles-differ",
    topic=Topic.ROLES,
    level=Level.ERROR,
    title=Text("A role differs from the config", "メインアクション／サブアクションの設定が設定ファイルと異なります"),
    passed=Text("All roles are as in the config", "すべての役割が設定ファイルのとおりです"),
    why=Text(
        "Somebody changed by hand what bidding uses, or the config was never applied.",
        "入札に使うコンバージョンが手作業で変更されたか、設定ファイルの内容がまだ適用されていません。",
    ),
    fix=Text(
        "Run `microconv plan`, then `microconv sync`; or change the config to what is right.",
        "`microconv plan` で内容を確認してから `microconv sync` を実行します。アカウント側が正しければ、"
        "設定ファイルを直します。",
    ),
    source="docs/best-practices.md, Review, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.CONFIG),
)
def roles_differ(subject: Subject) -> Verdict:
    """Recorded actions of the config whose flag is not what their role says."""
    names = {Role.PRIMARY: Text("primary", "メインアクション"), Role.SECONDARY: Text("secondary", "サブアクション")}
    listed = [(item, conversion) for item in subject.own if (conversion := subject.declared(item)) is not None]
    evidence = []
    for item, conversion in listed:
        live = Role.PRIMARY if subject.primary(item) else Role.SECONDARY
        if live is not conversion.role:
            now, wanted = names[live], names[conversion.role]
            seen = Text(
                f"{now.en} in the account, {wanted.en} in the config",
                f"アカウントでは{now.ja}、設定ファイルでは{wanted.ja}",
            )
            evidence.append(subject.of(item, seen))
    nothing = Text(
        "no conversion of the config is recorded", "設定ファイルのコンバージョンが一つも有効になっていません"
    )
    return verdict_on(evidence, len(listed), nothing)


@rule(
    id="roles-without-effect",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "A primary action is used by no campaign",
        "メインアクションなのに、どのキャンペーンの入札にも使われていません",
    ),
    passed=Text("Every primary action is used by bidding", "すべてのメインアクションが入札に使われています"),
    why=Text(
        "Its goal is not biddable where campaigns look, so bidding does not see the conversions for which it was "
        "made primary.",
        "キャンペーンが参照する目標が入札の対象になっていないため、メインアクションにしても、"
        "そのコンバージョンは入札に反映されません。",
    ),
    fix=Text(
        "Make its goal an account-default goal (`goals: {account: …}`) or a goal of campaigns (`goals: {campaigns: "
        "…}`); or make the action secondary, as it is in effect.",
        "目標をアカウントのデフォルト（`goals: {account: …}`）またはキャンペーンの目標（`goals: {campaigns: …}`）にし"
        "ます。不要であれば、実態に合わせてサブアクションに変更します。",
    ),
    source="Conversion goals overview, Google Ads API documentation, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_without_effect(subject: Subject) -> Verdict:
    """Primary actions of one's own that bidding uses neither through a goal nor through a custom goal.

    What nobody can change, and bidding does not use, is as it should be.
    """
    settable = [item for item in subject.own if not unsettable(item)]
    primary = [item for item in settable if subject.primary(item) and item.id in subject.bidding_actions]
    bids, evidence = subject.bidding, []
    places = subject.kinds_of_campaigns or (None,)
    for item in primary:
        if item.id in subject.used:
            continue
        action = subject.bidding_actions[item.id]
        uses = {effective(action, bids.goals, place) for place in places}
        why = "; ".join(sorted(use.value.removeprefix("not used: ") for use in uses))
        seen = Text(f"goal {action.pair}: {why}", f"目標 {action.pair} が入札の対象になっていません")
        evidence.append(subject.of(item, seen))
    return verdict_on(evidence, len(primary), Text("no action is primary", "メインアクションがありません"))


@rule(
    id="roles-nothing-counted",
    topic=Topic.ROLES,
    level=Level.ERROR,
    title=Text(
        "Campaigns bid for conversions, and none was counted",
        "コンバージョンを目標に入札していますが、1 件も計測されていません",
    ),
    passed=Text("Bidding is given conversions", "入札にコンバージョンが使われています"),
    why=Text(
        "Bidding that is given no conversion has nothing to learn from, and takes every click for as good as the next. "
        "Either measurement is broken, or what is measured never happens.",
        "コンバージョンが 1 件もなければ、入札には学習の材料がなく、どのクリックも同じ価値として扱われます。"
        "計測が壊れているか、実際には起きない行動を計測しています。",
    ),
    fix=Text(
        "Go through the act on the site with Tag Assistant open, and mend the tag, its trigger or the import. If "
        "results are only rare, let bidding learn from a nearer step until they come.",
        "Tag Assistant を開いて該当の行動を実際に行い、タグ、トリガー、インポートを修正します。"
        "成果の件数が少ないだけであれば、それまでの間、成果に近いマイクロコンバージョンを入札に使うことを検討します。",
    ),
    source="docs/best-practices.md, Roles, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS, Need.COUNTS),
)
def roles_nothing_counted(subject: Subject) -> Verdict:
    """Campaigns that use actions, of which none was counted for bidding in the last 30 days."""
    used = [item for item in subject.actions if item.id in subject.used]
    if not used or not subject.bidding.campaigns:
        return not_applicable(
            Text("no campaign bids for an action", "アクションを目標に入札しているキャンペーンがありません")
        )
    if idle(subject):
        return not_applicable(PAUSED)
    names = ", ".join(sorted(item.address.name for item in used))
    seen = Text(
        f"0 conversions in {RECENT_DAYS} days; bidding uses: {names}",
        f"{RECENT_DAYS} 日間のコンバージョンは 0 件。入札に使用: {names}",
    )
    counted = any(subject.counted(item).bid > 0 for item in used)
    return verdict_on_one(None if counted else subject.of_account("google_ads", seen))

"""Does every action play the role that it was given?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.bidding.effective import effective
from microconv.core.conversion import Role
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
    """Primary actions of one's own that bidding uses neither through a goal nor through a custom goal."""
    primary = [item for item in subject.own if subject.primary(item) and item.id in subject.bidding_actions]
    bids, evidence = subject.bidding, []
    for item in primary:
        if item.id in subject.used:
            continue
        action = subject.bidding_actions[item.id]
        uses = {effective(action, bids.goals, place) for place in bids.campaigns or (None,)}
        why = "; ".join(sorted(use.value.removeprefix("not used: ") for use in uses))
        seen = Text(f"goal {action.pair}: {why}", f"目標 {action.pair} が入札の対象になっていません")
        evidence.append(subject.of(item, seen))
    return verdict_on(evidence, len(primary), Text("no action is primary", "メインアクションがありません"))

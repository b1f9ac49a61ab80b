"""Actions that a plan leaves secondary and that bidding uses all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.effective import BiddingInputs, Use, effective
from microconv.core.bidding.inputs import where_used
from microconv.core.client import Client, Demote
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.resource import Address
from microconv.core.text import Text, joined

_OUT_OF_CUSTOM_GOALS = Text(
    "write `demote: thorough` to take it out of custom goals, or name the custom goal in `goals: {custom: …}` if that "
    "is meant",
    "カスタム目標から外すには `demote: thorough` と書きます。意図したものであれば、そのカスタム目標を "
    "`goals: {custom: …}` に記載してください",
)
OUT_OF_APP_CAMPAIGNS = Text(
    "microconv does not write what App campaigns are optimized for: if this conversion is not meant, choose another in "
    "the campaign's settings in Google Ads",
    "アプリ キャンペーンの最適化の対象は microconv では変更できません。意図したものでなければ、Google 広告の"
    "キャンペーン設定で別のコンバージョンを選択してください",
)
_IN_CUSTOM_GOAL = Text(
    "a custom goal makes bidding use what it lists, whatever its role",
    "カスタム目標に含まれるアクションは、役割にかかわらず入札に使われます",
)
_IN_APP_CAMPAIGN = Text(
    "an App campaign uses the actions that it is optimized for, whatever their role",
    "アプリ キャンペーンでは、最適化の対象となるアクションが役割にかかわらず入札に使われます",
)


def still_used(client: Client, after: BiddingInputs, goals: GoalPlan) -> Iterator[Diagnostic]:
    """Actions that should not be used, and are: by a custom goal or an App campaign, which do not ask for the role."""
    wanted = {name for goal in client.goals.custom for name in goal.conversions}
    meant = {goals.members.names[name] for name in wanted if name in goals.members.names}
    used = after.used_anywhere() & goals.members.unused
    for action in sorted(after.actions, key=lambda item: (item.name, item.id)):
        if action.id not in used or goals.names.of(action.id) in meant:
            continue
        if action.primary:  # it cannot be demoted, and a conflict says so
            continue
        uses = {effective(action, after.goals, place) for place in after.campaigns or (None,)}
        details, hints = [], []
        if Use.CUSTOM_GOAL in uses:
            details.append(_IN_CUSTOM_GOAL)
            stuck = sorted(item.address.name for item in goals.wanted.conflicts if item.address.type == CUSTOM_GOAL)
            hints.append(_see(stuck) if stuck and client.demote is Demote.THOROUGH else _OUT_OF_CUSTOM_GOALS)
        if Use.SELECTED in uses:
            details.append(_IN_APP_CAMPAIGN)
            hints.append(OUT_OF_APP_CAMPAIGNS)
        yield Diagnostic(
            Severity.WARNING,
            "still-used",
            _used(goals.names.of(action.id), joined(where_used(after, action.id), "; ")),
            joined(details, "; ", "。"),
            where=str(Address(ACTION, action.name)),
            hint=joined(hints, "; ", "。"),
        )


def _used(name: str, where: Text) -> Text:
    return Text(
        f'"{name}" is secondary, but bidding still uses it: {where.en}',
        f"「{name}」はサブですが、入札に使われたままです: {where.ja}",
    )


def _see(goals: Sequence[str]) -> Text:
    names = ", ".join(goals)
    return Text(f"see the conflict about the custom goal {names}", f"カスタム目標 {names} の競合を確認してください")

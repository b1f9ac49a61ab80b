"""Notes on goals that appear with a plan: Google makes them, and decides how they start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.closing import account_goal
from microconv.core.bidding.effective import BiddingInputs
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.goal_pair import goal_parts
from microconv.core.kinds import ACCOUNT_GOAL
from microconv.core.object_name import object_name
from microconv.core.planning.finals import is_final
from microconv.core.resource import Address
from microconv.core.text import Text

_NONE_PRIMARY = Text(
    "none of its actions is primary, so bidding uses nothing of it; the first primary one would count",
    "メインのアクションがないため、いまは入札に使われません。メインにしたアクションから入札に使われます",
)
_OPEN = Text("Google makes it biddable for the whole account", "アカウント全体で入札に使われる目標になります")
_UNKNOWN = Text("only Google knows whether it is biddable", "入札に使われる目標になるかどうかは Google が決めます")


def new_goals(client: Client, after: BiddingInputs, new_pairs: Sequence[str]) -> Iterator[Diagnostic]:
    """Goals that appear with their first action: Google opens them for the whole account."""
    named = {setting.pair for setting in client.goals.account}
    for pair in new_pairs:
        if pair in named or pair in NOT_BIDDABLE_BY_DEFAULT:
            continue
        primary = sorted(
            action.name for action in after.actions if action.pair == pair and action.enabled and action.primary
        )
        category, _ = goal_parts(pair)
        sure = after.goals.get(pair) is True
        if not primary:
            detail = _NONE_PRIMARY
        elif sure:
            detail = Text(
                f"bidding will use {', '.join(primary)}, as the config says",
                f"{'、'.join(primary)} は設定のとおり入札に使われます",
            )
        else:
            detail = Text(
                f"if Google does not make it biddable, bidding does not use {', '.join(primary)}",
                f"入札に使われない目標として作成された場合、{'、'.join(primary)} は入札に使われません",
            )
        final = any(is_final(client, name, category) for name in primary)
        start = _OPEN if sure else _UNKNOWN
        address = Address(ACCOUNT_GOAL, pair)
        goal, line = object_name(address), account_goal(pair, biddable=final)
        yield Diagnostic(
            Severity.NOTE,
            "new-goal",
            Text(
                f"the {goal.en} appears with its first action, and {start.en}",
                f"{goal.ja}は最初のコンバージョン アクションと同時に作成され、{start.ja}",
            ),
            detail,
            where=str(address),
            hint=Text(f"to decide it yourself, write `{line}`", f"自分で決めるには `{line}` と書いてください"),
        )

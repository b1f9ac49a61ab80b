"""Warnings of goals that appear with a plan: Google makes them, and decides how they start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.effective import BiddingInputs
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.goal_pair import goal_parts
from microconv.core.planning.finals import is_final


def new_goals(client: Client, after: BiddingInputs, new_pairs: Sequence[str]) -> Iterator[Diagnostic]:
    """Goals that appear with their first action: Google opens them for the whole account."""
    named = {setting.pair: setting for setting in client.goals.account}
    for pair in new_pairs:
        if pair in named or pair in NOT_BIDDABLE_BY_DEFAULT:
            continue
        primary = sorted(
            action.name for action in after.actions if action.pair == pair and action.enabled and action.primary
        )
        category, origin = goal_parts(pair)
        setting = goal_setting_text(category, origin)
        sure = after.goals.get(pair) is True
        if not primary:
            detail = "none of its actions is primary, so bidding uses nothing of it; the first primary one would count"
        elif sure:
            detail = f"bidding will use it for {', '.join(primary)}, as their role says"
        else:
            detail = f"where Google does not make it biddable, bidding does not use {', '.join(primary)}"
        final = any(is_final(client, name, category) for name in primary)
        start = "Google makes it biddable for the whole account" if sure else "only Google knows whether it is biddable"
        yield Diagnostic(
            Severity.NOTE,
            "new-goal",
            f"the goal {pair} appears with its first action, and {start}",
            detail,
            where=f"google_ads.customer_conversion_goal[{pair}]",
            hint=f"to decide it yourself, write `goals: {{account: [{setting} biddable: {str(final).lower()}}}]}}`",
        )


def goal_setting_text(category: str, origin: str) -> str:
    """The beginning of a goal in a config, up to `biddable`."""
    return f"{{category: {category}," + ("" if origin == "website" else f" origin: {origin},")

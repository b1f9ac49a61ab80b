"""Actions that nobody can change: in a plan what is said of them leads to the goal by which they can be stopped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from microconv.core.action_state import ActionState
from microconv.core.bidding.closing import ANY_GOAL, account_goal, advice
from microconv.core.bidding.effective import BiddingInputs
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.plan import Conflict
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.text import NO_TEXT, Text, untranslated

UNCHANGEABLE = frozenset({Standing.FIXED, Standing.SYSTEM})
"""The standings of what Google runs itself."""


def name_hint(taken: Live, *, primary: bool) -> Text:
    """The way out where a conversion has the name of an action; empty where that one can be changed.

    `primary`: the config wants bidding to use it.
    """
    if taken.address.type != ACTION or taken.standing not in UNCHANGEABLE:
        return NO_TEXT
    goal = account_goal(ActionState(taken.state).pair, biddable=primary)
    return Text(
        "Google runs that action, and nobody can set its role: take the conversion out of the config, and write "
        f"`{goal}` for bidding {'to use' if primary else 'not to use'} it; or give the conversion another name",
        "そのアクションは Google が管理しており、役割（メイン／サブ）は誰にも変更できません。この"
        f"コンバージョンを設定から外し、入札に{'使う' if primary else '使わない'}ように `{goal}` と書くか、"
        "コンバージョンに別の名前を付けてください",
    )


def advices(live: Sequence[Live], bids: BiddingInputs) -> Mapping[str, Text]:
    """The ways to keep bidding from using what nobody can change and bidding uses, by the ids of the actions."""
    fixed = {item.id for item in live if item.address.type == ACTION and item.standing in UNCHANGEABLE}
    texts = {action.id: advice(action, bids) for action in bids.actions if action.id in fixed}
    return {identifier: text for identifier, text in texts.items() if text}


def google_runs(client: Client, readings: Sequence[Reading], after: BiddingInputs) -> Iterator[Diagnostic]:
    """Notes on what bidding uses although nobody can set its role, unless the config speaks of its goal."""
    goals = client.goals
    named = {item.pair for item in (*goals.account, *(one for entry in goals.campaigns for one in entry.goals))}
    live = [item for reading in readings for item in reading.resources]
    hints = advices(live, after)
    for action in sorted(after.actions, key=lambda item: (item.name, item.id)):
        if action.id in hints and action.pair not in named:
            yield Diagnostic(
                Severity.NOTE,
                "google-runs",
                Text(
                    f'bidding uses "{action.name}", which Google runs itself: nobody can set its role',
                    f"「{action.name}」は入札に使われていますが、Google が管理しているため、役割は誰にも変更できません",
                ),
                where=str(Address(ACTION, action.name)),
                hint=hints[action.id],
            )


def with_goal(conflicts: Sequence[Conflict], matched: Mapping[str, Live], live: Sequence[Live]) -> tuple[Conflict, ...]:
    """Conflicts whose hint is to close a goal, with that goal. `matched` are the actions of conversions, by these."""
    known = {item.address.name: item for item in live if item.address.type == ACTION and not item.standing.never_ours}
    known |= matched  # what Google imports has another name than its conversion
    filled = []
    for item in conflicts:
        action = known.get(item.address.name) if item.address.type == ACTION else None
        goal = account_goal(ActionState(action.state).pair) if action is not None else ANY_GOAL
        before = untranslated(item.hint)
        hint = Text(before.en.replace(ANY_GOAL, goal), before.ja.replace(ANY_GOAL, goal))
        filled.append(replace(item, hint=hint))
    return tuple(filled)

"""The custom goals that a config wants, and those that it does not name but that list what bidding should not use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.action_state import NAME, ActionState
from microconv.core.bidding.goals import Names
from microconv.core.client import Client, CustomGoal
from microconv.core.goal_state import LISTS, CustomGoalState
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.plan import Conflict, Waiting
from microconv.core.planning.wanted import Members, Wanted, together
from microconv.core.resource import Address, Desired, Live, Standing, Target, frozen, of_type
from microconv.core.text import Text
from microconv.core.value import Scalar

_OTHER_GOALS = Text(
    "give its campaigns other goals first (`goals: {campaigns: …}`), or name the custom goal in `goals: {custom: …}`",
    "先にキャンペーンに別の目標を指定する（`goals: {campaigns: …}`）か、このカスタム目標を `goals: {custom: …}` に"
    "記載してください",
)
_SAME_LIST = Text(
    "let the campaigns of one use the other, or change the other first, in a sync of its own",
    "一方のキャンペーンにもう一方のカスタム目標を使わせるか、先に別の sync でもう一方を変更してください",
)


def custom_goal(goal: CustomGoal, members: Members) -> Wanted:
    """One custom goal; no object where none of its conversions has an action, nor will have."""
    address = Address(CUSTOM_GOAL, goal.name)
    actions = sorted(members.names[name] for name in goal.conversions if name in members.names)
    missing = sorted(name for name in goal.conversions if name not in members.names)
    waiting: tuple[Waiting, ...] = ()
    if missing:
        waiting = (Waiting(address, _not_there(missing), Text("its conversions", "コンバージョン")),)
    if not actions:
        return Wanted(waiting=waiting)
    state = frozen({NAME: goal.name, LISTS: tuple(actions)})
    return Wanted((Desired(address, Target(goal.name, goal.name), state, "", span=goal.span),), waiting=waiting)


def _not_there(names: Sequence[str]) -> Text:
    return Text(f"not in Google Ads yet: {', '.join(names)}", f"Google 広告にまだないもの: {'、'.join(names)}")


def without_unused(client: Client, live: Sequence[Live], members: Members, names: Names) -> Wanted:
    """Custom goals that the config does not name lose the actions that bidding should not use."""
    declared = {goal.name for goal in client.goals.custom}
    # Google refuses a list with an action that is not enabled, also one that was in it before.
    enabled = {item.id for item in of_type(live, ACTION) if ActionState(item.state).enabled}
    others = [
        goal
        for goal in of_type(live, CUSTOM_GOAL)
        if goal.standing is Standing.NORMAL and goal.address.name not in declared
    ]
    return together(_without(goal, members.unused, enabled, names) for goal in others)


def _without(goal: Live, unused: frozenset[str], enabled: set[str], names: Names) -> Wanted:
    """One custom goal without the actions that bidding should not use; nothing where it lists none of them."""
    listed = CustomGoalState(goal.state).actions or ()
    out = [item for item in listed if item in unused]
    if not out:
        return Wanted()
    left = [item for item in listed if item not in unused and item in enabled]
    named = ", ".join(sorted(names.of(item) for item in out))
    if not left:
        conflict = Conflict(
            goal.address,
            Text(
                f"`demote: thorough` would take {named} out of it, and nothing else is in it",
                f"`demote: thorough` により {named} を外すと、このカスタム目標が空になります",
            ),
            _OTHER_GOALS,
        )
        return Wanted(conflicts=(conflict,))
    state = frozen({LISTS: tuple(sorted(names.of(item) for item in left))})
    target = Target(goal.identity, goal.address.name)
    why = Text(f"`demote: thorough` takes {named} out", f"`demote: thorough` により {named} を外します")
    return Wanted((Desired(goal.address, target, state, "", why=why),))


def same_lists(wanted: Iterable[Desired], live: Sequence[Live], names: Names) -> Wanted:
    """Conflicts: Google takes no two custom goals with the same actions (CustomConversionGoalError, v26).

    Whether it looks at each operation or at their common end is not known. So a list that another custom goal has
    now is a conflict also where that one is to change in the same run. A goal that has the list itself keeps it.
    """
    now: dict[Scalar, set[str]] = {}
    for goal in of_type(live, CUSTOM_GOAL):
        listed = CustomGoalState(goal.state).actions
        if goal.standing is Standing.NORMAL and listed is not None:
            now.setdefault(tuple(sorted(names.of(item) for item in listed)), set()).add(goal.address.name)
    conflicts = []
    for item in wanted:
        if item.address.type != CUSTOM_GOAL:
            continue
        others = now.setdefault(item.state[LISTS], {item.address.name})
        if item.address.name not in others:
            other = min(others)
            conflicts.append(
                Conflict(
                    item.address,
                    Text(
                        f'it would list the same actions as the custom goal "{other}" does now, which Google refuses',
                        f"現在のカスタム目標「{other}」と同じアクションの組み合わせになり、Google に拒否されます",
                    ),
                    _SAME_LIST,
                    str(item.span or ""),
                )
            )
    return Wanted(conflicts=tuple(conflicts))

"""The reasons why a plan must not be applied: every refusal names its way through."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from microconv.core.action_state import PRIMARY, VALUE
from microconv.core.client import Client
from microconv.core.errors import Refusal
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CUSTOM_GOAL
from microconv.core.plan import Action, Change, Plan
from microconv.core.planning.limits import Allow, Limits
from microconv.core.value import Money, Scalar, draw, number

SMALLEST_JUDGED = 10
"""Below this many managed objects of a type, a share of them says nothing."""


def limits_of(client: Client) -> Limits:
    """The limits that a config sets."""
    return Limits(
        client.max_changes,
        max_demotions=client.max_demotions,
        max_role_changes=client.max_role_changes,
        max_value_factor=client.max_value_factor,
    )


def refusals(plan: Plan, limits: Limits) -> tuple[Refusal, ...]:
    """Every reason why `plan` must not be applied, conflicts first. Empty: it may be.

    What an API refuses is in nobody's way: the plan was made without it. It is a reason where nothing else is to do.
    """
    reasons = [
        Refusal("conflict", f"{item.address}: {item.summary}", item.hint, item.where)
        for item in plan.conflicts
        if not (item.refused and plan.changes)
    ]
    reasons += _counted(plan.changes, limits.max_changes, "changes")
    reasons += _counted([item for item in plan.changes if _takes_away(item)], limits.max_demotions, "demotions")
    reasons += _counted([item for item in plan.changes if _changes_role(item)], limits.max_role_changes, "role-changes")
    reasons += _values(plan, limits)
    reasons += _removals(plan, limits)
    reasons += _many(plan, limits)
    reasons += _protected(plan, limits)
    reasons += _of_manager(plan, limits)
    reasons += _dangers(plan, limits)
    return tuple(reasons)


def _counted(changes: Sequence[Change], most: int | None, what: str) -> list[Refusal]:
    if most is None or len(changes) <= most:
        return []
    named = "" if what == "changes" else f": {', '.join(str(item.address) for item in changes)}"
    return [
        Refusal(
            f"max-{what}",
            f"the plan has {len(changes)} {what.replace('-', ' ')}; at most {most} are allowed{named}",
            f"look at the plan, then run again with `--max-{what} {len(changes)}`",
        )
    ]


def _values(plan: Plan, limits: Limits) -> list[Refusal]:
    most = limits.max_value_factor
    if most is None:
        return []
    reasons = []
    for change in plan.changes:
        for item in change.attributes:
            before, after = _amount(item.name, item.before), _amount(item.name, item.after)
            if change.action is Action.REMOVE or before is None or after is None or before == after:
                continue
            factor = max(before, after) / min(before, after) if min(before, after) > 0 else float("inf")
            if factor > most:
                reasons.append(
                    Refusal(
                        "max-value-factor",
                        f"{change.address} would go from {draw(item.before)} to {draw(item.after)}; a value may change "
                        f"by {number(float(most))} times at most",
                        "look at the value, then run again with `--max-value-factor "
                        f"{math.ceil(factor) if factor != float('inf') else 'inf'}`",
                    )
                )
    return reasons


def _amount(name: str, value: Scalar) -> float | None:
    if isinstance(value, Money):
        return value.amount
    if name == VALUE and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return None


def _changes_role(change: Change) -> bool:
    return change.action is not Action.CREATE and any(
        item.name == PRIMARY and item.before is not None for item in change.attributes
    )


def _removals(plan: Plan, limits: Limits) -> list[Refusal]:
    names = [str(change.address) for change in plan.changes if change.action is Action.REMOVE]
    if not names or Allow.REMOVE in limits.allow:
        return []
    return [
        Refusal(
            "remove",
            f"the plan removes {len(names)}: {', '.join(names)}. A removed object cannot be brought back",
            "to remove them, run again with `--allow remove`; to keep their history, write `unlisted: demote`",
        )
    ]


def _many(plan: Plan, limits: Limits) -> list[Refusal]:
    if Allow.MANY in limits.allow:
        return []
    taken = Counter(change.address.type for change in plan.changes if _takes_away(change))
    reasons = []
    for managed in plan.managed:
        count = taken.get(managed.type, 0)
        if managed.count >= SMALLEST_JUDGED and count * 3 > managed.count:
            reasons.append(
                Refusal(
                    "many",
                    f"the plan demotes or removes {count} of {managed.count} managed {managed.type} objects: more than "
                    "a third",
                    "check that the config is whole; if this is wanted, run again with `--allow many`",
                )
            )
    return reasons


def _protected(plan: Plan, limits: Limits) -> list[Refusal]:
    if Allow.PROTECTED in limits.allow:
        return []
    return [
        Refusal(
            "protected",
            f"{change.address} is protected (`protect: true`) and would change: "
            + ", ".join(attribute.name for attribute in change.attributes),
            "to change it all the same, run again with `--allow protected`",
        )
        for change in plan.changes
        if change.protected
    ]


def _of_manager(plan: Plan, limits: Limits) -> list[Refusal]:
    """Changes in a manager account reach every client account that shares its conversions."""
    if not plan.owner or Allow.MANAGER in limits.allow:
        return []
    shared = [change for change in plan.changes if change.address.type in {ACTION, ACCOUNT_GOAL, CUSTOM_GOAL}]
    if not shared:
        return []
    others = ", ".join(plan.shared_with) or "not known"
    return [
        Refusal(
            "manager",
            f"the plan would change {len(shared)} of what the manager account {plan.owner} owns; accounts that share "
            f"it: {others}",
            "if all of them may change, run again with `--allow manager`",
        )
    ]


def _dangers(plan: Plan, limits: Limits) -> list[Refusal]:
    """Refusals for the dangers that a plan names itself."""
    counted = {item.action: item for item in plan.stakes}
    reasons = []
    for danger in plan.dangers:
        if danger.allow in limits.allow or (danger.allow == Allow.MANY and _many(plan, limits)):
            continue
        known = [counted[name] for name in danger.actions if name in counted]
        stake = "".join(
            f"; {item.action} had {number(float(item.conversions))} conversions worth {number(float(item.value))} "
            "in the last 30 days"
            for item in known
        )
        way = f"{danger.hint}; if this is wanted, run again with `--allow {danger.allow}`"
        reasons.append(Refusal(danger.allow, danger.summary + stake, way))
    return reasons


def _takes_away(change: Change) -> bool:
    return change.action in {Action.DEMOTE, Action.REMOVE}

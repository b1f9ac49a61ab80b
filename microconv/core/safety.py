"""What a plan must not do without being told to: every refusal names its way through."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from microconv.core.errors import Refusal
from microconv.core.plan import Action, Change, Plan

SMALLEST_JUDGED = 10
"""Below this many managed objects of a type, a share of them says nothing."""


class Allow(enum.StrEnum):
    """What `--allow` can open."""

    REMOVE = "remove"
    MANY = "many"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may go. `max_changes` None: no limit. `allow` opens single checks."""

    max_changes: int | None = None
    allow: Collection[Allow] = ()


def refusals(plan: Plan, limits: Limits) -> tuple[Refusal, ...]:
    """Every reason why `plan` must not be applied, conflicts first. Empty: it may be."""
    found = [Refusal("conflict", f"{item.address}: {item.summary}", item.hint, item.where) for item in plan.conflicts]
    if limits.max_changes is not None and len(plan.changes) > limits.max_changes:
        found.append(
            Refusal(
                "max-changes",
                f"the plan has {len(plan.changes)} changes; at most {limits.max_changes} are allowed",
                f"look at the plan, then run again with `--max-changes {len(plan.changes)}`",
            )
        )
    found += _removals(plan, limits)
    found += _many(plan, limits)
    found += _protected(plan, limits)
    return tuple(found)


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
    found = []
    for managed in plan.managed:
        count = taken.get(managed.type, 0)
        if managed.count >= SMALLEST_JUDGED and count * 3 > managed.count:
            found.append(
                Refusal(
                    "many",
                    f"the plan demotes or removes {count} of {managed.count} managed {managed.type} objects: more than "
                    "a third",
                    "check that the config is whole; if this is wanted, run again with `--allow many`",
                )
            )
    return found


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


def _takes_away(change: Change) -> bool:
    return change.action in {Action.DEMOTE, Action.REMOVE}

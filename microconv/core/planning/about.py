"""The parts of a plan that have to do with one conversion."""

from __future__ import annotations

from collections.abc import Iterable

from microconv.core.conversion import GA4_IMPORT, Conversion
from microconv.core.diagnostics import Diagnostic
from microconv.core.goal_pair import campaign_goal_parts
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, CUSTOMER
from microconv.core.plan import Change, Conflict, Plan
from microconv.core.resource import Address, Live


def changes_about(plan: Plan, conversion: Conversion, pairs: set[str]) -> Iterable[Change]:
    """The changes of a plan that have a part in whether bidding uses the conversion."""
    for change in plan.changes:
        kind = change.address.type
        if (
            (kind == ACTION and change.conversion == conversion.name)
            or (kind == CUSTOMER and conversion.source == GA4_IMPORT)
            or _of_goals(change, conversion.name, pairs)
        ):
            yield change


def changes_to(plan: Plan, item: Live, pairs: set[str]) -> Iterable[Change]:
    """The changes of a plan that have a part in whether bidding uses a live action."""
    for change in plan.changes:
        if change.id == item.id or _of_goals(change, item.address.name, pairs):
            yield change


def _of_goals(change: Change, name: str, pairs: set[str]) -> bool:
    kind, goal = change.address.type, change.address.name
    return (
        (kind == ACCOUNT_GOAL and goal in pairs)
        or (kind == CAMPAIGN_GOAL and campaign_goal_parts(goal)[1] in pairs)
        or kind == CAMPAIGN_CONFIG
        or (kind == CUSTOM_GOAL and _lists(change, name))
    )


def _lists(change: Change, name: str) -> bool:
    return any(
        isinstance(value, tuple) and name in value
        for attribute in change.attributes
        for value in (attribute.before, attribute.after)
    )


def stops(conflict: Conflict, conversion: Conversion) -> bool:
    """True where a conflict stops the conversion's plan: its own conflict, or one of the whole account."""
    return conflict.address == Address(ACTION, conversion.name) or conflict.address.type == "google_ads.account"


def concerns(warning: Diagnostic, conversion: Conversion) -> bool:
    """True where a warning is about the conversion or its action."""
    return warning.where == str(Address(ACTION, conversion.name)) or (
        warning.span is not None and warning.span == conversion.span
    )

"""Warnings of a plan about bidding and event rules: where a role will not mean what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Use, effective
from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.goals import NOT_BIDDABLE_BY_DEFAULT
from microconv.core.bidding.inputs import PLANNED
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.event_rule import NEEDS
from microconv.core.goal_pair import goal_parts
from microconv.core.kinds import ACTION, MEASUREMENT
from microconv.core.planning.finals import is_final
from microconv.core.planning.goal_plan import GoalPlan
from microconv.core.planning.left_over import left_over
from microconv.core.planning.still_used import still_used
from microconv.core.planning.twins import twin_rules
from microconv.core.resource import Address, Reading


def plan_warnings(client: Client, seen: Forecast, goals: GoalPlan, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Every warning, in a fixed order."""
    yield from _new_goals(client, seen.after, goals.new_pairs)
    yield from still_used(client, seen.after, goals)
    yield from _without_effect(client, seen.after, goals)
    yield from _never_matching(client, readings)
    yield from twin_rules(client, readings)
    ids = goals.names.ids()
    own = {name: ids[action] for name, action in goals.members.names.items() if action in ids}
    yield from left_over(client, seen.after, own, readings)


def _new_goals(client: Client, after: BiddingInputs, new_pairs: Sequence[str]) -> Iterator[Diagnostic]:
    """Goals that appear with their first action: Google opens them for the whole account."""
    named = {setting.pair: setting for setting in client.goals.account}
    for pair in new_pairs:
        if pair in named or pair in NOT_BIDDABLE_BY_DEFAULT:
            continue
        primary = sorted(
            action.name for action in after.actions if action.pair == pair and action.enabled and action.primary
        )
        category, origin = goal_parts(pair)
        setting = _setting(category, origin)
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


def _without_effect(client: Client, after: BiddingInputs, goals: GoalPlan) -> Iterator[Diagnostic]:
    """Primary conversions that bidding uses nowhere."""
    by_name = {goals.names.of(action.id): action for action in after.actions}
    by_name.update(
        {action.id.removeprefix(PLANNED): action for action in after.actions if action.id.startswith(PLANNED)}
    )
    for conversion in client.conversions:
        action = by_name.get(goals.members.names.get(conversion.name, ""))
        if conversion.role is not Role.PRIMARY or action is None or after.uses(action):
            continue
        yield _no_effect(conversion, action, after)


def _no_effect(conversion: Conversion, action: BiddingAction, after: BiddingInputs) -> Diagnostic:
    category, origin = goal_parts(action.pair)
    uses = {effective(action, after.goals, place) for place in after.campaigns or (None,)}
    if uses <= {Use.ACCOUNT_GOAL_OFF}:
        hint = f"write `goals: {{account: [{_setting(category, origin)} biddable: true}}]}}`, or make it secondary"
    else:
        hint = "look at it with `microconv explain`; its campaigns have goals of their own"
    return Diagnostic(
        Severity.WARNING,
        "role-without-effect",
        f'"{conversion.name}" is primary, but bidding uses it nowhere',
        "; ".join(sorted(use.value.partition(": ")[2] for use in uses)),
        span=conversion.span,
        where=str(Address(ACTION, action.name)),
        hint=hint,
    )


def _never_matching(client: Client, readings: Sequence[Reading]) -> Iterator[Diagnostic]:
    """Rules on events that GA4 does not collect, because a setting of enhanced measurement is off."""
    settings = [item for reading in readings for item in reading.resources if item.address.type == MEASUREMENT]
    for conversion in client.conversions:
        need = NEEDS.get(conversion.rule.event, "") if conversion.rule is not None else ""
        if not need or conversion.rule is None:
            continue
        for item in settings:
            off = [
                name
                for name in ("stream", need)
                if client.enhanced_measurement.get(name, item.state.get(f"{name}_enabled")) is not True
            ]
            if not off:
                continue
            wanted = ", ".join(f"{name}: true" for name in off)
            yield Diagnostic(
                Severity.WARNING,
                "rule-never-matches",
                f"the rule for {conversion.event} waits for {conversion.rule.event}, which GA4 does not collect: "
                f"{' and '.join(off)} {'is' if len(off) == 1 else 'are'} off in enhanced measurement",
                span=conversion.rule.span or conversion.span,
                where=str(item.address),
                hint=f"write `ga4: {{enhanced_measurement: {{{wanted}}}}}` at the top of the file, or send the "
                "event with a tag",
            )


def _setting(category: str, origin: str) -> str:
    return f"{{category: {category}," + ("" if origin == "website" else f" origin: {origin},")

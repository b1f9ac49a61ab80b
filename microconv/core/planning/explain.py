"""Explaining a conversion: from a config and its readings to the reasons why bidding uses it or not."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.action_state import ActionState
from microconv.core.bidding.inputs import PLANNED
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.kinds import ACTION
from microconv.core.plan import Plan
from microconv.core.planning.about import changes_about, concerns, stops
from microconv.core.planning.explanation import ExplainedAction, Explanation, Fit, View
from microconv.core.planning.feeding import feeds
from microconv.core.planning.live_action import LiveActions
from microconv.core.planning.make import plan_with_forecast
from microconv.core.planning.places import acting_as, places_of
from microconv.core.planning.refused import NOTHING, Refusals
from microconv.core.planning.scope import STANDINGS
from microconv.core.resource import Address, Live, Reading, Standing
from microconv.core.schema import ResourceType
from microconv.core.text import NO_TEXT, Text


def explain(
    types: Sequence[ResourceType],
    client: Client,
    readings: Sequence[Reading],
    conversion: Conversion,
    refused: Refusals = NOTHING,
) -> Explanation:
    """Why bidding uses `conversion` or not, as the accounts were read; `refused` is what an API refuses. Pure."""
    plan, seen = plan_with_forecast(types, client, readings, refused)
    item, ours = _actions(types, client, readings, conversion)
    now = acting_as(seen.before, item.id if item is not None else "")
    later = acting_as(seen.after, _later(item, ours, conversion, plan))
    known, places = now or later, tuple(places_of(seen, now, later))
    return Explanation(
        name=conversion.name,
        client=client.label,
        config=client.path,
        accounts=plan.accounts,
        emulated=plan.emulated,
        conversion=conversion,
        in_google_ads=bool(client.customer_id) and conversion.source is not None,
        action=None if item is None else explained_action(item, why=NO_TEXT if item is ours else _why_not(item)),
        goal=known.pair if known is not None else "",
        goal_now=seen.before.goals.get(known.pair) if known is not None else None,
        goal_after=seen.after.goals.get(later.pair) if later is not None else None,
        goal_of_after=later.pair if later is not None else "",
        after=later is not None,
        places=places,
        fit_now=_fit(client, conversion, [place.now for place in places]),
        fit_after=_fit(client, conversion, [place.after for place in places]),
        changes=tuple(changes_about(plan, conversion, {action.pair for action in (now, later) if action})),
        waiting=tuple(one for one in plan.waiting if one.address == Address(ACTION, conversion.name)),
        conflicts=tuple(one for one in plan.conflicts if stops(one, conversion)),
        warnings=tuple(one for one in plan.warnings if concerns(one, conversion)),
        campaigns=seen.before.campaigns is not None,
        fingerprint=plan.fingerprint,
        reads=plan.reads,
        currency=plan.currency,
        feeds=feeds(client, conversion, item, readings),
    )


def _actions(
    types: Sequence[ResourceType], client: Client, readings: Sequence[Reading], conversion: Conversion
) -> tuple[Live | None, Live | None]:
    """The action that a conversion is found to be, whoever's it is; and the same where it is the config's."""
    actions = LiveActions(types, client, [item for reading in readings for item in reading.resources])
    return actions.of(conversion), actions.declared(conversion)


def _why_not(item: Live) -> Text:
    if item.standing in {Standing.NORMAL, Standing.HIDDEN, Standing.IMPORTED}:
        return Text(
            "found by its name only: it is not what the config declares",
            "名前が同じだけで、設定が宣言しているものとは別のアクションです",
        )
    return STANDINGS[item.standing]


def explained_action(item: Live, *, why: Text) -> ExplainedAction:
    """A live action; `why` is the reason why it is not the config's, empty where it is."""
    action = ActionState(item.state)
    return ExplainedAction(
        id=item.id,
        name=item.address.name,
        status=action.status or "unknown",
        type=action.type or "unknown",
        primary=action.primary,
        goal=action.pair,
        owner=item.owner,
        why=why,
    )


def _later(item: Live | None, ours: Live | None, conversion: Conversion, plan: Plan) -> str:
    """The id that the conversion's action has after the plan: its own, or that of one which the plan makes."""
    if ours is not None:
        return ours.id
    if item is not None and item.standing is not Standing.REMOVED:
        return item.id
    made = [one for one in plan.changes if one.address.type == ACTION and one.conversion == conversion.name]
    return PLANNED + made[0].address.name if made else ""


def _fit(client: Client, conversion: Conversion, views: Sequence[View]) -> Fit:
    used = any(view.used for view in views)
    if used is (conversion.role is Role.PRIMARY):
        return Fit.FITS
    if used:
        meant = {goal.name for goal in client.goals.custom if conversion.name in goal.conversions}
        if all(view.custom_goal in meant for view in views if view.used):
            return Fit.MEANT
    return Fit.DIFFERS

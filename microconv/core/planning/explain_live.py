"""Explaining a live action by its name or id: unlisted, not ours, a manager's, hidden, removed, or the config's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from microconv.core.account_ids import NamedAccounts
from microconv.core.action_state import ActionState
from microconv.core.bidding.forecast import Forecast
from microconv.core.bidding.inputs import bidding_inputs
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.ga4_import import imported_from
from microconv.core.kinds import ACTION
from microconv.core.plan import Plan
from microconv.core.planning.about import changes_to
from microconv.core.planning.explain import explain, explained_action
from microconv.core.planning.explanation import Explanation
from microconv.core.planning.live_action import LiveActions
from microconv.core.planning.make import plan_with_forecast
from microconv.core.planning.places import acting_as, places_of
from microconv.core.planning.refused import NOTHING, Refusals
from microconv.core.planning.scope import STANDINGS
from microconv.core.planning.unlisted import NOT_IN_CONFIG
from microconv.core.resource import Live, Reading, Standing, any_emulated, of_type
from microconv.core.schema import ResourceType
from microconv.core.text import NO_TEXT, Text

_NO_CONFIG = Text("no config was given", "設定ファイルの指定なし")


def explain_live(
    types: Sequence[ResourceType],
    client: Client | NamedAccounts,
    readings: Sequence[Reading],
    called: str,
    refused: Refusals = NOTHING,
) -> tuple[Explanation, ...]:
    """Why bidding uses the live actions `called` so or not; none where there is none. Without a config nothing changes.

    `called` is a name, an id, a resource name, or the GA4 event that an action is imported from. One that is a
    conversion's of the config is explained as that. Pure.
    """
    live = [item for reading in readings for item in reading.resources]
    actions = _called(called, of_type(live, ACTION))
    if not actions:
        return ()
    if not isinstance(client, Client):
        now = bidding_inputs(live)
        return tuple(_explanation(item, client, readings, None, Forecast(now, now)) for item in actions)
    plan, seen = plan_with_forecast(types, client, readings, refused)
    declared = _declared(types, client, live)
    return tuple(
        explain(types, client, readings, declared[item.id], refused)
        if item.id in declared
        else _explanation(item, client, readings, plan, seen)
        for item in actions
    )


def _declared(types: Sequence[ResourceType], client: Client, live: Sequence[Live]) -> dict[str, Conversion]:
    """The config's conversions by the ids of their live actions."""
    actions = LiveActions(types, client, live)
    return {item.id: one for one in client.conversions if (item := actions.declared(one)) is not None}


def _called(text: str, actions: Iterable[Live]) -> list[Live]:
    """The actions with this id; or else those with this name, those of this event, and of these what is not removed."""
    known = list(actions)
    for matching in (
        [item for item in known if text and text in {item.id, item.id.rpartition("/")[2]}],
        [item for item in known if text == item.address.name],
        [item for item in known if text == (imported_from(item.identity) or ("", ""))[1]],
    ):
        if matching:
            return [item for item in matching if item.standing is not Standing.REMOVED] or matching[:1]
    return []


def _explanation(
    item: Live, client: Client | NamedAccounts, readings: Sequence[Reading], plan: Plan | None, seen: Forecast
) -> Explanation:
    now, later = acting_as(seen.before, item.id), acting_as(seen.after, item.id)
    pairs = {action.pair for action in (now, later) if action is not None}
    goal = now.pair if now is not None else ""
    return Explanation(
        name=item.address.name,
        client=client.label,
        config=client.path if isinstance(client, Client) else "",
        accounts=tuple((reading.provider, reading.account) for reading in readings),
        emulated=any_emulated(readings),
        conversion=None,
        in_google_ads=True,
        action=explained_action(item, why=_why(item, has_config=plan is not None)),
        goal=goal or ActionState(item.state).pair,
        goal_now=seen.before.goals.get(goal),
        goal_after=seen.after.goals.get(later.pair) if later is not None else None,
        goal_of_after=later.pair if later is not None else "",
        after=later is not None,
        places=tuple(places_of(seen, now, later)),
        fit_now=None,
        fit_after=None,
        changes=() if plan is None else tuple(changes_to(plan, item, pairs)),
        waiting=(),
        conflicts=() if plan is None else tuple(one for one in plan.conflicts if one.address == item.address),
        warnings=() if plan is None else tuple(one for one in plan.warnings if one.where == str(item.address)),
        campaigns=seen.before.campaigns is not None,
        fingerprint="" if plan is None else plan.fingerprint,
        reads=sum(reading.calls for reading in readings),
    )


def _why(item: Live, *, has_config: bool) -> Text:
    """The reason why an action is not the config's."""
    said = NO_TEXT if item.standing is Standing.NORMAL else STANDINGS[item.standing]
    reason = NOT_IN_CONFIG if has_config else _NO_CONFIG
    return Text(f"{said.en}; {reason.en}", f"{said.ja}。{reason.ja}") if said else reason

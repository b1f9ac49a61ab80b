"""Why bidding uses a conversion or not, level by level and campaign by campaign, now and after a plan."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from microconv.core.action_state import ActionState
from microconv.core.bidding.effective import BiddingAction, BiddingInputs, Campaign, Use, effective
from microconv.core.bidding.forecast import PLANNED, Forecast
from microconv.core.client import Client
from microconv.core.conversion import Conversion, Role
from microconv.core.diagnostics import Diagnostic
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Change, Conflict, Plan, Waiting
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.planning.make import plan_with_forecast
from microconv.core.resource import Address, Live, Reading, Standing, of_type
from microconv.core.schema import ResourceType


class Fit(enum.StrEnum):
    """Whether what bidding does with a conversion is what its role in the config says."""

    FITS = "as the config wants"
    MEANT = "as the config wants: its own custom goals list it"
    DIFFERS = "not what the config wants"


@dataclass(frozen=True, slots=True)
class View:
    """What decides in one campaign whether bidding uses an action, at one time.

    `own` says that the campaign has goals of its own; `biddable` is that of the goal that counts there, None where
    there is no such goal, or no action whose goal it could be. `use` is None where there is no action.
    """

    own: bool
    biddable: bool | None
    custom_goal: str
    listed: bool
    use: Use | None

    @property
    def used(self) -> bool:
        """Whether bidding uses the action."""
        return self.use is not None and self.use.used


@dataclass(frozen=True, slots=True)
class Place:
    """One campaign now and after the plan; with an empty `id` and `name` the account, where it has no campaigns."""

    id: str
    name: str
    now: View
    after: View


@dataclass(frozen=True, slots=True)
class Found:
    """The action of a conversion in Google Ads. `owner` is the other account that owns it, empty for this one.

    `ours` is False for an action that only has the conversion's name and is not what the config declares; `why` says
    what it is instead.
    """

    id: str
    name: str
    status: str
    type: str
    primary: bool
    goal: str
    owner: str = ""
    ours: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that decides whether bidding uses one conversion of one client.

    `action` is None where there is none; then `waiting` or `changes` say what becomes of that. `goal` is the (category,
    origin) pair now or, where there is no action, after the plan (empty: not known); `goal_now` and `goal_after` say
    whether the account's goal is biddable, None where there is no such goal. `changes` are those of the plan that
    concern the conversion, `reads` the API calls that reading took.
    """

    client: str
    config: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    conversion: Conversion
    in_google_ads: bool
    action: Found | None
    goal: str
    goal_now: bool | None
    goal_after: bool | None
    goal_of_after: str
    after: bool
    places: tuple[Place, ...]
    fit_now: Fit
    fit_after: Fit
    changes: tuple[Change, ...]
    waiting: tuple[Waiting, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[Diagnostic, ...]
    campaigns: bool
    fingerprint: str
    reads: int

    @property
    def used_now(self) -> int:
        """In how many places bidding uses it."""
        return sum(place.now.used for place in self.places)

    @property
    def used_after(self) -> int:
        """In how many places bidding will use it."""
        return sum(place.after.used for place in self.places)


def explain(
    types: Sequence[ResourceType], client: Client, readings: Sequence[Reading], conversion: Conversion
) -> Explanation:
    """Why bidding uses `conversion` of `client` or not, as the accounts were read. Pure: nothing is read here."""
    plan, seen = plan_with_forecast(types, client, readings)
    live = [item for reading in readings for item in reading.resources]
    item = live_action(types, client, conversion, live)
    ours = declared_action(types, client, conversion, live)
    now = _acting(seen.before, item.id if item is not None else "")
    later = _acting(seen.after, _later(item, ours, conversion, plan))
    known = now or later
    places = tuple(_places(seen, now, later))
    return Explanation(
        client=client.label,
        config=client.path,
        accounts=plan.accounts,
        emulated=plan.emulated,
        conversion=conversion,
        in_google_ads=bool(client.customer_id) and conversion.source is not None,
        action=None if item is None else _found(item, ours=item is ours),
        goal=known.pair if known is not None else "",
        goal_now=seen.before.goals.get(known.pair) if known is not None else None,
        goal_after=seen.after.goals.get(later.pair) if later is not None else None,
        goal_of_after=later.pair if later is not None else "",
        after=later is not None,
        places=places,
        fit_now=_fit(client, conversion, [place.now for place in places]),
        fit_after=_fit(client, conversion, [place.after for place in places]),
        changes=tuple(_concerning(plan, conversion, {action.pair for action in (now, later) if action})),
        waiting=tuple(one for one in plan.waiting if one.address == Address(ACTION, conversion.name)),
        conflicts=tuple(one for one in plan.conflicts if _about(one, conversion)),
        warnings=tuple(one for one in plan.warnings if _names(one, conversion)),
        campaigns=seen.before.campaigns is not None,
        fingerprint=plan.fingerprint,
        reads=plan.reads,
    )


def declared_action(
    types: Sequence[ResourceType], client: Client, conversion: Conversion, live: Iterable[Live]
) -> Live | None:
    """The live action that the config's conversion is found to be, as plans find it."""
    kind = next(kind for kind in types if kind.name == ACTION)
    wanted = [item for item in desired([kind], client) if item.address.type == ACTION]
    return diff(kind, wanted, of_type(live, ACTION), client).matched.get(conversion.name)


def live_action(
    types: Sequence[ResourceType], client: Client, conversion: Conversion, live: Iterable[Live]
) -> Live | None:
    """That action, or else one that only has the conversion's name: of another account, made by Google, or removed."""
    live = list(live)
    ours = declared_action(types, client, conversion, live)
    if ours is not None or conversion.source is None:
        return ours
    namesakes = [item for item in of_type(live, ACTION) if item.address.name == conversion.name]
    return min(namesakes, key=lambda item: (item.standing is Standing.REMOVED, item.id), default=None)


def _found(item: Live, *, ours: bool) -> Found:
    why = "" if ours else item.standing.value
    if not ours and item.standing in {Standing.NORMAL, Standing.HIDDEN, Standing.IMPORTED}:
        why = "found by its name only: it is not what the config declares"
    action = ActionState(item.state)
    return Found(
        id=item.id,
        name=item.address.name,
        status=action.status or "unknown",
        type=action.type or "unknown",
        primary=action.primary,
        goal=action.pair,
        owner=item.owner,
        ours=ours,
        why=why,
    )


def _acting(bids: BiddingInputs, identifier: str) -> BiddingAction | None:
    return next((action for action in bids.actions if identifier and action.id == identifier), None)


def _later(item: Live | None, ours: Live | None, conversion: Conversion, plan: Plan) -> str:
    """The id that the conversion's action has after the plan: its own, or that of one which the plan makes."""
    if ours is not None:
        return ours.id
    if item is not None and item.standing is not Standing.REMOVED:
        return item.id
    made = [one for one in plan.changes if one.address.type == ACTION and one.conversion == conversion.name]
    return PLANNED + made[0].address.name if made else ""


def _places(seen: Forecast, now: BiddingAction | None, later: BiddingAction | None) -> Iterable[Place]:
    after: Mapping[str, Campaign] = {item.id: item for item in seen.after.campaigns or ()}
    for campaign in seen.before.campaigns or (None,):
        then = after.get(campaign.id) if campaign is not None else None
        yield Place(
            campaign.id if campaign is not None else "",
            campaign.name if campaign is not None else "",
            _view(now, seen.before, campaign),
            _view(later, seen.after, then),
        )


def _view(action: BiddingAction | None, bids: BiddingInputs, campaign: Campaign | None) -> View:
    own = campaign is not None and campaign.own
    goals = campaign.goals if campaign is not None and own else bids.goals
    return View(
        own=own,
        biddable=None if action is None else goals.get(action.pair),
        custom_goal=campaign.custom_goal if campaign is not None else "",
        listed=action is not None and campaign is not None and action.id in campaign.listed,
        use=None if action is None else effective(action, bids.goals, campaign),
    )


def _fit(client: Client, conversion: Conversion, views: Sequence[View]) -> Fit:
    used = any(view.used for view in views)
    if used is (conversion.role is Role.PRIMARY):
        return Fit.FITS
    if used:
        meant = {goal.name for goal in client.goals.custom if conversion.name in goal.conversions}
        if all(view.custom_goal in meant for view in views if view.used):
            return Fit.MEANT
    return Fit.DIFFERS


def _concerning(plan: Plan, conversion: Conversion, pairs: set[str]) -> Iterable[Change]:
    """The changes of a plan that have a part in whether bidding uses the conversion."""
    for change in plan.changes:
        kind, name = change.address.type, change.address.name
        if (
            (kind == ACTION and change.conversion == conversion.name)
            or (kind == ACCOUNT_GOAL and name in pairs)
            or (kind == CAMPAIGN_GOAL and name.rpartition("/")[2] in pairs)
            or kind == CAMPAIGN_CONFIG
            or (kind == CUSTOM_GOAL and _lists(change, conversion.name))
        ):
            yield change


def _lists(change: Change, name: str) -> bool:
    return any(
        isinstance(value, tuple) and name in value
        for attribute in change.attributes
        for value in (attribute.before, attribute.after)
    )


def _about(conflict: Conflict, conversion: Conversion) -> bool:
    """Whether a conflict keeps the conversion's plan from being carried out: its own, or one of the whole account."""
    return conflict.address == Address(ACTION, conversion.name) or conflict.address.type == "google_ads.account"


def _names(warning: Diagnostic, conversion: Conversion) -> bool:
    return warning.where == str(Address(ACTION, conversion.name)) or (
        warning.span is not None and warning.span == conversion.span
    )

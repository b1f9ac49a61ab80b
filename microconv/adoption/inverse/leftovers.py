"""The last word on an import is the planner's: what it would still change is taken out, and told.

Everything that is known to be unsayable was left out before. What is found here is what nobody thought of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from microconv.adoption.inverse import goal_texts, texts
from microconv.adoption.inverse.existing import ExistingConfig, about
from microconv.adoption.inverse.result import Adoption, Place, Unexpressed
from microconv.core.client import Client, Goals, Unlisted
from microconv.core.goal_pair import campaign_goal_name
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CONTAINER,
    CUSTOM_GOAL,
    CUSTOMER,
    EVENT_RULE,
    GOOGLE_TAG,
    KEY_EVENT,
    LINK,
    LINKER,
    MEASUREMENT,
)
from microconv.core.plan import Change, Conflict, Plan, Waiting
from microconv.core.planning.make import make_plan
from microconv.core.publication import PUBLICATION
from microconv.core.resource import Address, Reading
from microconv.core.schema import ResourceType
from microconv.core.text import Text, joined, untranslated
from microconv.core.value import draw

Part = Change | Conflict | Waiting
"""A part of a plan that says that something is not as the config has it."""


def settled(
    types: Sequence[ResourceType],
    readings: Sequence[Reading],
    adoption: Adoption,
    without: Mapping[Place, Text],
    existing_config: ExistingConfig | None,
) -> Adoption:
    """The same, with an empty plan: what the planner would touch is taken out of the client, and told.

    So are the places in `without`, with the reasons given. Beside an existing config only what is added is looked at.
    """
    unexpressed = list(adoption.unexpressed)
    client = adoption.client
    for place, reason in without.items():
        if _of_tag(place):
            continue  # left out before, and told
        address = address_of(place, client)
        client = _without(client, Conflict(address, reason))
        unexpressed.append(Unexpressed(address, reason, texts.STAYS))
    for _ in range(len(client.conversions) + sum(len(item.resources) for item in readings) + 2):
        plan = make_plan(types, client if existing_config is None else existing_config.with_(client), readings)
        parts = [part for part in left(plan) if existing_config is None or about(part, client)]
        if not parts:
            break
        rest = client
        for part in parts:
            rest = _without(rest, part)
            unexpressed.append(Unexpressed(part.address, why(part), texts.STAYS))
        if rest == client:
            break
        unexpressed += _goals_gone(client, rest)
        client = rest
    return replace(
        adoption, client=client, unexpressed=tuple(sorted(set(unexpressed))), comments=_still(adoption, client)
    )


def _goals_gone(client: Client, rest: Client) -> list[Unexpressed]:
    """The custom goals that went with a conversion which they list."""
    kept = {item.name for item in rest.goals.custom}
    names = {item.name for item in rest.conversions}
    return [
        Unexpressed(
            Address(CUSTOM_GOAL, item.name),
            goal_texts.lists_missing(sorted(name for name in item.conversions if name not in names)),
            texts.STAYS,
        )
        for item in client.goals.custom
        if item.name not in kept and not names.issuperset(item.conversions)
    ]


def address_of(place: Place, client: Client) -> Address:
    """The address, as in plans, of the object that a place in the config of `client` is about."""
    kinds = {"account": ACCOUNT_GOAL, "campaigns": CAMPAIGN_CONFIG, "custom": CUSTOM_GOAL}
    if len(place) == 3 and place[0] == "ga4":
        return Address(EVENT_RULE, place[2])
    if len(place) == 3 and place[0] == "goals":
        return Address(kinds[place[1]], place[2])
    conversion = client.by_name.get(place[1]) if len(place) == 2 and place[0] == "conversions" else None
    if conversion is None:
        return Address("config", ".".join(place) or client.label)
    return Address(KEY_EVENT if conversion.source is None else ACTION, conversion.name)


def left(plan: Plan) -> tuple[Part, ...]:
    """The parts of a plan that is not empty. The plan of an import must have nothing to wait for either.

    What is in a workspace and not published is as the config says: a person publishes it, and no import waits for that.
    """
    waiting = (part for part in plan.waiting if part.what != PUBLICATION)
    return (*plan.conflicts, *plan.changes, *waiting)


def why(part: Part) -> Text:
    """Why a part of a plan is there, in one line."""
    if isinstance(part, Conflict):
        return untranslated(part.summary)
    if isinstance(part, Waiting):
        return untranslated(part.reason)
    changed = "; ".join(f"{item.name} {draw(item.before)} → {draw(item.after)}" for item in part.attributes)
    reason = untranslated(changed) if changed else joined(part.reasons, "; ", "。")
    return Text(
        f"the plan would {part.action.value} it ({reason.en})",
        f"プランで変更されます（{part.action.value}: {reason.ja}）",
    )


def _without(client: Client, part: Part) -> Client:
    """The client without what makes a part of its plan."""
    address = part.address
    name = part.conversion if isinstance(part, Change) else ""
    if address.type == EVENT_RULE:
        conversions = tuple(
            replace(item, rules=()) if item.rules and item.event == address.name else item
            for item in client.conversions
        )
        others = tuple(item for item in client.event_rules if item.event != address.name)
        return _keeping(replace(client, conversions=conversions, event_rules=others), client)
    if address.type in CONTAINER:
        return _without_tags(client, address)
    if address.type == CUSTOMER:
        return replace(client, auto_tagging=None)
    if address.type == LINK:
        return replace(client, link_google_ads=False, ads_personalization=None)
    if address.type == MEASUREMENT:
        return replace(client, enhanced_measurement={})
    if address.type in {ACCOUNT_GOAL, CAMPAIGN_GOAL, CAMPAIGN_CONFIG, CUSTOM_GOAL}:
        return replace(client, goals=_goals_without(client.goals, address))
    gone = {
        item.name
        for item in client.conversions
        if item.name == name or (not name and address.name in {item.name, item.event})
    }
    conversions = tuple(item for item in client.conversions if item.name not in gone)
    custom = tuple(item for item in client.goals.custom if gone.isdisjoint(item.conversions))
    goals = Goals(client.goals.account, client.goals.campaigns, custom)
    return _keeping(replace(client, conversions=conversions, goals=goals), client)


def _of_tag(place: Place) -> bool:
    return len(place) == 3 and place[0] == "conversions"


def _without_tags(client: Client, address: Address) -> Client:
    """The client without the tags of a conversion; of what belongs to none alone, without all that may need it."""
    if address.type in {GOOGLE_TAG, LINKER} and client.tag_manager.google_tag:
        return replace(client, tag_manager=client.tag_manager._replace(google_tag=False))
    named = address.name in client.by_name
    conversions = tuple(
        replace(item, tag=None) if not named or item.name == address.name else item for item in client.conversions
    )
    return replace(client, conversions=conversions)


def _keeping(rest: Client, client: Client) -> Client:
    """The client with `unlisted: keep` where nothing was left to take out: what the plan touches carries the prefix."""
    same = (rest.conversions, rest.event_rules) == (client.conversions, client.event_rules)
    unlisted = Unlisted.KEEP if same else client.unlisted
    return replace(rest, unlisted=unlisted)


def _goals_without(goals: Goals, address: Address) -> Goals:
    account, campaigns, custom = goals.account, goals.campaigns, goals.custom
    if address.type == ACCOUNT_GOAL:
        account = tuple(item for item in account if item.pair != address.name)
    elif address.type == CUSTOM_GOAL:
        custom = tuple(item for item in custom if item.name != address.name)
    elif address.type == CAMPAIGN_CONFIG:
        campaigns = tuple(item for item in campaigns if item.campaign != address.name)
        custom = tuple(
            replace(item, campaigns=tuple(name for name in item.campaigns if name != address.name)) for item in custom
        )
    else:
        campaigns = tuple(
            replace(
                item,
                goals=tuple(one for one in item.goals if campaign_goal_name(item.campaign, one.pair) != address.name),
            )
            for item in campaigns
        )
    return Goals(account, campaigns, custom)


def _still(adoption: Adoption, client: Client) -> dict[Place, tuple[Text, ...]]:
    """The comments whose places are still there."""
    names = {item.name for item in client.conversions}
    return {
        place: lines for place, lines in adoption.comments.items() if place[0] != "conversions" or place[1] in names
    }

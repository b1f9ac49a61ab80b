"""Does bidding chase what it should?"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.audit.rule import Evidence, Level, Subject, rule
from microconv.core import naming
from microconv.core.bidding import Bids, Use, effective
from microconv.core.conversion import Role
from microconv.core.diagnostics import Severity
from microconv.core.kinds import ACTION
from microconv.core.outlook import bids
from microconv.core.resource import Address, Live
from microconv.core.twins import twins


def _counts(item: Live) -> bool:
    """Whether an action is recorded and primary."""
    return item.state.get("status") == "enabled" and item.state.get("primary_for_goal") is True


@rule(
    id="roles-no-final",
    level=Level.ERROR,
    title="No final conversion is primary",
    why="Automatic bidding then has no business result to aim for; it chases steps, or nothing.",
    fix="Give the final conversion `role: primary`.",
    source="docs/best-practices.md, roles",
)
def roles_no_final(subject: Subject) -> Iterator[Evidence]:
    """Accounts with actions, none of which is enabled, primary and without the prefix."""
    actions = subject.live(ACTION)
    finals = [item for item in actions if _counts(item) and not naming.is_micro(item.address.name, subject.prefix)]
    if actions and not finals:
        account = next(reading.account for reading in subject.readings if reading.provider == "google_ads")
        yield Evidence(f"google_ads {account}", "no enabled primary action without the prefix")


@rule(
    id="roles-micro-primary",
    level=Level.WARNING,
    title="A micro-conversion is primary",
    why="Bidding counts every step as much as its value says, and reports count it under Conversions.",
    fix="Make it secondary unless the account has too few final conversions to learn from.",
    source="docs/best-practices.md, roles",
)
def roles_micro_primary(subject: Subject) -> Iterator[Evidence]:
    """Primary actions with the prefix that the config does not declare primary."""
    wanted = (
        {item.name for item in subject.client.conversions if item.role is Role.PRIMARY} if subject.client else set()
    )
    for item in subject.live(ACTION):
        name = item.address.name
        if _counts(item) and naming.is_micro(name, subject.prefix) and name not in wanted:
            declared = "not declared primary in the config" if subject.client else "enabled and primary"
            yield Evidence(str(item.address), declared, item.id)


@rule(
    id="roles-differ",
    level=Level.ERROR,
    title="A role differs from the config",
    why="Somebody changed by hand what bidding uses, or the config was never applied.",
    fix="Run `microconv plan`, then `microconv sync`; or change the config to what is right.",
    source="docs/best-practices.md, review",
)
def roles_differ(subject: Subject) -> Iterator[Evidence]:
    """Listed actions whose flag is not what their role says."""
    if subject.client is None:
        return
    for item in subject.live(ACTION):
        conversion = subject.client.by_name.get(item.address.name)
        if conversion is None or item.standing.never_ours or item.standing.ours_when_listed:
            continue
        live = Role.PRIMARY if item.state.get("primary_for_goal") is True else Role.SECONDARY
        if live is not conversion.role:
            yield Evidence(str(item.address), f"{live} in the account, {conversion.role} in the config", item.id)


@rule(
    id="roles-double-counting",
    level=Level.ERROR,
    title="One act is counted by two actions",
    why="A website action and GA4's import of the same event both record each conversion.",
    fix="Make one of the two secondary, or declare the import: `google_ads: {source: ga4}`.",
    source="docs/best-practices.md, count once",
)
def roles_double_counting(subject: Subject) -> Iterator[Evidence]:
    """Listed conversions whose GA4 event is imported as an action of its own, both primary."""
    yield from _twins(subject, Severity.WARNING)


@rule(
    id="roles-twin",
    level=Level.NOTE,
    title="One act is recorded by two actions, of which bidding uses at most one",
    why="All conversions counts each conversion twice, and a change of role would make bidding do so too.",
    fix="Declare the import (`google_ads: {source: ga4}`) and stop using the tag, or the other way round.",
    source="docs/best-practices.md, count once",
)
def roles_twin(subject: Subject) -> Iterator[Evidence]:
    """Listed conversions whose GA4 event is imported as an action of its own, not both primary."""
    yield from _twins(subject, Severity.NOTE)


@rule(
    id="roles-custom-goal",
    level=Level.ERROR,
    title="A secondary action feeds bidding through a custom goal",
    why="A custom goal makes bidding use what it lists, whatever its role: turning it secondary changed nothing.",
    fix="Take it out of the custom goal, or write `demote: thorough`; if it is meant, name it in `goals: {custom: …}`.",
    source="Custom goals, CustomConversionGoal (v26 proto), checked 2026-11-23",
)
def roles_custom_goal(subject: Subject) -> Iterator[Evidence]:
    """Secondary actions that campaigns use through a custom goal which the config does not declare."""
    state = _bids(subject)
    declared = {goal.name for goal in subject.client.goals.custom} if subject.client else set()
    for action in state.actions:
        if action.primary:
            continue
        places = [
            f'campaign "{campaign.name}" (custom goal "{campaign.custom_goal}")'
            for campaign in state.campaigns or ()
            if campaign.custom_goal not in declared and effective(action, state.goals, campaign) is Use.CUSTOM_GOAL
        ]
        if places:
            yield Evidence(str(Address(ACTION, action.name)), f"secondary, and used by {'; '.join(places)}", action.id)


@rule(
    id="roles-without-effect",
    level=Level.WARNING,
    title="A primary action is used by no campaign",
    why="Its goal is not biddable where campaigns look: bidding does not see the conversions it was made primary for.",
    fix="Make its goal biddable (`goals: {account: …}` or `goals: {campaigns: …}`), or make it secondary.",
    source="Conversion goals overview, Google Ads API documentation, checked 2026-11-23",
)
def roles_without_effect(subject: Subject) -> Iterator[Evidence]:
    """Enabled primary actions of one's own that bidding uses neither through a goal nor through a custom goal."""
    state = _bids(subject)
    foreign = {item.id for item in subject.live(ACTION) if item.standing.never_ours}
    for action in state.actions:
        if action.id not in foreign and action.enabled and action.primary and not state.uses(action):
            uses = {effective(action, state.goals, place) for place in state.campaigns or (None,)}
            told = "; ".join(sorted(use.value.partition(": ")[2] for use in uses))
            yield Evidence(str(Address(ACTION, action.name)), f"goal {action.pair}: {told}", action.id)


def _bids(subject: Subject) -> Bids:
    found = [reading.resources for reading in subject.readings if reading.provider == "google_ads"]
    return bids([item for resources in found for item in resources])


def _twins(subject: Subject, severity: Severity) -> Iterator[Evidence]:
    if subject.client is None:
        return
    for diagnostic in twins(subject.client, subject.readings):
        if diagnostic.severity is severity:
            yield Evidence(diagnostic.where, diagnostic.summary, str(diagnostic.span or ""))


RULES = (
    roles_no_final,
    roles_micro_primary,
    roles_differ,
    roles_custom_goal,
    roles_without_effect,
    roles_double_counting,
    roles_twin,
)

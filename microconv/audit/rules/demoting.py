"""The config that keeps bidding from using an action, and why it is not always its role."""

from __future__ import annotations

from microconv.analysis.lines import Setting, block
from microconv.analysis.subject import Subject
from microconv.audit.rules.naming import listed
from microconv.core import naming
from microconv.core.bidding.closing import goal_setting
from microconv.core.bidding.effective import Use, effective
from microconv.core.conversion import Role
from microconv.core.goal_state import CustomGoalState
from microconv.core.kinds import CUSTOM_GOAL
from microconv.core.resource import Live, Standing
from microconv.core.text import Text

_GOOGLES = Text(
    "; Google runs it, and nobody can set its role: only its goal can be closed",
    "。Google が管理しており、役割は変更できないため、目標を入札の対象から外します",
)
"""The reason why the goal of the account or of campaigns is closed, and not the role set."""

_LAST = Text(
    "; bidding has no final conversion: give it one before this is taken away",
    "。入札に使われている最終コンバージョンがないため、先に最終コンバージョンを入札の対象にしてから変更します",
)
"""The order of things where bidding has steps alone: a sync refuses to leave it nothing."""

FIX_BY_GOAL = Text(
    "What Google runs itself has no role to set: close its goal in the account or campaign (`goals: {account: …}`).",
    "Google が管理するものは役割を変更できないため、アカウントまたはキャンペーンの目標（`goals: {account: …}`）で"
    "入札の対象から外します。",
)


def unsettable(item: Live) -> bool:
    """True where nobody can set the role of an action."""
    return item.standing in {Standing.FIXED, Standing.SYSTEM}


def told_with(subject: Subject, seen: Text, item: Live) -> Text:
    """An observation of an action that is to leave bidding: whose role nobody can set, or what has to come first."""
    remarks = [_GOOGLES] if unsettable(item) else []
    if not subject.bids_for_results:
        remarks.append(_LAST)
    return Text("".join((seen.en, *(one.en for one in remarks))), "".join((seen.ja, *(one.ja for one in remarks))))


def demotion(subject: Subject, item: Live) -> str:
    """The config lines that keep bidding from using an action: its role, or its goals where nobody can set that.

    Empty for one that only a new name would let be listed, and where no goal makes bidding use it.
    """
    if unsettable(item):
        return _closed(subject, item)
    name = item.address.name
    new = naming.micro_pattern(subject.prefix).fullmatch(name) is not None
    return subject.lines(item, role="secondary") or (listed(item, name, role="secondary") if new else "")


def _closed(subject: Subject, item: Live) -> str:
    """The goals by which bidding uses an action, closed: the account's, and those of campaigns that have their own."""
    action, bids = subject.bidding_actions[item.id], subject.bidding
    places = bids.campaigns or (None,)
    uses = [(place.name if place is not None else "", effective(action, bids.goals, place)) for place in places]
    goal = goal_setting(action.pair)
    own: list[Setting] = [{"campaign": name, "goals": [goal]} for name, use in uses if use is Use.CAMPAIGN_GOAL]
    account = block("goals.account", goal) if any(use is Use.ACCOUNT_GOAL for _, use in uses) else ""
    campaigns = block("goals.campaigns", *own) if own else ""
    return account + (campaigns.removeprefix("goals:\n") if account else campaigns)


def thorough(subject: Subject) -> str:
    """The config line that takes secondary conversions out of custom goals; empty where it would empty one of them."""
    declared = {goal.name for goal in subject.config.goals.custom}
    actions = {item.id: item for item in subject.actions}
    for goal in subject.live(CUSTOM_GOAL):
        listed = [actions[name] for name in CustomGoalState(goal.state).actions or () if name in actions]
        if goal.address.name not in declared and listed and all(_secondary(subject, item) for item in listed):
            return ""
    return block("demote", "thorough")


def _secondary(subject: Subject, item: Live) -> bool:
    """True if the config observes an action only."""
    conversion = subject.declared(item)
    return conversion is not None and conversion.role is Role.SECONDARY

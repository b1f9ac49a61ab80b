"""A config that is there already, to which what it does not declare is added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from microconv.core.client import Client, Goals
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CUSTOM_GOAL, EVENT_RULE, GOALS
from microconv.core.plan import Change, Conflict, Waiting
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import diff
from microconv.core.resource import Live, Reading, of_type
from microconv.core.schema import ResourceType


@dataclass(frozen=True, slots=True)
class ExistingConfig:
    """An existing config. `listed` are the ids of live objects that it speaks of, with its name for them.

    `taken` are the names that it uses, or used.
    """

    client: Client
    listed: Mapping[str, str]
    taken: frozenset[str]

    def with_(self, added: Client) -> Client:
        """The existing client with what `added` has besides."""
        mine, new = self.client.goals, added.goals
        goals = Goals(mine.account + new.account, mine.campaigns + new.campaigns, mine.custom + new.custom)
        conversions = self.client.conversions + added.conversions
        rules = self.client.event_rules + added.event_rules
        return replace(self.client, conversions=conversions, goals=goals, event_rules=rules)


def existing_config(types: Sequence[ResourceType], client: Client, readings: Sequence[Reading]) -> ExistingConfig:
    """The live objects that a config mentions."""
    live = [item for reading in readings for item in reading.resources]
    objects = desired(types, client)
    listed: dict[str, str] = {}
    for kind in types:
        if kind.name in GOALS or kind.declares is not None:
            continue
        wanted = [item for item in objects if item.address.type == kind.name]
        matched = diff(kind, wanted, of_type(live, kind.name), client).matched
        listed |= {item.id: name for name, item in matched.items()}
    events = {item.event: item.event for item in client.event_rules}
    events |= {item.event: item.name for item in client.conversions if item.event}
    listed |= {item.id: events[item.identity] for item in of_type(live, EVENT_RULE) if item.identity in events}
    listed |= _goals(client, live)
    names = {item.name for item in client.conversions} | {old for item in client.conversions for old in item.previously}
    return ExistingConfig(client, listed, frozenset(names))


def about(part: Change | Conflict | Waiting, added: Client) -> bool:
    """True if a part of a plan is about what was added."""
    address = part.address
    if isinstance(part, Change) and part.conversion:
        return part.conversion in added.by_name
    names = {name for item in added.conversions for name in (item.name, item.event) if name}
    names |= {item.event for item in added.event_rules}
    names |= {item.pair for item in added.goals.account} | {item.name for item in added.goals.custom}
    names |= {item.campaign for item in added.goals.campaigns}
    return address.name in names or any(address.name.startswith(f"{item.campaign}/") for item in added.goals.campaigns)


def _goals(client: Client, live: Sequence[Live]) -> dict[str, str]:
    pairs = {item.pair for item in client.goals.account}
    custom = {item.name for item in client.goals.custom}
    patterns = [item.campaign for item in client.goals.campaigns]
    names = {item.id: item.address.name for item in of_type(live, ACCOUNT_GOAL) if item.identity in pairs}
    names |= {item.id: item.address.name for item in of_type(live, CUSTOM_GOAL) if item.address.name in custom}
    return names | {
        item.id: item.address.name
        for item in of_type(live, CAMPAIGN_CONFIG)
        if any(_like(item.address.name, pattern) for pattern in patterns)
    }


def _like(name: str, pattern: str) -> bool:
    expression = "".join(".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in pattern)
    return name == pattern or re.fullmatch(expression, name, re.DOTALL) is not None

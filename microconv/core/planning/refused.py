"""Changes without what an API is known to refuse: a plan is made as if the config did not ask for that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from microconv.core.goal_pair import campaign_goal_parts
from microconv.core.goal_state import USES
from microconv.core.kinds import CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.plan import Action, Change, Conflict, action_of
from microconv.core.resource import Address
from microconv.core.text import Text

Refused = Mapping[str, Collection[str]]
"""Attributes that an API does not take back, or WHOLE, by object (`key_of`)."""

Refusals = Mapping[str, Mapping[str, Conflict]]
"""The conflicts about what an API refuses: by object (`key_of`), and by attribute or WHOLE."""

WHOLE = "*"
"""The attribute that stands for a change as a whole."""

NOTHING: Refusals = MappingProxyType({})
"""Nothing is refused."""


def key_of(change: Change) -> str:
    """The key of what an API refuses together: the changes of one campaign, or else those of one object."""
    campaign = campaign_of(change)
    return str(Address(CAMPAIGN_CONFIG, campaign)) if campaign else change.id or str(change.address)


def campaign_of(change: Change) -> str:
    """The name of the campaign whose goals or settings change; empty for another object."""
    if change.address.type == CAMPAIGN_GOAL:
        return campaign_goal_parts(change.address.name)[0]
    return change.address.name if change.address.type == CAMPAIGN_CONFIG else ""


class LeftOut:
    """A filter of changes that leaves out what is refused; `conflicts` are about what it left out so far."""

    def __init__(self, refused: Refusals) -> None:
        self._refused = refused
        self._conflicts: dict[Conflict, None] = {}
        self._not_made: dict[str, Conflict] = {}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The conflicts, each once, by object."""
        return tuple(sorted(self._conflicts, key=lambda item: (item.address.type, item.address.name, item.summary)))

    def rest(self, changes: Iterable[Change]) -> list[Change]:
        """The changes without what is refused."""
        return [rest for change in changes for rest in self._allowed(change)]

    def stuck(self, changes: Iterable[Change]) -> frozenset[str]:
        """The campaigns among the changes that were to use a custom goal which is not made: conflicts too."""
        stuck = {}
        for change in changes:
            uses = {str(item.after) for item in change.attributes if item.name == USES}
            for name in uses & self._not_made.keys():
                stuck[campaign_of(change)] = _no_custom_goal(change, name, self._not_made[name])
        self._conflicts |= dict.fromkeys(stuck.values())
        return frozenset(stuck)

    def _allowed(self, change: Change) -> list[Change]:
        refused = self._refused.get(key_of(change), {})
        if WHOLE in refused:
            self._conflicts[refused[WHOLE]] = None
            if change.address.type == CUSTOM_GOAL and change.action is Action.CREATE:
                self._not_made[change.address.name] = refused[WHOLE]
            return []
        out = [item for item in change.attributes if item.name in refused]
        if not out or change.action in {Action.CREATE, Action.REMOVE}:
            return [change]
        self._conflicts |= {refused[item.name]: None for item in out}
        rest = tuple(item for item in change.attributes if item.name not in refused)
        return [replace(change, attributes=rest, action=action_of(rest))] if rest else []


def _no_custom_goal(change: Change, name: str, conflict: Conflict) -> Conflict:
    return Conflict(
        Address(CAMPAIGN_CONFIG, campaign_of(change)),
        Text(
            f"it would use the custom goal {name}, which Google refuses to make",
            f"使用するカスタム目標「{name}」の作成を Google が拒否しています",
        ),
        conflict.hint,
        refused=True,
        request_id=conflict.request_id,
    )

"""Fields whose values Google does not take back: told before a sync changes them, and left out of a rollback."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from microconv.core.action_state import STATUS
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.kinds import ACTION
from microconv.core.plan import Action, Change
from microconv.core.resource import Live
from microconv.core.schema import ResourceType
from microconv.core.value import Scalar, State, draw


def one_way(kind: ResourceType, name: str, before: Scalar, live: State) -> bool:
    """True where an attribute that had the value `before` cannot be given it again, by the table of its type."""
    if kind.name == ACTION and (before is None or (name == STATUS and before == "hidden")):
        return True
    return before in kind.attribute(name).refused or kind.refuses(name, before, live)


def one_way_changes(
    kinds: Iterable[ResourceType], changes: Sequence[Change], live: Iterable[Live]
) -> Iterator[Diagnostic]:
    """Notes on changes of fields that a rollback could not take back. What was unset or hidden is left unsaid."""
    by_name, states = {kind.name: kind for kind in kinds}, {item.id: item.state for item in live if item.id}
    for change in changes:
        if change.action in {Action.CREATE, Action.REMOVE} or change.id not in states:
            continue
        kind = by_name[change.address.type]
        for item in change.attributes:
            if item.before in {None, "hidden"} or not one_way(kind, item.name, item.before, states[change.id]):
                continue
            yield Diagnostic(
                Severity.NOTE,
                "one-way",
                f"{item.name} of {change.address} is {draw(item.before)} now; Google does not take that back",
                "a rollback takes back the rest of the change, and leaves this as it will be",
                where=change.address.provider,
            )

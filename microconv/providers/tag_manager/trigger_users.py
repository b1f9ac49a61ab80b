"""The users of triggers: tags, groups of triggers, and zones.

Facts: a group names its triggers in `triggerIds`, a list of references (exported containers); a zone has
`boundary.customEvaluationTriggerId` (schema Zone of the discovery document, revision 20260826). Checked 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microconv.core.value import Lines

GROUP, ZONE = "trigger group: ", "zone: "
"""The beginnings of the lines of users that are no tags: a name has no colon."""

_REFERENCE = "triggerReference"


def users_of_triggers(content: Mapping[str, Any], live: Mapping[str, Any]) -> Mapping[str, Lines]:
    """The users of each trigger by its number: tags by name, groups and zones by name behind what they are.

    Zones are in versions alone: where the content has none, those of the live version count.
    """
    users: dict[str, set[str]] = {}
    for number, name in _uses(content, live):
        users.setdefault(number, set()).add(name)
    return {number: tuple(sorted(names)) for number, names in users.items()}


def _uses(content: Mapping[str, Any], live: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for raw in content.get("tag", ()):
        for number in (*raw.get("firingTriggerId", ()), *raw.get("blockingTriggerId", ())):
            yield str(number), str(raw.get("name", ""))
    for raw in content.get("trigger", ()):
        for number in _referenced(raw.get("parameter", ())):
            yield number, f"{GROUP}{raw.get('name', '')}"
    for raw in content.get("zone") or live.get("zone", ()):
        for number in raw.get("boundary", {}).get("customEvaluationTriggerId", ()):
            yield str(number), f"{ZONE}{raw.get('name', '')}"


def _referenced(parameters: Any) -> Iterator[str]:
    for one in parameters:
        if one.get("type") == _REFERENCE:
            yield str(one.get("value", ""))
        yield from _referenced(one.get("list", ()))
        yield from _referenced(one.get("map", ()))

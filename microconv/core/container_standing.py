"""The standing of a container's tags: live as they were read, or not published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from microconv.core.container_facts import Container, parse_unpublished
from microconv.core.feed import Published
from microconv.core.kinds import TRIGGER
from microconv.core.resource import Live, of_type
from microconv.core.tag_ownership import trigger_named
from microconv.core.value import Lines


class Standings:
    """The standings of tags by the facts of their container; `live` are its objects."""

    def __init__(self, facts: Container, live: Iterable[Live]) -> None:
        self._facts = facts
        self._how: Mapping[str, str] = {one.id: one.how for one in map(parse_unpublished, facts.unpublished or ())}
        self._triggers = {item.address.name: item.id for item in of_type(live, TRIGGER)}

    def of(self, tag: Live) -> Published:
        """The standing of a tag, with the triggers that it fires on."""
        if self._facts.unpublished is None:
            return Published.UNKNOWN
        if not self._facts.live_version or self._how.get(tag.id) == "added":
            return Published.NOT_YET
        parts = (tag.id, *(self._triggers.get(trigger_named(line), "") for line in fires_on(tag)))
        return Published.CHANGED if any(part in self._how for part in parts) else Published.LIVE


def fires_on(tag: Live) -> Lines:
    """The triggers that a tag fires on, as lines."""
    lines = tag.state.get("fires_on")
    return lines if isinstance(lines, tuple) else ()

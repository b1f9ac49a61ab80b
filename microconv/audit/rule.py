"""The form of an audit rule, and of what it finds."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from microconv.core.client import Client
from microconv.core.resource import Live, Reading


class Level(enum.StrEnum):
    """How much a finding matters. The order of declaration is the order of weight."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def weight(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which rule, about which object, what was seen, and what to do."""

    rule: str
    level: Level
    title: str
    object: str
    seen: str
    fix: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is audited: what was read, and the config if there is one."""

    readings: tuple[Reading, ...]
    prefix: str
    client: Client | None = None

    def live(self, type_name: str) -> Sequence[Live]:
        """Live objects of one type, by name."""
        found = [item for reading in self.readings for item in reading.resources if item.address.type == type_name]
        return sorted(found, key=lambda item: (item.address.name, item.id))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check saw of one object."""

    object: str
    seen: str
    where: str = ""


Check = Callable[[Subject], Iterator[Evidence]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable id, its weight, why it matters, how to mend it, and where it comes from."""

    id: str
    level: Level
    title: str
    why: str
    fix: str
    source: str
    check: Check

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """What the rule finds in a subject."""
        for evidence in self.check(subject):
            yield Finding(self.id, self.level, self.title, evidence.object, evidence.seen, self.fix, evidence.where)


def rule(*, id: str, level: Level, title: str, why: str, fix: str, source: str) -> Callable[[Check], Rule]:  # noqa: A002
    """Make a rule of a check: `@rule(id=…, …)` above one function."""
    return lambda check: Rule(id, level, title, why, fix, source, check)

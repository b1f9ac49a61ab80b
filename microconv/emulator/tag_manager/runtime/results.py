"""The result of a visit: what each tag did, and why."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from microconv.emulator.tag_manager.runtime.hits import Hit


class Verdict(enum.StrEnum):
    """The end of a tag on a visit."""

    FIRES = "fires"
    DOES_NOT_FIRE = "does not fire"
    NOT_MODELLED = "not modelled"


class Firing(NamedTuple):
    """One time that a tag fires.

    tag: its name.
    event: the event at which it does.
    triggers: the names of its triggers that fired; empty for a tag that another one calls.
    hits: what it sends.
    remarks: what of that is not modelled, or is not sent.
    """

    tag: str
    event: str
    triggers: tuple[str, ...]
    hits: tuple[Hit, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagResult:
    """One tag, after the visit.

    name: its name.
    verdict: fires, does not fire or not modelled.
    why: the reason why it does not fire or is not modelled; empty for one that fires.
    firings: each time that it fired.
    """

    name: str
    verdict: Verdict
    why: str
    firings: tuple[Firing, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All that it sent."""
        return tuple(hit for firing in self.firings for hit in firing.hits)


@dataclass(frozen=True, slots=True)
class VisitResult:
    """The result of a visit: every tag of the container, and the firings in their order."""

    tags: tuple[TagResult, ...]
    firings: tuple[Firing, ...]

    def tag(self, name: str) -> TagResult:
        """The result of a tag. Raises KeyError."""
        for item in self.tags:
            if item.name == name:
                return item
        raise KeyError(name)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All that was sent, in its order."""
        return tuple(hit for firing in self.firings for hit in firing.hits)

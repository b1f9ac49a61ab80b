"""The phases of a run, in order: each change goes out in one of them."""

from __future__ import annotations

import enum


class Phase(enum.StrEnum):
    """When a change goes out. The phases follow each other in the order of this list.

    PREPARE: before bidding's own changes: what they depend on is made, such as key events.
    CLOSE: bidding stops using what must not be used by the goals to come.
    MAKE: actions are created and changed.
    SWITCH: bidding turns from what it uses to what it is to use, all at once or not at all.
    GOALS: custom goals and campaigns are set.
    OPEN: bidding starts using what is promoted or opened.
    RELEASE: bidding stops using what something else replaces, which is in use by then.
    FOLLOW: after bidding's changes: what depends on them.
    CLEAN: what nothing depends on any more is removed.
    PUBLISH: what was set up goes live on the website.
    RECORD: what was done is written down where people see it, if nothing failed.
    """

    PREPARE = "prepare"
    CLOSE = "close"
    MAKE = "make"
    SWITCH = "switch"
    GOALS = "goals"
    OPEN = "open"
    RELEASE = "release"
    FOLLOW = "follow"
    CLEAN = "clean up"
    PUBLISH = "publish"
    RECORD = "record"

    @property
    def position(self) -> int:
        """Its place among the phases, from 0."""
        return _POSITIONS[self]


_POSITIONS = {phase: position for position, phase in enumerate(Phase)}

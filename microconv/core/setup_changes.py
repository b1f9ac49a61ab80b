"""The changes of the setup of a client within a month, and whence they are known."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One change of the setup.

    day: its day, ISO; empty where only the two months are known between which it happened.
    at: the time, ISO 8601, where it is known.
    source: `run` (a journal of microconv), `by hand` (the setup differs from last month's and no run did it),
        `change history` (GA4 tells it), `annotation` (a run of microconv left it in GA4, and no journal here has it).
    who: who did it, as far as is known.
    what: what was changed.
    object: the object's address or name.
    conversion: the conversion of the config that it belongs to, or empty.
    """

    day: str
    source: str
    what: Text
    object: str
    at: str = ""
    who: str = ""
    conversion: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where changes are known from: `journals`, `setup`, `change history`, `annotations`; not `known` has a reason."""

    name: str
    known: bool
    why: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of the month, in their order. None is `not known` unless every source is known."""

    sources: tuple[Source, ...] = ()
    entries: tuple[ChangeEntry, ...] = ()

    @property
    def known(self) -> bool:
        """True where "no changes" may be said."""
        return bool(self.sources) and all(source.known for source in self.sources)


NO_CHANGES = Changes()
"""Nobody asked: not known."""

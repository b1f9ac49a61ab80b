"""A simulated visit to a page with a container, and what its tags sent, as nouns. No real page is asked."""

from __future__ import annotations

import enum
from typing import NamedTuple

from microconv.core.feed import Feed
from microconv.core.tags.hit import Hit
from microconv.core.tags.visit import Visit
from microconv.core.text import NO_TEXT, Text


class Verdict(enum.StrEnum):
    """The end of a tag on a visit."""

    FIRES = "fires"
    DOES_NOT_FIRE = "does not fire"
    NOT_MODELLED = "not modelled"


class Firing(NamedTuple):
    """One time that a tag fires.

    event: the event at which it does.
    triggers: the names of its triggers that fired.
    hits: what it sends.
    remarks: what of that is not modelled, or cannot be sent.
    clear: false where it may send something that is not modelled.
    """

    event: str
    triggers: tuple[str, ...]
    hits: tuple[Hit, ...]
    remarks: tuple[str, ...] = ()
    clear: bool = True


class SimulatedTag(NamedTuple):
    """One tag after the visit. `why` is the reason why it does not fire or is not modelled."""

    name: str
    verdict: Verdict
    why: str = ""
    firings: tuple[Firing, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All that it sent."""
        return tuple(hit for firing in self.firings for hit in firing.hits)


class Proof(enum.StrEnum):
    """The end of a test for one product.

    ONCE: one hit with the right label or event, as it should be.
    NO_TAG: no tag of the container is for it.
    SILENT: its tags do not fire.
    MORE: the right hit is sent more than once.
    WRONG: a tag that is the conversion's sends something else.
    NOT_MODELLED: the simulation cannot tell.
    UNKNOWN: the label is not known.
    NOT_COUNTED: the hit was sent to the emulator, which did not count it.
    """

    ONCE = "fires once"
    NO_TAG = "no tag"
    SILENT = "does not fire"
    MORE = "fires more than once"
    WRONG = "sends something else"
    NOT_MODELLED = "not modelled"
    UNKNOWN = "nothing to compare with"
    NOT_COUNTED = "not counted"


class ProductResult(NamedTuple):
    """The result for one product.

    feed: the tags that are for it, and what they should send.
    proof: the end of the test.
    tags: its tags after the visit: those of `feed`, and others that sent what they should.
    right: the hits that are as they should be.
    """

    feed: Feed
    proof: Proof
    tags: tuple[SimulatedTag, ...]
    right: tuple[Hit, ...]


class Simulation(NamedTuple):
    """A test of one conversion's tags.

    conversion: its name.
    client: the label of the client.
    accounts: (provider, account) pairs.
    emulated: true where the accounts are the emulator's.
    container: `GTM-…`.
    content: the part of the container that was run, for people.
    visit: the page, and what was done there.
    results: for each product that is to hear of the conversion.
    others: the names of the other tags that fired.
    sent: true where the hits were sent to the emulator.
    reads: the API calls that were made.
    nothing: the reason why there is nothing to test; empty where there is.
    """

    conversion: str
    client: str
    accounts: tuple[tuple[str, str], ...]
    emulated: bool
    container: str
    content: Text
    visit: Visit
    results: tuple[ProductResult, ...]
    others: tuple[str, ...]
    sent: bool
    reads: int
    nothing: Text = NO_TEXT

    @property
    def proven(self) -> bool:
        """True where each product hears of the conversion once, with the right label or event."""
        return bool(self.results) and all(result.proof is Proof.ONCE for result in self.results)

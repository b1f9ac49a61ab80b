"""The lines of a client's config, or of its bases, that decide what a plan does; looked up when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microconv.config.client import digest_of
from microconv.config.document import Chain, Library
from microconv.config.loading import of_chain
from microconv.config.places import SourcePlace
from microconv.config.problems import Problems
from microconv.config.vocabulary import Vocabulary
from microconv.core.client import Client
from microconv.core.diagnostics import Span
from microconv.core.kinds import ACCOUNT_GOAL, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL
from microconv.core.resource import Address


class Origins:
    """The places of the keys of several clients, whose bases are read once.

    Clients hold no places of single keys, which only a refused run asks for: their files are read again.
    """

    def __init__(self, clients: Sequence[Client], vocabulary: Vocabulary) -> None:
        self._library = Library(vocabulary, [Path(client.path) for client in clients if client.path])

    def of(self, client: Client) -> Origin | None:
        """The places of a client's keys; None for one that came from no file, or whose files were changed since."""
        if not client.path:
            return None
        own = self._library.document(Path(client.path))
        chain = self._library.chain(own, None)
        self._library.forget(own)
        if chain.broken or digest_of(chain.documents) != client.digest:
            return None
        whole = of_chain(chain, Problems())
        return None if whole is None else Origin(client, chain, *whole)


@dataclass(frozen=True)
class Origin:
    """The places of one client's keys: of its files, nearest first, merged."""

    client: Client
    chain: Chain
    data: dict[str, Any]
    place: SourcePlace

    def span(self, address: Address, conversion: str, key: str) -> Span | None:
        """The place of the key that decides about an object; that of its conversion where the key has none.

        `key` is dotted: of a conversion, or of the client where there is none. None where nothing speaks of it.
        """
        if conversion:
            return self._of_conversion(conversion, key)
        if key == "goals":
            return self._of_goals(address)
        spot = self.place.find(key)
        return self._last("conversions") if spot is None else spot.key_span

    def _of_conversion(self, name: str, key: str) -> Span | None:
        listed, spots = self.data.get("conversions"), self.place.child("conversions")
        for number, item in enumerate(listed if isinstance(listed, list) else ()):
            spot = spots.child(number) if spots is not None else None
            if spot is not None and isinstance(item, dict) and item.get("name") == name:
                defaults = self.place.child("defaults")
                if key == "currency":
                    written = spot.find("value.currency") or self.place.find("currency")
                else:
                    written = spot.find(key) or (defaults.find(key) if defaults is not None else None)
                return (written or spot).key_span
        return None

    def _of_goals(self, address: Address) -> Span | None:
        goals = self.client.goals
        spans: list[Span] = []
        if address.type == ACCOUNT_GOAL:
            spans += [goal.span for goal in goals.account if goal.span and goal.pair == address.name]
        if address.type == CUSTOM_GOAL:
            spans += [goal.span for goal in goals.custom if goal.span and goal.name == address.name]
        if address.type in {CAMPAIGN_GOAL, CAMPAIGN_CONFIG} and len(goals.campaigns) == 1:
            spans += [goal.span for goal in goals.campaigns if goal.span]
        return spans[0] if spans else self._last("goals")

    def _last(self, key: str) -> Span | None:
        """The place of a key in the farthest base that has it: what all who extend it have in common."""
        for document in reversed(self.chain.documents):
            spot: SourcePlace | None = document.place.child(key) if document.place is not None else None
            if spot is not None:
                return spot.key_span
        return None

"""The campaigns of an account by what they learn from: those with equal goals together, what they spent and counted.

Most campaigns of an account follow the same goals; whoever asks about each of them, asks about each group instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from microconv.analysis.around import by_value
from microconv.analysis.subject import Subject
from microconv.core.measures import SPEND


class Group(NamedTuple):
    """The campaigns that learn from the same actions in the same way.

    used: the ids of those actions.
    for_value: true where they bid for value.
    places: the numbers of the campaigns.
    """

    used: frozenset[str]
    for_value: bool
    places: tuple[str, ...]


class Sums(NamedTuple):
    """The ids of some actions, their conversions that bidding used, and the value of these."""

    names: frozenset[str]
    bid: float
    value: float


class CampaignGroups:
    """The groups of campaigns of an account, numbered, and the counts of its actions, by id."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._known: dict[frozenset[int], Sums] = {}

    def sums(self, groups: frozenset[int]) -> Sums:
        """The sums over the actions that any of these groups of campaigns learns from."""
        if groups not in self._known:
            names = frozenset().union(*(self.groups[index].used for index in groups))
            bid, value = (sum(numbers[name] for name in sorted(names)) for numbers in (self.bid, self.value))
            self._known[groups] = Sums(names, bid, value)
        return self._known[groups]

    def _counts(self, used: frozenset[str]) -> bool:
        """True if one of the actions used is a result that counted something; where nobody counted, any result."""
        results = self.results & used
        return any(self.bid[name] > 0 for name in results) if self.counted else bool(results)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every campaign, those that learn alike together."""
        alike: dict[tuple[frozenset[str], bool], list[str]] = {}
        for place, names in sorted(self.used.items()):
            alike.setdefault((names, place in self._for_value), []).append(place)
        return tuple(Group(names, for_value, tuple(places)) for (names, for_value), places in alike.items())

    @cached_property
    def group_of(self) -> Mapping[str, int]:
        """The number of each campaign's group."""
        return {place: index for index, group in enumerate(self.groups) for place in group.places}

    @cached_property
    def learning(self) -> Mapping[str, tuple[int, ...]]:
        """The groups that learn from each action, by its id."""
        learning: dict[str, list[int]] = defaultdict(list)
        for index, group in enumerate(self.groups):
            for name in group.used:
                learning[name].append(index)
        return {name: tuple(indexes) for name, indexes in learning.items()}

    @cached_property
    def idle(self) -> frozenset[int]:
        """The groups that learn from no result that counted anything."""
        return frozenset(index for index, group in enumerate(self.groups) if not self._counts(group.used))

    @cached_property
    def spent(self) -> tuple[float, ...]:
        """The spend of each group's campaigns."""
        spend = self.spend or {}
        return tuple(sum(spend.get(place, 0.0) for place in group.places) for group in self.groups)

    @property
    def counted(self) -> bool:
        """True if conversions were counted."""
        return self._subject.has_counts

    @cached_property
    def spend(self) -> Mapping[str, float] | None:
        """The spend of the places where bidding uses actions, see `used`; None where nobody read it."""
        measures = self._subject.measures("google_ads")
        if measures is None or SPEND in measures.missing or not measures.spend:
            return None
        return measures.spend if "" not in self.used else {"": sum(sorted(measures.spend.values()))}

    @cached_property
    def used(self) -> Mapping[str, frozenset[str]]:
        """The ids of the actions that each campaign learns from, by its number.

        Where there are no campaigns, or it could not be read what they use: one place without a number.
        """
        subject = self._subject
        if subject.ads.account.warning or not subject.bidding.campaigns:
            return {"": frozenset(item.id for item in subject.actions if subject.for_bidding(item))}
        by_campaign = subject.used_by_campaign
        counted = {names: names.intersection(self.all) for names in set(by_campaign.values())}
        return {place: counted[names] for place, names in by_campaign.items()}

    @cached_property
    def _for_value(self) -> frozenset[str]:
        """The numbers of the campaigns that bid for value."""
        names = by_value(self._subject)
        return frozenset(place.id for place in self._subject.bidding.campaigns or () if place.name in names)

    @cached_property
    def ever(self) -> frozenset[str]:
        """The ids of the actions that bidding uses somewhere."""
        return frozenset().union(*self.used.values())

    @cached_property
    def results(self) -> frozenset[str]:
        """The ids of the actions that are no steps."""
        return frozenset(item.id for item in self._subject.actions if not self._subject.micro(item))

    @cached_property
    def all(self) -> Mapping[str, float]:
        """All conversions of each action."""
        return {item.id: self._subject.counted(item).all for item in self._subject.actions}

    @cached_property
    def bid(self) -> Mapping[str, float]:
        """The conversions of each action that bidding used."""
        return {item.id: self._subject.counted(item).bid for item in self._subject.actions}

    @cached_property
    def value(self) -> Mapping[str, float]:
        """The value of these."""
        return {item.id: self._subject.counted(item).bid_value for item in self._subject.actions}

"""The stake of an observation: the conversions that it is about, and the money that is spent on them.

The order of findings of one level, and of the rules that made them, is that of `Stake.order`. All numbers are those of
the last RECENT_DAYS days, money in the account's currency. By campaign, the part of its spend that is at stake is:

- all of it, where it learns from a result that the observation is about; or where the observation is about a result and
  the campaign learns from no result that counted anything: it spends without one;
- of a step, its share of the conversions that the campaign learns from, by value where it bids for value;
- none, where the campaign does not learn from anything that the observation is about.

So a result stands above the step that is counted a hundred times as often, and what bidding uses above what it does
not. Conversions come before values: values are what findings often doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from microconv.analysis.act_words import RESULT_EVENTS
from microconv.analysis.around import by_value
from microconv.analysis.evidence import Evidence
from microconv.analysis.subject import Subject
from microconv.core.ga4_import import import_identity, imported_from
from microconv.core.kinds import (
    ACCOUNT_GOAL,
    ACTION,
    CAMPAIGN_CONFIG,
    CAMPAIGN_GOAL,
    CUSTOM_GOAL,
    EVENT_RULE,
    KEY_EVENT,
)
from microconv.core.measures import SPEND
from microconv.core.resource import Live


class Stake(NamedTuple):
    """The stake of an observation; None for what nobody read.

    spend: what campaigns spent on what it is about.
    conversions: the conversions that bidding used there: all of a campaign's for a result, its own for a step.
    result: true where it is about a result, or about the whole account.
    value: the value of its conversions that bidding used.
    every: its conversions, used by bidding or not; of a key event without an action, how often it happened. 0 where
        nobody counted.
    """

    spend: float | None = None
    conversions: float | None = None
    result: bool = False
    value: float | None = None
    every: float = 0.0

    @property
    def order(self) -> tuple[float, ...]:
        """The key by which the largest stake comes first."""
        return (
            -(self.spend or 0.0),
            -(self.conversions or 0.0),
            -float(self.result),
            -(self.value or 0.0),
            -self.every,
        )


NO_STAKE = Stake()
"""Nothing that anybody could count."""


class _Thing(NamedTuple):
    """An action, or a key event without one: its id, whether it is a result, and how often it was counted."""

    id: str
    result: bool
    every: float


class Stakes:
    """The stakes of an account's observations."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def of(self, observations: Iterable[Evidence]) -> Stake:
        """The stake of observations together: what several are about counts once."""
        items = list(observations)
        if any(item.object.startswith("google_ads.account[") for item in items):
            return self._whole
        things = {thing.id: thing for item in items for thing in self._things(item)}
        places = frozenset(number for item in items for number in self._campaigns(item))
        return self._stake([things[name] for name in sorted(things)], places) if things or places else NO_STAKE

    def _stake(self, things: list[_Thing], whole: frozenset[str]) -> Stake:
        """The stake of some things, and of all that the campaigns `whole` learn from."""
        mine, result = frozenset(item.id for item in things), any(item.result for item in things)
        parts = {place: 1.0 if place in whole else self._part(place, mine, result) for place in self._used}
        names = {
            name for place, part in parts.items() if part > 0 for name in self._at_stake(place, mine, result, whole)
        }
        own = {name for place in whole & parts.keys() for name in self._used[place]} | (mine & self._ever)
        return Stake(
            spend=self._money(parts),
            conversions=self._sum(self._bid, names),
            result=result or bool(whole),
            value=self._sum(self._value, own),
            every=sum(item.every for item in things),
        )

    def _sum(self, numbers: Mapping[str, float], names: Iterable[str]) -> float | None:
        """The sum of the numbers of actions, None where nobody counted."""
        return sum(numbers[name] for name in sorted(names)) if self._counted else None

    def _part(self, place: str, mine: frozenset[str], result: bool) -> float:
        """The part of a campaign's spend that is at stake."""
        used = self._used[place]
        if result and self._all_of_it(place, mine):
            return 1.0
        for weights in (self._value, self._bid) if place in self._for_value else (self._bid,):
            total = sum(weights[name] for name in sorted(used))
            if total > 0:
                return sum(weights[name] for name in sorted(used & mine)) / total
        return len(used & mine) / len(used) if used else 0.0

    def _at_stake(self, place: str, mine: frozenset[str], result: bool, whole: frozenset[str]) -> frozenset[str]:
        """The actions of a campaign whose conversions are at stake with these."""
        used = self._used[place]
        return used if place in whole or (result and self._all_of_it(place, mine)) else used & mine

    def _all_of_it(self, place: str, mine: frozenset[str]) -> bool:
        """True where all that a campaign spends is at stake with a result: it learns from that, or from none at all."""
        return bool(self._results & self._used[place] & mine) or not self._counts(place)

    def _counts(self, place: str) -> bool:
        """True if a campaign learns from a result that counted something; where nobody counted, from any result."""
        results = self._results & self._used[place]
        return any(self._bid[name] > 0 for name in results) if self._counted else bool(results)

    def _money(self, parts: Mapping[str, float]) -> float | None:
        if self._spend is None:
            return None
        return sum(part * self._spend.get(place, 0.0) for place, part in sorted(parts.items()))

    @cached_property
    def _whole(self) -> Stake:
        """The stake of the whole account."""
        return Stake(
            spend=None if self._spend is None else sum(self._spend[place] for place in sorted(self._spend)),
            conversions=self._sum(self._bid, self._ever),
            result=True,
            value=self._sum(self._value, self._ever),
            every=sum(self._all[name] for name in sorted(self._all)),
        )

    @property
    def _counted(self) -> bool:
        return self._subject.has_counts

    @cached_property
    def _spend(self) -> Mapping[str, float] | None:
        """The spend of the places where bidding uses actions, see `_used`; None where nobody read it."""
        measures = self._subject.measures("google_ads")
        if measures is None or SPEND in measures.missing or not measures.spend:
            return None
        return measures.spend if "" not in self._used else {"": sum(sorted(measures.spend.values()))}

    @cached_property
    def _used(self) -> Mapping[str, frozenset[str]]:
        """The ids of the actions that each campaign learns from, by its number.

        Where there are no campaigns, or it could not be read what they use: one place without a number.
        """
        subject = self._subject
        if subject.ads.account.warning or not subject.bidding.campaigns:
            return {"": frozenset(item.id for item in subject.actions if subject.for_bidding(item))}
        used: dict[str, set[str]] = {place.id: set() for place in subject.bidding.campaigns}
        for place, name in subject.bidding.used():
            if place:
                used[place].add(name)
        return {place: frozenset(names) & self._all.keys() for place, names in used.items()}

    @cached_property
    def _for_value(self) -> frozenset[str]:
        """The numbers of the campaigns that bid for value."""
        names = by_value(self._subject)
        return frozenset(place.id for place in self._subject.bidding.campaigns or () if place.name in names)

    @cached_property
    def _ever(self) -> frozenset[str]:
        """The ids of the actions that bidding uses somewhere."""
        return frozenset().union(*self._used.values())

    @cached_property
    def _results(self) -> frozenset[str]:
        return frozenset(item.id for item in self._subject.actions if not self._subject.micro(item))

    @cached_property
    def _all(self) -> Mapping[str, float]:
        return {item.id: self._subject.counted(item).all for item in self._subject.actions}

    @cached_property
    def _bid(self) -> Mapping[str, float]:
        return {item.id: self._subject.counted(item).bid for item in self._subject.actions}

    @cached_property
    def _value(self) -> Mapping[str, float]:
        return {item.id: self._subject.counted(item).bid_value for item in self._subject.actions}

    @cached_property
    def _live(self) -> Mapping[str, Live]:
        """Every live object by its id, and by its address where an observation gives no id."""
        objects = [item for reading in self._subject.readings for item in reading.resources]
        return {**{str(item.address): item for item in objects}, **{item.id: item for item in objects}}

    def _seen(self, observation: Evidence) -> list[Live]:
        """The live objects that an observation points at."""
        keys = (observation.id or observation.object, *observation.others)
        return [self._live[key] for key in keys if key in self._live]

    def _things(self, observation: Evidence) -> list[_Thing]:
        """The actions and key events that an observation is about."""
        subject, name = self._subject, observation.name
        actions: list[Live] = []
        events: list[str] = [name] if observation.object.startswith(f"{KEY_EVENT}[") else []
        for item in self._seen(observation):
            kind = item.address.type
            if kind == ACTION:
                actions.append(item)
            elif kind in {KEY_EVENT, EVENT_RULE}:
                events.append(item.identity)
            elif kind == ACCOUNT_GOAL:
                known = subject.bidding_actions
                actions += [one for one in subject.actions if one.id in known and known[one.id].pair == item.identity]
        if observation.object.startswith("conversion["):
            actions += [one for one in subject.actions if (said := subject.declared(one)) and said.name == name]
        if observation.object.startswith("ga4.account["):
            actions += self._imports("")
        imports = {event: self._imports(event) for event in events}
        actions += [item for items in imports.values() for item in items]
        things = [_Thing(item.id, not subject.micro(item), subject.counted(item).all) for item in actions]
        return things + [self._event(event) for event, items in imports.items() if not items]

    def _event(self, name: str) -> _Thing:
        """A key event, or an event that is none, of which no action is imported."""
        live = next((item for item in self._subject.key_events if item.identity == name), None)
        result = name in RESULT_EVENTS if live is None else not self._subject.micro(live)
        return _Thing(f"{KEY_EVENT} {name}", result, self._subject.events(name))

    def _imports(self, event: str) -> list[Live]:
        """The recorded imports of an event of the property; for no event, of any."""
        prefix = import_identity(self._subject.property_id, event)
        whole = [item for item in self._subject.actions if imported_from(item.identity) is not None]
        return [item for item in whole if (item.identity == prefix if event else item.identity.startswith(prefix))]

    def _campaigns(self, observation: Evidence) -> frozenset[str]:
        """The numbers of the campaigns that an observation is about as such."""
        numbers = set()
        for item in self._seen(observation):
            if item.address.type in {CAMPAIGN_CONFIG, CAMPAIGN_GOAL}:
                numbers.add(str(item.state.get("campaign")))
            elif item.address.type == CUSTOM_GOAL:
                places = self._subject.bidding.campaigns or ()
                numbers |= {place.id for place in places if place.custom_goal == item.address.name}
        return frozenset(numbers)

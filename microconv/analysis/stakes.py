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

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from microconv.analysis.act_words import RESULT_EVENTS
from microconv.analysis.campaign_groups import CampaignGroups
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
        self._by = CampaignGroups(subject)
        self._known: dict[tuple[str, str, str, tuple[str, ...]], tuple[list[_Thing], frozenset[str]]] = {}
        self._alone: dict[tuple[str, frozenset[str]], Stake] = {}

    def of(self, observations: Iterable[Evidence]) -> Stake:
        """The stake of observations together: what several are about counts once."""
        items = list(observations)
        if any(item.object.startswith("google_ads.account[") for item in items):
            return self._whole
        things: dict[str, _Thing] = {}
        places: frozenset[str] = frozenset()
        for item in items:
            about, campaigns = self._about(item)
            things.update((thing.id, thing) for thing in about)
            places |= campaigns
        if len(things) == 1:
            return self._of_one(next(iter(things.values())), places)
        return self._stake([things[name] for name in sorted(things)], places) if things or places else NO_STAKE

    def _of_one(self, thing: _Thing, places: frozenset[str]) -> Stake:
        """The stake of one thing; many rules observe each."""
        if (thing.id, places) not in self._alone:
            self._alone[thing.id, places] = self._stake([thing], places)
        return self._alone[thing.id, places]

    def _about(self, observation: Evidence) -> tuple[list[_Thing], frozenset[str]]:
        """The things and the numbers of the campaigns that an observation is about; many rules make the same one."""
        key = observation.object, observation.name, observation.id, observation.others
        if key not in self._known:
            self._known[key] = self._things(observation), self._campaigns(observation)
        return self._known[key]

    def _stake(self, things: list[_Thing], whole: frozenset[str]) -> Stake:
        """The stake of some things, and of all that the campaigns `whole` learn from."""
        mine, result = frozenset(item.id for item in things), any(item.result for item in things)
        by, places = self._by, whole & self._by.group_of.keys()
        touched = {index for name in mine for index in by.learning.get(name, ())} | (by.idle if result else frozenset())
        parts = {index: self._part(index, mine, result) for index in sorted(touched)}
        some = {name for index, part in parts.items() if part > 0 for name in by.groups[index].used & mine}
        called = frozenset(by.group_of[place] for place in places)
        entire = by.sums(called)
        all_of = by.sums(called.union(index for index in parts if result and self._all_of_it(index, mine)))
        return Stake(
            spend=self._money(parts, places),
            conversions=self._sum(by.bid, all_of.bid, some - all_of.names),
            result=result or bool(whole),
            value=self._sum(by.value, entire.value, (mine & by.ever) - entire.names),
            every=sum(item.every for item in things),
        )

    def _sum(self, numbers: Mapping[str, float], known: float, names: Iterable[str]) -> float | None:
        """A known sum and the numbers of more actions, None where nobody counted."""
        return known + sum(numbers[name] for name in sorted(names)) if self._by.counted else None

    def _part(self, index: int, mine: frozenset[str], result: bool) -> float:
        """The part of the spend of a group's campaigns that is at stake."""
        if result and self._all_of_it(index, mine):
            return 1.0
        group, sums = self._by.groups[index], self._by.sums(frozenset({index}))
        own = sorted(group.used & mine)
        if group.for_value and sums.value > 0:
            return sum(self._by.value[name] for name in own) / sums.value
        if sums.bid > 0:
            return sum(self._by.bid[name] for name in own) / sums.bid
        return len(own) / len(group.used) if group.used else 0.0

    def _all_of_it(self, index: int, mine: frozenset[str]) -> bool:
        """True where all that a group spends is at stake with a result: it learns from that, or from none at all."""
        return index in self._by.idle or bool(self._by.results & self._by.groups[index].used & mine)

    def _money(self, parts: Mapping[int, float], whole: frozenset[str]) -> float | None:
        """The spend of the campaigns `whole`, and of the others of each group its part."""
        if self._by.spend is None:
            return None
        spend = sum(self._by.spend.get(place, 0.0) for place in sorted(whole))
        for index, part in parts.items():
            apart = sum(self._by.spend.get(place, 0.0) for place in sorted(whole) if self._by.group_of[place] == index)
            spend += part * (self._by.spent[index] - apart)
        return spend

    @cached_property
    def _whole(self) -> Stake:
        """The stake of the whole account."""
        return Stake(
            spend=None if self._by.spend is None else sum(self._by.spend[place] for place in sorted(self._by.spend)),
            conversions=self._sum(self._by.bid, 0.0, self._by.ever),
            result=True,
            value=self._sum(self._by.value, 0.0, self._by.ever),
            every=sum(self._by.all[name] for name in sorted(self._by.all)),
        )

    @cached_property
    def _live(self) -> Mapping[str, Live]:
        """Every live object by its id."""
        return {item.id: item for reading in self._subject.readings for item in reading.resources}

    @cached_property
    def _by_address(self) -> Mapping[str, Live]:
        """Every live object by its address: for observations without an id."""
        return {str(item.address): item for reading in self._subject.readings for item in reading.resources}

    def _seen(self, observation: Evidence) -> list[Live]:
        """The live objects that an observation points at."""
        keys = (observation.id or observation.object, *observation.others)
        items = (self._live.get(key) or self._by_address.get(key) for key in keys)
        return [item for item in items if item is not None]

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
            actions += self._by_conversion.get(name, ())
        if observation.object.startswith("ga4.account["):
            prefix = import_identity(subject.property_id, "")
            actions += [
                item for identity, items in self._imported.items() if identity.startswith(prefix) for item in items
            ]
        imports = {event: self._imports(event) for event in events}
        actions += [item for items in imports.values() for item in items]
        things = [_Thing(item.id, not subject.micro(item), subject.counted(item).all) for item in actions]
        return things + [self._event(event) for event, items in imports.items() if not items]

    def _event(self, name: str) -> _Thing:
        """A key event, or an event that is none, of which no action is imported."""
        live = self._key_events.get(name)
        result = name in RESULT_EVENTS if live is None else not self._subject.micro(live)
        return _Thing(f"{KEY_EVENT} {name}", result, self._subject.events(name))

    @cached_property
    def _key_events(self) -> Mapping[str, Live]:
        return {item.identity: item for item in reversed(self._subject.key_events)}

    @cached_property
    def _by_conversion(self) -> Mapping[str, list[Live]]:
        """The recorded actions of each conversion of the config, by its name."""
        by_name: dict[str, list[Live]] = defaultdict(list)
        for item in self._subject.actions:
            conversion = self._subject.declared(item)
            if conversion is not None:
                by_name[conversion.name].append(item)
        return by_name

    @cached_property
    def _imported(self) -> Mapping[str, list[Live]]:
        """The recorded imports by their identity."""
        by_name: dict[str, list[Live]] = defaultdict(list)
        for item in self._subject.actions:
            if imported_from(item.identity) is not None:
                by_name[item.identity].append(item)
        return by_name

    def _imports(self, event: str) -> list[Live]:
        """The recorded imports of an event of the property."""
        return self._imported.get(import_identity(self._subject.property_id, event), [])

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

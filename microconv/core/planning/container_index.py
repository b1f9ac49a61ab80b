"""A container as it was read: tags and triggers by name and by number, and whom a trigger serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from microconv.core.client import Client
from microconv.core.facts import combined
from microconv.core.kinds import ACTION, BUILT_IN_VARIABLE, CONTAINER, TAGS, TRIGGER, VARIABLE
from microconv.core.plan import Action
from microconv.core.planning.diff import Difference
from microconv.core.resource import Desired, Live, Reading
from microconv.core.tag_ownership import adopts, belongs, called, number


class Targets(NamedTuple):
    """Labels of live actions, and the web stream, as they were read.

    send_tos: `AW-id/label` by conversion.
    live: the conversions whose actions are there.
    new: the conversions whose actions this plan makes.
    read: false where nobody asked for labels.
    stream: the measurement id of the web stream; empty where it is not known.
    """

    send_tos: Mapping[str, str]
    live: frozenset[str]
    new: frozenset[str]
    read: bool
    stream: str


def targets_of(client: Client, readings: Sequence[Reading], actions: Difference) -> Targets:
    """The labels and the stream that were read; `actions` is the difference of Google Ads' actions."""
    facts = combined(reading.facts for reading in readings)
    lines = facts.labels.send_tos
    by_action = dict(line.split(" ", 1) for line in lines or ())
    live = {name: item.id for name, item in actions.matched.items()}
    new = {change.conversion for change in actions.changes if change.action is Action.CREATE}
    known = any(reading.provider == ACTION.partition(".")[0] for reading in readings)
    return Targets(
        {name: by_action[action] for name, action in live.items() if action in by_action},
        frozenset(live),
        frozenset(new) if known else frozenset(one.name for one in client.conversions),
        lines is not None,
        facts.stream.measurement_id or "",
    )


class ContainerIndex:
    """The live objects of a container, and the tags that the config claims among them."""

    def __init__(self, client: Client, live: Iterable[Live], objects: Sequence[Desired]) -> None:
        self.live = [one for one in live if one.address.type in CONTAINER]
        self._client = client
        adopted = tuple(name for one in client.conversions if one.tag for name in one.tag.adopted.tags)
        self._adopted = {tag.id for tag in self.of(*TAGS) if adopts(adopted, tag)}
        declared = {(one.address.type, name) for one in objects for name in identities(one)}
        self._claimed = {tag.id for tag in self.of(*TAGS) if (tag.address.type, tag.identity) in declared}
        for one in (one for one in objects if one.address.type in TAGS):
            names = _adopts(client, one)
            self._claimed |= {tag.id for tag in self.of(one.address.type) if names and adopts(names, tag)}

    def of(self, *types: str) -> list[Live]:
        """The live objects of some types."""
        return [one for one in self.live if one.address.type in types]

    def find(self, reference: str, *types: str) -> Live | None:
        """The object of these types with a name, or else with a number."""
        there = self.of(*types)
        named = next((one for one in there if called(one) == reference), None)
        return named or next((one for one in there if number(one) == reference), None)

    def by_identity(self, wanted: Desired) -> Live | None:
        """The live object that a declaration is about, by its name or an earlier one."""
        for identity in identities(wanted):
            for one in self.of(wanted.address.type):
                if one.identity == identity:
                    return one
        return None

    def spoken_of(self, objects: Sequence[Desired], left: Sequence[Desired]) -> frozenset[str]:
        """The ids of what `objects` or adoptions are about and `left`, which is compared, is not: nobody's leftover."""
        compared = {(one.address.type, identity) for one in left for identity in identities(one)}
        adopted = tuple(name for one in self._client.conversions if one.tag for name in one.tag.adopted.triggers)
        about = {(one.address.type, identity) for one in objects for identity in identities(one)}
        return frozenset(
            one.id
            for one in self.live
            if (one.address.type, one.identity) not in compared
            and (
                (one.address.type, one.identity) in about
                or one.id in self._claimed | self._adopted
                or (one.address.type == TRIGGER and adopts(adopted, one))
            )
        )

    def unclaimed(self, kind: str) -> list[Live]:
        """The tags of a type that no declaration is about, by its name or by what it adopts."""
        return [one for one in self.of(kind) if one.id not in self._claimed]

    def others_of(self, trigger: Live, conversion: str) -> tuple[str, ...]:
        """The names of the tags that use a trigger and are not those of a conversion."""
        declared = self._client.by_name[conversion]
        ours = self._claimed | self._adopted
        own = {called(one) for one in self.of(*TAGS) if one.id in ours and belongs(one, declared)}
        used = trigger.state.get("used_by")
        return tuple(name for name in used if name not in own) if isinstance(used, tuple) else ()

    def variables(self) -> set[str]:
        """The names that can stand in double braces."""
        return {one.address.name for one in self.of(VARIABLE, BUILT_IN_VARIABLE)} | {"_event"}

    def name_taken(self, wanted: Desired) -> Live | None:
        """The live object of another type that has the wanted name: tags share their names, whatever their type."""
        if wanted.address.type == TRIGGER:
            return None
        name = wanted.state.get("name")
        others = (one for one in self.of(*TAGS) if one.address.type != wanted.address.type)
        return next((one for one in others if called(one) == name), None) if wanted.address.type in TAGS else None


def identities(wanted: Desired) -> tuple[str, ...]:
    """The identity that a declaration is about, and the earlier ones."""
    return (wanted.target.identity, *wanted.target.previously)


def _adopts(client: Client, wanted: Desired) -> tuple[str, ...]:
    conversion = client.by_name.get(wanted.conversion)
    return conversion.tag.adopted.tags if conversion is not None and conversion.tag is not None else ()

"""A container of Tag Manager as an import looks at it: which tags feed a conversion, and how objects are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from microconv.core.client import Client
from microconv.core.container_facts import parse_unpublished
from microconv.core.container_standing import fires_on
from microconv.core.conversion import WEBSITE, Conversion
from microconv.core.facts import combined
from microconv.core.frozen import FrozenDict
from microconv.core.ga4_import import name_identity
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, BUILT_IN_VARIABLE, GA4_TAG, OTHER_TAG, TRIGGER, VARIABLE
from microconv.core.resource import Live, Reading, of_type
from microconv.core.signs import one_line
from microconv.core.tag_ownership import called, fits, number
from microconv.core.value import Lines, Scalar


class Container:
    """The objects of a container that was read. `actions` are the ids of live actions by conversion."""

    def __init__(
        self, client: Client, reading: Reading, readings: Sequence[Reading], actions: Mapping[str, str]
    ) -> None:
        self._client = client
        self._actions = actions
        facts = combined(one.facts for one in readings)
        self._labels = dict(line.split(" ", 1) for line in facts.labels.send_tos or ())
        self.has_labels = facts.labels.send_tos is not None
        own = client.accounts.data_stream
        self._stream = own if own.startswith("G-") else facts.stream.measurement_id or ""
        self.facts = reading.facts.container
        self.resources = tuple(sorted(reading.resources, key=lambda one: (one.address.type, called(one), one.id)))
        self.tags = of_type(self.resources, GA4_TAG) + of_type(self.resources, ADS_TAG)
        self.triggers = of_type(self.resources, TRIGGER)
        self._by_line = {_line(called(one)): one for one in self.triggers}
        lines = map(parse_unpublished, self.facts.unpublished or ())
        self.unpublished: Mapping[str, str] = FrozenDict({one.id: one.how for one in lines})

    def needed(self, conversion: Conversion) -> frozenset[str]:
        """The types of the tags that a conversion with `tag` has."""
        ga4 = {GA4_TAG} if self._client.property_id and conversion.event is not None else set()
        ads = {ADS_TAG} if self._client.customer_id and conversion.source == WEBSITE else set()
        return frozenset(ga4 | ads)

    def feeding(self, conversion: Conversion) -> tuple[Live, ...]:
        """The tags that send a conversion's event or label: those that fire first, ours before others, by name."""
        needed = self.needed(conversion)
        target, _, label = self.label_of(conversion).rpartition("/")
        wanted = {ADS_TAG: (target, label), GA4_TAG: (self._stream, conversion.event or "")}
        fitting = [
            tag for tag in self.tags if tag.address.type in needed and fits(tag, *wanted[tag.address.type]).named
        ]
        return tuple(
            sorted(
                fitting,
                key=lambda tag: (
                    tag.state.get("paused") is True,
                    not self.is_ours(tag, conversion.name),
                    called(tag),
                    tag.id,
                ),
            )
        )

    def label_of(self, conversion: Conversion) -> str:
        """The `AW-…/label` of a conversion's action; empty where it is not known."""
        return self._labels.get(self._actions.get(conversion.name, ""), "")

    def naming(self, conversion: Conversion) -> tuple[Live, ...]:
        """The tags of other types (custom HTML, templates) whose texts name a conversion's label."""
        label = self.label_of(conversion)
        others = of_type(self.resources, OTHER_TAG) if label else []
        return tuple(one for one in others if label in _lines(one.state.get("mentions")))

    @staticmethod
    def is_ours(tag: Live, conversion: str) -> bool:
        """True for a tag that carries the name of the conversion's own."""
        return tag.address.name == conversion and called(tag) != conversion

    def triggers_of(self, tag: Live) -> tuple[Live, ...]:
        """The triggers of the container that a tag fires on; those that every container has are not among them."""
        return tuple(self._by_line[line] for line in fires_on(tag) if line in self._by_line)

    def alone(self, conversion: Conversion, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """The readings with what the tags of one conversion rest on, and nothing else, as planning takes its time.

        That is its action, the tags and triggers that feed it or have names of its own, and all variables.
        """
        feeding = self.feeding(conversion)
        kept = {one.id for tag in feeding for one in (tag, *self.triggers_of(tag))}
        kept |= {one.id for one in (*self.tags, *self.triggers) if one.address.name == conversion.name}
        kept |= {one.id for one in self.resources if one.address.type in {VARIABLE, BUILT_IN_VARIABLE}}
        kept.add(self._actions.get(conversion.name, ""))
        return tuple(
            replace(reading, resources=tuple(one for one in reading.resources if one.id in kept))
            for reading in readings
        )


def _lines(value: Scalar) -> Lines:
    return value if isinstance(value, tuple) else ()


def reference_to(live: Live, peers: Sequence[Live]) -> str:
    """The word by which a config adopts an object: its name, else its number; empty where neither tells it apart."""
    names = [called(one) for one in peers]
    name, digits = called(live), number(live)
    if one_line(name) and names.count(name) == 1 and live.identity == name_identity(name):
        return name
    return digits if digits not in names and one_line(digits) else ""


def _line(name: str) -> str:
    """The line of a trigger, as tags name it: quoted where it could be taken for another kind of line."""
    return json_line(name) if name.startswith(('"', "number: ", "built-in: ")) else name

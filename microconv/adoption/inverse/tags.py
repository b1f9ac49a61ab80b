"""The tags of a container, as the `tag` of the conversions that they feed.

A tag is said only where the planner finds nothing to change then; what cannot be said is words, and stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from microconv.adoption.inverse import tag_texts
from microconv.adoption.inverse.container import Container, reference_to
from microconv.adoption.inverse.leftovers import Part, left, why
from microconv.adoption.inverse.moments import sayable
from microconv.adoption.inverse.result import Asked, Comments, Place
from microconv.adoption.inverse.tag_parameters import said_parameters, sent_by
from microconv.core.client import Client, Goals, Unlisted
from microconv.core.container_standing import fires_on
from microconv.core.conversion import Conversion
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, CONTAINER, GA4_TAG
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType
from microconv.core.tag_manager import NO_TAG_MANAGER, Adopted, ConversionTag, key_of
from microconv.core.tag_ownership import called
from microconv.core.tag_trigger import TagTrigger
from microconv.core.text import NO_TEXT, Text


class _Moment(NamedTuple):
    """A way to say when tags fire: a moment, or triggers to adopt, or nothing where the tags keep theirs."""

    trigger: TagTrigger | None
    adopted: tuple[str, ...]


class TagInverter:
    """Turns the tags of a container into those of conversions. `client` is the one without tags."""

    def __init__(
        self,
        types: Sequence[ResourceType],
        readings: Sequence[Reading],
        asked: Asked,
        client: Client,
        container: Container,
        comments: Comments,
    ) -> None:
        self._types = types
        self._readings = readings
        self._asked = asked
        self._client = replace(
            client, conversions=(), goals=Goals(), event_rules=(), unlisted=Unlisted.KEEP, tag_manager=NO_TAG_MANAGER
        )
        self._container = container
        self._comments = comments
        self._shared: Counter[str] = Counter()
        self.notes: list[Text] = []
        self.fed: set[str] = set()

    def conversions(self, conversions: Sequence[Conversion], without: Mapping[Place, Text]) -> tuple[Conversion, ...]:
        """The conversions with their tags.

        `without` are places that the loader refuses, with the reason: the moment or the tags of a conversion.
        """
        feeding = {one.name: self._container.feeding(one) for one in conversions}
        self.fed = {tag.id for tags in feeding.values() for tag in tags}
        for one in conversions:
            for tag in self._container.naming(one):
                self.fed.add(tag.id)
                self._comments.say(("conversions", one.name), tag_texts.named(called(tag)))
        self._shared = Counter(
            trigger.id
            for tags in feeding.values()
            for trigger in {one.id: one for tag in tags for one in self._container.triggers_of(tag)}.values()
        )
        return tuple(
            replace(one, tag=self._tag(one, feeding[one.name], without)) if feeding[one.name] else one
            for one in conversions
        )

    def _tag(self, conversion: Conversion, tags: Sequence[Live], without: Mapping[Place, Text]) -> ConversionTag | None:
        chosen = {kind: next((tag for tag in tags if tag.address.type == kind), None) for kind in (GA4_TAG, ADS_TAG)}
        used = [tag for tag in chosen.values() if tag is not None]
        for tag in tags:
            if tag not in used:
                paused = tag.state.get("paused") is True
                self._comments.say(("conversions", conversion.name), tag_texts.also(called(tag), paused=paused))
        reason = self._why_not(conversion, chosen)
        place = ("conversions", conversion.name)
        refused = without.get((*place, "tag"))
        made = None
        if not reason and refused:
            reason = tag_texts.refused(refused)
        elif not reason:
            made, reason = self._first(conversion, used, said_moment=(*place, "when") not in without)
        self._tell(conversion, used, made)
        if made is None:
            self.notes += [tag_texts.unsaid(called(tag), conversion.name, reason) for tag in used]
        return made

    # ---- what keeps a tag from being said

    def _why_not(self, conversion: Conversion, chosen: Mapping[str, Live | None]) -> Text:
        if ":" in conversion.name:
            return tag_texts.COLON
        if conversion.event is not None and conversion.rules:
            return tag_texts.RULED
        if any(tag is not None and tag.state.get("paused") is True for tag in chosen.values()):
            return tag_texts.PAUSED
        needed = self._container.needed(conversion)
        for kind, product in ((GA4_TAG, tag_texts.GA4), (ADS_TAG, tag_texts.GOOGLE_ADS)):
            other = next((tag for tag in chosen.values() if tag is not None), None)
            if kind in needed and chosen[kind] is None and other is not None:
                if kind == ADS_TAG and not self._container.label_of(conversion):
                    return tag_texts.NO_LABEL if self._container.has_labels else tag_texts.NO_LABELS
                return tag_texts.other_missing(product, self._line(other))
        return NO_TEXT

    def _line(self, tag: Live) -> str:
        """The words that adopt a tag with its triggers; empty where its triggers cannot be named."""
        triggers = self._container.triggers_of(tag)
        names = [reference_to(one, self._container.triggers) for one in triggers]
        name = reference_to(tag, self._container.tags)
        if not name or not all(names) or len(names) != 1 or len(names) != len(fires_on(tag)):
            return ""
        return f"{{adopt: {{tag: {json_line(name)}, trigger: {json_line(names[0])}}}}}"

    # ---- how a tag is said

    def _first(
        self, conversion: Conversion, used: Sequence[Live], *, said_moment: bool
    ) -> tuple[ConversionTag | None, Text]:
        """The most telling words that change nothing; None and the reason where there are none."""
        reason = tag_texts.NAMELESS
        alone = self._container.alone(conversion, self._readings)
        for one in self._words(conversion, used, said_moment=said_moment):
            parts = self._changed(replace(conversion, tag=one), alone)
            if not parts:
                return one, NO_TEXT
            reason = tag_texts.would_change(why(parts[0]))
        return None, reason

    def _words(self, conversion: Conversion, used: Sequence[Live], *, said_moment: bool) -> Iterator[ConversionTag]:
        names = {tag.id: reference_to(tag, self._container.tags) for tag in used}
        every = tuple(sorted(names.values()))
        others = tuple(sorted(names[tag.id] for tag in used if not self._container.is_ours(tag, conversion.name)))
        adoptions = [one for one in dict.fromkeys((others, every)) if all(one)]
        for moment in self._moments(conversion, used, said_moment=said_moment):
            for tags in adoptions:
                adopted = Adopted(tags, moment.adopted)
                if moment.trigger is None and not adopted:
                    continue
                plain = ConversionTag(moment.trigger, adopted)
                for leaves in (False, True):
                    words = self._told(conversion, used, plain, leaves=leaves)
                    yield words
                    if words.transaction_id:
                        yield words._replace(transaction_id="")

    def _moments(self, conversion: Conversion, used: Sequence[Live], *, said_moment: bool) -> Iterator[_Moment]:
        lines = {fires_on(tag) for tag in used}
        triggers = self._container.triggers_of(used[0])
        names = tuple(sorted(reference_to(one, self._container.triggers) for one in triggers))
        named = len(lines) == 1 and bool(triggers) and len(triggers) == len(next(iter(lines))) and all(names)
        if named and len(triggers) == 1 and self._shared[triggers[0].id] == 1 and said_moment:
            moment = self._asked.moment(triggers[0].state)
            if moment is not None and sayable(moment, self._asked.prefix):
                if called(triggers[0]) == conversion.name:
                    yield _Moment(moment, ())
                yield _Moment(moment, names)
        if named:
            yield _Moment(None, names)
        yield _Moment(None, ())

    def _told(
        self, conversion: Conversion, used: Sequence[Live], plain: ConversionTag, *, leaves: bool
    ) -> ConversionTag:
        """The words with what the tags send beside the event."""
        prefix = self._asked.prefix
        values = {key_of(sent_by(tag, "value"), prefix) for tag in used}
        orders = {key_of(sent_by(tag, "transaction_id"), prefix) for tag in used}
        from_event = conversion.value is not None and conversion.value.from_event
        value = next(iter(values)) if len(values) == 1 and from_event and not leaves else ""
        events = [tag for tag in used if tag.address.type == GA4_TAG]
        return plain._replace(
            value=value,
            transaction_id=next(iter(orders)) if len(orders) == 1 else "",
            parameters=said_parameters(events[0], prefix) if events else (),
            leaves_value=leaves,
        )

    def _changed(self, conversion: Conversion, alone: Sequence[Reading]) -> list[Part]:
        """Parts of the plan of a conversion alone that are about the container."""
        client = replace(self._client, conversions=(conversion,))
        plan = make_plan(self._types, client, alone)
        return [part for part in left(plan) if part.address.type in CONTAINER]

    # ---- what somebody should know of it

    def _tell(self, conversion: Conversion, used: Sequence[Live], made: ConversionTag | None) -> None:
        place = ("conversions", conversion.name)
        for tag in used:
            if tag.state.get("paused") is True:
                self._comments.say(place, tag_texts.paused(called(tag)))
            for what, item in (
                (tag_texts.TAG, tag),
                *((tag_texts.TRIGGER, one) for one in self._container.triggers_of(tag)),
            ):
                how = self._container.unpublished.get(item.id, "")
                if how:
                    self._comments.say(place, tag_texts.not_live(what, called(item), how))
            blocked = tag.state.get("blocked_by")
            if isinstance(blocked, tuple) and blocked:
                self._comments.say(place, tag_texts.blocked(called(tag), blocked))
            counts = conversion.event_value or tag.address.type == ADS_TAG
            if made is not None and made.leaves_value and counts:
                self._comments.say(place, tag_texts.worth(called(tag), sent_by(tag, "value")))

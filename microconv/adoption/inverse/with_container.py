"""A client with the container that was read: its settings, the tags of conversions, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from microconv.adoption.inverse import tag_texts
from microconv.adoption.inverse.container import Container
from microconv.adoption.inverse.leftovers import left, why
from microconv.adoption.inverse.result import Asked, Comments, Place
from microconv.adoption.inverse.tags import TagInverter
from microconv.core.client import Client, Goals
from microconv.core.container_facts import not_for_the_web
from microconv.core.kinds import ACTION, ADS_TAG, GA4_TAG, GOOGLE_TAG, LINKER, OTHER_TAG
from microconv.core.object_name import object_name
from microconv.core.planning.container_checks import container_of
from microconv.core.planning.make import make_plan
from microconv.core.resource import Address, Reading, of_type
from microconv.core.schema import ResourceType
from microconv.core.tag_manager import NO_TAG_MANAGER
from microconv.core.tag_ownership import called
from microconv.core.text import Text, joined

_SHOWN = 10
"""The names of tags that feed no conversion which one note shows; the others are counted."""

_OTHERS = ((GA4_TAG, tag_texts.GA4_TAGS), (ADS_TAG, tag_texts.ADS_TAGS), (OTHER_TAG, tag_texts.OTHER_TAGS))
_OWN = ("google_tag", "conversion_linker")
"""The names, behind the prefix, of the tags that `google_tag: true` makes."""


def with_container(
    types: Sequence[ResourceType],
    readings: Sequence[Reading],
    asked: Asked,
    client: Client,
    names: Mapping[str, str],
    comments: Comments,
    without: Mapping[Place, Text],
) -> tuple[Client, list[Text]]:
    """The client with what a config can say of its container, and notes on the rest.

    `names` are the conversions by the ids of live objects, `without` what the loader refused of them.
    """
    seen = container_of(readings)
    if seen is None:
        return client, []
    reading, facts = seen
    elsewhere = not_for_the_web(facts)
    if elsewhere is not None:
        address = Address("tag_manager.account", reading.account)
        none = replace(client.accounts, container="", workspace="")
        return replace(client, accounts=none), [joined((object_name(address), elsewhere), ": ", ": ")]
    actions = {item.id for one in readings for item in of_type(one.resources, ACTION)}
    container = Container(client, reading, readings, {name: item for item, name in names.items() if item in actions})
    inverter = TagInverter(types, readings, asked, client, container, comments)
    conversions = inverter.conversions(client.conversions, without)
    comments.say(("tag_manager",), tag_texts.PUBLISHES_NOTHING)
    if not facts.live_version:
        comments.say(("tag_manager",), tag_texts.NEVER_PUBLISHED)
    client = replace(client, conversions=conversions, tag_manager=NO_TAG_MANAGER)
    client, own = _with_google_tag(types, readings, client, container)
    return client, [*inverter.notes, *own, *_others(container, inverter.fed, reading.account)]


def _with_google_tag(
    types: Sequence[ResourceType], readings: Sequence[Reading], client: Client, container: Container
) -> tuple[Client, list[Text]]:
    """The client with `google_tag: true` where the tags that this makes are there, just as it makes them."""
    own = [
        one
        for kind, name in zip((GOOGLE_TAG, LINKER), _OWN, strict=True)
        for one in of_type(container.resources, kind)
        if called(one) == client.prefix + name
    ]
    if not own:
        return client, []
    said = replace(client, tag_manager=client.tag_manager._replace(google_tag=True))
    plan = make_plan(types, replace(said, goals=Goals(), event_rules=()), readings)
    parts = [part for part in left(plan) if part.address.type in {GOOGLE_TAG, LINKER}]
    if not parts:
        return said, []
    return client, [
        joined((object_name(one.address), tag_texts.would_change(why(parts[0]))), ": ", ": ") for one in own
    ]


def _others(container: Container, fed: set[str], account: str) -> Iterator[Text]:
    """Notes on the tags that feed no conversion of the file."""
    for kind, what in _OTHERS:
        others = [called(one) for one in of_type(container.resources, kind) if one.id not in fed]
        if others:
            yield tag_texts.other_tags(len(others), account, others[:_SHOWN], what)

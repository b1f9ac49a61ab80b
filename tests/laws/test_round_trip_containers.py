"""Law 5 for containers: live → import → text → load → plan has nothing to change in the container."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.adoption import Adopted, adopt_readings, asked_of
from microconv.adoption.inverse import left
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, CONTAINER, GA4_TAG
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Reading, of_type
from microconv.providers import TYPES
from tests.heavy import examples
from tests.laws.live_containers import PUBLIC_ID, sites
from tests.strategies import client

ASKED = asked_of(replace(client().accounts, container=PUBLIC_ID))
FEW = settings(max_examples=examples(120), deadline=None)


def adopted(readings: tuple[Reading, ...]) -> Adopted:
    return adopt_readings(readings, ASKED)


@FEW
@given(st.booleans().flatmap(lambda wild: sites(wild=wild)))
def test_the_plan_of_an_import_is_empty_whatever_the_container_holds(readings: tuple[Reading, ...]) -> None:
    found = adopted(readings)
    assert found.client is not None, found.unexpressed
    plan = make_plan(TYPES, found.client, readings)
    assert left(plan) == ()
    assert [one for one in plan.changes if one.address.type in CONTAINER] == []
    assert not [one for one in found.unexpressed if one.address.type in CONTAINER]


@FEW
@given(st.booleans().flatmap(lambda wild: sites(wild=wild)))
def test_each_tag_is_said_or_told(readings: tuple[Reading, ...]) -> None:
    """Every tag is one of a conversion in the file, or its name is among what is left alone."""
    found = adopted(readings)
    assert found.client is not None
    said = {name for one in found.client.conversions if one.tag for name in one.tag.adopted.tags}
    own = {f"{one.name}{end}" for one in found.client.conversions if one.tag for end in (" (GA4)", " (Google Ads)")}
    told = "\n".join(line for line in (*(str(one) for one in found.notes), *comments(found)))
    for tag in tags_of(readings):
        name, number = str(tag.state["name"]), tag.id.rpartition("/")[2]
        assert name in own or {name, number} & said or json_line(name) in told


def comments(found: Adopted) -> list[str]:
    return [str(line) for lines in found.adoption.comments.values() for line in lines]


def tags_of(readings: tuple[Reading, ...]) -> list[Live]:
    return [*of_type(readings[2].resources, GA4_TAG), *of_type(readings[2].resources, ADS_TAG)]


@FEW
@given(sites(wild=True), st.randoms(use_true_random=False))
def test_the_same_bytes_in_whatever_order_things_come(readings: tuple[Reading, ...], random: Random) -> None:
    def shuffled(reading: Reading) -> Reading:
        order = list(reading.resources)
        random.shuffle(order)
        return replace(reading, resources=tuple(order))

    first = adopted(readings).text
    assert adopted(tuple(shuffled(item) for item in readings)).text == first

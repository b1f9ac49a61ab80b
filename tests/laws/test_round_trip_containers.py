"""Law 5 for containers: live → import → text → load → plan has nothing to change in the container."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from microconv.adoption import Adopted as Imported
from microconv.adoption import adopt_readings, asked_of
from microconv.adoption.inverse import left
from microconv.core.client import Client
from microconv.core.conversion import Conversion
from microconv.core.json_text import json_line
from microconv.core.kinds import ADS_TAG, CONTAINER, GA4_TAG
from microconv.core.planning.make import make_plan
from microconv.core.resource import Live, Reading, frozen, of_type
from microconv.core.tag_manager import Adopted, ConversionTag, TagManager, TagParameter
from microconv.core.tag_ownership import number
from microconv.providers import TYPES
from tests.container import applied
from tests.heavy import examples
from tests.laws.live_accounts import accounts
from tests.laws.live_containers import MOMENTS, PUBLIC_ID, reading_of, sites, targets_of, with_facts
from tests.strategies import client

ASKED = asked_of(replace(client().accounts, container=PUBLIC_ID))
FEW = settings(max_examples=examples(120), deadline=None)


def adopted(readings: tuple[Reading, ...]) -> Imported:
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


def comments(found: Imported) -> list[str]:
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


@st.composite
def made_by_microconv(draw: st.DrawFn) -> tuple[tuple[Reading, ...], Client]:
    """A container that a sync filled from an imported config to which somebody added tags; and that config."""
    readings = draw(accounts(wild=False))
    _, lines = targets_of(readings, wild=False)
    both = with_facts(readings, lines)
    empty = adopted((*both, reading_of({}, None)))
    assert empty.client is not None
    actions = dict(line.split(" ", 1) for line in lines)
    moments = draw(st.permutations(MOMENTS))
    conversions = []
    for place, one in enumerate(empty.client.conversions):
        tag = None
        if one.event and not one.rules and ":" not in one.name and (one.source is None or one.source == "website"):
            from_event = one.value is not None and one.value.from_event
            tag = draw(
                st.builds(
                    ConversionTag,
                    st.just(moments[place % len(moments)]),
                    st.just(Adopted()),
                    value=st.sampled_from(["", "total"]) if from_event else st.just(""),
                    transaction_id=st.sampled_from(["", "order"]),
                    leaves_value=st.just(False),
                    parameters=st.sampled_from([(), (TagParameter("form", "a"), TagParameter("plan", "plan", True))]),
                )
            )
        conversions.append(replace(one, tag=tag) if draw(st.booleans()) else one)
    config = replace(
        empty.client,
        conversions=tuple(conversions),
        tag_manager=TagManager(google_tag=draw(st.booleans())),
    )
    plan = make_plan(TYPES, config, (*both, reading_of({}, None)))
    assert actions or not [one for one in plan.changes if one.address.type == ADS_TAG]
    content = applied(plan, {}, {})
    return (*both, reading_of(content, draw(st.sampled_from([None, {**content, "containerVersionId": "3"}])))), config


@FEW
@given(made_by_microconv())
def test_what_a_sync_made_comes_back_as_it_was_said(made: tuple[tuple[Reading, ...], Client]) -> None:
    readings, config = made
    found = adopted(readings)
    assert found.client is not None
    assert found.unexpressed == ()
    assert left(found.plan) == ()
    there = {one.address.name for one in readings[2].resources if one.address.type in {GA4_TAG, ADS_TAG}}
    for one in config.conversions:
        tag = found.client.by_name[one.name].tag
        assert tag == (one.tag if one.name in there else None)
    if any(one.address.type == "tag_manager.google_tag" for one in readings[2].resources):
        assert found.client.tag_manager.google_tag is config.tag_manager.google_tag


@FEW
@given(sites(wild=False), st.data())
def test_whatever_somebody_changes_in_a_declared_tag_is_seen(
    readings: tuple[Reading, ...], data: st.DataObject
) -> None:
    """The import declares what is there, rather than nothing: a pause, another target, another moment."""
    found = adopted(readings)
    assert found.client is not None
    declared = [one for one in found.client.conversions if one.tag]
    mine = [(tag, one) for tag in tags_of(readings) for one in declared if says(one, tag, readings)]
    if not mine:
        return
    tag, conversion = data.draw(st.sampled_from(mine))
    said = conversion.tag
    assert said is not None
    target = {"event_name": "other"} if tag.address.type == GA4_TAG else {"send_to": "AW-123/other"}
    moment = [{"fires_on": ("built-in: All Pages", "x")}] if said.trigger or said.adopted.triggers else []
    edit = data.draw(st.sampled_from([{"paused": True}, target, *moment]))
    changed = replace(tag, state=frozen({**tag.state, **edit}))
    resources = tuple(changed if one is tag else one for one in readings[2].resources)
    plan = make_plan(TYPES, found.client, (*readings[:2], replace(readings[2], resources=resources)))
    assert tag.id in {change.id for change in plan.changes}


def says(conversion: Conversion, tag: Live, readings: tuple[Reading, ...]) -> bool:
    """True where a conversion declares this tag: it adopts it, or adopts none of the type and has this name."""
    assert conversion.tag is not None
    adopted = set(conversion.tag.adopted.tags)
    if {str(tag.state["name"]), number(tag)} & adopted:
        return True
    wanted = conversion.event is not None if tag.address.type == GA4_TAG else conversion.source == "website"
    same_type = (one for one in tags_of(readings) if one.address.type == tag.address.type)
    other = any({str(one.state["name"]), number(one)} & adopted for one in same_type)
    own = f"{conversion.name} ({'GA4' if tag.address.type == GA4_TAG else 'Google Ads'})"
    return wanted and not other and tag.state["name"] == own

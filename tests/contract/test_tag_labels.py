"""Facts that the tags of a container rest on, read through the official clients: labels of actions, the web stream."""

from __future__ import annotations

import re

import pytest

from microconv.core.account_ids import Accounts
from microconv.core.conversion import Role
from microconv.core.facts import Stream
from microconv.core.kinds import ACTION, EVENT_RULE, KEY_EVENT, SEND_TOS, STREAM
from microconv.core.tag_manager import ConversionTag
from microconv.core.tag_trigger import TagTrigger, TriggerKind
from microconv.providers.ga4.client import Connection
from tests.conftest import PROPERTY
from tests.contract.ads_account import action, imported
from tests.contract.ga4_site import MEASUREMENT_ID, WEB, Site, web

TAG = ConversionTag(TagTrigger(TriggerKind.PAGE, "/form/step1"))


def read(inhabit, project, conversion, **said):
    inhabit([action(1, "mv_a", primary=False), action(2, "mv_b", primary=False), imported(3, "seen")])
    wanted = conversion("mv_a", role=Role.SECONDARY, **said)
    return project(wanted, container="GTM-ABC1234", property_id="").providers[0].read()


def test_labels_come_with_the_actions_where_a_conversion_has_a_tag(inhabit, project, conversion, holds):
    reading = read(inhabit, project, conversion, tag=TAG)
    assert (reading.calls, holds.reads()) == (3, ["SearchStream"] * 3)
    actions = {item.id for item in reading.resources if item.address.type == ACTION and item.state["type"] == "webpage"}
    lines = dict(line.split(" ") for line in reading.facts.labels.send_tos)
    assert set(lines) == actions
    assert len(lines) == len(set(lines.values())) == 2
    assert all(re.fullmatch(r"AW-[0-9]+/[\w-]+", label) for label in lines.values())


def test_without_a_tag_nobody_asks_for_labels(inhabit, project, conversion, holds):
    reading = read(inhabit, project, conversion)
    assert (reading.calls, reading.facts.labels.send_tos) == (3, None)
    assert SEND_TOS not in reading.types


@pytest.fixture
def site(world, agency, environment):
    del environment
    return Site(world, agency, Connection())


def test_the_web_stream_is_read_without_its_rules(site):
    site.fill(web())
    reading = site.read(KEY_EVENT, STREAM)
    assert reading.facts.stream == Stream(MEASUREMENT_ID, f"properties/{PROPERTY}/dataStreams/{WEB}")
    assert [item for item in reading.resources if item.address.type == EVENT_RULE] == []


def test_a_container_alone_is_an_account():
    assert Accounts(container="GTM-ABC1234")
    assert not Accounts()

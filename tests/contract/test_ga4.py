"""GA4 key events: read, create, update by mask, clear, delete; what the property holds after."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.conversion import Value
from microconv.core.errors import RefusedError
from microconv.core.plan import Action
from microconv.core.planning.limits import Allow, Limits
from microconv.core.schema import Settable
from microconv.core.value import Money
from microconv.providers.ga4.key_event import ATTRIBUTES, KEY_EVENT
from microconv.providers.words import words


@pytest.fixture
def property_of(project):
    """Makes the store's project without Google Ads."""
    return lambda *conversions, **fields: project(*conversions, **{"customer_id": "", **fields})


@pytest.fixture
def event(conversion):
    """Makes a conversion that is a key event only, named like its event."""

    def make(name, counting=None, **fields):
        settings = {} if counting is None else {"ga4.counting": counting}
        return conversion(name, **{"source": None, "event": name, "settings": settings, **fields})

    return make


def test_what_is_read(inhabit, property_of):
    inhabit(
        key_events=[
            {"id": 1, "event_name": "purchase", "deletable": False, "custom": False},
            {
                "id": 2,
                "event_name": "mv_a",
                "counting_method": "ONCE_PER_SESSION",
                "default_value": {"numeric_value": 0, "currency_code": "EUR"},
            },
        ]
    )
    purchase, custom = property_of().providers[0].read().resources
    assert (purchase.id, purchase.identity) == ("properties/345678901/keyEvents/1", "purchase")
    assert dict(purchase.state) == {
        "event_name": "purchase",
        "counting_method": "once_per_event",
        "default_value": None,
        "deletable": False,
        "custom": False,
        "create_time": "2026-11-23T00:00:00Z",
    }
    assert dict(custom.state) == {
        "event_name": "mv_a",
        "counting_method": "once_per_session",
        "default_value": Money(0.0, "EUR"),
        "deletable": True,
        "custom": True,
        "create_time": "2026-11-23T00:00:00Z",
    }


def test_paging(inhabit, property_of, holds):
    inhabit(key_events=[{"event_name": f"mv_step{number}"} for number in range(450)])
    reading = property_of().providers[0].read()
    assert {item.identity for item in reading.resources} == {f"mv_step{number}" for number in range(450)}
    assert (reading.calls, holds.reads()) == (3, ["ListKeyEvents"] * 3)
    assert not property_of(*[]).plan().changes  # key events are never demoted: they have no such state


@pytest.mark.parametrize("word", ["once_per_event", "once_per_session"])
def test_create(inhabit, property_of, event, holds, word):
    inhabit()
    wanted = property_of(event("mv_new", word, value=Value(12.5, "USD")))
    assert wanted.apply(wanted.plan()).in_sync
    created = holds.key_events()["mv_new"]
    assert (created["counting_method"], created["default_value"]) == (word.upper(), (12.5, "USD"))
    assert holds.writes() == [("CreateKeyEvent", "OK")]


def test_every_counting_method_is_tested():
    assert set(words(KEY_EVENT.attribute("counting_method"))) == {"once_per_event", "once_per_session"}


def test_create_with_the_event_alone(inhabit, property_of, event, holds):
    inhabit()
    wanted = property_of(event("mv_new"))
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.key_events()["mv_new"]["default_value"] is None


LIVE = {
    "id": 7,
    "event_name": "mv_a",
    "counting_method": "ONCE_PER_EVENT",
    "default_value": {"numeric_value": 500, "currency_code": "JPY"},
}
OTHER = {**LIVE, "id": 8, "event_name": "mv_b"}
AS_IS = {"counting": "once_per_event", "value": 500}
CASES = {
    "counting_method": ("counting_method", {"counting": "once_per_session"}, "ONCE_PER_SESSION"),
    "amount": ("default_value", {"value": 700}, (700.0, "JPY")),
    "zero": ("default_value", {"value": 0}, (0.0, "JPY")),
    "currency": ("default_value", {"value": Value(500.0, "USD")}, (500.0, "USD")),
    "cleared": ("default_value", {"value": Value(None, "JPY")}, None),
}


@pytest.mark.parametrize("case", CASES)
def test_one_attribute(inhabit, property_of, event, holds, case):
    attribute, change, expected = CASES[case]
    inhabit(key_events=[LIVE, OTHER])
    before = holds.key_events()
    wanted = property_of(event("mv_a", **{**AS_IS, **change}), event("mv_b", **AS_IS))
    plan = wanted.plan()
    assert [[item.name for item in one.attributes] for one in plan.changes] == [[attribute]]
    assert wanted.apply(plan).in_sync
    assert holds.key_events() == {**before, "mv_a": {**before["mv_a"], attribute: expected}}
    assert holds.writes() == [("UpdateKeyEvent", "OK")]


def test_a_value_that_is_not_for_the_key_event_leaves_its_own_alone(inhabit, property_of, event, holds):
    inhabit(key_events=[LIVE])
    wanted = property_of(
        event("mv_a", "once_per_session", value=700, event_value=False),
        event("mv_new", value=700, event_value=False),
    )
    assert wanted.apply(wanted.plan()).in_sync
    found = holds.key_events()
    assert (found["mv_a"]["counting_method"], found["mv_a"]["default_value"]) == ("ONCE_PER_SESSION", (500.0, "JPY"))
    assert found["mv_new"]["default_value"] is None


def test_every_attribute_that_can_be_changed_is_tested():
    assert {attribute for attribute, _, _ in CASES.values()} == {
        attribute.name for attribute in ATTRIBUTES if attribute.settable is Settable.ANY_TIME
    }


def test_what_the_config_does_not_name_is_left_alone(inhabit, property_of, event, holds):
    """An update of one field with a mask of that field: the other keeps its value."""
    inhabit(key_events=[LIVE])
    wanted = property_of(event("mv_a", "once_per_session"))
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.key_events()["mv_a"] == {
        "id": 7,
        "counting_method": "ONCE_PER_SESSION",
        "default_value": (500.0, "JPY"),
    }


def test_a_value_where_there_was_none(inhabit, property_of, event, holds):
    inhabit(key_events=[{"id": 7, "event_name": "mv_a"}])
    wanted = property_of(event("mv_a", value=300))
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.key_events()["mv_a"]["default_value"] == (300.0, "JPY")


# ---- deletion


def test_unlisted_key_events_stay_unless_the_config_says_remove(inhabit, property_of, holds):
    inhabit(key_events=[LIVE, {"event_name": "contact_thanks"}])
    before = holds.everything()
    for unlisted in (Unlisted.DEMOTE, Unlisted.KEEP):
        left = property_of(unlisted=unlisted)
        assert left.apply(left.plan(), Limits(allow=tuple(Allow))).in_sync
    assert (holds.everything(), holds.writes()) == (before, [])


def test_remove_deletes_what_carries_the_prefix(inhabit, property_of, holds):
    inhabit(key_events=[LIVE, {"event_name": "contact_thanks"}])
    gone = property_of(unlisted=Unlisted.REMOVE)
    with pytest.raises(RefusedError, match="nothing was changed"):
        gone.apply(gone.plan())
    assert set(holds.key_events()) == {"mv_a", "contact_thanks"}
    assert gone.apply(gone.plan(), Limits(allow=(Allow.REMOVE,))).in_sync
    assert set(holds.key_events()) == {"contact_thanks"}
    assert holds.writes() == [("DeleteKeyEvent", "OK")]


def test_what_is_not_deletable_stays(inhabit, property_of, holds):
    inhabit(key_events=[{**LIVE, "deletable": False}, OTHER])
    gone = property_of(unlisted=Unlisted.REMOVE)
    plan = gone.plan()
    assert [(change.action, change.address.name) for change in plan.changes] == [(Action.REMOVE, "mv_b")]
    assert gone.apply(plan, Limits(allow=(Allow.REMOVE,))).in_sync
    assert set(holds.key_events()) == {"mv_a"}


# ---- both APIs


def test_ga4_is_written_before_google_ads_and_deleted_after(inhabit, project, conversion, holds):
    inhabit([{"id": 1, "name": "mv_old", "type": "WEBPAGE", "category": "ENGAGEMENT"}], key_events=[LIVE, OTHER])
    wanted = project(
        conversion("mv_new", event="mv_new"), conversion("mv_b", source=None, event="mv_b", value=900),
        unlisted=Unlisted.REMOVE,
    )  # fmt: skip
    assert wanted.apply(wanted.plan(), Limits(allow=(Allow.REMOVE,))).in_sync
    methods = [method for method, _ in holds.writes()]
    assert sorted(methods[:2]) == ["CreateKeyEvent", "UpdateKeyEvent"]  # at the same time
    assert methods[2:] == ["Mutate", "DeleteKeyEvent"]
    assert (set(holds.actions()), set(holds.key_events())) == ({"mv_new"}, {"mv_new", "mv_b"})


@pytest.mark.parametrize("required", [True, False])
def test_a_new_key_event_counts_as_ga4_recommends_where_the_config_does_not_say(
    inhabit, property_of, event, holds, required
):
    """The first plan says so; the next one does not compare it, as the config does not name it."""
    world = inhabit()
    world.policies.set("counting_method_required", required)
    wanted = property_of(event("mv_new"))
    plan = wanted.plan()
    assert ("counting_method", "once_per_event") in [(one.name, one.after) for one in plan.changes[0].attributes]
    assert wanted.apply(plan).in_sync
    assert holds.key_events()["mv_new"]["counting_method"] == "ONCE_PER_EVENT"

"""Snapshots: without loss, and refused where they cannot be trusted."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import CUSTOMER, World, action, ads, ga4, imported, key_event, worlds

from microconv.core import snapshot
from microconv.core.errors import SnapshotError
from microconv.core.planning import make_plan
from microconv.core.resource import Reading, Standing
from microconv.core.schema import Money
from microconv.providers import TYPES

TAKEN = "2026-11-23T09:00:00+09:00"
NEW = "take a new one with `microconv snapshot PATH -o FILE`"
READINGS = (
    ads(
        action("資料請求", 1),
        action("mv_old", 2, Standing.REMOVED),
        action("mv_shared", 3, Standing.OTHER_OWNER),
        imported("mv_cart", 4),
        emulated=True,
        goal__add_to_cart__website=False,
    ),
    ga4(key_event("mv_cart", default_value=Money(0.1, "JPY"), deletable=False)),
)


def refused(text: str) -> SnapshotError:
    with pytest.raises(SnapshotError) as caught:
        snapshot.from_json(text)
    return caught.value


def broken(**changed) -> str:
    return json.dumps({**json.loads(snapshot.to_json(READINGS, TAKEN)), **changed})


def test_nothing_is_lost_but_the_calls_which_a_file_does_not_cost() -> None:
    found = snapshot.from_json(snapshot.to_json(READINGS, TAKEN))
    assert found.taken == TAKEN
    for before, after in zip(READINGS, found.readings, strict=True):
        assert (after.provider, after.account, after.calls) == (before.provider, before.account, 0)
        assert dict(after.facts) == dict(before.facts)
        assert sorted(map(repr, after.resources)) == sorted(map(repr, before.resources))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(worlds)
def test_a_plan_from_a_snapshot_is_the_plan_from_the_accounts(world: World) -> None:
    found = snapshot.from_json(snapshot.to_json(world.readings, TAKEN))
    offline = [found.reading(item.provider, item.account) for item in world.readings]
    assert (
        make_plan(TYPES, world.client, offline).fingerprint
        == make_plan(TYPES, world.client, world.readings).fingerprint
    )


def test_the_same_state_gives_the_same_text() -> None:
    turned = tuple(Reading(r.provider, r.account, r.resources[::-1], r.facts, 9) for r in READINGS)
    assert snapshot.to_json(turned, TAKEN) == snapshot.to_json(READINGS, TAKEN)
    assert snapshot.to_json(READINGS, TAKEN).endswith("}\n")
    assert "資料請求" in snapshot.to_json(READINGS, TAKEN)


def test_a_snapshot_of_an_emulator_says_so() -> None:
    assert json.loads(snapshot.to_json(READINGS, TAKEN))["emulated"] is True
    assert json.loads(snapshot.to_json([ga4()], TAKEN))["emulated"] is False


def test_the_reading_of_an_account() -> None:
    found = snapshot.from_json(snapshot.to_json(READINGS, TAKEN))
    assert found.reading("ga4", "345678901").resources == READINGS[1].resources
    with pytest.raises(SnapshotError) as caught:
        found.reading("google_ads", "111-111-1111")
    assert str(caught.value) == (
        "the snapshot has no google_ads account 111-111-1111; it has google_ads 123-456-7890, ga4 345678901"
    )
    assert caught.value.hint == "take one of this client with `microconv snapshot PATH -o FILE`"


def test_an_empty_snapshot_says_none() -> None:
    with pytest.raises(SnapshotError, match=r"^the snapshot has no ga4 account 1; it has none$"):
        snapshot.Snapshot(()).reading("ga4", "1")


def test_merged_keeps_the_last_of_each_account() -> None:
    old = snapshot.Snapshot((ads(action("old")), ga4()))
    new = snapshot.Snapshot((ads(action("new")),))
    found = snapshot.merged([old, new])
    assert [item.address.name for item in found.reading("google_ads", "123-456-7890").resources] == ["new"]
    assert found.reading("ga4", "345678901").resources == ()


@pytest.mark.parametrize("text", ["", "{", "version: 1", "[" * 100_000, '{"kind": 1' + "0" * 5000 + "}"])
def test_not_json(text: str) -> None:
    error = refused(text)
    assert str(error).startswith("this is not a snapshot: it is not JSON (")
    assert error.hint == NEW


@pytest.mark.parametrize("text", ["[]", "{}", "null", '{"format": 1}', '{"format": 1, "kind": "plan"}'])
def test_not_a_snapshot(text: str) -> None:
    error = refused(text)
    assert str(error) == "this is not a snapshot that microconv wrote"
    assert error.hint == NEW


@pytest.mark.parametrize(("number", "shown"), [(2, "2"), (None, "None"), ("1", "'1'")])
def test_another_format_is_refused(number, shown: str) -> None:
    error = refused(broken(format=number))
    assert str(error) == f"the snapshot has format {shown}; this version of microconv reads 1"
    assert error.hint == NEW


def test_broken() -> None:
    assert str(refused(broken(readings=None))) == "the snapshot is broken: TypeError: 'NoneType' object is not iterable"
    assert str(refused(broken(readings=[{}]))) == "the snapshot is broken: KeyError: 'provider'"
    assert refused(broken(readings=[{}])).hint == NEW


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("standing", "odd", "ValueError: 'odd' is not a valid Standing"),
        ("state", None, "AttributeError: 'NoneType' object has no attribute 'items'"),
        ("state", {"name": []}, "TypeError: [] is not a value"),
        ("state", {"name": {"amount": "x", "currency": "JPY"}}, "ValueError: could not convert string to float: 'x'"),
    ],
)
def test_a_broken_object(key: str, value, text: str) -> None:
    data = json.loads(snapshot.to_json(READINGS, TAKEN))
    data["readings"][0]["resources"][0][key] = value
    assert str(refused(json.dumps(data))) == f"the snapshot is broken: {text}"


@pytest.mark.parametrize("key", ["type", "name", "id", "identity", "owner"])
def test_what_must_be_text_is_text(key: str) -> None:
    data = json.loads(snapshot.to_json(READINGS, TAKEN))
    data["readings"][0]["resources"][0][key] = 5
    assert str(refused(json.dumps(data))).startswith("the snapshot is broken: ")


@pytest.mark.parametrize("key", ["provider", "account"])
def test_an_account_must_be_text_too(key: str) -> None:
    data = json.loads(snapshot.to_json(READINGS, TAKEN))
    data["readings"][0][key] = ["google_ads"]
    assert str(refused(json.dumps(data))).startswith("the snapshot is broken: ")


def test_ids_are_kept_as_they_are() -> None:
    found = snapshot.from_json(snapshot.to_json(READINGS, TAKEN))
    assert f"customers/{CUSTOMER}/conversionActions/3" in {item.id for item in found.readings[0].resources}

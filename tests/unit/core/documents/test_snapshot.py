"""Snapshots: without loss, and refused where they cannot be trusted."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import World, action, ads, ga4, imported, key_event, worlds

from microconv.core.documents import snapshot
from microconv.core.documents.snapshot import Snapshot
from microconv.core.errors import SnapshotError
from microconv.core.planning.make import make_plan
from microconv.core.resource import Reading, Standing
from microconv.core.value import Money
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


def parsed(text: str) -> Snapshot:
    return snapshot.from_lines(io.BytesIO(text.encode()))


def read_all(text: str) -> list[Reading]:
    found = parsed(text)
    return [found.reading(*account) for account in found.accounts]


def refused(text: str) -> SnapshotError:
    """The error of a file, at once or when its accounts are asked for."""
    with pytest.raises(SnapshotError) as caught:
        read_all(text)
    assert caught.value.hint == NEW
    return caught.value


def broken(**changed: Any) -> str:
    return json.dumps({**json.loads(snapshot.to_json(READINGS, TAKEN)), **changed})


def broken_object(key: str, value: Any) -> str:
    data = json.loads(snapshot.to_json(READINGS, TAKEN))
    data["readings"][0]["resources"][0][key] = value
    return json.dumps(data)


def test_nothing_is_lost_but_the_calls_which_a_file_does_not_cost() -> None:
    found = parsed(snapshot.to_json(READINGS, TAKEN))
    assert found.accounts == (("ga4", "345678901"), ("google_ads", "123-456-7890"))
    for before in READINGS:
        after = found.reading(before.provider, before.account)
        assert (after.provider, after.account, after.calls) == (before.provider, before.account, 0)
        assert after.facts == before.facts
        assert sorted(map(repr, after.resources)) == sorted(map(repr, before.resources))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(worlds)
def test_a_plan_from_a_snapshot_is_the_plan_from_the_accounts(world: World) -> None:
    found = parsed(snapshot.to_json(world.readings, TAKEN))
    offline = [found.reading(item.provider, item.account) for item in world.readings]
    online = make_plan(TYPES, world.client, world.readings)
    assert make_plan(TYPES, world.client, offline).fingerprint == online.fingerprint


@pytest.mark.parametrize("style", [{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False, "indent": 1}])
def test_a_file_that_was_formatted_anew_says_the_same(style: dict[str, Any]) -> None:
    text = snapshot.to_json(READINGS, TAKEN)
    found = parsed(json.dumps(json.loads(text), **style))
    assert found.accounts == parsed(text).accounts
    for account in found.accounts:
        assert found.reading(*account) == parsed(text).reading(*account)


def test_each_account_has_its_own_line_however_odd_its_names() -> None:
    odd = ads(action("a\nb\u2028c\r\x85"), action('},\n{"', 2))
    text = snapshot.to_json([odd, ga4()], TAKEN)
    assert text.count("\n") == 4
    names = [item.address.name for item in parsed(text).reading("google_ads", "123-456-7890").resources]
    assert sorted(names) == sorted(item.address.name for item in odd.resources)


def test_the_same_state_gives_the_same_text() -> None:
    turned = tuple(Reading(r.provider, r.account, r.resources[::-1], r.facts, 9) for r in READINGS)
    assert snapshot.to_json(turned, TAKEN) == snapshot.to_json(READINGS, TAKEN)
    assert snapshot.to_json(READINGS, TAKEN).endswith("}\n")
    assert "資料請求" in snapshot.to_json(READINGS, TAKEN)


def test_a_snapshot_is_one_json_document_and_says_when_and_of_what() -> None:
    head = {key: value for key, value in json.loads(snapshot.to_json(READINGS, TAKEN)).items() if key != "readings"}
    assert head == {
        "format": 1,
        "kind": "microconv snapshot",
        "taken": TAKEN,
        "emulated": True,
        "accounts": [["google_ads", "123-456-7890"], ["ga4", "345678901"]],
    }
    assert json.loads(snapshot.to_json([ga4()], TAKEN))["emulated"] is False
    assert json.loads(snapshot.to_json([], TAKEN))["readings"] == []
    assert parsed(snapshot.to_json([], TAKEN)).accounts == ()


def test_an_account_that_is_not_there() -> None:
    found = parsed(snapshot.to_json(READINGS, TAKEN))
    with pytest.raises(SnapshotError) as caught:
        found.reading("google_ads", "111-111-1111")
    assert str(caught.value) == (
        "the snapshot has no google_ads account 111-111-1111; it has ga4 345678901, google_ads 123-456-7890"
    )
    assert caught.value.hint == "take one of this client with `microconv snapshot PATH -o FILE`"


def test_an_empty_snapshot_says_none() -> None:
    with pytest.raises(SnapshotError, match=r"^the snapshot has no ga4 account 1; it has none$"):
        Snapshot({}).reading("ga4", "1")


def test_of_two_snapshots_the_upper_one_counts() -> None:
    old = parsed(snapshot.to_json([ads(action("old")), ga4()], TAKEN))
    new = parsed(snapshot.to_json([ads(action("new"))], TAKEN))
    found = new.over(old)
    assert [item.address.name for item in found.reading("google_ads", "123-456-7890").resources] == ["new"]
    assert found.reading("ga4", "345678901").resources == ()


@pytest.mark.parametrize("text", ["", "{", "version: 1", "[" * 100_000, '{"kind": 1' + "0" * 5000 + "}"])
def test_not_json(text: str) -> None:
    assert str(refused(text)).startswith("this is not a snapshot: it is not JSON (")


def test_not_utf_8() -> None:
    with pytest.raises(SnapshotError, match=r"^this is not a snapshot: it is not UTF-8 text$"):
        snapshot.from_lines(io.BytesIO(b'{"kind": "\xff"}'))


@pytest.mark.parametrize("text", ["[]", "{}", "null", '{"format": 1}', '{"format": 1, "kind": "plan"}'])
def test_not_a_snapshot(text: str) -> None:
    assert str(refused(text)) == "this is not a snapshot that microconv wrote"


@pytest.mark.parametrize(("number", "shown"), [(2, "2"), (None, "None"), ("1", "'1'")])
def test_another_format_is_refused(number: Any, shown: str) -> None:
    assert str(refused(broken(format=number))) == f"the snapshot has format {shown}; this version of microconv reads 1"


@pytest.mark.parametrize(
    ("readings", "text"),
    [
        (None, "it has no readings"),
        ({}, "it has no readings"),
        ([{}], "KeyError: 'provider'"),
        ([{"provider": "ga4", "account": "1"}], "KeyError: 'resources'"),
        (
            [{"provider": "ga4", "account": "1", "resources": [1], "facts": {}}],
            "TypeError: 'int' object is not subscriptable",
        ),
    ],
)
def test_broken_readings(readings: Any, text: str) -> None:
    assert str(refused(broken(readings=readings))) == f"the snapshot is broken: {text}"


def test_a_file_that_lost_lines_is_broken() -> None:
    lines = snapshot.to_json(READINGS, TAKEN).splitlines(keepends=True)
    for count in range(1, len(lines)):
        assert (
            str(refused("".join(lines[:count]))) == "the snapshot is broken: it has not one line for each of 2 accounts"
        )


def test_lines_that_changed_places_are_not_taken_for_each_other() -> None:
    head, first, second, end = snapshot.to_json(READINGS, TAKEN).splitlines()
    text = "\n".join([head, second + ",", first.removesuffix(","), end, ""])
    assert str(refused(text)) == ("the snapshot is broken: the reading of ga4 345678901 is google_ads 123-456-7890")


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("standing", "odd", "KeyError: 'odd'"),
        ("state", None, "AttributeError: 'NoneType' object has no attribute 'items'"),
        ("state", {"name": [5]}, "TypeError: [5] is not a list of texts"),
        ("state", {"name": [["a"]]}, "TypeError: [['a']] is not a list of texts"),
        ("state", {"name": {"amount": "x", "currency": "JPY"}}, "ValueError: could not convert string to float: 'x'"),
    ],
)
def test_a_broken_object(key: str, value: Any, text: str) -> None:
    assert str(refused(broken_object(key, value))) == f"the snapshot is broken: {text}"


@pytest.mark.parametrize("key", ["type", "name", "id", "identity", "owner"])
def test_what_must_be_text_is_text(key: str) -> None:
    assert str(refused(broken_object(key, 5))).startswith("the snapshot is broken: ")


@pytest.mark.parametrize("key", ["provider", "account"])
@pytest.mark.parametrize("value", [["google_ads"], 5, None])
def test_an_account_must_be_text_too(key: str, value: Any) -> None:
    data = json.loads(snapshot.to_json(READINGS, TAKEN))
    data["readings"][0][key] = value
    assert str(refused(json.dumps(data))).startswith("the snapshot is broken: ")

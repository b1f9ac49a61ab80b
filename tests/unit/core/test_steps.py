"""The order of calls, and what goes into one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.plan import Action, Change
from microconv.core.resource import Address
from microconv.core.steps import Step, calls, steps
from microconv.providers import TYPES


def ads(action: Action, name: str) -> Change:
    return Change(action, Address("google_ads.conversion_action", name), (), (), f"a/{name}")


def ga4(action: Action, name: str) -> Change:
    return Change(action, Address("ga4.key_event", name), (), (), f"e/{name}")


def flat(found: tuple[Step, ...]) -> list[tuple[str, list[str]]]:
    return [(step.provider, [f"{change.action} {change.address.name}" for change in step.changes]) for step in found]


MIXED = [
    ads(Action.CREATE, "a"),
    ads(Action.UPDATE, "b"),
    ads(Action.DEMOTE, "z"),
    ads(Action.REMOVE, "c"),
    ads(Action.DEMOTE, "d"),
    ga4(Action.REMOVE, "e"),
    ga4(Action.CREATE, "f"),
    ga4(Action.UPDATE, "g"),
    ga4(Action.CREATE, "a"),
]


@pytest.mark.parametrize("turn", range(len(MIXED)))
def test_order_whatever_the_order_of_input(turn: int) -> None:
    assert flat(steps(TYPES, MIXED[turn:] + MIXED[:turn])) == [
        ("ga4", ["update g"]),
        ("ga4", ["create a"]),
        ("ga4", ["create f"]),
        ("google_ads", ["demote d", "demote z", "remove c", "update b", "create a"]),
        ("ga4", ["remove e"]),
    ]


def test_nothing_is_no_call() -> None:
    assert steps(TYPES, []) == ()
    assert calls(()) == 0


def test_one_call_holds_as_much_as_the_api_takes() -> None:
    many = [ads(Action.UPDATE, f"{n:05}") for n in range(10_001)]
    assert [len(step.changes) for step in steps(TYPES, many)] == [10_000, 1]
    assert [len(step.changes) for step in steps(TYPES, many[:10_000])] == [10_000]


def test_batches_follow_the_type() -> None:
    small = [replace(kind, batch=2) for kind in TYPES]
    found = steps(small, [ads(Action.CREATE, name) for name in "abcde"] + [ga4(Action.CREATE, name) for name in "xyz"])
    assert flat(found) == [
        ("ga4", ["create x", "create y"]),
        ("ga4", ["create z"]),
        ("google_ads", ["create a", "create b"]),
        ("google_ads", ["create c", "create d"]),
        ("google_ads", ["create e"]),
    ]
    assert calls(found) == 5


def test_every_change_goes_out_once() -> None:
    out = [change for step in steps(TYPES, MIXED) for change in step.changes]
    assert sorted(out, key=lambda change: change.sort_key) == sorted(MIXED, key=lambda change: change.sort_key)

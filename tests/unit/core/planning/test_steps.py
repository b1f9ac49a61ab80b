"""The order of calls, and what goes into one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.phase import Phase
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.cost import calls
from microconv.core.planning.steps import Step, steps
from microconv.core.resource import Address
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


def goal(kind: str, name: str, *, biddable: bool | None = None, new: bool = False) -> Change:
    attributes = () if biddable is None else (AttributeChange("biddable", not biddable, biddable),)
    return Change(Action.UPDATE, Address(f"google_ads.{kind}", name), (), attributes, "" if new else f"g/{name}")


def promoted(name: str, *, new: bool = False) -> Change:
    flag = (AttributeChange("primary_for_goal", False, True),)
    return Change(Action.UPDATE, Address("google_ads.conversion_action", name), (), flag, "" if new else f"a/{name}")


PHASED = [
    ads(Action.DEMOTE, "demoted"),
    ads(Action.REMOVE, "removed"),
    ads(Action.CREATE, "made"),
    ads(Action.UPDATE, "changed"),
    promoted("made", new=True),
    promoted("up"),
    goal("customer_conversion_goal", "opens", biddable=True),
    goal("customer_conversion_goal", "opens_new", biddable=True, new=True),
    goal("customer_conversion_goal", "closes", biddable=False),
    goal("customer_conversion_goal", "closes_new", biddable=False, new=True),
    goal("campaign_conversion_goal", "on", biddable=True),
    goal("campaign_conversion_goal", "off", biddable=False),
    goal("conversion_goal_campaign_config", "config"),
    goal("custom_conversion_goal", "custom"),
    ga4(Action.CREATE, "event"),
    ga4(Action.REMOVE, "gone"),
]


@pytest.mark.parametrize("turn", range(len(PHASED)))
def test_where_goals_change_bidding_switches_in_one_call(turn: int) -> None:
    found = steps(TYPES, PHASED[turn:] + PHASED[:turn])
    assert flat(found) == [
        ("ga4", ["create event"]),
        ("google_ads", ["update changed", "create made"]),
        (
            "google_ads",
            [
                *("demote demoted", "remove removed", "update closes"),
                *("update closes_new", "update custom", "update off", "update on", "update config"),
                *("update made", "update opens", "update opens_new", "update up"),
            ],
        ),
        ("ga4", ["remove gone"]),
    ]
    assert [step.whole for step in found] == [False, False, True, False]
    assert [step.dependent for step in found] == [False, False, True, False]


def test_without_goals_nothing_waits_for_anything() -> None:
    found = steps(TYPES, MIXED)
    assert not any(step.whole or step.dependent for step in found)


def test_what_is_of_a_campaign_goes_to_an_account_of_its_own() -> None:
    """A manager's goals and a client's campaigns cannot go out in one call."""
    found = steps(TYPES, PHASED, apart=True)
    assert [names for provider, names in flat(found) if provider == "google_ads"] == [
        ["demote demoted", "remove removed", "update closes"],
        ["update changed", "create made"],
        ["update closes_new", "update custom"],
        ["update off", "update on", "update config"],
        ["update made", "update opens", "update opens_new", "update up"],
    ]
    assert [step.whole for step in found if step.provider == "google_ads"] == [False, False, True, True, True]
    assert [step.dependent for step in found if step.provider == "google_ads"] == [False, True, True, True, True]


def test_ga4_settings_rules_events_and_links_come_in_this_order() -> None:
    kinds = ("google_ads_link", "key_event", "event_create_rule", "enhanced_measurement_settings")
    made = [Change(Action.UPDATE, Address(f"ga4.{kind}", "x"), (), (), "i") for kind in kinds]
    assert [step.changes[0].address.type for step in steps(TYPES, [*made, ads(Action.UPDATE, "a")])] == [
        *(f"ga4.{kind}" for kind in reversed(kinds)),
        "google_ads.conversion_action",
    ]


def test_each_step_says_its_phase() -> None:
    assert [step.phase for step in steps(TYPES, PHASED)] == [
        Phase.PREPARE,
        Phase.MAKE,
        Phase.SWITCH,
        Phase.CLEAN,
    ]
    assert [step.phase for step in steps(TYPES, PHASED, apart=True)] == [
        *(Phase.PREPARE, Phase.CLOSE, Phase.MAKE, Phase.GOALS, Phase.GOALS, Phase.OPEN, Phase.CLEAN),
    ]
    assert {step.phase for step in steps(TYPES, MIXED)} == {Phase.PREPARE, Phase.MAKE, Phase.CLEAN}
    assert [phase.position for phase in Phase] == list(range(len(Phase)))


def other(action: Action, kind: str, name: str) -> Change:
    return Change(action, Address(f"other.{kind}", name), (), (), f"o/{name}")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("turn", range(5))
def test_a_provider_that_the_core_does_not_know(turn: int, first: bool) -> None:
    """Its types say when they go out, in the order in which they are given; what it loses, it loses last."""
    event = next(kind for kind in TYPES if kind.name == "ga4.key_event")
    phase = Phase.PREPARE if first else Phase.FOLLOW
    types = (
        *TYPES,
        replace(event, name="other.zone", provider="other", phase=phase),
        replace(event, name="other.area", provider="other", phase=phase),
    )
    changes = [
        other(Action.CREATE, "area", "a"),
        other(Action.CREATE, "zone", "z"),
        other(Action.REMOVE, "area", "old"),
        ads(Action.UPDATE, "b"),
        ga4(Action.CREATE, "f"),
    ]
    found = steps(types, changes[turn:] + changes[:turn])
    own = [("other", ["create z"]), ("other", ["create a"])]
    bidding = [("google_ads", ["update b"])]
    middle = [*own, *bidding] if first else [*bidding, *own]
    assert flat(found) == [("ga4", ["create f"]), *middle, ("other", ["remove old"])]
    assert not any(step.dependent or step.whole for step in found)


def test_a_custom_goal_of_a_manager_is_removed_after_its_campaigns_let_go() -> None:
    goal, used = Address("google_ads.custom_conversion_goal", "Fresh"), "google_ads.conversion_goal_campaign_config"
    changes = [
        Change(Action.REMOVE, goal, (), (), "g/1"),
        Change(Action.CREATE, replace(goal, name="New"), (), (), ""),
        Change(Action.UPDATE, Address(used, "Shop"), (), (), "c/1"),
    ]
    one_account = [("google_ads", ["create New", "update Shop", "remove Fresh"])]
    assert flat(steps(TYPES, changes)) == one_account
    assert flat(steps(TYPES, changes, apart=True)) == [
        ("google_ads", ["create New"]), ("google_ads", ["update Shop"]), ("google_ads", ["remove Fresh"]),
    ]  # fmt: skip

"""Moves of plans that count together, and the limit of a run of many clients."""

from __future__ import annotations

import pytest

from microconv.core.diagnostics import Span
from microconv.core.plan import Action, AttributeChange, Bidding, Change, Plan, Shift
from microconv.core.planning.fleet import Mover, fleet_refusals, too_many
from microconv.core.planning.limits import Allow, Limits
from microconv.core.planning.moves import Harm, Move, moves
from microconv.core.resource import Address
from microconv.core.value import Money, Scalar

ACTION, EVENT, GOAL = "google_ads.conversion_action", "ga4.key_event", "google_ads.customer_conversion_goal"


def change(kind: str, action: Action, *attributes: tuple[str, Scalar, Scalar], **more: object) -> Change:
    made = tuple(AttributeChange(*one) for one in attributes)
    return Change(action, Address(kind, "cart"), (), made, id="1", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (change(ACTION, Action.DEMOTE, ("primary_for_goal", True, False), conversion="cart"), [("primary", "role")]),
        (change(ACTION, Action.DEMOTE, ("primary_for_goal", True, False)), [("primary", "unlisted")]),
        (change(ACTION, Action.REMOVE), [("primary", "unlisted")]),
        (change(EVENT, Action.REMOVE), [("primary", "unlisted")]),
        (change("tag_manager.ads_tag", Action.DEMOTE), [("primary", "unlisted")]),
        (change("tag_manager.trigger", Action.REMOVE), []),
        (change(GOAL, Action.UPDATE, ("biddable", True, False)), [("primary", "goals")]),
        (change(GOAL, Action.UPDATE, ("biddable", False, True)), []),
        (change(ACTION, Action.UPDATE, ("category", "a", "b"), bidding=Bidding.STOPS), [("primary", "category")]),
        (change(ACTION, Action.UPDATE, ("value_settings.default_value", 5.0, 6.0)), [("value", "value")]),
        (change(EVENT, Action.UPDATE, ("default_value", None, Money(5.0, "JPY"))), [("value", "value")]),
        (change(ACTION, Action.UPDATE, ("counting_type", "a", "b")), []),
        (change(ACTION, Action.CREATE, ("value_settings.default_value", None, 6.0)), []),
        (
            change(
                ACTION, Action.DEMOTE, ("primary_for_goal", True, False), ("value_settings.default_value", 5.0, 6.0)
            ),
            [("primary", "unlisted"), ("value", "value")],
        ),
    ],
)
def test_what_counts(one: Change, expected: list[tuple[str, str]]) -> None:
    assert [(move.harm.value, move.key) for move in moves(Plan("aoi", (), (one,)))] == expected


def test_what_bidding_stops_using_for_another_reason_counts_once() -> None:
    shifts = (Shift("cart", Bidding.STOPS), Shift("other", Bidding.STOPS), Shift("new", Bidding.STARTS))
    demote = change(ACTION, Action.DEMOTE, ("primary_for_goal", True, False), conversion="cart")
    made = moves(Plan("aoi", (), (demote,), shifts=shifts))
    assert [(move.address.name, move.key) for move in made] == [("cart", "role"), ("other", "goals")]


@pytest.mark.parametrize(
    ("movers", "clients", "refused"),
    [(2, 2, False), (3, 3, True), (3, 8, True), (3, 9, False), (4, 11, True), (4, 12, False), (67, 200, True)],
)
def test_more_than_a_third_and_three_or_more(movers: int, clients: int, refused: bool) -> None:
    assert too_many(movers, clients, Limits()) is refused
    assert not too_many(movers, clients, Limits(allow=(Allow.FLEET,)))


CART = Move(Harm.PRIMARY, Address(ACTION, "cart"), "cart", "role")
WORTH = Move(Harm.VALUE, Address(ACTION, "buy"), "buy", "value")


def mover(number: int, *moved: tuple[Move, Span | None]) -> Mover:
    return Mover(f"c{number}", tuple(one for one, _ in moved), tuple(place for _, place in moved))


def test_lines_of_at_least_three_clients_come_by_the_number_of_clients() -> None:
    role, value, rare = Span("base.yaml", 9, 5), Span("base.yaml", 3, 5), Span("base.yaml", 1, 1)
    movers = [mover(number, (CART, role), *([(WORTH, value)] if number < 3 else [])) for number in range(6)]
    movers += [mover(6, (WORTH, rare)), mover(7, (WORTH, rare)), mover(8, (CART, None))]
    whole, *lines = fleet_refusals(movers, 9)
    assert "9 of 9 clients, more than a third, would lose a primary conversion (7) or have a value changed (5)" in (
        whole.summary
    )
    assert whole.summary.en.endswith(": c0, c1, c2, c3, c4, and 4 more")
    assert [(line.where, line.code) for line in lines] == [("base.yaml:9:5", "fleet"), ("base.yaml:3:5", "fleet")]
    assert lines[0].summary.en == (
        'this line affects 6 clients: conversion "cart": no longer primary, or no longer used by bidding'
    )
    assert lines[1].summary.en == 'this line affects 3 clients: conversion "buy": another value'
    assert "look at the lines below" in whole.hint

"""Clients of a resumed run that are planned again, as one that is left contradicts them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from strategies import client, conversion

from microconv.core.client import Client, Unlisted
from microconv.core.conversion import GA4_IMPORT, Role, Value
from microconv.core.planning.done_before import planned_again
from microconv.providers import TYPES
from microconv.providers.registry import pairs

APART = {"customer_id": "1111111111", "property_id": "999"}


def cart(amount: int = 500, **said) -> object:
    return conversion("mv_cart", value=Value(amount=amount, currency="JPY"), **said)


def again(left: Client, done: Client) -> bool:
    found = planned_again(TYPES, [left], [done], lambda one: pairs(one.accounts))
    assert [*found] in ([], [done])
    return bool(found)


IMPORT = conversion("mv_cart", source=GA4_IMPORT, event="mv_cart")
MORE = conversion("mv_more", settings={"category": "signup"})


@pytest.mark.parametrize(
    ("left", "done", "planned"),
    [
        (client(cart(700)), client(cart()), True),
        (client(cart()), client(cart()), False),
        (client(cart(700), **APART), client(cart()), False),
        (client(cart(700), customer_id="1111111111"), client(cart()), False),  # the property has no key event of it
        (client(cart(700, event="mv_cart"), customer_id="1111111111"), client(cart(event="mv_cart")), True),
        (client(cart(700), manage_owner=True, **APART), client(cart()), True),
        (client(cart(700), **APART), client(cart(), manage_owner=True), True),
        (client(cart(), manage_owner=True, **APART), client(cart(), manage_owner=True), False),
        (client(cart(), MORE), client(cart()), True),  # the one that is done takes it away
        (client(cart()), client(cart(), MORE), True),  # the one that is left would take it away
        (client(cart(), MORE, unlisted=Unlisted.KEEP), client(cart(), unlisted=Unlisted.KEEP), False),
        (client(cart(), MORE, unlisted=Unlisted.KEEP), client(cart()), True),
        (client(cart(), unlisted=Unlisted.KEEP), client(cart(), MORE), False),
        (client(cart(source=GA4_IMPORT)), client(cart(700, source=GA4_IMPORT), property_id="999"), False),
        (client(IMPORT), client(replace(IMPORT, role=Role.PRIMARY), property_id="999"), False),
    ],
)  # fmt: skip
def test_who_is_planned_again(left: Client, done: Client, planned: bool) -> None:
    """Where both may change an account: they name it, or one of them manages the conversions of a manager account."""
    assert again(left, replace(done, label="done")) is planned


def test_those_alone_that_are_contradicted() -> None:
    """In the order of those that are done; one that is left with others is enough."""
    done = [replace(client(cart(amount)), label=f"done-{amount}") for amount in (500, 700, 500)]
    apart = replace(client(cart(1), **APART), label="apart")
    found = planned_again(TYPES, [apart, client(cart(500))], [*done, apart], lambda one: pairs(one.accounts))
    assert [one.label for one in found] == ["done-700"]
    assert planned_again(TYPES, [], done, lambda one: pairs(one.accounts)) == ()

"""Chains that no longer grow after an edit."""

from __future__ import annotations

from dataclasses import replace

from microconv.core.client import Client
from microconv.core.conversion import Value
from microconv.review.falling import Fall, falls, new_falls
from tests.unit.review.accounts import client, macro, micro


def chain(first: float | None, second: float | None, final: float = 10_000) -> Client:
    return client(micro("a", first, "b"), micro("b", second, "purchase"), macro(final))


def test_a_step_worth_as_much_as_the_next_one_or_more_is_a_fall() -> None:
    assert falls(chain(100, 200)) == ()
    assert falls(chain(200, 200)) == (Fall("a", "b", 200, 200, "JPY"),)
    assert falls(chain(100, 20_000)) == (Fall("b", "purchase", 20_000, 10_000, "JPY"),)


def test_only_a_fall_that_was_not_there_before_is_new() -> None:
    assert new_falls(chain(300, 200), chain(400, 200)) == ()
    assert [one.step for one in new_falls(chain(100, 200), chain(300, 200))] == ["a"]


def test_what_has_no_value_or_another_currency_is_not_compared() -> None:
    assert falls(chain(None, 200)) == falls(chain(500, None)) == ()
    other = chain(500, 200)
    first = replace(other.conversions[0], value=Value(500, "USD"))
    assert falls(replace(other, conversions=(first, *other.conversions[1:]))) == ()

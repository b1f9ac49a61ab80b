"""Values: when they are equal, and how they are written."""

from __future__ import annotations

import pytest
from strategies import ACTION

from microconv.core.value import Money, draw, same
from microconv.providers import TYPES


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (500, 500.0, True),
        ("a", "a", True),
        (None, None, True),
        (True, True, True),
        (True, 1, False),
        (0, False, False),
        (0.0, None, False),
        ("", None, False),
        (None, False, False),
        (Money(500.0, "JPY"), Money(500, "JPY"), True),
        (Money(500.0, "JPY"), Money(500.0, "USD"), False),
        (Money(0.0, "JPY"), None, False),
        ("500", 500, False),
    ],
)
def test_same(left, right, equal: bool) -> None:
    assert same(left, right) is equal
    assert same(right, left) is equal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(empty)"),
        (True, "true"),
        (False, "false"),
        (500.0, "500"),
        (0.5, "0.5"),
        (1234567.89, "1234567.89"),
        (30, "30"),
        ("add_to_cart", "add_to_cart"),
        (Money(500.0, "JPY"), "500 JPY"),
        (Money(0.1, "USD"), "0.1 USD"),
        (Money(10_000_000.0, "JPY"), "10000000 JPY"),
        (Money(1234.567, "USD"), "1234.567 USD"),
        (Money(999_999.99, "USD"), "999999.99 USD"),
    ],
)
def test_draw(value, text: str) -> None:
    assert draw(value) == text


def test_two_amounts_that_differ_are_drawn_differently() -> None:
    """A plan never shows `1234.57 USD → 1234.57 USD`."""
    assert draw(Money(1234.561, "USD")) != draw(Money(1234.564, "USD"))


def test_an_attribute_is_found_by_name_or_not_at_all() -> None:
    kind = next(kind for kind in TYPES if kind.name == ACTION)
    assert kind.attribute("counting_type").yaml == "counting"
    with pytest.raises(KeyError, match=r"^'countingtype'$"):
        kind.attribute("countingtype")


def test_every_attribute_is_declared_once() -> None:
    for kind in TYPES:
        names = [item.name for item in kind.attributes]
        assert len(names) == len(set(names))

"""Items of a shop: looked at, put into the cart, purchased; the worst first."""

from __future__ import annotations

from microconv.report.arithmetic import quotient, total
from microconv.report.figures import Figure
from microconv.report.ground import Ground
from microconv.report.traffic import Item

MOST = 100
"""Items that a report shows."""


def items(ground: Ground) -> tuple[Item, ...]:
    """The items, worst first, at most MOST of them.

    The worst item is the one that lacks most purchases: as often as it was viewed, times the purchases for each view of
    all items, less its own purchases. So an item that few people looked at is no bad one, whatever its rate.
    """
    numbers = ground.ga4("items", "item")
    made = [_item(ground, name) for (name,) in numbers.named()] if numbers.table.answered else []
    typical = quotient(total(one.purchased.now for one in made), total(one.viewed.now for one in made))
    made.sort(key=lambda one: (-_lacking(one, typical), -(one.viewed.now.value or 0), one.name))
    return tuple(made[:MOST])


def _lacking(item: Item, typical: Figure) -> float:
    return (item.viewed.now.value or 0) * (typical.value or 0) - (item.purchased.now.value or 0)


def _item(ground: Ground, name: str) -> Item:
    numbers = ground.ga4("items", "item")
    viewed, in_cart, purchased = (numbers.compared(metric, name) for metric in ("viewed", "in_cart", "purchased"))
    return Item(
        name=name,
        viewed=viewed,
        in_cart=in_cart,
        purchased=purchased,
        revenue=numbers.compared("revenue", name),
        cart_rate=quotient(in_cart.now, viewed.now),
        purchase_rate=quotient(purchased.now, viewed.now),
    )

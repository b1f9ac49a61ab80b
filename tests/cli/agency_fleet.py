"""A small fleet of one agency: clients with Google Ads alone that extend one base file, and an account each."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microconv.emulator import World
from tests.conftest import Holds

MANAGER = 9998887777
MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}
BASE = """\
version: 1
currency: JPY
google_ads: {login_customer_id: 999-888-7777}
conversions:
  - name: purchase
    kind: macro
    category: purchase
    role: primary
    value: {default: 10000, from_event: true}
  - name: mv_cart
    category: add_to_cart
    role: primary
    value: 500
"""
ROLE = "base.yaml:12:5"
"""The place of the micro-conversion's role in the base."""


@dataclass(frozen=True)
class Fleet:
    """Clients that are in sync with their configs at first."""

    folder: Path
    holds: Holds
    count: int

    @property
    def base(self) -> Path:
        return self.folder / "base.yaml"

    def edit(self, old: str, new: str, *, file: str = "base.yaml") -> None:
        """Replace the last of a text's places in a config."""
        path = self.folder / file
        before, found, after = path.read_text("utf-8").rpartition(old)
        assert found
        path.write_text(before + new + after, "utf-8")

    def cart(self, number: int) -> tuple[bool, float]:
        """The role and the value of a client's micro-conversion: true for primary."""
        action = self.holds.actions(str(customer(number)))["mv_cart"]
        return action.get("primary_for_goal", True), action["value_settings.default_value"]

    def carts(self) -> list[tuple[bool, float]]:
        return [self.cart(number) for number in range(self.count)]


def customer(number: int) -> int:
    return 1_000_000_001 + number


def settle(
    world: World, agency: dict[str, Any], folder: Path, count: int, labels: dict[int, str] | None = None
) -> Fleet:
    """A fleet in `folder` and in the emulator's world. Clients with an even number say something of their own."""
    content = copy.deepcopy(agency)
    content["google_ads"]["customers"][0]["clients"] += [customer(number) for number in range(count)]
    folder.mkdir()
    (folder / "base.yaml").write_text(BASE, "utf-8")
    for number in range(count):
        value = {"default_currency_code": "JPY", "always_use_default_value": True}
        actions = [
            {"id": 50_000 + 2 * number, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE",
             "value_settings": {**value, "default_value": 10000, "always_use_default_value": False}},
            {"id": 50_001 + 2 * number, "name": "mv_cart", "type": "WEBPAGE", "category": "ADD_TO_CART",
             "value_settings": {**value, "default_value": 500}},
        ]  # fmt: skip
        name = f"Client {number}"
        content["google_ads"]["customers"].append(
            {"id": customer(number), **MONEY, "descriptive_name": name, "conversion_actions": actions}
        )
        own = "conversions: [{name: mv_cart, label: Basket}]\n" if number % 2 == 0 else ""
        head = f"version: 1\nclient: {(labels or {}).get(number, f'c{number}')}\nextends: base.yaml\n"
        account = f"google_ads: {{customer_id: '{customer(number)}'}}\n"
        (folder / f"c{number}.yaml").write_text(head + account + own, "utf-8")
    world.reset(content)
    return Fleet(folder, Holds(world), count)

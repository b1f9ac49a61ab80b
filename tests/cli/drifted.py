"""Clients of one agency whose accounts are not as their configs say: another value, and a key event less, in each."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from tests.conftest import CART, PURCHASE

MANAGER = 9998887777
MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}


def customer(number: int) -> int:
    """The account of a client."""
    return 1_000_000_001 + number


def property_(number: int) -> int:
    """The property of a client."""
    return 300_000_001 + number


def label(number: int, digits: int = 2) -> str:
    """The name of a client's config."""
    return f"c{number:0{digits}}"


def drifted(
    agency: dict[str, Any],
    write_config: Callable[..., Path],
    count: int,
    *,
    denied: Collection[int] = (),
    broken: Collection[int] = (),
    digits: int = 2,
) -> dict[str, Any]:
    """The seed of `count` clients below the agency's manager account, whose configs are written.

    Google Ads denies the accounts of those in `denied`; the configs of those in `broken` have an error. Numbers in the
    names of configs have so many `digits`.
    """
    content = copy.deepcopy(agency)
    content["principals"]["denied"]["google_ads"] += [customer(number) for number in denied]
    content["google_ads"]["customers"][0]["clients"] += [customer(number) for number in range(count)]
    for number in range(count):
        actions = [
            {"id": 50_000 + 2 * number, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE"},
            {"id": 50_001 + 2 * number, "name": "mv_add_to_cart", "type": "WEBPAGE", "category": "ADD_TO_CART",
             "primary_for_goal": False},
        ]  # fmt: skip
        content["google_ads"]["customers"].append(
            {"id": customer(number), **MONEY, "descriptive_name": label(number, digits), "conversion_actions": actions}
        )
        content["ga4"]["accounts"][0]["properties"].append(
            {"id": property_(number), "display_name": f"Site {number}", **MONEY}
        )
        cart = {**CART, "category": "nonsense"} if number in broken else CART
        write_config(
            PURCHASE, cart, file=f"configs/{label(number, digits)}.yaml", ga4={"property_id": property_(number)},
            google_ads={"customer_id": str(customer(number)), "login_customer_id": str(MANAGER)},
        )  # fmt: skip
    return content


def held(holds: Any, number: int) -> tuple[Any, list[str]]:
    """The value of a client's drifted action, and the key events of its property."""
    action = holds.actions(str(customer(number)))["mv_add_to_cart"]
    return action.get("value_settings.default_value"), sorted(holds.key_events(str(property_(number))))

"""Portfolio bidding strategies in a seed, and the campaigns that use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads.fields import Flat, nest, read_fields
from microconv.emulator.google_ads.resources.bidding_strategy import (
    COMPUTED,
    FIELDS,
    NAME,
    SCHEME,
    SCHEMES,
    resource_name,
)
from microconv.emulator.google_ads.resources.campaign import STRATEGIES
from microconv.emulator.seed import account_id, mapping, sequence

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import Customer
    from microconv.emulator.google_ads.model_campaigns import Campaign

STRATEGIES_KEY = "bidding_strategies"
#: The field of a campaign that names its portfolio strategy; an id in a seed.
USED = "bidding_strategy"
#: The fields that a seed may hold.
STORED_STRATEGY = {path: field for path, field in FIELDS.items() if path not in {*COMPUTED, "id"}}


def read_strategies(customer: Customer, content: Mapping[str, Any], where: str, seen: set[int]) -> None:
    """Read the portfolio strategies of a customer.

    seen: the ids taken so far, of every kind.

    Raises SeedError with the path of the item that is wrong.
    """
    kept = customer.read_only.setdefault(NAME, [])
    for index, item in enumerate(sequence(content.get(STRATEGIES_KEY), f"{where}.{STRATEGIES_KEY}")):
        place = f"{where}.{STRATEGIES_KEY}[{index}]"
        strategy = _strategy(mapping(item, place), place)
        if strategy["id"] in seen:
            raise SeedError(f"{place}.id", f"{strategy['id']} is the id of two resources")
        if any(one["name"] == strategy["name"] for one in kept):
            raise SeedError(f"{place}.name", f"there are two bidding strategies named {strategy['name']!r}")
        if "currency_code" in strategy and not customer.manager:
            raise SeedError(f"{place}.currency_code", "only a manager account sets it")
        seen.add(strategy["id"])
        kept.append(strategy)


def _strategy(content: Mapping[str, Any], place: str) -> Flat:
    number = account_id(content.get("id"), f"{place}.id")
    schemes = [key for key in content if key in SCHEMES]
    if len(schemes) != 1:
        raise SeedError(place, f"must have one scheme: {', '.join(SCHEMES)}")
    fields = read_fields(content, STORED_STRATEGY, place, besides=("id",))
    if not fields.get("name"):
        raise SeedError(f"{place}.name", "is missing")
    return {"status": "ENABLED", **fields, "id": number, SCHEME: schemes[0]}


def strategy_of(customer: Customer, content: Mapping[str, Any], place: str) -> tuple[str, str | None]:
    """The field of a campaign's bidding strategy, and the name of its portfolio strategy, None for one of its own.

    content: of the campaign in the seed.

    Raises SeedError if it has two, or one that is not there.
    """
    given = content.get(USED)
    schemes = [USED] if given is not None else []
    schemes += [key for key in content if key in STRATEGIES]
    if len(schemes) > 1:
        raise SeedError(f"{place}.{schemes[1]}", f"there is a bidding strategy already, {schemes[0]}")
    if given is None:
        return (schemes[0] if schemes else "manual_cpc"), None
    for strategy in customer.read_only.get(NAME, ()):
        name = resource_name(customer.id, strategy["id"])
        if given in (strategy["id"], name):
            return str(strategy[SCHEME]), name
    raise SeedError(f"{place}.{USED}", f"there is no bidding strategy {given}")


def portfolio_id(campaign: Campaign) -> int | None:
    """The id of the portfolio strategy that a campaign uses, None for one of its own."""
    name = campaign[USED]
    return None if name is None else int(name.rpartition("/")[2])


def dump_strategies(customer: Customer) -> list[dict[str, Any]]:
    """The strategies as `read_strategies` reads them."""
    dumped = []
    for strategy in customer.read_only.get(NAME, ()):
        content = nest({path: value for path, value in strategy.items() if path != SCHEME})
        content.setdefault(strategy[SCHEME], {})
        dumped.append(content)
    return dumped

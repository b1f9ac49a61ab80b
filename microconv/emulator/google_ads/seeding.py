"""The ``google_ads`` section of a seed, read and written (the format is documented in ``microconv.emulator.seed``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from microconv.emulator import hits
from microconv.emulator.errors import SeedError
from microconv.emulator.google_ads import lags, seeding_traffic
from microconv.emulator.google_ads.defaults import with_action_defaults
from microconv.emulator.google_ads.enums import ENUMS
from microconv.emulator.google_ads.fields import nest, read_fields
from microconv.emulator.google_ads.model import ConversionAction, Customer
from microconv.emulator.google_ads.resources import conversion_action as action_table
from microconv.emulator.google_ads.resources import customer as customer_table
from microconv.emulator.google_ads.seeding_campaigns import KEYS, CampaignSeed, read_goals
from microconv.emulator.google_ads.seeding_dump import dump_campaigns, dump_read_only
from microconv.emulator.google_ads.seeding_read_only import KEYS as READ_ONLY_KEYS
from microconv.emulator.google_ads.seeding_read_only import read_read_only
from microconv.emulator.google_ads.seeding_strategies import read_strategies
from microconv.emulator.google_ads.state import AdsState
from microconv.emulator.seed import account_id, known, mapping, sequence

if TYPE_CHECKING:
    from microconv.emulator.google_ads.fields import Flat
    from microconv.emulator.policies import Policies

#: New conversion actions get ids from here on, as long as those of real accounts.
_FIRST_ID = 7_000_000_001
_OWN_KEYS = ("id", "clients", "conversion_customer", "conversion_tracking_id", "conversion_actions")
_GOALS_KEY = "customer_conversion_goals"
_IMPORTED_KEY = "imported_at"
#: Keys of a customer that are not fields of the proto.
_NO_FIELDS = frozenset({*_OWN_KEYS, _GOALS_KEY, *KEYS, *READ_ONLY_KEYS})
#: Keys of an action that are not fields of the proto, or not written as it has them.
_ACTION_KEYS = ("id", "owner_customer", lags.KEY, seeding_traffic.KEY, hits.KEY, _IMPORTED_KEY)
#: The fields of the two messages that a seed may hold.
STORED_CUSTOMER = {k: v for k, v in customer_table.FIELDS.items() if k not in {*customer_table.COMPUTED, "id"}}
STORED_ACTION = {k: v for k, v in action_table.FIELDS.items() if k not in {*action_table.COMPUTED, "id"}}


def load_state(section: Mapping[str, Any] | None, policies: Policies) -> AdsState:
    """The state the section describes; None is a world without accounts.

    Raises SeedError with the path of the item that is wrong.
    """
    section = mapping(section, "google_ads")
    known(section, "google_ads", ("customers",))
    state = AdsState(next_id=_FIRST_ID)
    seen: set[int] = set()
    for index, item in enumerate(sequence(section.get("customers"), "google_ads.customers")):
        where = f"google_ads.customers[{index}]"
        customer = _customer(mapping(item, where), where, policies, seen)
        if customer.id in state.customers:
            raise SeedError(f"{where}.id", f"there are two customers {customer.id}")
        state.customers[customer.id] = customer
    _check_links(state)
    contents = zip(state.customers, section.get("customers") or (), strict=True)
    items = {one: (item, f"google_ads.customers[{index}]") for index, (one, item) in enumerate(contents)}
    for number, (item, where) in items.items():
        read_goals(state, state.customers[number], item, where, policies)
    read_read_only(state, items, seen)
    state.next_id = max([_FIRST_ID, *(one + 1 for one in seen)])
    return state


def _customer(content: Mapping[str, Any], where: str, policies: Policies, seen: set[int]) -> Customer:
    if content.get("id") is None:
        raise SeedError(f"{where}.id", "is missing")
    number = account_id(content["id"], f"{where}.id")
    if number >= 10**10:
        raise SeedError(f"{where}.id", "has more than ten digits")
    customer = Customer(
        id=number,
        fields=_with_customer_defaults(number, read_fields(content, STORED_CUSTOMER, where, besides=_NO_FIELDS)),
        clients=tuple(
            account_id(one, f"{where}.clients[{index}]")
            for index, one in enumerate(sequence(content.get("clients"), f"{where}.clients"))
        ),
        conversion_customer=account_id(content.get("conversion_customer", number), f"{where}.conversion_customer"),
        conversion_tracking_id=account_id(
            content.get("conversion_tracking_id", 900_000_000 + number % 90_000_000),
            f"{where}.conversion_tracking_id",
        ),
    )
    place, names = f"{where}.conversion_actions", set[str]()
    for index, item in enumerate(sequence(content.get("conversion_actions"), place)):
        at = f"{place}[{index}]"
        action = _action(customer, mapping(item, at), at, policies, seen)
        if action.status != "REMOVED":
            if action.name in names:
                raise SeedError(f"{at}.name", f"there are two conversion actions named {action.name!r}")
            names.add(action.name)
            customer.add_goal(action.goal)
        customer.actions[action.id] = action
    for index, item in enumerate(sequence(content.get(_GOALS_KEY), f"{where}.{_GOALS_KEY}")):
        _set_goal(customer, item, f"{where}.{_GOALS_KEY}[{index}]")
    read_strategies(customer, content, where, seen)
    CampaignSeed(customer, where, seen).read(content)
    return customer


def _with_customer_defaults(number: int, fields: Flat) -> Flat:
    return {
        "descriptive_name": f"Account {number}",
        "currency_code": "USD",
        "time_zone": "America/New_York",
        "manager": False,
        "test_account": False,
        "auto_tagging_enabled": False,
        "status": "ENABLED",
        **fields,
    }


def _action(
    customer: Customer, content: Mapping[str, Any], where: str, policies: Policies, seen: set[int]
) -> ConversionAction:
    for key in ("id", "name", "type"):
        if content.get(key) is None:
            raise SeedError(f"{where}.{key}", "is missing")
    number = account_id(content["id"], f"{where}.id")
    if number in seen:
        raise SeedError(f"{where}.id", f"{number} is the id of two resources")
    seen.add(number)
    if content.get("owner_customer") is not None:
        raise SeedError(
            f"{where}.owner_customer", "can only be null (system-defined); an action is listed at its owner"
        )
    values = with_action_defaults(
        read_fields(content, STORED_ACTION, where, besides=_ACTION_KEYS),
        str(customer.fields["currency_code"]),
        policies,
    )
    return ConversionAction(
        number,
        values,
        system_defined="owner_customer" in content,
        lags=lags.read_lags(content.get(lags.KEY), f"{where}.{lags.KEY}"),
        traffic=seeding_traffic.read_traffic(content.get("traffic"), values["type"], f"{where}.traffic"),
        imported_at=hits.read_time(content.get(_IMPORTED_KEY), f"{where}.{_IMPORTED_KEY}"),
        hits=hits.read_conversion_hits(content.get(hits.KEY), f"{where}.{hits.KEY}"),
    )


def _set_goal(customer: Customer, item: object, where: str) -> None:
    content = mapping(item, where)
    known(content, where, ("category", "origin", "biddable"))
    category, origin = content.get("category"), content.get("origin")
    if category not in ENUMS["ConversionActionCategory"]:
        raise SeedError(f"{where}.category", f"{category!r} is no ConversionActionCategory")
    if origin not in ENUMS["ConversionOrigin"]:
        raise SeedError(f"{where}.origin", f"{origin!r} is no ConversionOrigin")
    if not isinstance(content.get("biddable"), bool):
        raise SeedError(f"{where}.biddable", "must be true or false")
    customer.goals[str(category), str(origin)] = content["biddable"]


def _check_links(state: AdsState) -> None:
    """Clients and conversion customers exist, and no account is below itself."""
    for index, customer in enumerate(state.customers.values()):
        where = f"google_ads.customers[{index}]"
        for position, client in enumerate(customer.clients):
            if client not in state.customers:
                raise SeedError(f"{where}.clients[{position}]", f"there is no customer {client}")
        if customer.clients and not customer.manager:
            raise SeedError(f"{where}.clients", "only a manager has clients")
        if customer.conversion_customer not in state.customers:
            raise SeedError(f"{where}.conversion_customer", f"there is no customer {customer.conversion_customer}")
        if customer.id != customer.conversion_customer and not state.customers[customer.conversion_customer].manager:
            raise SeedError(f"{where}.conversion_customer", "must be a manager")
        _check_loop(state, customer.id, (), where)


def _check_loop(state: AdsState, number: int, above: tuple[int, ...], where: str) -> None:
    if number in above:
        raise SeedError(f"{where}.clients", f"customer {number} is below itself")
    for client in state.customers[number].clients:
        if client in state.customers:
            _check_loop(state, client, (*above, number), where)


def dump_state(state: AdsState) -> dict[str, Any]:
    """The section that `load_state` reads into this state."""
    customers = []
    for customer in state.customers.values():
        content = {"id": customer.id, **nest(customer.fields)}
        if customer.clients:
            content["clients"] = list(customer.clients)
        content["conversion_customer"] = customer.conversion_customer
        content["conversion_tracking_id"] = customer.conversion_tracking_id
        content["conversion_actions"] = [_dump_action(action) for action in customer.actions.values()]
        content[_GOALS_KEY] = [
            {"category": category, "origin": origin, "biddable": biddable}
            for (category, origin), biddable in customer.goals.items()
        ]
        content |= dump_campaigns(customer) | dump_read_only(customer)
        customers.append(content)
    return {"customers": customers}


def _dump_action(action: ConversionAction) -> dict[str, Any]:
    content = {"id": action.id, **nest(action.fields)}
    if action.system_defined:
        content["owner_customer"] = None
    if action.lags is not None:
        content[lags.KEY] = dict(action.lags)
    if action.traffic is not None:
        content[seeding_traffic.KEY] = seeding_traffic.write_traffic(action.traffic)
    if action.imported_at is not None:
        content[_IMPORTED_KEY] = action.imported_at.isoformat()
    if action.hits:
        content[hits.KEY] = hits.write_hits(action.hits)
    return content

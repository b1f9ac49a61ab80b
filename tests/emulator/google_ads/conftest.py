"""The official google-ads client, wrapped so that a test reads like what it checks.

Tests get everything through the fixture `ads`: requests, builders of operations, and `refused`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from microconv.emulator import World
from microconv.emulator.google_ads.errors_texts import fixed_text

STORE = "1234567890"


@dataclass
class Refusal:
    """A GoogleAdsFailure as plain values.

    status: the gRPC status.
    request_id: that of the failure.
    codes: of each error its code as ``family.WORD``.
    places: of each error its location as ``a[0].b``.
    messages: of each error its message.
    triggers: of each error the value that caused it.
    """

    status: str = ""
    request_id: str = ""
    codes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    triggers: list[Any] = field(default_factory=list)


def plain(message: Any) -> Any:
    return type(message).pb(message) if hasattr(type(message), "pb") else message


def read_failure(failure: Any) -> Refusal:
    """The errors of a GoogleAdsFailure message."""
    found = Refusal()
    for item in plain(failure).errors:
        family = item.error_code.WhichOneof("error_code")
        enum = item.error_code.DESCRIPTOR.fields_by_name[family].enum_type
        found.codes.append(f"{family}.{enum.values_by_number[getattr(item.error_code, family)].name}")
        steps = item.location.field_path_elements
        found.places.append(
            ".".join(f"{one.field_name}[{one.index}]" if one.HasField("index") else one.field_name for one in steps)
        )
        found.messages.append(item.message)
        kind = item.trigger.WhichOneof("value")
        found.triggers.append(None if kind is None else getattr(item.trigger, kind))
    return found


@contextmanager
def refused() -> Iterator[Refusal]:
    """The failure that the block must end with."""
    from google.ads.googleads.errors import GoogleAdsException

    refusal = Refusal()
    with pytest.raises(GoogleAdsException) as caught:
        yield refusal
    found = read_failure(caught.value.failure)
    found.status = caught.value.error.code().name
    found.request_id = caught.value.request_id
    vars(refusal).update(vars(found))


def said(code: str, message: str) -> str:
    """An error's text on the wire: Google's where it is always the same, else the emulator's own."""
    return fixed_text(code) or message


class Ads:
    """One official client of one version."""

    refused = staticmethod(refused)
    read_failure = staticmethod(read_failure)

    def __init__(self, client: Any) -> None:
        self.client = client
        self._services: dict[str, Any] = {}

    def service(self, name: str) -> Any:
        """Kept, as a service's channel must outlive its streams."""
        if name not in self._services:
            self._services[name] = self.client.get_service(name)
        return self._services[name]

    def search(self, query: str, customer: str = STORE, **settings: Any) -> Any:
        request = {"customer_id": customer, "query": query, **settings}
        return self.service("GoogleAdsService").search(request=request)

    def rows(self, query: str, customer: str = STORE) -> list[Any]:
        return list(self.search(query, customer))

    def names(self, where: str = "", customer: str = STORE) -> list[str]:
        clause = f"WHERE {where}" if where else ""
        rows = self.rows(f"SELECT conversion_action.name FROM conversion_action {clause}", customer)
        return [row.conversion_action.name for row in rows]

    def stream(self, query: str, customer: str = STORE) -> list[Any]:
        return list(self.service("GoogleAdsService").search_stream(customer_id=customer, query=query))

    # ---- operations

    @staticmethod
    def name(number: int, customer: str = STORE) -> str:
        return f"customers/{customer}/conversionActions/{number}"

    @staticmethod
    def goal(key: str, customer: str = STORE) -> str:
        return f"customers/{customer}/customerConversionGoals/{key}"

    @staticmethod
    def creating(**fields: Any) -> dict[str, Any]:
        """Create a website action, unless `fields` say otherwise; None leaves a field out."""
        content = {"name": "mv_new", "type_": "WEBPAGE", **fields}
        return {"create": {key: value for key, value in content.items() if value is not None}}

    def updating(self, number: int, *paths: str, customer: str = STORE, **fields: Any) -> dict[str, Any]:
        """Update an action; the mask is `paths`, or the names of `fields`."""
        mask = list(paths) or [key.rstrip("_") for key in fields]
        resource = {"resource_name": self.name(number, customer), **fields}
        return {"update": resource, "update_mask": {"paths": mask}}

    def removing(self, number: int, customer: str = STORE) -> dict[str, Any]:
        return {"remove": self.name(number, customer)}

    def updating_goal(self, key: str, *paths: str, customer: str = STORE, **fields: Any) -> dict[str, Any]:
        mask = list(paths) or list(fields)
        return {"update": {"resource_name": self.goal(key, customer), **fields}, "update_mask": {"paths": mask}}

    # ---- requests

    def mutate(self, *operations: Any, customer: str = STORE, **settings: Any) -> Any:
        request = {"customer_id": customer, "operations": list(operations), **settings}
        return self.service("ConversionActionService").mutate_conversion_actions(request=request)

    def mutate_goals(self, *operations: Any, customer: str = STORE, **settings: Any) -> Any:
        request = {"customer_id": customer, "operations": list(operations), **settings}
        return self.service("CustomerConversionGoalService").mutate_customer_conversion_goals(request=request)

    def change(self, service: str, *operations: Any, customer: str = STORE, **settings: Any) -> Any:
        """Mutate through any service, such as ``Campaign`` for CampaignService."""
        method = re.sub(r"(?<!^)(?=[A-Z])", "_", service).lower()
        request = {"customer_id": customer, "operations": list(operations), **settings}
        return getattr(self.service(f"{service}Service"), f"mutate_{method}s")(request=request)

    def mutate_several(self, *operations: Any, customer: str = STORE, **settings: Any) -> Any:
        request = {"customer_id": customer, "mutate_operations": list(operations), **settings}
        return self.service("GoogleAdsService").mutate(request=request)


@pytest.fixture
def ads(world: World, ads_clients: Callable[..., Any]) -> Ads:
    """The newest version's client, with the world just reset."""
    del world
    return Ads(ads_clients("v26"))


@pytest.fixture
def ads_of(world: World, ads_clients: Callable[..., Any]) -> Callable[..., Ads]:
    """Makes clients of other versions and login customers."""
    del world
    return lambda *args, **kwargs: Ads(ads_clients(*args, **kwargs))


@pytest.fixture
def store(world: World) -> Any:
    """The customer most tests are about."""
    return world.google_ads.customers[int(STORE)]


#: What the store's account has in the tests about campaigns, besides the seed.
CAMPAIGNS: dict[str, Any] = {
    "conversion_actions": [
        {"id": 120, "name": "Visits", "type": "STORE_VISITS", "category": "STORE_VISIT"},
        {"id": 121, "name": "Sales", "type": "STORE_SALES", "category": "STORE_SALE"},
        {"id": 122, "name": "Installs", "type": "ANDROID_INSTALLS_ALL_OTHER_APPS", "category": "DOWNLOAD"},
        {"id": 123, "name": "Local lead", "type": "LOCAL_SERVICES_ADS", "category": "PHONE_CALL_LEAD"},
    ],
    "campaign_budgets": [
        {"id": 501, "name": "Shared", "amount_micros": 5_000_000_000},
        {"id": 502, "name": "Own", "explicitly_shared": False},
        {"id": 503, "name": "Gone", "status": "REMOVED"},
        {"id": 504, "name": "Idle"},
    ],
    "campaigns": [
        {"id": 601, "name": "Search", "campaign_budget": 501, "manual_cpc": {"enhanced_cpc_enabled": False}},
        {
            "id": 602,
            "name": "Max",
            "advertising_channel_type": "PERFORMANCE_MAX",
            "campaign_budget": 502,
            "maximize_conversions": {},
        },
        {"id": 603, "name": "Old", "status": "REMOVED", "campaign_budget": 501},
        {"id": 604, "name": "From SA360", "search_ads_360": True, "campaign_budget": 501},
        {"id": 605, "name": "Without goals", "unified_goals": False, "campaign_budget": 501},
        {
            "id": 606,
            "name": "Local",
            "advertising_channel_type": "PERFORMANCE_MAX",
            "maximize_conversions": {},
            "pmax_campaign_settings": {"local_services_pmax_campaign_settings": {"country_code": "US"}},
            "campaign_budget": {"id": 506, "name": "Local budget", "explicitly_shared": False},
        },
    ],
    "custom_conversion_goals": [
        {"id": 701, "name": "Carts", "conversion_actions": [101, 103]},
        {"id": 702, "name": "Dropped", "conversion_actions": [109], "status": "REMOVED"},
        {"id": 703, "name": "Both stores", "conversion_actions": [120, 121]},
    ],
}
#: An account whose conversions are those of its manager.
CLIENT = "2345678901"
MANAGER = "9998887777"


@pytest.fixture
def campaigns(world: World, seed: dict[str, Any]) -> World:
    """The world with campaigns in the store's account and in the cross-account client's."""
    content = copy.deepcopy(seed)
    by_id = {str(one["id"]): one for one in content["google_ads"]["customers"]}
    for key, items in copy.deepcopy(CAMPAIGNS).items():
        by_id[STORE].setdefault(key, []).extend(items)
    by_id[CLIENT]["campaigns"] = [{"id": 651, "name": "Client's", "campaign_budget": {"id": 551, "name": "Client's"}}]
    by_id[MANAGER]["custom_conversion_goals"] = [{"id": 751, "name": "Agency's", "conversion_actions": [901]}]
    world.reset(content)
    return world


@pytest.fixture
def shop(campaigns: World) -> Callable[[], Any]:
    """The store's account with campaigns, as it is when called."""
    return lambda: campaigns.google_ads.customers[int(STORE)]

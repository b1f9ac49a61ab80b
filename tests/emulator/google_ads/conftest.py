"""The official google-ads client, wrapped so that a test reads like what it checks.

Tests get everything through the fixture `ads`: requests, builders of operations, and `refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from microconv.emulator import World

STORE = "1234567890"


@dataclass
class Refusal:
    """A GoogleAdsFailure as plain values: ``family.WORD`` codes, ``a[0].b`` locations, messages and triggers."""

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

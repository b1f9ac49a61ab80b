"""The official clients in the words of the contracts: a test says what it asks and what it must be told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.emulator.cassette_grpc import plain

INVALID = "INVALID_ARGUMENT"


@dataclass(frozen=True)
class Accounts:
    """Ids of an account and a property to work in, and of two that the caller has no access to."""

    customer: str
    denied_customer: str
    property: str
    denied_property: str

    def all(self) -> tuple[str, ...]:
        """All four."""
        return (self.customer, self.denied_customer, self.property, self.denied_property)


@dataclass
class Refusal:
    """The content of a failure: the status, and of each error its code, its place in the request and its message."""

    status: str = ""
    codes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def read(self, failure: Any) -> None:
        """Take over the errors of a GoogleAdsFailure."""
        for item in plain(failure).errors:
            family = item.error_code.WhichOneof("error_code")
            enum = item.error_code.DESCRIPTOR.fields_by_name[family].enum_type
            self.codes.append(f"{family}.{enum.values_by_number[getattr(item.error_code, family)].name}")
            steps = item.location.field_path_elements
            self.places.append(
                ".".join(f"{one.field_name}[{one.index}]" if one.HasField("index") else one.field_name for one in steps)
            )
            self.messages.append(item.message)

    def only(self) -> tuple[str, str, str, str]:
        """Status, code, place and message of a failure with one error."""
        assert len(self.codes) == 1, self
        return (self.status, self.codes[0], self.places[0], self.messages[0])


class Ads:
    """Google Ads."""

    def __init__(self, client: Any, accounts: Accounts, suffix: str) -> None:
        self.client = client
        self.accounts = accounts
        self.customer = accounts.customer
        self._suffix = suffix
        self._services: dict[str, Any] = {}
        self._made: list[str] = []

    def name(self, words: str) -> str:
        """A name that no other run uses."""
        return words + self._suffix

    def service(self, name: str) -> Any:
        """One service, kept, as its channel must outlive its streams."""
        if name not in self._services:
            self._services[name] = self.client.get_service(name)
        return self._services[name]

    def action(self, words: str, **fields: Any) -> dict[str, Any]:
        """An operation that creates a website action; None leaves a field out."""
        content = {"name": self.name(words), "type_": "WEBPAGE", **fields}
        return {"create": {key: value for key, value in content.items() if value is not None}}

    def mutate(self, *operations: Any, **settings: Any) -> Any:
        """MutateConversionActions."""
        request = {"customer_id": self.customer, "operations": list(operations), **settings}
        answer = self.service("ConversionActionService").mutate_conversion_actions(request=request)
        created = [one for one, asked in zip(answer.results, operations, strict=False) if "create" in asked]
        self._made += [one.resource_name for one in created if one.resource_name]
        return answer

    def made(self, words: str, **fields: Any) -> str:
        """The resource name of a new action."""
        return str(self.mutate(self.action(words, **fields)).results[0].resource_name)

    def update(self, name: str, *paths: str, **fields: Any) -> Any:
        """Change one action; the mask is `paths`, or the names of `fields`."""
        mask = {"paths": list(paths) or [key.rstrip("_") for key in fields]}
        return self.mutate({"update": {"resource_name": name, **fields}, "update_mask": mask})

    def rows(self, query: str) -> list[Any]:
        """Every row of Search."""
        return list(self.service("GoogleAdsService").search(customer_id=self.customer, query=query))

    def stream(self, query: str) -> list[Any]:
        """Every batch of SearchStream."""
        return list(self.service("GoogleAdsService").search_stream(customer_id=self.customer, query=query))

    def live(self, name: str) -> Any:
        """An action as a query shows it; None if it does not."""
        fields = (
            "name, type, status, category, origin, counting_type, primary_for_goal, include_in_conversions_metric, "
            "click_through_lookback_window_days, view_through_lookback_window_days, value_settings.default_value, "
            "value_settings.default_currency_code, value_settings.always_use_default_value"
        )
        select = ", ".join(f"conversion_action.{one}" for one in fields.split(", "))
        where = f"conversion_action.resource_name = '{name}'"
        rows = self.rows(f"SELECT {select} FROM conversion_action WHERE {where}")
        return rows[0].conversion_action if rows else None

    def named(self, words: str) -> list[Any]:
        """The actions of a name."""
        where = f"conversion_action.name = '{self.name(words)}'"
        query = f"SELECT conversion_action.name, conversion_action.status FROM conversion_action WHERE {where}"
        return [row.conversion_action for row in self.rows(query)]

    def goals(self, category: str) -> dict[str, bool]:
        """The account's goals of a category: `biddable` by origin."""
        fields = "customer_conversion_goal.origin, customer_conversion_goal.biddable"
        where = f"customer_conversion_goal.category = '{category}'"
        rows = self.rows(f"SELECT {fields} FROM customer_conversion_goal WHERE {where}")
        return {row.customer_conversion_goal.origin.name: row.customer_conversion_goal.biddable for row in rows}

    @contextlib.contextmanager
    def refused(self) -> Iterator[Refusal]:
        """The failure with which the block must end."""
        from google.ads.googleads.errors import GoogleAdsException

        refusal = Refusal()
        with pytest.raises(GoogleAdsException) as caught:
            yield refusal
        refusal.read(caught.value.failure)
        refusal.status = caught.value.error.code().name
        assert caught.value.request_id

    def remove_what_was_made(self) -> None:
        """Leave a real account as it was, but for removed actions."""
        left = [one for one in self._made if (found := self.live(one)) is not None and found.status.name != "REMOVED"]
        if left:
            self.mutate(*({"remove": one} for one in left))


class Analytics:
    """The GA4 Admin API."""

    def __init__(self, client: Any, accounts: Accounts, suffix: str) -> None:
        self.client = client
        self.accounts = accounts
        self.parent = f"properties/{accounts.property}"
        self._suffix = suffix
        self._made: list[str] = []

    def name(self, words: str) -> str:
        """An event name that no other run uses."""
        return words + self._suffix

    def create(self, words: str, **fields: Any) -> Any:
        """A new key event."""
        content = {"event_name": self.name(words), "counting_method": "ONCE_PER_EVENT", **fields}
        made = self.client.create_key_event(parent=self.parent, key_event=content)
        self._made.append(made.name)
        return made

    def update(self, name: str, *paths: str, **fields: Any) -> Any:
        """Change a key event; the mask is `paths`, or the names of `fields`."""
        mask = {"paths": list(paths) or list(fields)}
        return self.client.update_key_event(key_event={"name": name, **fields}, update_mask=mask)

    def get(self, name: str) -> Any:
        """One key event."""
        return self.client.get_key_event(name=name)

    def listed(self) -> dict[str, Any]:
        """Every key event of the property by event name."""
        return {one.event_name: one for one in self.client.list_key_events(parent=self.parent)}

    @contextlib.contextmanager
    def refused(self) -> Iterator[Refusal]:
        """The error with which the block must end; `codes` holds the HTTP status, `messages` the text after the URL."""
        from google.api_core.exceptions import GoogleAPICallError

        refusal = Refusal()
        with pytest.raises(GoogleAPICallError) as caught:
            yield refusal
        refusal.codes = [str(int(caught.value.code))]
        refusal.messages = [caught.value.message.partition(": ")[2]]

    def delete_what_was_made(self) -> None:
        """Leave a real property as it was."""
        names = {one.name for one in self.listed().values()}
        for name in self._made:
            if name in names:
                self.client.delete_key_event(name=name)

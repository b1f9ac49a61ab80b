"""Accounts in memory that keep the APIs' rules: what the laws are proved on, and a provider around each.

Written from the published rules, not from the planner: a change that Google would refuse is refused here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from strategies import ACTION, CUSTOMER, KEY_EVENT, ORIGINS, PROPERTY, action_state

from microconv.core.errors import RejectedError, UnclearError
from microconv.core.plan import Action, Change
from microconv.core.ports import Outcome, Status, failed
from microconv.core.resource import Address, Live, Reading, Standing, frozen
from microconv.core.schema import ResourceType, Scalar
from microconv.core.steps import Step
from microconv.providers.ga4.key_event import KEY_EVENT as KEY_EVENT_TYPE
from microconv.providers.google_ads.conversion_action import CONVERSION_ACTION

CREATABLE = {
    *("webpage", "upload_clicks", "upload_calls", "ad_call", "website_call", "click_to_call"),
    *("google_play_download", "google_play_in_app_purchase"),
}
FOREIGN = {Standing.SYSTEM, Standing.OTHER_OWNER, Standing.FIXED}


class Store:
    """Live objects by id. `_create`, `_update` and `_remove` raise RejectedError and then change nothing."""

    api = ""

    def __init__(self, live: Iterable[Live]) -> None:
        self.live = {item.id: item for item in live}
        self._next = 9_000

    def carry_out(self, change: Change) -> None:
        """Do one change. Raises RejectedError."""
        if change.action is Action.CREATE:
            if change.id:
                raise self._refusal("INVALID_ARGUMENT", "a new object has no id")
            self._create({item.name: item.after for item in change.attributes if item.after is not None})
            return
        if change.id not in self.live:
            raise self._refusal("NOT_FOUND", f"there is no {change.id}")
        if change.action is Action.REMOVE:
            self._remove(self.live[change.id])
        elif not change.attributes:
            raise self._refusal("INVALID_ARGUMENT", "an empty mask")
        else:
            self._update(self.live[change.id], {item.name: item.after for item in change.attributes})

    def named(self, name: str) -> dict[str, Scalar]:
        """The state of the one object with this name that is not removed. Raises KeyError."""
        found = [item for item in self._there() if item.address.name == name]
        if len(found) != 1:
            raise KeyError(f"{len(found)} objects are named {name}")
        return dict(found[0].state)

    def names(self) -> list[str]:
        """The names of all objects that are not removed, sorted."""
        return sorted(item.address.name for item in self._there())

    def _there(self) -> list[Live]:
        return [item for item in self.live.values() if not self._gone(item)]

    def _gone(self, item: Live) -> bool:
        return item.standing in {Standing.REMOVED, Standing.OTHER_OWNER}

    def _refusal(self, code: str, message: str) -> RejectedError:
        return RejectedError(api=self.api, account="", code=code, message=message, request_id="REQ-refused")

    def _create(self, fields: Mapping[str, Scalar]) -> None:
        raise NotImplementedError

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        raise NotImplementedError

    def _remove(self, item: Live) -> None:
        raise NotImplementedError


class AdsStore(Store):
    """The conversion actions of one Google Ads account."""

    api = "google_ads"

    def _create(self, fields: Mapping[str, Scalar]) -> None:
        kind, name = str(fields.get("type")), str(fields.get("name", ""))
        if kind not in CREATABLE:
            raise self._refusal("ConversionActionError.CREATION_NOT_SUPPORTED", f"{kind} cannot be created")
        if "category" not in fields or not name:
            raise self._refusal("FieldError.REQUIRED", "name and category are required")
        self._check_name(name, "")
        if kind in {"ad_call", "website_call"} and fields.get("value_settings.always_use_default_value") is not True:
            raise self._refusal("FieldError.INVALID_VALUE", "calls always use their default value: it must be said")
        if "app_id" in fields and fields["app_id"] in {item.state.get("app_id") for item in self._there()}:
            raise self._refusal("ConversionActionError.DUPLICATE_APP_ID", str(fields["app_id"]))
        self._check_fields({**action_state(type=kind), **fields})
        self._next += 1
        state = frozen({"name": name, **action_state(type=kind), **fields, "origin": ORIGINS.get(kind, "website")})
        identifier = f"customers/{CUSTOMER}/conversionActions/{self._next}"
        self.live[identifier] = Live(Address(ACTION, name), identifier, name, state)

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        if item.standing in FOREIGN:
            raise self._refusal("MutateError.MUTATE_NOT_ALLOWED", f"{item.standing.value}")
        if item.standing is Standing.REMOVED:
            raise self._refusal("OPERATION_NOT_PERMITTED_FOR_REMOVED_RESOURCE", item.id)
        for name, value in fields.items():
            if name in {"type", "app_id", "origin"}:
                raise self._refusal("FieldError.IMMUTABLE_FIELD", name)
            if value is None:
                raise self._refusal("FieldError.FIELD_CANNOT_BE_CLEARED", name)
        name = str(fields.get("name", item.address.name))
        if name != item.address.name:
            self._check_name(name, item.id)
        state = {**item.state, **fields}
        self._check_fields(state)
        standing = item.standing
        if standing is Standing.HIDDEN and state["status"] == "enabled":
            standing = Standing.IMPORTED if item.identity.startswith("ga4:") else Standing.NORMAL
        identity = name if item.identity == item.address.name else item.identity
        self.live[item.id] = Live(Address(ACTION, name), item.id, identity, frozen(state), standing, item.owner)

    def _remove(self, item: Live) -> None:
        if item.standing in {*FOREIGN, Standing.REMOVED}:
            raise self._refusal("MutateError.MUTATE_NOT_ALLOWED", f"{item.standing.value}")
        state = frozen({**item.state, "status": "removed"})
        self.live[item.id] = replace(item, state=state, standing=Standing.REMOVED)

    def _check_name(self, name: str, identifier: str) -> None:
        for other in self._there():
            if other.address.name == name and other.id != identifier:
                raise self._refusal("ConversionActionError.DUPLICATE_NAME", f"{other.id} is named {name}")

    def _check_fields(self, state: Mapping[str, Scalar]) -> None:
        if state["type"] in {"ad_call", "website_call"}:
            if state["value_settings.always_use_default_value"] is not True:
                raise self._refusal("FieldError.INVALID_VALUE", "calls always use their default value")
            if state["view_through_lookback_window_days"] is not None:
                raise self._refusal("FieldError.VALUE_MUST_BE_UNSET", "calls have no view-through window")
        elif state["phone_call_duration_seconds"] is not None:
            raise self._refusal("FieldError.VALUE_MUST_BE_UNSET", "only calls have a length")


class Ga4Store(Store):
    """The key events of one GA4 property."""

    api = "ga4"

    def _create(self, fields: Mapping[str, Scalar]) -> None:
        name = str(fields.get("event_name", ""))
        if not name or any(item.address.name == name for item in self.live.values()):
            raise self._refusal("ALREADY_EXISTS", f"the key event {name!r} cannot be made")
        if unknown := set(fields) - {"event_name", "counting_method", "default_value"}:
            raise self._refusal("INVALID_ARGUMENT", f"output only: {sorted(unknown)}")
        self._next += 1
        made: dict[str, Scalar] = {"counting_method": "once_per_event", "default_value": None}
        state = frozen({**made, "deletable": True, "custom": True, **fields})
        identifier = f"properties/{PROPERTY}/keyEvents/{self._next}"
        self.live[identifier] = Live(Address(KEY_EVENT, name), identifier, name, state)

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        if unknown := set(fields) - {"counting_method", "default_value"}:
            raise self._refusal("INVALID_ARGUMENT", f"cannot be changed: {sorted(unknown)}")
        self.live[item.id] = replace(item, state=frozen({**item.state, **fields}))

    def _remove(self, item: Live) -> None:
        if item.state["deletable"] is not True:
            raise self._refusal("FAILED_PRECONDITION", f"{item.address.name} cannot be deleted")
        del self.live[item.id]


class Fault(enum.Enum):
    """What goes wrong with one write call."""

    ANSWER_LOST = "the write happens, the answer does not arrive"
    NOT_ARRIVED = "the request gets lost"
    INTERRUPT_BEFORE = "Ctrl-C before the write"
    INTERRUPT_AFTER = "Ctrl-C after the write"


class Account:
    """A store as a provider. `faults` says what goes wrong with which write call, counted from 1.

    `reads_until` is how many reads succeed before the API goes away.
    """

    def __init__(self, store: Store, faults: Mapping[int, Fault] | None = None, reads_until: int = 99) -> None:
        self.store = store
        self.name = store.api
        self.account = "123-456-7890" if self.name == "google_ads" else PROPERTY
        self.types: tuple[ResourceType, ...] = (CONVERSION_ACTION,) if self.name == "google_ads" else (KEY_EVENT_TYPE,)
        self.calls = 0
        self.writes = 0
        self.faults = dict(faults or {})
        self._reads_left = reads_until

    def read(self) -> Reading:
        self.calls += 1
        self._reads_left -= 1
        if self._reads_left < 0:
            raise UnclearError(api=self.name, account=self.account, code="UNAVAILABLE", message="no answer")
        facts = frozen({"customer.currency_code": "JPY"} if self.name == "google_ads" else {})
        return Reading(self.name, self.account, tuple(self.store.live.values()), facts, calls=1)

    def apply(self, step: Step) -> Sequence[Outcome]:
        self.calls += 1
        self.writes += 1
        fault = self.faults.get(self.writes)
        if fault is Fault.INTERRUPT_BEFORE:
            raise KeyboardInterrupt
        if fault is Fault.NOT_ARRIVED:
            return [failed(change, self._silence()) for change in step.changes]
        outcomes = list(self._outcomes(step))
        if fault is Fault.INTERRUPT_AFTER:
            raise KeyboardInterrupt
        if fault is Fault.ANSWER_LOST:
            return [failed(change, self._silence()) for change in step.changes]
        return outcomes

    def _outcomes(self, step: Step) -> Iterator[Outcome]:
        for change in step.changes:
            try:
                self.store.carry_out(change)
            except RejectedError as error:
                yield failed(change, error)
            else:
                yield Outcome(change, Status.APPLIED, f"REQ-{self.writes}" if self.name == "google_ads" else "")

    def _silence(self) -> UnclearError:
        return UnclearError(api=self.name, account=self.account, code="DEADLINE_EXCEEDED", message="no answer in time")

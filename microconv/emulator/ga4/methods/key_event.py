"""Key events, and conversion events as the older spelling of the same objects: create, get, list, update, delete.

Both collections show one store under the same ids: what is created as a key event is there as a conversion event
(the older methods are documented as deprecated in favour of the newer ones; checked 2026-11-23).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.access import open_property, parse_name
from microconv.emulator.ga4.errors import ApiError, invalid, not_found
from microconv.emulator.ga4.field_behavior import is_set, refuse_change, refuse_output_only
from microconv.emulator.ga4.history import record
from microconv.emulator.ga4.masks import read_mask, touches
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4.methods.key_event_rules import check_default_value, check_event_name, check_room
from microconv.emulator.ga4.model import COUNTING_METHODS, GA_KEY_EVENTS, KeyEvent
from microconv.emulator.ga4.paging import page

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import DefaultValue, Property

_OUTPUT_ONLY = ("name", "create_time", "deletable", "custom")


@dataclass(frozen=True, slots=True)
class KeyEventMethods:
    """The five methods in one spelling.

    collection: the word in resource names.
    resource: the resource's field in create and update requests.
    items: the repeated field of the list response.
    value: the resource's field with the default value.
    amount: the amount's field within it.
    optional_counting: whether the counting method is documented as optional.
    """

    collection: str
    resource: str
    items: str
    value: str
    amount: str
    optional_counting: bool

    def create(self, call: Call) -> None:
        """Mark an event as a key event.

        Raises ApiError: INVALID_ARGUMENT, ALREADY_EXISTS, or the property's limit (see key_event_rules).
        """
        owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
        given = getattr(call.request, self.resource)
        refuse_output_only(call, [name for name in _OUTPUT_ONLY if is_set(given, name)], self.resource)
        policies = call.world.policies
        check_event_name(given.event_name, f"{self.resource}.event_name", policies)
        method = self._counting_method(call, given)
        value = self._default_value(call, given)
        custom = given.event_name not in GA_KEY_EVENTS
        check_room(owner, given.event_name, custom, policies)
        now = call.world.clock.now()
        event = KeyEvent(
            id=call.world.ga4.new_id(),
            event_name=given.event_name,
            counting_method=method,
            default_value=value,
            deletable=True,
            custom=custom,
            create_time=now,
        )
        owner.key_events[event.id] = event
        _record(call, owner, None, event)
        self.write(call.response, self._name(owner, event), event)

    def get(self, call: Call) -> None:
        """One key event.

        Raises ApiError (NOT_FOUND); see also find_property.
        """
        owner, event = self._find(call, call.request.name, "name")
        self.write(call.response, self._name(owner, event), event)

    def list(self, call: Call) -> None:
        """The key events of a property."""
        owner = open_property(call, *parse_name(call.request.parent, "properties/*", "parent"))
        listed, call.response.next_page_token = page(call, owner.key_events.values())
        for event in listed:
            self.write(getattr(call.response, self.items).add(), self._name(owner, event), event)

    def update(self, call: Call) -> None:
        """Change what the mask names: the counting method, the default value or a part of it.

        An event name that is named but not different changes nothing; another one is refused.

        Raises ApiError: INVALID_ARGUMENT, NOT_FOUND; see also find_property.
        """
        given = getattr(call.request, self.resource)
        owner, event = self._find(call, given.name, f"{self.resource}.name")
        mask = read_mask(call.request.update_mask.paths, given.DESCRIPTOR)
        refuse_output_only(call, mask.intersection(_OUTPUT_ONLY), self.resource)
        refuse_change(mask, "event_name", given.event_name, event.event_name, self.resource)
        changed = replace(
            event,
            counting_method=self._new_counting_method(call, given, event, mask),
            default_value=self._new_default_value(call, given, event, mask),
        )
        owner.key_events[event.id] = changed
        _record(call, owner, event, changed)
        self.write(call.response, self._name(owner, changed), changed)

    def delete(self, call: Call) -> None:
        """Unmark an event.

        Raises ApiError (NOT_FOUND); for one that is not deletable see the policy `key_event_not_deletable_error`.
        """
        owner, event = self._find(call, call.request.name, "name")
        if not event.deletable:
            code = call.world.policies["key_event_not_deletable_error"]
            raise ApiError(str(code), f"The key event '{event.event_name}' cannot be deleted.")
        del owner.key_events[event.id]
        _record(call, owner, event, None)

    def write(self, message: Any, name: str, event: KeyEvent) -> None:
        """Fill a KeyEvent or ConversionEvent message."""
        fill(
            message,
            name=name,
            event_name=event.event_name,
            create_time=event.create_time,
            deletable=event.deletable,
            custom=event.custom,
            counting_method=event.counting_method,
        )
        if event.default_value is not None:
            fill(getattr(message, self.value), currency_code=event.default_value.currency_code)
            fill(getattr(message, self.value), **{self.amount: event.default_value.numeric_value})

    # ---- parts of a request

    def _find(self, call: Call, name: str, field: str) -> tuple[Property, KeyEvent]:
        property_id, event_id = parse_name(name, f"properties/*/{self.collection}/*", field)
        owner = open_property(call, property_id)
        event = owner.key_events.get(event_id)
        if event is None:
            raise not_found()
        return owner, event

    def _name(self, owner: Property, event: KeyEvent) -> str:
        return f"{owner.name}/{self.collection}/{event.id}"

    def _counting_method(self, call: Call, given: Any) -> str:
        """The counting method of a whole resource; left out, it is once per event or refused, as the policy says."""
        if given.counting_method == 0:
            if self.optional_counting or not call.world.policies["counting_method_required"]:
                return COUNTING_METHODS[0]
            raise invalid("The counting method is required.", f"{self.resource}.counting_method")
        words = given.DESCRIPTOR.fields_by_name["counting_method"].enum_type.values_by_number
        if given.counting_method not in words:
            raise invalid(
                f"The counting method {given.counting_method} is unknown.", f"{self.resource}.counting_method"
            )
        word: str = words[given.counting_method].name
        return word

    def _new_counting_method(self, call: Call, given: Any, event: KeyEvent, mask: frozenset[str]) -> str:
        if "counting_method" in mask and given.counting_method == 0:
            if call.world.policies["counting_method_clearable"]:
                return COUNTING_METHODS[0]
            raise invalid("The counting method must not be cleared.", f"{self.resource}.counting_method")
        if touches(mask, "counting_method"):
            return self._counting_method(call, given)
        return event.counting_method

    def _default_value(self, call: Call, given: Any) -> DefaultValue | None:
        if not given.HasField(self.value):
            return None
        value = getattr(given, self.value)
        return self._checked_value(call, _amount(value, self.amount), value.currency_code)

    def _new_default_value(self, call: Call, given: Any, event: KeyEvent, mask: frozenset[str]) -> DefaultValue | None:
        if touches(mask, self.value):
            return self._default_value(call, given)
        parts = {part for part in (self.amount, "currency_code") if f"{self.value}.{part}" in mask}
        if not parts:
            return event.default_value
        value, old = getattr(given, self.value), event.default_value
        amount = None if old is None else old.numeric_value
        code = "" if old is None else old.currency_code
        if self.amount in parts:
            amount = _amount(value, self.amount)
        if "currency_code" in parts:
            code = value.currency_code
        return self._checked_value(call, amount, code)

    def _checked_value(self, call: Call, amount: float | None, currency_code: str) -> DefaultValue:
        return check_default_value(amount, currency_code, f"{self.resource}.{self.value}", call.world.policies)


def _record(call: Call, owner: Property, before: KeyEvent | None, after: KeyEvent | None) -> None:
    """Key events are in the change history under the newer name, whichever spelling the caller used."""
    event = before or after
    if event is not None:
        record(call, owner, "KEY_EVENT", f"{owner.name}/keyEvents/{event.id}", before, after)


def _amount(value: Any, name: str) -> float | None:
    """The amount, None if the field shows that it is absent."""
    field = value.DESCRIPTOR.fields_by_name[name]
    if field.has_presence and not value.HasField(name):
        return None
    amount: float = getattr(value, name)
    return amount


KEY_EVENTS = KeyEventMethods(
    collection="keyEvents",
    resource="key_event",
    items="key_events",
    value="default_value",
    amount="numeric_value",
    optional_counting=False,
)
CONVERSION_EVENTS = KeyEventMethods(
    collection="conversionEvents",
    resource="conversion_event",
    items="conversion_events",
    value="default_conversion_value",
    amount="value",
    optional_counting=True,
)

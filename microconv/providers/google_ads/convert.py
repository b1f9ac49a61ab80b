"""Between the API's messages (raw protobuf) and states: driven by the attribute table alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from microconv.core.account_ids import dashed
from microconv.core.ga4_import import import_identity, name_identity
from microconv.core.resource import Address, Live, Standing, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.value import Scalar
from microconv.providers.google_ads.capabilities import FIXED_TYPES, IMPORTED_TYPES
from microconv.providers.google_ads.conversion_action import ATTRIBUTES, CONVERSION_ACTION

if TYPE_CHECKING:
    from microconv.core.plan import Change as PlannedChange

CUSTOMER_FIELDS = (
    "customer.id",
    "customer.descriptive_name",
    "customer.currency_code",
    "customer.manager",
    "customer.time_zone",
    "customer.auto_tagging_enabled",
    "customer.conversion_tracking_setting.google_ads_conversion_customer",
    "customer.conversion_tracking_setting.accepted_customer_data_terms",
    "customer.conversion_tracking_setting.effective_enablement_setting",
)
"""Fields of the account itself; they come with every row."""

_IDENTITY_FIELDS = (
    "resource_name",
    "owner_customer",
    "google_analytics_4_settings.event_name",
    "google_analytics_4_settings.property_id",
)

ACTIONS_QUERY = "SELECT {} FROM conversion_action".format(
    ", ".join(
        [f"conversion_action.{name}" for name in (*_IDENTITY_FIELDS, *(item.name for item in ATTRIBUTES))]
        + list(CUSTOMER_FIELDS)
    )
)
RECENT_QUERY = (
    "SELECT conversion_action.owner_customer, metrics.all_conversions, metrics.all_conversions_value "
    "FROM conversion_action WHERE segments.date DURING LAST_30_DAYS"
)
"""Counts of each action lately; an action without conversions may be left out."""
CUSTOMER_QUERY = f"SELECT {', '.join(CUSTOMER_FIELDS)} FROM customer"


class Reader:
    """Turns rows into live objects. Field access is looked up once, not for every row."""

    def __init__(self, customer_id: str) -> None:
        self._customer_id = customer_id
        self._getters: list[tuple[str, Callable[[Any], Scalar]]] | None = None

    def live(self, action: Any) -> Live:
        """A conversion action (raw protobuf) as a live object."""
        if self._getters is None:
            self._getters = [(item.name, _getter(action.DESCRIPTOR, item)) for item in ATTRIBUTES]
        state = {name: get(action) for name, get in self._getters}
        name = str(state["name"] or "")
        owner = action.owner_customer.removeprefix("customers/")
        kind = str(state["type"] or "")
        imported = kind.startswith("google_analytics_4")
        settings = action.google_analytics_4_settings
        return Live(
            address=Address(CONVERSION_ACTION.name, name),
            id=self._resource_name(action, owner),
            identity=import_identity(str(settings.property_id), settings.event_name)
            if imported
            else name_identity(name),
            state=frozen(state),
            standing=self._standing(kind, str(state["status"]), owner, action.HasField("owner_customer")),
            owner=dashed(owner) if owner not in {"", self._customer_id} else "",
        )

    def identifier(self, action: Any) -> str:
        """The resource name by which an action (raw protobuf, with its owner) is known here."""
        return self._resource_name(action, action.owner_customer.removeprefix("customers/"))

    def _resource_name(self, action: Any, owner: str) -> str:
        """The action's name in the account that owns it, where changes go and custom goals refer to it."""
        head, _, number = action.resource_name.rpartition("/")
        return f"customers/{owner}/conversionActions/{number}" if owner else f"{head}/{number}"

    def _standing(self, kind: str, status: str, owner: str, owned: bool) -> Standing:
        if status == "removed":
            return Standing.REMOVED
        if not owned or not owner:
            return Standing.SYSTEM
        if owner != self._customer_id:
            return Standing.OTHER_OWNER
        if kind in FIXED_TYPES:
            return Standing.FIXED
        if status == "hidden":
            return Standing.HIDDEN
        return Standing.IMPORTED if kind.startswith(tuple(IMPORTED_TYPES)) else Standing.NORMAL


def word(message: Any, field: str) -> str:
    """The enum name in lower case that a field of a raw message holds; empty for none."""
    return str(_word_getter(message.DESCRIPTOR, field)(message) or "")


@lru_cache(maxsize=64)
def _word_getter(descriptor: Any, field: str) -> Callable[[Any], Scalar]:
    return _getter(descriptor, Attribute(name=field, kind=Kind.WORD, summary="", source=""))


def fill(operation: Any, change: PlannedChange, kind: ResourceType, name: str, refer: Callable[[str], str]) -> None:
    """Write a change into a MutateOperation (raw protobuf): the object, and for an update its mask of leaf paths.

    `name` is the object's resource name; for a create a temporary one, or empty. `refer` gives the resource name of
    what an attribute refers to.
    """
    from microconv.core.plan import Action

    inner = getattr(operation, f"{change.address.type.partition('.')[2]}_operation")
    if change.action is Action.REMOVE:
        inner.remove = name
        return
    target = inner.create if change.action is Action.CREATE else inner.update
    if name:
        target.resource_name = name
    if change.action is not Action.CREATE:
        inner.update_mask.paths.extend(sorted(item.name for item in change.attributes))
    for item in change.attributes:
        attribute = kind.attribute(item.name)
        if isinstance(item.after, tuple):
            getattr(target, item.name).extend(refer(reference) for reference in item.after)
        elif attribute.name == "custom_conversion_goal":
            target.custom_conversion_goal = refer(str(item.after)) if item.after else ""
        elif item.after is not None:
            _set(target, attribute, item.after)


def _field(descriptor: Any, name: str) -> Any:
    """A field's descriptor. The client renames reserved words: `type` is `type_`."""
    return descriptor.fields_by_name.get(name) or descriptor.fields_by_name[f"{name}_"]


def _getter(descriptor: Any, attribute: Attribute) -> Callable[[Any], Scalar]:
    *parents, leaf = attribute.name.split(".")
    names = []
    for parent in parents:
        field = _field(descriptor, parent)
        names.append(field.name)
        descriptor = field.message_type
    field = _field(descriptor, leaf)
    name = field.name
    if attribute.kind is Kind.WORD:
        known = {value.number: value.name.lower() for value in field.enum_type.values}

        def word_of(message: Any) -> Scalar:
            for parent in names:
                message = getattr(message, parent)
            number = getattr(message, name)
            return known.get(number, f"unknown_{number}") if number else None

        return word_of
    has_presence = field.has_presence

    def value_of(message: Any) -> Scalar:
        for parent in names:
            message = getattr(message, parent)
        if has_presence and not message.HasField(name):
            return None
        value: Scalar = getattr(message, name)
        return value

    return value_of


def _set(message: Any, attribute: Attribute, value: Scalar) -> None:
    *parents, leaf = attribute.name.split(".")
    for parent in parents:
        message = getattr(message, _field(message.DESCRIPTOR, parent).name)
    field = _field(message.DESCRIPTOR, leaf)
    if attribute.kind is Kind.WORD:
        value = field.enum_type.values_by_name[str(value).upper()].number
    setattr(message, field.name, value)

"""A GA4 property in memory: key events, event-create rules, Google Ads links, enhanced measurement.

Sources: the v1beta and v1alpha protos, checked 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from store import Store
from strategies import EVENT_RULE, KEY_EVENT, LINK, MEASUREMENT, PROPERTY, SETTINGS

from microconv.core.account_ids import dashed
from microconv.core.resource import Address, Live, frozen
from microconv.core.value import Scalar

NEW: dict[str, dict[str, Scalar]] = {
    KEY_EVENT: {"counting_method": "once_per_event", "default_value": None, "deletable": True, "custom": True},
    EVENT_RULE: {"source_copy_parameters": False, "parameter_mutations": ()},
    LINK: {"ads_personalization_enabled": True},
}
FOUND_BY = {KEY_EVENT: "event_name", EVENT_RULE: "destination_event", LINK: "customer_id"}
PLACE = {KEY_EVENT: "keyEvents", EVENT_RULE: "dataStreams/5/eventCreateRules", LINK: "googleAdsLinks"}
CHANGEABLE = {
    KEY_EVENT: {"counting_method", "default_value"},
    EVENT_RULE: {"destination_event", "event_conditions", "source_copy_parameters", "parameter_mutations"},
    LINK: {"ads_personalization_enabled"},
    MEASUREMENT: {f"{name}_enabled" for name in SETTINGS},
}


class Ga4Store(Store):
    """The content of one GA4 property with one web stream."""

    api = "ga4"

    def _create(self, type_name: str, fields: Mapping[str, Scalar]) -> None:
        if type_name == MEASUREMENT:
            raise self._refusal("UNIMPLEMENTED", "a stream has its settings from the start")
        identity = str(fields.get(FOUND_BY[type_name], ""))
        taken = type_name != EVENT_RULE and any(item.identity == identity for item in self.of(type_name))
        if not identity or taken:  # several rules may make one event
            raise self._refusal("ALREADY_EXISTS", f"the {type_name} {identity!r} cannot be made")
        if unknown := set(fields) - CHANGEABLE[type_name] - {FOUND_BY[type_name]}:
            raise self._refusal("INVALID_ARGUMENT", f"output only: {sorted(unknown)}")
        if type_name == EVENT_RULE and not fields.get("event_conditions"):
            raise self._refusal("INVALID_ARGUMENT", "a rule has at least one condition")
        identifier = self._new(f"properties/{PROPERTY}/{PLACE[type_name]}/")
        name = dashed(identity) if type_name == LINK else identity
        state = frozen({**NEW[type_name], **fields})
        self.live[identifier] = Live(Address(type_name, name), identifier, identity, state)

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        if unknown := set(fields) - CHANGEABLE[item.address.type]:
            raise self._refusal("INVALID_ARGUMENT", f"cannot be changed: {sorted(unknown)}")
        self.live[item.id] = replace(item, state=frozen({**item.state, **fields}))

    def _remove(self, item: Live) -> None:
        if item.address.type == MEASUREMENT or item.state.get("deletable") is False:
            raise self._refusal("FAILED_PRECONDITION", f"{item.address.name} cannot be deleted")
        del self.live[item.id]

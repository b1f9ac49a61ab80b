"""GetMetadata: the dimensions and metrics that the emulator has, and the rates of a property's key events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.access import property_id, property_of
from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS, key_event_metrics
from microconv.emulator.ga4_data.methods.report import CORE

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4_data.quotas import Ledger

_SUFFIX = "/metadata"
_TOKENS = 1


def get_metadata(call: Call, ledger: Ledger) -> None:
    """List the fields that reports of a property may ask for; of ``properties/0``, those of every property.

    Saved comparisons and conversion actions are not there: the emulator has none.

    Raises ApiError; see property_of and Ledger.check.
    """
    name = call.request.name
    if not name.endswith(_SUFFIX):
        raise invalid(f"'{name}' is not a resource name of the form properties/{{number}}/metadata.", "name")
    metrics = list(METRICS.values())
    if property_id(name.removesuffix(_SUFFIX)) != 0:
        owner = property_of(call, name.removesuffix(_SUFFIX))
        ledger.check(call, owner, CORE)
        ledger.spend(call, owner, CORE, _TOKENS)
        metrics += key_event_metrics(owner)
    call.response.name = name
    for dimension in DIMENSIONS.values():
        message = call.response.dimensions.add()
        fill(message, api_name=dimension.name, ui_name=dimension.ui_name, category=dimension.category)
        message.description = dimension.description
        message.deprecated_api_names.extend(dimension.deprecated)
    for metric in metrics:
        message = call.response.metrics.add()
        fill(message, api_name=metric.name, ui_name=metric.ui_name, category=metric.category, type=metric.type)
        message.description = metric.description
        message.deprecated_api_names.extend(metric.deprecated)

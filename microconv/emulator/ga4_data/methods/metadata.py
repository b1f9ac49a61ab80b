"""GetMetadata: what Google lists, the fields that the emulator has first; the others say so in their description.

A field that is not emulated has the name of the published schema, a name to show made from it, and neither group nor
type; a report that asks for it is answered UNIMPLEMENTED.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.errors import invalid
from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.access import property_id, property_of
from microconv.emulator.ga4_data.disturbances import is_restricted
from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS, key_event_metrics
from microconv.emulator.ga4_data.fields_published import DIMENSION_NAMES, METRIC_NAMES, former_names, ui_name
from microconv.emulator.ga4_data.quotas import CORE, Ledger

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4_data.fields import Dimension, Metric
    from microconv.emulator.policies import Policies

#: The description of a field that Google has and the emulator has not.
NOT_EMULATED = "Not emulated: a report that asks for it is answered UNIMPLEMENTED."
_SUFFIX = "/metadata"
_TOKENS = 1
_NO_REVENUE_METRICS = 1


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
        fill_dimension(call.response.dimensions.add(), dimension)
    for metric in metrics:
        fill_metric(call.response.metrics.add(), metric, call.world.policies)
    _list_others(call.response)


def fill_dimension(message: Any, dimension: Dimension) -> None:
    """Fill a DimensionMetadata."""
    fill(message, api_name=dimension.name, ui_name=dimension.ui_name, category=dimension.category)
    message.description = dimension.description
    message.deprecated_api_names.extend(dimension.deprecated)


def fill_metric(message: Any, metric: Metric, policies: Policies) -> None:
    """Fill a MetricMetadata."""
    fill(message, api_name=metric.name, ui_name=metric.ui_name, category=metric.category, type=metric.type)
    message.description = metric.description
    message.deprecated_api_names.extend(metric.deprecated)
    if is_restricted(metric, policies):
        message.blocked_reasons.append(_NO_REVENUE_METRICS)


def _list_others(response: Any) -> None:
    for name in sorted(DIMENSION_NAMES.difference(DIMENSIONS)):
        fill(response.dimensions.add(), api_name=name, ui_name=ui_name(name), description=NOT_EMULATED)
    for name in sorted(METRIC_NAMES.difference(METRICS)):
        message = response.metrics.add()
        fill(message, api_name=name, ui_name=ui_name(name), description=NOT_EMULATED)
        message.deprecated_api_names.extend(former_names(name))

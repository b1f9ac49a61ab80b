"""CheckCompatibility: which fields may be added to a report, or are in the way of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4_data.access import property_of
from microconv.emulator.ga4_data.compatible import is_compatible
from microconv.emulator.ga4_data.fields import DIMENSIONS, METRICS, find_dimension, find_metric, key_event_metrics
from microconv.emulator.ga4_data.filters import compile_filter
from microconv.emulator.ga4_data.methods.metadata import fill_dimension, fill_metric
from microconv.emulator.ga4_data.quotas import CORE, Ledger

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call

_COMPATIBLE, _INCOMPATIBLE = 1, 2
_TOKENS = 1


def check_compatibility(call: Call, ledger: Ledger) -> None:
    """Every field that the emulator has, with whether it goes with those of the request.

    Raises ApiError for a field that is none or not emulated; see also property_of and Ledger.check.
    """
    request = call.request
    owner = property_of(call, request.property)
    ledger.check(call, owner, CORE)
    dimensions = [find_dimension(one.name).name for one in request.dimensions]
    metrics = [find_metric(one.name, owner).name for one in request.metrics]

    def note_dimension(name: str) -> str:
        dimensions.append(find_dimension(name).name)
        return name

    def note_metric(name: str) -> str:
        metrics.append(find_metric(name, owner).name)
        return name

    if request.HasField("dimension_filter"):
        compile_filter(request.dimension_filter, note_dimension, metrics=False)
    if request.HasField("metric_filter"):
        compile_filter(request.metric_filter, note_metric, metrics=True)

    def listed(name: str) -> int:
        compatible = _COMPATIBLE if is_compatible(name, dimensions, metrics) else _INCOMPATIBLE
        return compatible if request.compatibility_filter in (0, compatible) else 0

    for dimension in DIMENSIONS.values():
        if verdict := listed(dimension.name):
            one: Any = call.response.dimension_compatibilities.add(compatibility=verdict)
            fill_dimension(one.dimension_metadata, dimension)
    for metric in (*METRICS.values(), *key_event_metrics(owner)):
        if verdict := listed(metric.name):
            one = call.response.metric_compatibilities.add(compatibility=verdict)
            fill_metric(one.metric_metadata, metric, call.world.policies)
    ledger.spend(call, owner, CORE, _TOKENS)

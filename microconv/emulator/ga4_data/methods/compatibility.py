"""CheckCompatibility: which fields may be added to a report, or are in the way of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4_data.access import property_id, property_of
from microconv.emulator.ga4_data.compatible import is_compatible, refuse_incompatible
from microconv.emulator.ga4_data.fields import (
    DIMENSIONS,
    METRICS,
    canonical,
    find_dimension,
    find_metric,
    key_event_metrics,
)
from microconv.emulator.ga4_data.filters import compile_filter
from microconv.emulator.ga4_data.methods.metadata import fill_dimension, fill_metric
from microconv.emulator.ga4_data.plan import read_dimension, read_metric
from microconv.emulator.ga4_data.quotas import CORE, Ledger

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call

_COMPATIBLE, _INCOMPATIBLE = 1, 2
_TOKENS = 1


def check_compatibility(call: Call, ledger: Ledger) -> None:
    """Every field that the emulator has, with whether it goes with those of the request.

    For ``properties/0``, those of every property.

    Raises ApiError for a field that is none or not emulated, and for fields that do not go together, with which the
    method fails as a report does (its reference, read in copies, 2026-11-29); see also property_of and Ledger.check.
    """
    request = call.request
    owner = None if property_id(request.property) == 0 else property_of(call, request.property)
    if owner is not None:
        ledger.check(call, owner, CORE)
    dimensions = [canonical(read_dimension(one)) for one in request.dimensions]
    metrics = [read_metric(one, owner).name for one in request.metrics]

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
    refuse_incompatible(dimensions, metrics)

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
    if owner is not None:
        ledger.spend(call, owner, CORE, _TOKENS)

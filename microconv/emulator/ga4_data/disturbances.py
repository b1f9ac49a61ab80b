"""Disturbances that keep a report from being perfect, by policies: samples, thresholds, "(other)", hidden metrics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from microconv.emulator.people import draws

if TYPE_CHECKING:
    from microconv.emulator.ga4_data.fields import Metric
    from microconv.emulator.ga4_data.groups import Key
    from microconv.emulator.ga4_data.tally import Tally
    from microconv.emulator.ga4_data.window import Window
    from microconv.emulator.people.draws import Array
    from microconv.emulator.policies import Policies

OTHER = "(other)"
_REVENUE_DATA = 2  # of RestrictedMetricType
#: Words of the policy `data_restricted_metrics` that withhold revenue.
_REVENUE = ("REVENUE_DATA", "BOTH")
#: Metrics that are quotients, which a sample does not make smaller.
_QUOTIENTS = ("Rate", "PerSession", "PerUser", "average")


def is_restricted(metric: Metric, policies: Policies) -> bool:
    """True for a metric whose data the caller may not see: revenue, of items too. The emulator has none about costs.

    Which metrics they are is listed nowhere; the proto of v1beta names purchaseRevenue as an example of them.
    """
    return policies["data_restricted_metrics"] in _REVENUE and metric.type == "TYPE_CURRENCY"


class Disturbances:
    """Those of one report."""

    def __init__(self, policies: Policies) -> None:
        self._policies = policies
        self._percent = policies.number("data_sampling_percent")
        self._least = policies.number("data_threshold_users")
        self._most = policies.number("data_rows_before_other")
        self._lost = False
        self._samples: list[tuple[int, int]] = []

    @property
    def factor(self) -> float:
        """The number of users that each one that is read stands for."""
        return 100 / self._percent if 0 < self._percent < 100 else 1.0

    def sampled(self, window: Window, rows: Array) -> Array:
        """The events that are read: those of some of the users."""
        if self.factor == 1:
            return rows
        lucky = draws.unit(window.sessions.user, "sample") * 100 < self._percent
        read = rows[lucky[window.events.session[rows]]]
        self._samples.append((len(read), len(rows)))
        return read

    def with_other(self, groups: Array, keys: list[Key]) -> tuple[Array, list[Key]]:
        """The groups with the smallest together, where there are too many."""
        if self._most <= 0 or len(keys) <= self._most or not keys[0]:
            return groups, keys
        self._lost = True
        sizes = np.bincount(groups, minlength=len(keys))
        kept = np.sort(np.argsort(-sizes, kind="stable")[: self._most - 1])
        places = np.full(len(keys), len(kept))
        places[kept] = np.arange(len(kept))
        return places[groups], [*(keys[place] for place in kept), (OTHER,) * len(keys[0])]

    def shown(self, tally: Tally) -> Array:
        """True for each group that is not withheld for its few users."""
        if self._least <= 0:
            return np.ones(tally.count, bool)
        shown: Array = tally.users() >= self._least
        return shown

    def disturbed(self, metric: Metric, amounts: Array) -> Array:
        """A metric as the report has it."""
        if is_restricted(metric, self._policies):
            return np.zeros(len(amounts))
        if any(word in metric.name for word in _QUOTIENTS):
            return amounts
        whole = amounts * self.factor
        return np.round(whole) if metric.type == "TYPE_INTEGER" else whole

    def write(self, metadata: Any, metrics: Iterable[Metric]) -> None:
        """Say so in a ResponseMetaData."""
        metadata.subject_to_thresholding = self._least > 0
        metadata.data_loss_from_other_row = self._lost
        self.write_samples(metadata)
        for metric in metrics:
            if is_restricted(metric, self._policies):
                one = metadata.schema_restriction_response.active_metric_restrictions.add(metric_name=metric.name)
                one.restricted_metric_types.append(_REVENUE_DATA)

    def write_samples(self, metadata: Any) -> None:
        """Say how much was read, in a ResponseMetaData or that of a funnel."""
        for read, space in self._samples:
            metadata.sampling_metadatas.add(samples_read_count=read, sampling_space_size=space)

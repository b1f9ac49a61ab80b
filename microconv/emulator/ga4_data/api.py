"""The GA4 Data API as the machine mounts it, in v1alpha and v1beta."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from microconv.emulator.ga4.service import Kind

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Method

DATA = "data"


def _data_methods() -> Mapping[str, Method]:
    from microconv.emulator.ga4_data.methods import data_methods

    return data_methods()


KINDS: Mapping[str, Kind] = {
    DATA: Kind(
        "google.analytics.data",
        {"v1beta": "BetaAnalyticsData", "v1alpha": "AlphaAnalyticsData"},
        "google-analytics-data",
        re.compile(r"/properties/[^/:]+(:\w+|/metadata|/\w*([aA]udience|[rR]eportTask|[qQ]uota)\w*(/[^/:]+)?(:\w+)?)"),
        _data_methods,
    ),
}

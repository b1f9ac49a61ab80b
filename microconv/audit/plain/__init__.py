"""Every rule in words for the client: a table for each topic, by the rule's id. A rule without one fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.audit.plain import (
    around,
    bridge,
    counting,
    double,
    ga4,
    naming,
    property_settings,
    roles,
    silence,
    stages,
    tags,
    upkeep,
    values,
)
from microconv.audit.plain.model import DOERS, Doer, Plain
from microconv.core.frozen import FrozenDict

PLAIN: Mapping[str, Plain] = FrozenDict(
    {
        **naming.PLAIN,
        **roles.PLAIN,
        **stages.PLAIN,
        **values.PLAIN,
        **counting.PLAIN,
        **double.PLAIN,
        **silence.PLAIN,
        **tags.PLAIN,
        **bridge.PLAIN,
        **ga4.PLAIN,
        **property_settings.PLAIN,
        **upkeep.PLAIN,
        **around.PLAIN,
    }
)
"""The words for the client, by the id of the rule."""

__all__ = ["DOERS", "PLAIN", "Doer", "Plain"]

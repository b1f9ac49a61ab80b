"""Fields that may stand in one report.

Google has tables of that which it does not publish, but answers by checkCompatibility. The emulator has one rule of
them: dimensions of an item go with metrics of items, and with no others (as issues about reports by item show, read in
copies, 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Iterable

from microconv.emulator.ga4_data.errors import incompatible
from microconv.emulator.ga4_data.fields import DIMENSIONS, canonical

#: Metrics that are counted by item.
OF_ITEMS = frozenset(
    (
        *("itemsViewed", "itemViewEvents", "itemsAddedToCart", "itemsCheckedOut", "itemsPurchased", "itemRevenue"),
        *("cartToViewRate", "purchaseToViewRate"),
    )
)


def is_compatible(name: str, dimensions: Iterable[str], metrics: Iterable[str]) -> bool:
    """True if a field (by its present name) may be added to a report of these."""
    if name in DIMENSIONS:
        return not _of_item(name) or all(metric in OF_ITEMS for metric in metrics)
    return name in OF_ITEMS or not any(_of_item(one) for one in dimensions)


def refuse_incompatible(dimensions: Iterable[str], metrics: Iterable[str]) -> None:
    """Refuse a report whose fields do not go together.

    Raises ApiError (INVALID_ARGUMENT).
    """
    if not any(_of_item(one) for one in dimensions):
        return
    others = [name for name in metrics if name not in OF_ITEMS]
    if others:
        raise incompatible(others[0])


def _of_item(name: str) -> bool:
    known = DIMENSIONS.get(canonical(name))
    return known is not None and known.scope == "item"

"""Final conversions: the results that everything else leads to."""

from __future__ import annotations

from microconv.core.categories import RESULTS
from microconv.core.client import DEFAULT_PREFIX, Client
from microconv.core.conversion import ConversionKind


def is_final(client: Client, name: str, category: str) -> bool:
    """True for a conversion that the config calls final, and for an action of others with the category of a result.

    `name` is what the config calls it, or the action's own name.
    """
    conversion = client.by_name.get(name)
    if conversion is not None:
        return conversion.kind is ConversionKind.MACRO
    return is_result(name, category, client.prefix)


def is_result(name: str, category: str, prefix: str = DEFAULT_PREFIX) -> bool:
    """True for an action with the category of a result, where no config says what it is."""
    return category in RESULTS and not name.startswith(prefix)

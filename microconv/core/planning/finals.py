"""Final conversions: the results that everything else leads to."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.core.bidding.effective import BiddingAction
from microconv.core.categories import RESULTS
from microconv.core.client import DEFAULT_PREFIX, Client
from microconv.core.conversion import ConversionKind


class Finals:
    """The actions that are final conversions. `names` are the conversions of the config by the ids of their actions."""

    def __init__(self, client: Client, names: Mapping[str, str]) -> None:
        self._client = client
        self._names = names

    def has(self, action: BiddingAction) -> bool:
        """True for a final conversion."""
        return is_final(self._client, self._names.get(action.id, action.name), action.category)


def is_final(client: Client, name: str, category: str) -> bool:
    """True for a conversion that the config calls final, and for an action of others with the category of a result.

    `name` is what the config calls it, or the action's own name.
    """
    conversion = client.by_name.get(name)
    if conversion is not None:
        return conversion.kind is ConversionKind.MACRO
    return is_result(name, category, client.prefix)


def is_result_action(action: BiddingAction) -> bool:
    """True for an action with the category of a result, where no config says what it is."""
    return is_result(action.name, action.category)


def is_result(name: str, category: str, prefix: str = DEFAULT_PREFIX) -> bool:
    """True for an action with the category of a result, where no config says what it is."""
    return category in RESULTS and not name.startswith(prefix)

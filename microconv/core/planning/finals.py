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
        """True for a final conversion, and for one that may be: its loss counts."""
        return is_final(self._client, self._name(action), action.category)

    def stands_in(self, action: BiddingAction) -> bool:
        """True for a final conversion that may be all that is left; of the undecided, only with a result's category."""
        name = self._name(action)
        conversion = self._client.by_name.get(name)
        undecided = conversion is not None and conversion.kind is ConversionKind.UNDECIDED
        return is_result(name, action.category, self._client.prefix) if undecided else self.has(action)

    def _name(self, action: BiddingAction) -> str:
        return self._names.get(action.id, action.name)


def is_final(client: Client, name: str, category: str) -> bool:
    """True for a conversion that the config calls final or leaves undecided; and, of those that are in no config, for
    one with the category of a result.

    `name` is what the config calls it, or the action's own name.
    """
    conversion = client.by_name.get(name)
    if conversion is not None:
        return conversion.kind is not ConversionKind.MICRO
    return is_result(name, category, client.prefix)


def is_result_action(action: BiddingAction) -> bool:
    """True for an action with the category of a result, where no config says what it is."""
    return is_result(action.name, action.category)


def is_result(name: str, category: str, prefix: str = DEFAULT_PREFIX) -> bool:
    """True for an action with the category of a result, where no config says what it is."""
    return category in RESULTS and not name.startswith(prefix)

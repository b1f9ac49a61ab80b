"""The dimension of a funnel's next actions: what users did right after each step (see `walk`)."""

from __future__ import annotations

from typing import Any

from microconv.emulator.ga4_data.errors import refuse
from microconv.emulator.ga4_data.fields import find_dimension

_LIMIT, _MAX_LIMIT = 5, 5
_OF_PAGES = "Page / screen"


def read_next_action(request: Any) -> tuple[str, int]:
    """The dimension of next actions ("" for none) and how many of its values are shown.

    Raises ApiError (INVALID_ARGUMENT) for a limit that is none, and for dimensions of other things than events' names
    and pages, which the v1alpha proto speaks of alone. The texts are the emulator's.
    """
    if not request.HasField("funnel_next_action"):
        return "", 0
    message = request.funnel_next_action
    limit = message.limit if message.HasField("limit") else _LIMIT
    if not 0 < limit <= _MAX_LIMIT:
        raise refuse(f"The limit of a funnelNextAction must be from 1 to {_MAX_LIMIT}. It is {limit}.")
    dimension = find_dimension(message.next_action_dimension.name)
    if dimension.name != "eventName" and (dimension.category != _OF_PAGES or dimension.scope != "event"):
        raise refuse(f"The dimension {dimension.name} is not supported as nextActionDimension.")
    return dimension.name, limit

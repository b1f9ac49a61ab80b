"""The tags of conversion actions that a website counts: where each one's events have to be sent.

Source: common/tag_snippet.proto (v26) and the page "Tag snippets" of the Google Ads API's documentation, checked
2026-11-23: `event_snippet` has `AW-<conversion id>/<label>`. The label is not the action's id, and is nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microconv.providers.google_ads.account import ReadAccount

SNIPPETS = "conversion_action.tag_snippets"
"""The field that has them, for queries."""

_SEND_TO = re.compile(r"AW-[0-9]{1,20}/[A-Za-z0-9_-]{1,100}")
_QUERY = (
    "SELECT conversion_action.id, conversion_action.tag_snippets FROM conversion_action "
    "WHERE conversion_action.id IN ({})"
)


def send_tos(account: ReadAccount, actions: Iterable[str]) -> Mapping[str, str]:
    """`AW-<conversion id>/<label>` by resource name, for those of `actions` that have a tag, in one call.

    No call for no actions. An action whose snippets do not agree is left out. Raises ApiError, and ValueError for what
    is no resource name.
    """
    by_number = {int(name.rpartition("/")[2]): name for name in actions}
    if not by_number:
        return {}
    send_tos_by_action = {}
    for row in account.search(_QUERY.format(", ".join(map(str, sorted(by_number))))):
        send_to = send_to_of(row.conversion_action)
        if send_to:
            send_tos_by_action[by_number[row.conversion_action.id]] = send_to
    return send_tos_by_action


def send_to_of(raw: Any) -> str:
    """`AW-<conversion id>/<label>` of a conversion action (raw protobuf); empty where its snippets do not agree."""
    targets = {target for item in raw.tag_snippets for target in _SEND_TO.findall(item.event_snippet)}
    return targets.pop() if len(targets) == 1 else ""

"""The config of a suggested step, as YAML to paste below `conversions`."""

from __future__ import annotations

from typing import Any

from microconv.config.paper import Paper
from microconv.core.action_state import CATEGORY
from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.review.model import Suggestion


def paste(client: Client, suggestion: Suggestion) -> str:
    """The lines of one conversion, indented as in a list below `conversions`.

    An event that GA4 has is taken as it is; a page becomes an event by a rule of GA4, or by a tag where the client has
    a container. It is secondary: bidding leaves it alone.
    """
    data: dict[str, Any] = {"name": suggestion.name, "role": "secondary"}
    category = _category(client)
    if client.customer_id and category:
        data["category"] = category
    if suggestion.value is not None and suggestion.currency == client.currency:
        data["value"] = int(suggestion.value) if suggestion.value == int(suggestion.value) else suggestion.value
    if not suggestion.page:
        data["ga4"] = {"event": suggestion.subject}
    elif client.accounts.container:
        data["ga4"] = {"event": suggestion.name}
        data["tag"] = {"when": {"page": suggestion.subject}}
    else:
        data["ga4"] = {"event": suggestion.name, "when": {"page": suggestion.subject}}
    data["funnel"] = {"next": suggestion.next}
    paper = Paper({})
    paper.item(("conversions", suggestion.name), data, 2)
    return paper.written().text


def _category(client: Client) -> str:
    """The category that most micro-conversions of the client have; empty where none has one."""
    counts: dict[str, int] = {}
    for one in client.conversions:
        category = one.settings.get(CATEGORY)
        if one.kind is ConversionKind.MICRO and isinstance(category, str):
            counts[category] = counts.get(category, 0) + 1
    return max(counts, key=lambda name: counts[name], default="")

"""The config of a suggested step, as YAML to paste below `conversions`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from microconv.config.paper import Paper
from microconv.core.categories import STEP_EVENTS
from microconv.core.client import Client
from microconv.review.model import Suggestion


def paste(client: Client, suggestion: Suggestion) -> str:
    """The lines of one conversion, indented as in a list below `conversions`.

    An event that GA4 has is taken as it is; a page becomes an event by a rule of GA4, or by a tag where the client has
    a container. It is secondary: bidding leaves it alone. Its category is that of a step, to be looked at.
    """
    data: dict[str, Any] = {"name": suggestion.name, "role": "secondary"}
    if client.customer_id:
        data["category"] = "page_view" if suggestion.page else STEP_EVENTS.get(suggestion.subject, "engagement")
    if suggestion.value is not None and suggestion.currency == client.currency:
        data["value"] = int(suggestion.value) if suggestion.value == int(suggestion.value) else suggestion.value
    if not suggestion.page:
        data["ga4"] = {"event": suggestion.subject}
    elif client.accounts.container:
        data["ga4"] = {"event": suggestion.name}
        data["tag"] = {"when": {"page": _as_sent(suggestion.subject)}}
    else:
        data["ga4"] = {"event": suggestion.name, "when": {"page": _as_sent(suggestion.subject)}}
    data["funnel"] = {"next": suggestion.next}
    paper = Paper({})
    paper.item(("conversions", suggestion.name), data, 2)
    return paper.written().text


def _as_sent(path: str) -> str:
    """A path as browsers send it, which is what rules and triggers compare: no other signs than those of RFC 3986."""
    return quote(path, safe="/%:@!$&'()*+,;=-._~")

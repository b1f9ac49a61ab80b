"""The tag snippets Google generates for a website action (common/tag_snippet.proto), in the emulator's own words.

Only what programs read is kept as it is at Google: ``AW-<conversion id>/<label>`` in ``send_to`` (observed), and the
conversion id in the global site tag. Types that are not counted by a tag have no snippets.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import types

if TYPE_CHECKING:
    from microconv.emulator.google_ads.state import ConversionAction

TYPES = types.TAGGED


def label(action_id: int) -> str:
    """The conversion label of an action: the same 19 characters for the same id."""
    return urlsafe_b64encode(hashlib.sha256(f"label {action_id}".encode()).digest())[:19].decode("ascii")


def snippets(tracking_id: int, action: ConversionAction) -> list[dict[str, Any]]:
    """The TagSnippet messages of an action, as nested values: on page load and on click, each for HTML and AMP."""
    send_to = f"AW-{tracking_id}/{label(action.id)}"
    value = action.fields.get("value_settings.default_value", 0.0)
    currency = action.fields.get("value_settings.default_currency_code", "")
    answer = []
    for kind in ("WEBPAGE", "WEBPAGE_ONCLICK"):
        event = f"gtag('event', 'conversion', {{'send_to': '{send_to}', 'value': {value}, 'currency': '{currency}'}});"
        if kind == "WEBPAGE_ONCLICK":
            event = f"function gtag_report_conversion(url) {{ {event} return false; }}"
        answer.append(
            {
                "type": kind,
                "page_format": "HTML",
                "global_site_tag": (
                    f'<script async src="https://www.googletagmanager.com/gtag/js?id=AW-{tracking_id}"></script>\n'
                    "<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}"
                    f" gtag('js', new Date()); gtag('config', 'AW-{tracking_id}');</script>"
                ),
                "event_snippet": f"<script>{event}</script>",
            }
        )
        answer.append(
            {
                "type": kind,
                "page_format": "AMP",
                "global_site_tag": (
                    '<amp-analytics type="gtag" data-credentials="include"><script type="application/json">'
                    f'{{"vars": {{"gtag_id": "AW-{tracking_id}"}}}}</script></amp-analytics>'
                ),
                "event_snippet": f'"triggers": {{"conversion": {{"vars": {{"send_to": ["{send_to}"]}}}}}}',
            }
        )
    return answer

"""The tag snippets Google generates for actions that a website counts (common/tag_snippet.proto), in the emulator's own
words.

Only what programs read is kept as it is at Google: ``AW-<conversion id>/<label>`` and the conversion id in the global
site tag. In an event's snippet the former is in ``send_to`` (observed); in the one of website calls it is what is
configured, with the number to replace (tags that people published). Which types have snippets is inferred from the
comments of TrackingCodeType: a website action has two kinds, on page load and on click, each for HTML and AMP; website
calls and clicks on a number have one of their own. All others (calls from ads, uploads, apps, stores, imports from
Google Analytics, ...) have none. Checked 2026-11-23.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads import types

if TYPE_CHECKING:
    from microconv.emulator.google_ads.model import ConversionAction
    from microconv.emulator.policies import Policies

_CALLS = types.TAGGED - {"WEBPAGE"}
#: The number to replace is not part of a conversion action: it is filled in by hand.
_PHONE = "{'phone_conversion_number': 'PHONE_NUMBER'}"


def label(action_id: int) -> str:
    """The conversion label of an action: the same 19 characters for the same id."""
    return urlsafe_b64encode(hashlib.sha256(f"label {action_id}".encode()).digest())[:19].decode("ascii")


def snippets(tracking_id: int, action: ConversionAction, policies: Policies) -> list[dict[str, Any]]:
    """The TagSnippet messages of an action, as nested values; none for types that no tag counts.

    tracking_id: the conversion id of the account that owns the action.
    """
    if action.type not in types.TAGGED or (action.type in _CALLS and policies["call_tag_snippets"] == "none"):
        return []
    target = f"AW-{tracking_id}/{label(action.id)}"
    if action.type == "WEBSITE_CALL":
        return [_html("WEBSITE_CALL", tracking_id, f"gtag('config', '{target}', {_PHONE});")]
    event = f"gtag('event', 'conversion', {_parameters(target, action)});"
    function = f"function gtag_report_conversion(url) {{ {event} return false; }}"
    if action.type == "CLICK_TO_CALL":
        return [_html("CLICK_TO_CALL", tracking_id, function)]
    return [
        _html("WEBPAGE", tracking_id, event),
        _amp("WEBPAGE", tracking_id, target),
        _html("WEBPAGE_ONCLICK", tracking_id, function),
        _amp("WEBPAGE_ONCLICK", tracking_id, target),
    ]


def _parameters(target: str, action: ConversionAction) -> str:
    value = action.fields.get("value_settings.default_value", 0.0)
    currency = action.fields.get("value_settings.default_currency_code", "")
    return f"{{'send_to': '{target}', 'value': {value}, 'currency': '{currency}'}}"


def _html(kind: str, tracking_id: int, script: str) -> dict[str, Any]:
    return {
        "type": kind,
        "page_format": "HTML",
        "global_site_tag": (
            f'<script async src="https://www.googletagmanager.com/gtag/js?id=AW-{tracking_id}"></script>\n'
            "<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}"
            f" gtag('js', new Date()); gtag('config', 'AW-{tracking_id}');</script>"
        ),
        "event_snippet": f"<script>{script}</script>",
    }


def _amp(kind: str, tracking_id: int, target: str) -> dict[str, Any]:
    return {
        "type": kind,
        "page_format": "AMP",
        "global_site_tag": (
            '<amp-analytics type="gtag" data-credentials="include"><script type="application/json">'
            f'{{"vars": {{"gtag_id": "AW-{tracking_id}"}}}}</script></amp-analytics>'
        ),
        "event_snippet": f'"triggers": {{"conversion": {{"vars": {{"send_to": ["{target}"]}}}}}}',
    }

"""Texts of the GA4 Admin API's errors as Google has them, where somebody quotes one; all others are our own words.

A text stands here as in the code that answers it, with ``{}`` for each part that changes (read in copies, 2026-11-29).
"""

from __future__ import annotations

from collections.abc import Mapping

from microconv.emulator import token_texts

_FRONT = "answers of Google's frontend, to many of its APIs"
_ANY = "answers of other Google APIs; of this one none was found"
#: Text -> who quotes it.
TEXTS: Mapping[str, str] = {
    "The caller does not have permission": "Google's own sample tests expect it of every method",
    token_texts.NO_SCOPE: "https://github.com/googleapis/python-analytics-admin/issues/97",
    token_texts.BAD: token_texts.SOURCE,
    token_texts.MISSING: token_texts.SOURCE,
    "The value for the 'parent' field was invalid but must be in format 'accounts/123'.": (
        "https://github.com/googleapis/nodejs-analytics-admin/issues/246"
    ),
    "Requested entity was not found.": _ANY,
    "Requested entity already exists": _ANY,
    'Invalid JSON payload received. Unknown name "{}"{}: Cannot find field.': _FRONT,
    'Invalid JSON payload received. Unknown name "{}": Cannot bind query parameter. '
    "Field '{}' could not be found in request message.": _FRONT,
    "Invalid JSON payload received. {}": _FRONT,
    'Unknown name "": Root element must be a message.': _FRONT,
    "Invalid value at '{}' ({}), {}": _FRONT,
    "Invalid value at '{}' (TYPE_{}), {}": _FRONT,
}

"""The words of an exported container (`CUSTOM_EVENT`) as those of the API (`customEvent`).

The two are the same words in two spellings, but for names that a plain change of the spelling does not give.
"""

from __future__ import annotations

import re
from typing import Any

_UPPER = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_OTHERS = {"PAGEVIEW": "pageview", "YOU_TUBE_VIDEO": "youTubeVideo", "JS_ERROR": "jsError"}
#: Keys whose text is a word of the API wherever they stand.
_WORDS = frozenset({"tagFiringOption", "consentStatus", "trigger type", "built-in type", "caseConversionType"})


def of_api(value: Any, key: str = "") -> Any:
    """A value of an export in the API's words; one that is in them already stays as it is."""
    if isinstance(value, list):
        return [of_api(item, key) for item in value]
    if isinstance(value, dict):
        return {
            name: _word(item) if name == "type" and isinstance(item, str) else of_api(item, name)
            for name, item in value.items()
        }
    return _word(value) if key in _WORDS and isinstance(value, str) else value


def _word(text: str) -> str:
    if not _UPPER.fullmatch(text):
        return text
    if text in _OTHERS:
        return _OTHERS[text]
    first, *others = text.lower().split("_")
    return first + "".join(part.capitalize() for part in others)

"""The label that a conversion tag of Google Ads sends to, and the text that stands for one that is yet to be given.

Google gives an action its label when it makes it (`tag_snippets`, common/tag_snippet.proto v26, checked 2026-11-23). A
plan that makes both has a text in the label's place; a run asks for the label before the tag goes out.
"""

from __future__ import annotations

import re

from microconv.core.tag_manager import awaited_action
from microconv.core.value import Scalar, same

_LABEL = re.compile(r"AW-[0-9]{1,20}/[A-Za-z0-9_-]{1,100}")


def action_of(value: Scalar) -> str:
    """The name of the action whose label a value stands for; empty for any other value."""
    return (awaited_action(value) or "") if isinstance(value, str) else ""


def arrived(value: Scalar, wanted: Scalar) -> bool:
    """True where a live value is as a change wants it: any label where the change has a text in its place."""
    if action_of(wanted):
        return isinstance(value, str) and _LABEL.fullmatch(value) is not None
    return same(value, wanted)

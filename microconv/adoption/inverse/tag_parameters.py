"""Values and parameters that a live tag sends beside its event or label, as a config says them."""

from __future__ import annotations

import re
from collections import Counter

from microconv.config.conversion_tag import MAX_PARAMETERS, MAX_VALUE
from microconv.core.resource import Live
from microconv.core.signs import one_line
from microconv.core.tag_manager import TagParameter, key_of

_NAME = re.compile("[A-Za-z][A-Za-z0-9_]{0,39}")
_FOLLOWING = frozenset({"value", "currency", "transaction_id"})
"""Parameters that other keys of a config make."""


def sent_by(tag: Live, name: str) -> str:
    """The value that a tag sends under a name; empty for none."""
    own = tag.state.get(name)
    return own if isinstance(own, str) else dict(_pairs(tag)).get(name, "")


def said_parameters(tag: Live, prefix: str) -> tuple[TagParameter, ...]:
    """The parameters of a GA4 tag that a config can say; the others stay as they are."""
    pairs = _pairs(tag)
    often = Counter(name for name, _ in pairs)
    made = []
    for name, value in pairs:
        if often[name] > 1 or name in _FOLLOWING or not _NAME.fullmatch(name):
            continue
        key = key_of(value, prefix)
        if key and not re.search(r"[\s:{}\"]", key):
            made.append(TagParameter(name, key, data_layer=True))
        elif not key and one_line(value) and len(value) <= MAX_VALUE:
            made.append(TagParameter(name, value))
    return tuple(sorted(made)) if len(made) <= MAX_PARAMETERS else ()


def _pairs(tag: Live) -> list[tuple[str, str]]:
    """Names and values of the lines whose name is plain."""
    lines = tag.state.get("parameters")
    plain = (line for line in lines if not line.startswith('"')) if isinstance(lines, tuple) else ()
    return [(name, value) for name, _, value in (line.partition(" = ") for line in plain)]

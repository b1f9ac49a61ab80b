"""The place that a conversion tag sends to: an action's id and label, or the action that is yet to be made.

Google gives an action its label when it makes it (`tag_snippets`, common/tag_snippet.proto v26, checked 2026-11-23). A
plan that makes both has the action in the label's place; a run asks for the label before the tag goes out.
"""

from __future__ import annotations

import json
import re

from microconv.core.kinds import ACTION
from microconv.core.resource import Address
from microconv.core.value import Scalar, same

SEND_TO = "send_to"
"""The attribute that holds it: of a tag, and of a live action where its label was read."""

_LABEL = re.compile(r"AW-[0-9]{1,20}/[A-Za-z0-9_-]{1,100}")
_HEAD = f"{ACTION}["


def label_of(action: str) -> str:
    """The text that stands for the label of an action that is yet to be made."""
    return str(Address(ACTION, action))


def action_of(value: Scalar) -> str:
    """The name of the action that stands for its label; empty for anything else."""
    if not isinstance(value, str) or not value.startswith(_HEAD) or not value.endswith("]"):
        return ""
    try:
        name = json.loads(value.removeprefix(_HEAD).removesuffix("]"))
    except ValueError:
        return ""
    return name if isinstance(name, str) else ""


def is_label(value: Scalar) -> bool:
    """True for an action's id and label."""
    return isinstance(value, str) and _LABEL.fullmatch(value) is not None


def arrived(value: Scalar, wanted: Scalar) -> bool:
    """True where a live value is as a change wants it: a label where an action stands for it, whichever it is."""
    return is_label(value) if action_of(wanted) else same(value, wanted)

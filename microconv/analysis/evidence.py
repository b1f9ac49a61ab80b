"""An observation of one object, as rules and reports make it."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.diagnostics import Span
from microconv.core.text import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation of one object.

    object: the object as plans call it (`google_ads.conversion_action["mv_view_item"]`).
    name: the object as people call it.
    seen: the observation itself.
    id: a resource name that tells it from others of the same name; empty where there is only one.
    span: the place in the config that declares it.
    lines: the config lines that mend it; empty where microconv cannot.
    others: the ids of further objects that the same observation is about.
    rule: the id of the audit rule that made the observation; set by whoever runs the rule, empty before.
    """

    object: str
    name: str
    seen: Text
    id: str = ""
    span: Span | None = None
    lines: str = ""
    others: tuple[str, ...] = ()
    rule: str = ""

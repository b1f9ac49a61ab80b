"""An observation of one object, as rules and reports make it."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.core.diagnostics import Span
from microconv.core.text import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule saw of one object.

    `object` is what it is called in plans (`google_ads.conversion_action["mv_view_item"]`), `name` what people call it.
    `id` tells it from others of the same name (a resource name; empty where there is only one). `span` is where the
    config declares it. `lines` are the config lines that mend it, where microconv can; empty where it cannot.
    """

    object: str
    name: str
    seen: Text
    id: str = ""
    span: Span | None = None
    lines: str = ""

"""Event rules for a page that is reached, and the page that such a rule waits for."""

from __future__ import annotations

import re

from microconv.core.event_rule import Condition, EventRule


def page_reached(path: str) -> Condition:
    """The condition that exactly this page is seen, whatever its host, query or fragment.

    `page_location` is the whole URL: `contains /form/step1` would match /form/step10 and a query that quotes the path
    as well. A slash at the end is allowed.
    """
    exact = re.escape(path.rstrip("/"))
    return Condition("page_location", "regular_expression", rf"^https?://[^/?#]+{exact}/?([?#].*)?$")


PAGE_EVENT = "page_view"
"""The event that a rule for a page starts from."""


_PATH = re.compile(r"/[^\s?#]*")


_HEAD, _TAIL = page_reached("").value.split("/?(", 1)


def page_of(rule: EventRule) -> tuple[str, Condition] | None:
    """The page that a rule waits for, and the condition that says so; None where no condition is the shorthand's."""
    for condition in rule.conditions:
        if condition.field != "page_location" or condition.negated or condition.comparison != "regular_expression":
            continue
        exact = condition.value.removeprefix(_HEAD).removesuffix("/?(" + _TAIL)
        path = re.sub(r"\\(.)", r"\1", exact) or "/"
        if path.isascii() and _PATH.fullmatch(path) and page_reached(path) == condition:
            return path, condition
    return None

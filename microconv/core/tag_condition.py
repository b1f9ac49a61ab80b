"""Conditions of triggers in Tag Manager: a variable, a comparison and a value, as nouns and as lines."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from microconv.core.json_text import json_line

COMPARISONS = (
    "equals",
    "contains",
    "starts_with",
    "ends_with",
    "matches",
    "greater_than",
    "at_least",
    "less_than",
    "at_most",
    "fits_selector",
    "fits_url",
)
"""Words for the comparisons of Tag Manager (Condition.type, discovery document of v2, revision 20260826)."""

_PLAIN = re.compile(r"\{\{[^{}\s\"](?:[^{}\n\r\"]*[^{}\s\"])?\}\}")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_REST = re.compile(r"(?P<negated>not )?(?P<word>[A-Za-z_][A-Za-z0-9_]*)(?P<ignoring> ignoring case)?:(?: |$)")


class TagCondition(NamedTuple):
    """A condition on a variable.

    variable: what is looked at, as Tag Manager writes it: a name in double braces, `{{Page Path}}`.
    comparison: one of COMPARISONS, or a word of Tag Manager's own that has none.
    value: what it is compared with; names in double braces are taken for their values.
    ignore_case: A is a.
    negated: the opposite must hold.
    """

    variable: str
    comparison: str
    value: str
    ignore_case: bool = False
    negated: bool = False

    def __str__(self) -> str:
        variable = self.variable if _PLAIN.fullmatch(self.variable) else json_line(self.variable)
        negated, ignoring = "not " * self.negated, " ignoring case" * self.ignore_case
        return f"{variable} {negated}{self.comparison}{ignoring}: {self.value}"

    @classmethod
    def parse(cls, text: str) -> TagCondition:
        """The condition that `str` wrote. Raises ValueError."""
        variable, rest = _head(text)
        match = _REST.match(rest)
        if match is None:
            raise ValueError(f"{text!r} is not a condition of a trigger")
        value = rest[match.end() :]
        return cls(variable, match["word"], value, match["ignoring"] is not None, match["negated"] is not None)


def _head(text: str) -> tuple[str, str]:
    if text.startswith('"'):
        variable, end = json.JSONDecoder().raw_decode(text)
        return str(variable), text[end + 1 :]
    match = _PLAIN.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a condition of a trigger")
    return match[0], text[match.end() + 1 :]


def is_word(text: str) -> bool:
    """True for what can stand as a comparison in a line."""
    return _WORD.fullmatch(text) is not None


def page_path(path: str) -> TagCondition:
    """The condition that exactly this page is seen: `contains /form/step1` would match /form/step10 as well.

    Page Path has neither host nor query nor fragment (support.google.com/tagmanager/answer/7182738, checked
    2026-11-29). A slash at the end is allowed.
    """
    return TagCondition("{{Page Path}}", "matches", f"^{re.escape(path.rstrip('/'))}/?$")


def path_of(condition: TagCondition) -> str | None:
    """The page of a condition that `page_path` made; None for any other."""
    if (condition.variable, condition.comparison) != ("{{Page Path}}", "matches"):
        return None
    path = re.sub(r"\\(.)", r"\1", condition.value.removeprefix("^").removesuffix("/?$")) or "/"
    return path if path.startswith("/") and page_path(path) == condition else None

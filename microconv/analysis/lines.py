"""Config lines that mend what a rule finds: YAML text to be put into a config, safe for any name."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence

from microconv.core.value import number

Setting = str | bool | int | float | Sequence["Setting"] | Mapping[str, "Setting"]
"""What a key of a config can be given: a word or text, a flag, a number, a list, or keys of its own."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What some reader of YAML takes for something else than text, in lower case."""


def entry(name: str, /, **settings: Setting) -> str:
    """An item of `conversions:` as YAML lines, the name first: `- name: mv_cart`, and below it `  role: secondary`.

    A setting that is a mapping or a list is written on one line: `google_ads={"source": "ga4"}` is
    `  google_ads: {source: ga4}`. Raises ValueError for a number that is not finite.
    """
    lines = [f"- name: {scalar(name)}", *(f"  {key}: {scalar(value)}" for key, value in settings.items())]
    return "\n".join(lines) + "\n"


def block(path: str, *values: Setting) -> str:
    """A key of the config by its dotted path, as YAML lines: `block("google_ads.manage_owner", True)`.

    Several values, or one that is a mapping, are written as the items of a list, one line each. Raises ValueError for
    a number that is not finite.
    """
    *outer, last = path.split(".")
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(outer)]
    inner = "  " * len(outer)
    if len(values) == 1 and not isinstance(values[0], Mapping):
        lines.append(f"{inner}{last}: {scalar(values[0])}")
    else:
        lines += [f"{inner}{last}:", *(f"{inner}  - {scalar(value)}" for value in values)]
    return "\n".join(lines) + "\n"


def scalar(value: Setting) -> str:
    """A value on one line, as a config reads it back. Raises ValueError for a number that is not finite."""
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value.lower() not in _WORDS else _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number that a config can hold")
        return number(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {scalar(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(scalar(item) for item in value) + "]"


def _quoted(text: str) -> str:
    """Text in double quotes, in which nothing is invisible: what cannot be printed is written as its number."""
    return "".join(sign if sign.isprintable() else _escaped(sign) for sign in json.dumps(text, ensure_ascii=False))


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"

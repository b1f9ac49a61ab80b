"""Config lines that mend what a rule finds: YAML text to be put into a config, safe for any name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from microconv.core.yaml_text import in_line, scalar

Setting = str | bool | int | float | Sequence["Setting"] | Mapping[str, "Setting"]
"""A value that a key of a config can have: a word or text, a flag, a number, a list, or keys of its own."""


def entry(name: str, /, **settings: Setting) -> str:
    """An item of `conversions:` as YAML lines, the name first: `- name: mv_cart`, and below it `  role: secondary`.

    A setting that is a mapping or a list is written on one line: `google_ads={"source": "ga4"}` is
    `  google_ads: {source: ga4}`. Raises ValueError for a number that is not finite.
    """
    lines = [f"- name: {in_line(name)}", *(f"  {scalar(key)}: {in_line(value)}" for key, value in settings.items())]
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
        lines.append(f"{inner}{last}: {in_line(values[0])}")
    else:
        lines += [f"{inner}{last}:", *(f"{inner}  - {in_line(value)}" for value in values)]
    return "\n".join(lines) + "\n"

"""Markdown in which GitHub obeys nothing that a name could hold: mentions, references to issues, links.

`render.safe` makes harmless what Markdown obeys. GitHub reads more into a text, after Markdown, where no backslash
helps: `@name` sends mail, `#1` and an address leave a note in the other issue. A zero-width space behind the first sign
keeps it as text, as in the texts of Renovate (read in copies, 2026-11-30). Between two dollar signs GitHub sets
formulas, which amounts are not.
"""

from __future__ import annotations

import html
import re

from microconv.render.safe import safe

_GAP = "&#8203;"
_PARTS = re.compile(
    r"""(?P<fence>^(?P<ticks>`{3,})[^\n`]*\n.*?^(?P=ticks)`*[ ]*$)  # a block of code: nothing in it is obeyed
      | (?P<escape>\\[\\`*_\[\]|<>~&])  # render.safe's
      | (?P<code>(?P<span>`+)(?!`)[^\n]*?(?<!`)(?P=span)(?!`))
      | (?P<mention>@)
      | (?P<issue>(?:\#|\bGH-)(?=\d))
      | (?P<scheme>:(?=//))
      | (?P<mailto>\b(?:mailto|xmpp):)
      | (?P<www>\bwww(?=\.))
      | (?P<math>\$)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def in_summary(name: str) -> str:
    """A name for the line of a folded part, which is HTML: Markdown is not read there, and no backslash helps."""
    text = html.escape(safe(name)).replace("`", "&#96;").replace("\\", "&#92;")
    return inert(text)


def inert(markdown: str) -> str:
    """Finished Markdown in which no mention, reference or bare address is left, but for those in code."""

    def one(match: re.Match[str]) -> str:
        if match["fence"] or match["escape"] or match["code"]:
            return match[0]
        if match["math"]:
            return "&#36;"
        return f"{match[0]}{_GAP}"

    return _PARTS.sub(one, markdown)

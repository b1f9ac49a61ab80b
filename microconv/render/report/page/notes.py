"""The person's notes as HTML: a small part of Markdown, hostile until it has gone through here.

Headings, paragraphs, lists, bold and italic, `code`, links to https addresses, tables. A line break is a line break.
HTML, pictures, entities, links by reference and all other addresses stay the text that they are. markdown-it-py parses
it (CommonMark, no parser of our own): its preset `zero` has nothing, so what is not switched on here is not read.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from microconv.render.report.page.links import safe_address
from microconv.render.safe import safe

RULES = ("heading", "lheading", "list", "table", "emphasis", "backticks", "link", "newline", "escape")
"""The rules of markdown-it-py that are used, beside paragraphs and text. `html_block`, `html_inline`, `image`,
`reference`, `entity` and `autolink` are not among them."""

_SIDES = {"text-align:right": "figure", "text-align:center": "middle"}


def notes_html(text: str, level: int) -> Markup:
    """Notes as HTML. Their highest heading is of `level`, 1 to 6, and the next ones below it have no gap between them.

    Control and direction characters are escapes.
    """
    lines = "\n".join(safe(line.expandtabs(4)) for line in text.splitlines())
    parser = _parser()
    tokens = parser.parse(lines)
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    _prepare(tokens, {tag: f"h{min(6, level + at)}" for at, tag in enumerate(used)})
    return Markup(parser.renderer.render(tokens, parser.options, {}))


class _Parser(MarkdownIt):
    """The parser, which leaves every address but an https one as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - its name there
        return safe_address(url)


@functools.cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"html": False, "linkify": False, "breaks": True}).enable(list(RULES))
    parser.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _prepare(tokens: Sequence[Token], headings: Mapping[str, str]) -> None:
    """Headings below those of the page, links that tell nobody where they were, no style in a cell."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = headings[token.tag]
        elif token.type == "link_open":
            token.attrs = {"href": str(token.attrs["href"]), "rel": "noopener noreferrer"}
        elif token.type in ("th_open", "td_open"):
            side = _SIDES.get(str(token.attrs.get("style", "")))
            token.attrs = {"class": side} if side else {}
        if token.children:
            _prepare(token.children, headings)

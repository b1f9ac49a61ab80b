"""The page that lists many clients."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from microconv.core.text import NO_TEXT, Language
from microconv.render.html.frame import still_policy
from microconv.render.report.numbers import cell_text
from microconv.render.report.outline import Cell, Form
from microconv.render.report.page import frame
from microconv.render.report.page.index_line import IndexLine, worst_first
from microconv.render.report.page.links import beside
from microconv.render.report.page.words import WORDS


@functools.cache
def _environment(language: Language) -> Environment:
    def number(value: float | None, form: Form) -> str:
        return cell_text(Cell(NO_TEXT if value is not None else WORDS["unknown"], value, form), language)

    return frame.made(language, ("index.html.j2",), number=number, Form=Form, beside=beside)


def index(lines: Sequence[IndexLine], language: Language) -> str:
    """The whole page; see `microconv.render.report.page.to_index_html`."""
    made = sorted((line for line in lines if not line.failed), key=worst_first)
    style = frame.style()
    return (
        _environment(language)
        .get_template("index.html.j2")
        .render(
            lines=made,
            failed=sorted((line for line in lines if line.failed), key=lambda line: (line.client, str(line.failed))),
            style=Markup(style),
            policy=still_policy(style),
        )
    )

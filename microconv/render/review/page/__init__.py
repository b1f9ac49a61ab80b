"""The page that lists the agendas of many clients; each agenda itself is drawn by `render.report.page`."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Language
from microconv.render.review.page.agenda_line import AgendaLine as AgendaLine


def to_agenda_index(lines: Sequence[AgendaLine], language: Language = Language.EN) -> str:
    """One page with a line for each client, most to decide first, and the reason of each that has no agenda.

    The same lines make the same text, in whichever order they come.
    """
    from microconv.render.review.page.index import index

    return index(lines, language)

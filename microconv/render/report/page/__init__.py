"""Monthly reports as pages that an agency hands to its clients."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.text import Language
from microconv.render.report.outline import Outline


def to_html(outlines: Sequence[Outline], language: Language = Language.EN) -> str:
    """One page for one or many reports, in one language, to be read and printed; it has no script and asks for nothing.

    The same outlines make the same text. Names may hold anything: control and direction characters are shown as
    escapes. Raises ValueError for a picture that cannot be drawn (`charts.picture`) and for a logo that is no picture's
    data address.
    """
    from microconv.render.report.page.page import page

    return page(outlines, language)

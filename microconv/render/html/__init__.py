"""Audits as one HTML page that needs nothing else: no network, no fonts, no other file."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.audit.result import Audit
from microconv.core.text import Language


def audit_html(audits: Sequence[Audit], language: Language = Language.EN, missing: Sequence[str] = ()) -> str:
    """One page for one or many audits, in both languages; `language` is the one that it starts with.

    `missing` are the clients whose accounts could not be read; the page says that it is without them.

    The same audits make the same text. It changes nothing, asks nothing of the network, and forbids itself to. Names
    from accounts may hold anything: control and direction characters are shown as escapes.
    """
    from microconv.render.html.page import page

    return page(audits, language, missing)

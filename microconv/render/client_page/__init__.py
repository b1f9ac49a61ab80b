"""Audits as a page that an agency hands to its client: what was found, what it costs, what is proposed, who does it."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.audit.result import Audit
from microconv.core.text import Language


def client_html(audits: Sequence[Audit], language: Language = Language.EN, missing: Sequence[str] = ()) -> str:
    """One page for one or many audits, in one language, to be read and printed; it has no script.

    `missing` are the clients whose accounts could not be read; the page says that it is without them.

    The same audits make the same text. No command, path, resource name, mail address or name of a person is in it.
    Names from accounts may hold anything: control and direction characters are shown as escapes.
    """
    from microconv.render.client_page.page import page

    return page(audits, language, missing)

"""Runs of many clients as one page: drift, audits and reports at a glance, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from microconv.core.text import Language

if TYPE_CHECKING:
    from microconv.render.fleet_page.head import Head
    from microconv.render.fleet_page.line import FleetLine


def fleet_html(lines: Sequence[FleetLine], head: Head, language: Language = Language.EN) -> str:
    """One page with a line for each client, in both languages; `language` is the one that it starts with.

    The same lines and head make the same text. It changes nothing, asks nothing of the network, forbids itself to, and
    has everything where scripts are off, but for the filters. Names may hold anything: control and direction characters
    are shown as escapes.
    """
    from microconv.render.fleet_page.page import page

    return page(lines, head, language)

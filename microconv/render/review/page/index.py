"""The page that lists the agendas of many clients."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jinja2 import Environment
from markupsafe import Markup

from microconv.core.text import Language, Text
from microconv.render.html.frame import still_policy
from microconv.render.report.page import frame
from microconv.render.report.page.links import beside
from microconv.render.review.page.agenda_line import AgendaLine

_WORDS = {
    "reviews": Text("Reviews", "計測レビュー一覧"),
    "first": Text("Most to decide first.", "決定する項目の多い順です。"),
    "missing": Text("No agenda could be made for:", "レビュー資料を作成できなかったクライアント："),
    "proposals": Text("Proposals", "変更の提案"),
    "findings": Text("Audit findings", "監査の指摘事項"),
    "silent": Text("Silent conversions", "計測のないコンバージョン"),
}


@functools.cache
def _environment(language: Language) -> Environment:
    return frame.made(language, ("index.html.j2",), __package__, beside=beside, v=_WORDS)


def index(lines: Sequence[AgendaLine], language: Language) -> str:
    """The whole page; see `microconv.render.review.page.to_agenda_index`."""
    made = sorted((line for line in lines if not line.failed), key=lambda one: (-one.proposals, one.client, one.path))
    failed = sorted((line for line in lines if line.failed), key=lambda one: (one.client, str(one.failed)))
    style = frame.style()
    page = _environment(language).get_template("index.html.j2")
    return page.render(lines=made, failed=failed, style=Markup(style), policy=still_policy(style))

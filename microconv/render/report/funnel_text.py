"""The funnels of a client for a terminal: the report's section of them alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from microconv.core.text import Language, Text
from microconv.render.report.digest import narrow
from microconv.render.report.outline import Block, Chart, Grid, Paragraph
from microconv.render.report.sections import outline
from microconv.render.report.text import to_text
from microconv.render.report.words import month_name
from microconv.render.style import PLAIN, Style
from microconv.report.figures import Known
from microconv.report.model import Report

_LEFT_OUT = frozenset({"reach", "lost", "abandonment", "completion", "by"})
"""Columns for which a terminal has no room: they are in the report; drop-off is in the table of leaks."""

_HOW = Text(
    "Say in the config what each conversion leads to: `funnel: {next: purchase}` below mv_add_to_cart makes the chain "
    "mv_add_to_cart → purchase. Both need a GA4 event (`microconv schema funnel`).",
    "設定ファイルで、各コンバージョンの次のステップを指定してください。mv_add_to_cart に `funnel: {next: purchase}` と"
    "書くと mv_add_to_cart → purchase のファネルになります。どちらにも GA4 のイベントが必要です"
    "（`microconv schema funnel`）。",
)
_REFUSED = Text(
    "GA4 answers funnels by a version of its API that may change or be refused (v1alpha). The numbers of each step as "
    "events are in `microconv report`; the funnel of users is in GA4 itself: Explore, Funnel exploration.",
    "ファネルは、変更や拒否の可能性がある API バージョン（v1alpha）で取得します。各ステップのイベント数は "
    "`microconv report` で、ユーザー単位のファネルは GA4 の「探索」>「ファネルデータ探索」で確認できます。",
)


def funnel_text(report: Report, language: Language, style: Style = PLAIN) -> str:
    """The chains of a report, with a final newline, and what they cost."""
    drawn = outline(report)
    month, client = month_name(report.heading.month.month), report.heading.client
    sections = tuple(
        replace(section, blocks=(*map(_narrowed, section.blocks), *_after(report))) for section in drawn.sections
    )
    title = Text(f"Funnels, {month.en}: {client}", f"ファネル {month.ja}　{client}")
    return to_text(replace(drawn, title=title, sections=sections), language, style, whole=True)


def _narrowed(block: Block) -> Block:
    """A table or the table of a picture without the columns for which there is no room; where users are lost, whole."""
    grid = block.grid if isinstance(block, Chart) else block
    if not isinstance(grid, Grid):
        return block
    left_out = {"by"} if grid.key.endswith("_leaks") else _LEFT_OUT
    kept = narrow(grid, [column.key for column in grid.columns if column.key not in left_out])
    return replace(kept, lead=0, detail=False)


def _after(report: Report) -> Iterator[Block]:
    if not report.funnels:
        yield Paragraph(_HOW)
        return
    if any(chain.known is Known.REFUSED for chain in report.funnels):
        yield Paragraph(_REFUSED)
    calls = report.calls
    tokens = calls.tokens
    cost = Text(f"{calls.ga4 + calls.funnels} API calls", f"API 呼び出し {calls.ga4 + calls.funnels} 回")
    if tokens is not None:
        cost = Text(f"{cost.en}, {tokens} tokens of GA4", f"{cost.ja}、GA4 トークン {tokens}")
    yield Paragraph(Text(f"{cost.en}. Nothing was changed.", f"{cost.ja}。何も変更していません。"), "minor")

"""The sections of a report about Google Ads: its campaigns, and its conversions beside those of GA4."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.text import Text
from microconv.render.report.cells import DOWN, NEITHER, UP, Maker, column, parts_of
from microconv.render.report.outline import Block, Cell, Column, Form, Grid, Paragraph
from microconv.render.report.reasons import REASONS
from microconv.render.report.results import currency_of, name_of
from microconv.render.report.words import CONVERSION
from microconv.report.comparison import Reason
from microconv.report.model import Report

_FEWER = ("now", "change")

_NO_CAMPAIGNS = Text("There are no numbers of campaigns.", "キャンペーン別の数値はありません。")
_DAYS = Text(
    "Cost, clicks and conversions are by the day of the click; `Conversions of campaigns, by both days` has both.",
    "費用・クリック・CVはクリックが発生した日で集計しています。CV発生日の集計は「キャンペーン別コンバージョン」の表にあります。",
)
_NO_COMPARISON = Text(
    "No conversion is counted by both GA4 and Google Ads.",
    "GA4 と Google 広告の両方で計測しているコンバージョンはありません。",
)
_COMPARISON = Text(
    "Both count by the day of the conversion here. A gap is usual; its standing reasons are in the remarks below the "
    "table. It is neither repaired nor judged.",
    "どちらもコンバージョンが発生した日で集計しています。差が生じるのは通常のことで、主な理由は表の下の注記のとおりです。"
    "数値の補正や良し悪しの判定は行っていません。",
)


def campaigns(report: Report) -> Iterator[Block]:
    """Each campaign: cost, clicks, conversions; then conversions by both days."""
    if not report.campaigns:
        yield Paragraph(_NO_CAMPAIGNS, "minor")
        return
    yield Paragraph(_DAYS, "minor")
    title = Text("Cost and conversions of campaigns", "キャンペーン別の費用・CV")
    yield _costs(report, "campaigns", title, ("now", "change"))
    yield _by_days(report)
    others = Text("Campaigns in the other months", "キャンペーン別 前月・前年同月の実績")
    yield _costs(report, "campaigns_before", others, ("before", "year", "change_year"), detail=True)


def _costs(report: Report, key: str, title: Text, parts: tuple[str, ...], *, detail: bool = False) -> Grid:
    fields = (
        ("cost", Text("Cost", "費用"), Form.MONEY, NEITHER),
        ("impressions", Text("Impressions", "表示回数"), Form.COUNT, NEITHER),
        ("clicks", Text("Clicks", "クリック数"), Form.COUNT, UP),
        ("conversions", Text("Conversions", "CV"), Form.DECIMAL, UP),
        ("rate", Text("Conversions for each click", "CVR"), Form.SHARE, UP),
        ("cost_per", Text("Cost for each conversion", "CPA"), Form.MONEY, DOWN),
        ("value", Text("Conversion value", "CV値"), Form.MONEY, UP),
        ("value_per_cost", Text("ROAS", "ROAS"), Form.SHARE, UP),
    )
    columns = tuple(one for field, name, form, _ in fields for one in parts_of(field, form, parts, name))
    maker = Maker(key, title, (*_HEADS, *columns), lead=10, detail=detail)
    currency = currency_of(report, "google_ads")
    for one in report.campaigns:
        cells: list[Cell] = []
        for field, _, form, better in fields:
            cells += maker.compared(getattr(one, field), form, currency, better=better, parts=parts)
        maker.row(maker.text(one.name or one.number), maker.text(one.number), *cells)
    return maker.grid()


_HEADS = (column("campaign", "Campaign", "キャンペーン"), column("number", "Number", "ID"))


def _by_days(report: Report) -> Grid:
    clicks, dates = Text("by day of click", "クリック日"), Text("by day of conversion", "CV発生日")
    fields = (
        ("conversions", Text(f"Conversions, {clicks.en}", f"CV・{clicks.ja}")),
        ("conversions_by_date", Text(f"Conversions, {dates.en}", f"CV・{dates.ja}")),
        ("all_conversions", Text(f"All conv., {clicks.en}", f"すべてのCV・{clicks.ja}")),
        ("all_conversions_by_date", Text(f"All conv., {dates.en}", f"すべてのCV・{dates.ja}")),
    )
    maker = Maker(
        "campaign_conversions",
        Text("Conversions of campaigns, by both days", "キャンペーン別コンバージョン（クリック日・CV発生日）"),
        (*_HEADS, *(one for key, title in fields for one in parts_of(key, Form.DECIMAL, _FEWER, title))),
        lead=10,
        detail=True,
    )
    for one in report.campaigns:
        cells: list[Cell] = []
        for key, _ in fields:
            cells += maker.compared(getattr(one, key), Form.DECIMAL, parts=_FEWER)
        maker.row(maker.text(one.name or one.number), maker.text(one.number), *cells)
    return maker.grid()


def comparison(report: Report) -> Iterator[Block]:
    """Each conversion as both APIs count it, with the standing reasons for a gap as footnotes."""
    if not report.comparison:
        yield Paragraph(_NO_COMPARISON, "minor")
        return
    maker = Maker(
        "comparison",
        Text("Counts by the day of the conversion", "CV発生日で比べた件数"),
        (
            Column("conversion", CONVERSION),
            column("events", "GA4 events", "GA4 イベント数", Form.COUNT),
            column("key_events", "GA4 key events", "GA4 キーイベント数", Form.COUNT),
            column("ads", "Google Ads, all conversions", "Google 広告 すべてのCV", Form.DECIMAL),
            column("gap", "Google Ads against GA4", "差（GA4比）", Form.CHANGE),
            column("reasons", "Standing reasons", "主な理由"),
        ),
    )
    for one in report.comparison:
        reasons = tuple(maker.mark(REASONS[Reason(code)]) for code in one.reasons)
        maker.row(
            maker.text(name_of(one.conversion, report), notes=one.notes),
            maker.figure(one.events, Form.COUNT),
            maker.figure(one.key_events, Form.COUNT),
            maker.figure(one.ads, Form.DECIMAL),
            maker.figure(one.gap, Form.CHANGE),
            Cell(Text("see", "注記") if reasons else Text("none known", "なし"), marks=reasons),
        )
    yield Paragraph(_COMPARISON, "minor")
    yield maker.grid()

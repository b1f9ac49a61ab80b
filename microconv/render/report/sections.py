"""A report as an outline: its title, and its sections in the order that the config wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from microconv.core.text import NO_TEXT, Text
from microconv.render.client_page.names import masked
from microconv.render.report.ads import campaigns, comparison
from microconv.render.report.funnels import funnels
from microconv.render.report.outline import Block, Outline, Section
from microconv.render.report.places import items, landing_pages, pages
from microconv.render.report.results import banners, conclusion, conversions
from microconv.render.report.setup import audit, changes, notes
from microconv.render.report.terms import terms
from microconv.render.report.trends import trends
from microconv.render.report.words import TITLES, month_name
from microconv.report.model import SECTIONS, Report, Span

_BLOCKS: Mapping[str, Callable[[Report], Iterator[Block]]] = {
    "conclusion": conclusion,
    "conversions": conversions,
    "trend": trends,
    "funnel": funnels,
    "pages": pages,
    "landing_pages": landing_pages,
    "items": items,
    "campaigns": campaigns,
    "comparison": comparison,
    "changes": changes,
    "audit": audit,
    "notes": notes,
    "terms": terms,
}


def outline(report: Report) -> Outline:
    """The report in words of both languages: all sections, or those of `heading.sections` in their order."""
    return Outline(
        title=_title(report),
        subtitle=tuple(_subtitle(report)),
        sections=tuple(_sections(report)),
        agency=report.heading.agency,
        logo=report.heading.logo,
        made=report.heading.made,
    )


def _sections(report: Report) -> Iterator[Section]:
    for place, key in enumerate(report.heading.sections or SECTIONS):
        first = () if place else tuple(banners(report))
        yield Section(key, TITLES[key], (*first, *_BLOCKS[key](report)))


def _title(report: Report) -> Text:
    month = month_name(report.heading.month.month)
    client = report.heading.client
    return Text(f"Monthly report, {month.en}: {client}", f"月次レポート {month.ja}　{client}")


def _subtitle(report: Report) -> Iterator[Text]:
    heading = report.heading
    yield _span(heading.month)
    before, year = month_name(heading.before.month), month_name(heading.year.month)
    yield Text(f"Compared with {before.en} and {year.en}", f"比較対象：前月（{before.ja}）、前年同月（{year.ja}）")
    if heading.edition > 1:
        yield Text(f"Edition {heading.edition}", f"第{heading.edition}版")
    if heading.provisional:
        yield Text("Provisional", "速報値")
    if heading.emulated:
        yield Text("Emulated", "エミュレーター")
    if owner := _person(heading.owner):
        yield Text(f"Responsible for the setup: {owner.en}", f"計測設定の担当者：{owner.ja}")
    if approver := _person(heading.approver):
        yield Text(f"Approved by: {approver.en}", f"承認者：{approver.ja}")


def _person(name: str) -> Text:
    """A person without mail addresses; empty where nothing else is known."""
    person = masked(name)
    return person if person.en != masked("a@example.com").en else NO_TEXT


def _span(span: Span) -> Text:
    return Text(f"{span.first} to {span.last} ({span.days} days)", f"{span.first} 〜 {span.last}（{span.days}日間）")

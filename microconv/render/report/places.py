"""The sections of a report about pages, landing pages and items: what is looked at, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from microconv.core.text import Language, Text, untranslated
from microconv.render.report.cells import Maker, column, parts_of
from microconv.render.report.numbers import seconds
from microconv.render.report.outline import Block, Cell, Column, Form, Paragraph
from microconv.render.report.results import currency_of, final_names, name_of
from microconv.report.figures import NOTHING
from microconv.report.model import Report
from microconv.report.traffic import LandingPage, Page

_PARTS = ("now", "before", "change", "year", "change_year")
_FEWER = ("now", "change")
_LEAD = 10

_NO_PAGES = Text("There are no numbers of pages.", "ページ別の数値はありません。")
_NO_ITEMS = Text("There are no numbers of items.", "商品別の数値はありません。")
_PAGES = Text(
    "Conversions of a page are events that happened on it. A stay is called short where it is far below that of the "
    "other pages. The completion rate is of the users of the page.",
    "コンバージョンは、そのページ上で発生したイベントの件数です。完了率は、そのページのユーザーのうち実行した人の割合です。",
)
_LANDINGS = Text(
    "Conversions of a landing page are those of the sessions that began on it.",
    "コンバージョンは、そのページから始まったセッションで発生した件数です。",
)
_ITEMS = Text(
    "The worst first: much looked at and little bought.",
    "よく見られているのに購入が少ない商品から順に並べています。",
)
_SHORT = {
    True: Text("short", "短い"),
    False: Text("usual", "通常"),
    None: Text("not judged", "判定なし"),
}
_HEATMAP = column("heatmap", "Heat map", "ヒートマップ")


def _label(name: str, report: Report) -> Text:
    return untranslated(name_of(name, report))


def _place(maker: Maker, page: Page | LandingPage, heatmaps: bool) -> tuple[Cell, ...]:
    """The page's label and path, and its heat map where any page has one."""
    word = Text("open", "開く") if page.heatmap else Text("none", "なし")
    heatmap = (maker.text(word, href=page.heatmap),) if heatmaps else ()
    return (maker.text(page.label or page.path), maker.text(page.path), *heatmap)


def _places(pages: Sequence[Page] | Sequence[LandingPage], first: Text) -> tuple[Column, ...]:
    heads = (Column("label", first), column("path", "Path", "パス"))
    return (*heads, _HEATMAP) if any(page.heatmap for page in pages) else heads


_COMPLETION = Text("completion rate", "完了率")
_SESSION_RATE = Text("for each session", "CVR")


def _rate(key: str, label: Text, word: Text, *, detail: bool) -> Column:
    return Column(key, Text(f"{label.en}, {word.en}", f"{label.ja}（{word.ja}）"), Form.SHARE, detail)


def _typical(stay: float) -> Text:
    """The stay that the others are held against."""
    return Text(
        f"The typical stay (median of the pages) is {seconds(stay, Language.EN)}; below half of it a stay is short.",
        f"滞在時間の中央値は{seconds(stay, Language.JA)}です。その半分を下回るページを「短い」としています。",
    )


def pages(report: Report) -> Iterator[Block]:
    """Each page: views, users, stay, and the conversions on it."""
    if not report.pages:
        yield Paragraph(_NO_PAGES, "minor")
        return
    names = list(dict.fromkeys(name for page in report.pages for name, _ in page.counts))
    finals = final_names(report, names)
    maker = Maker(
        "pages",
        Text("Views, stay and conversions of pages", "ページ別の表示・滞在・CV"),
        (
            *_places(report.pages, Text("Page", "ページ")),
            *parts_of("views", Form.COUNT, _PARTS, Text("Views", "表示回数")),
            *parts_of("users", Form.COUNT, _FEWER, Text("Users", "ユーザー数")),
            column("reach", "Reach rate", "到達率", Form.SHARE),
            *parts_of("stay", Form.SECONDS, _FEWER, Text("Stay", "平均滞在時間")),
            column("short", "Length of stay", "滞在の長さ"),
            *(
                one
                for name in names
                for one in (
                    Column(f"count_{name}", _label(name, report), Form.COUNT, detail=name not in finals),
                    _rate(f"completion_{name}", _label(name, report), _COMPLETION, detail=name not in finals),
                )
            ),
        ),
        lead=_LEAD,
    )
    heatmaps = any(page.heatmap for page in report.pages)
    for page in report.pages:
        counts, completion = dict(page.counts), dict(page.completion)
        maker.row(
            *_place(maker, page, heatmaps),
            *maker.compared(page.views, Form.COUNT, parts=_PARTS),
            *maker.compared(page.users, Form.COUNT, parts=_FEWER),
            maker.figure(page.reach, Form.SHARE),
            *maker.compared(page.stay, Form.SECONDS, parts=_FEWER),
            maker.text(_SHORT[page.short], tone="bad" if page.short else ""),
            *(
                maker.figure(figures.get(name, NOTHING), form)
                for name in names
                for figures, form in ((counts, Form.COUNT), (completion, Form.SHARE))
            ),
        )
    yield Paragraph(_PAGES, "minor")
    if report.typical_stay.value is not None:
        yield Paragraph(_typical(report.typical_stay.value), "minor")
    yield maker.grid()


def landing_pages(report: Report) -> Iterator[Block]:
    """Each page on which sessions begin, and the conversions of these sessions."""
    if not report.landing_pages:
        yield Paragraph(_NO_PAGES, "minor")
        return
    names = list(dict.fromkeys(name for page in report.landing_pages for name, *_ in page.counts))
    finals = final_names(report, names)
    maker = Maker(
        "landing_pages",
        Text("Sessions and conversions of landing pages", "ランディングページ別の流入・CV"),
        (
            *_places(report.landing_pages, Text("Landing page", "ランディングページ")),
            *parts_of("sessions", Form.COUNT, _PARTS, Text("Sessions", "セッション数")),
            *parts_of("engaged", Form.SHARE, _FEWER, Text("Engagement rate", "エンゲージメント率")),
            *(
                one
                for name in names
                for label in (_label(name, report),)
                for one in (
                    Column(f"count_{name}", label, Form.COUNT, detail=name not in finals),
                    _rate(f"rate_{name}", label, _SESSION_RATE, detail=name not in finals),
                )
            ),
        ),
        lead=_LEAD,
    )
    heatmaps = any(page.heatmap for page in report.landing_pages)
    for page in report.landing_pages:
        both = {name: (count, share) for name, count, share in page.counts}
        cells: list[Cell] = []
        for name in names:
            count, share = both.get(name, (NOTHING, NOTHING))
            cells += [maker.figure(count, Form.COUNT), maker.figure(share, Form.SHARE)]
        maker.row(
            *_place(maker, page, heatmaps),
            *maker.compared(page.sessions, Form.COUNT, parts=_PARTS),
            *maker.compared(page.engaged, Form.SHARE, parts=_FEWER),
            *cells,
        )
    yield Paragraph(_LANDINGS, "minor")
    yield maker.grid()


def items(report: Report) -> Iterator[Block]:
    """Each item of the shop: viewed, put into the cart, purchased."""
    if not report.items:
        yield Paragraph(_NO_ITEMS, "minor")
        return
    maker = Maker(
        "items",
        Text("Viewed, put into the cart, purchased", "商品別の閲覧・カート追加・購入"),
        (
            column("item", "Item", "商品"),
            *parts_of("viewed", Form.COUNT, _FEWER, Text("Viewed", "閲覧数")),
            *parts_of("in_cart", Form.COUNT, _FEWER, Text("Put into the cart", "カート追加数")),
            column("cart_rate", "Cart rate", "カート追加率", Form.SHARE),
            *parts_of("purchased", Form.COUNT, _FEWER, Text("Purchased", "購入数")),
            column("purchase_rate", "Purchase rate", "購入率", Form.SHARE),
            *parts_of("revenue", Form.MONEY, _FEWER, Text("Revenue", "売上")),
        ),
        lead=_LEAD,
    )
    currency = currency_of(report, "ga4")
    for item in report.items:
        maker.row(
            maker.text(item.name),
            *maker.compared(item.viewed, Form.COUNT, parts=_FEWER),
            *maker.compared(item.in_cart, Form.COUNT, parts=_FEWER),
            maker.figure(item.cart_rate, Form.SHARE),
            *maker.compared(item.purchased, Form.COUNT, parts=_FEWER),
            maker.figure(item.purchase_rate, Form.SHARE),
            *maker.compared(item.revenue, Form.MONEY, currency, parts=_FEWER),
        )
    yield Paragraph(_ITEMS, "minor")
    yield maker.grid()

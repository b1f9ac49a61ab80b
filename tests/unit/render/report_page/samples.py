"""Outlines to be drawn, made by hand: a shop's October, one with hostile names, one of everything that is missing."""

from __future__ import annotations

from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.report.outline import (
    Block,
    Bullets,
    Cell,
    Chart,
    ChartKind,
    Column,
    Form,
    Grid,
    Listing,
    Mark,
    Outline,
    Paragraph,
    Section,
    Series,
    Written,
)

LOGO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5Erk"
    "Jggg=="
)
SVG_LOGO = (
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIxNjAiIGhlaWdodD0iNDAi"
    "PjxyZWN0IHdpZHRoPSIxNjAiIGhlaWdodD0iNDAiIHJ4PSI4IiBmaWxsPSIjMTc1Njc2Ii8+PC9zdmc+"
)
EVENTS = (14, 11, 9, 16, 18, 12, 13, 15, 10, 8, 17, 19, 14, 16, 12, 11, 9, 18, 20, 21, 17, 15, 13, 10, 22, 24, 19)
DAYS = tuple(untranslated(f"10/{day}") for day in range(1, 32))
NOTES = """# 考察 / What we saw

- **Cart** grew after the new button (5 Oct).
- The form is still long:
  1. ask for less
  2. show the steps

See [the mock-up](https://design.example/mock?a=1&b=2) and `mv_cart`.

| 施策 | 優先度 | 件数 |
| --- | --- | ---: |
| フォームの短縮 | 高 | 12 |
| 価格ページの改善 | 中 | 3 |
"""


def name(text: str) -> Cell:
    return Cell(untranslated(text))


def count(number: float, *marks: str) -> Cell:
    return Cell(number=number, form=Form.COUNT, marks=marks)


def share(number: float, low: float | None = None, high: float | None = None) -> Cell:
    return Cell(number=number, form=Form.SHARE, low=low, high=high)


def change(number: float, tone: str = "") -> Cell:
    return Cell(number=number, form=Form.CHANGE, tone=tone)


def absent(en: str, ja: str, *marks: str) -> Cell:
    return Cell(Text(en, ja), form=Form.COUNT, marks=marks)


NO_DATA = absent("no data", "データなし", "*1")
YEN = "JPY"


def conversions() -> Grid:
    """A table of many columns, with footnotes."""
    columns = (
        Column("conversion", Text("Conversion", "コンバージョン")),
        Column("kind", Text("Kind", "種別")),
        Column("count", Text("October", "当月"), Form.COUNT),
        Column("before", Text("September", "前月"), Form.COUNT),
        Column("change", Text("Against last month", "前月比"), Form.CHANGE),
        Column("year", Text("October 2025", "前年同月"), Form.COUNT),
        Column("change_year", Text("Against last year", "前年同月比"), Form.CHANGE),
        Column("value", Text("Value", "CV値"), Form.MONEY),
        Column("rate", Text("For each session", "セッションあたり"), Form.SHARE),
        Column("click", Text("For each click", "クリックあたり"), Form.SHARE),
        Column("target", Text("Of target", "目標達成率"), Form.SHARE),
    )

    def row(label: str, kind: Text, now: float, before: float, money: float, *target: Cell) -> tuple[Cell, ...]:
        moved = now / before - 1
        return (
            name(label), Cell(kind), count(now), count(before), change(moved, "good" if moved > 0 else "bad"), NO_DATA,
            NO_DATA, Cell(number=money, form=Form.MONEY, currency=YEN), share(now / 21_400), share(now / 3_905),
            *(target or (absent("not asked", "対象外"),)),
        )  # fmt: skip

    rows = (
        row("購入完了", Text("final conversion", "最終CV"), 412, 398, 5_191_200, share(0.9155)),
        row("カートに追加", Text("micro-conversion", "マイクロCV"), 2_310, 2_544, 693_000),
        row("料金ページの閲覧", Text("micro-conversion", "マイクロCV"), 6_020, 5_101, 0),
    )
    notes = (("*1", Text("The event did not exist yet.", "イベントがまだ存在していませんでした。")),)
    return Grid("conversions", Text("Conversions", "コンバージョン別の実績"), columns, rows, notes)


def days(title: Text, **series: tuple[float | None, ...]) -> Grid:
    columns = [Column("day", Text("Day", "日付"), Form.DAY)]
    columns += [Column(key, untranslated(key), Form.COUNT) for key in series]
    rows = [
        (
            Cell(untranslated(f"2026-10-{at + 1:02}"), form=Form.DAY),
            *(
                absent("no data", "データなし") if line[at] is None else count(line[at] or 0)
                for line in series.values()
            ),
        )
        for at in range(len(next(iter(series.values()))))
    ]
    return Grid("days", title, tuple(columns), tuple(rows), lead=0)


def daily() -> Chart:
    """Two lines of 31 days with a gap, zeros, and marks that are close together."""
    bought = (*EVENTS[:8], None, None, *EVENTS[10:27], 0, 0, 12, 15)
    asked = tuple(float(value) * 0.4 + 2 for value in (*EVENTS, 11, 12, 9, 14))
    told = Text("Purchases: most on 2026-10-26 (24).", "購入完了：最多は2026-10-26（24）。")
    title = Text("Final conversions by day", "日別 最終CV")
    return Chart(
        "days_finals", ChartKind.LINES, title, DAYS,
        (Series(Text("Purchases", "購入完了"), bought), Series(Text("Enquiries", "お問い合わせ"), asked)),
        told, days(title, purchase=bought, enquiry=asked),
        marks=(
            Mark(4, Text("`mv_cart`: from primary to secondary", "`mv_cart`：メインからサブへ変更")),
            Mark(4, Text("Value of `purchase`: dynamic", "`purchase`の値を動的に変更")),
            Mark(5, Text("Key event `mv_form` created", "キーイベント`mv_form`を作成")),
            Mark(19, Text("Goal Purchase: biddable", "目標「購入」を入札対象に変更")),
        ),
    )  # fmt: skip


def weekly(*more: tuple[float | None, ...]) -> Chart:
    """Columns of five weeks; with more series side by side."""
    sessions = (2_804.0, 4_910.0, 5_120.0, 4_733.0, 3_833.0)
    names = (
        Text("Sessions", "セッション数"),
        Text("Engaged", "エンゲージ"),
        Text("New", "新規"),
        Text("Other", "その他"),
    )
    title = Text("Sessions by week", "週別 セッション数")
    values = (sessions, *more)
    series = tuple(Series(names[at], one) for at, one in enumerate(values))
    labels = tuple(untranslated(f"10/{day}") for day in (1, 5, 12, 19, 26))
    return Chart("weeks", ChartKind.BARS, title, labels, series, title, days(title, sessions=sessions))


def funnel() -> Chart:
    """Four steps; the share after the third is not known."""
    labels = (
        Text("Product page", "商品ページ"), Text("Cart", "カートに追加"), Text("Checkout", "購入手続き"),
        Text("Purchase", "購入完了"),
    )  # fmt: skip
    columns = (
        Column("step", Text("Step", "ステップ")), Column("users", Text("Users", "ユーザー数"), Form.COUNT),
        Column("onward", Text("Goes on", "移行率"), Form.SHARE),
    )  # fmt: skip
    users, onward = (9_420, 1_696, 811, 390), (share(0.18, 0.174, 0.187), share(0.478, 0.458, 0.498))
    unknown = absent("not known", "不明", "*1")
    rows = tuple(
        (Cell(label), count(number), cell)
        for label, number, cell in zip(labels, users, (*onward, unknown, absent("–", "–")), strict=True)
    )
    notes = (("*1", Text("Sampled.", "サンプリングされています。")),)
    return Chart(
        "funnel", ChartKind.FUNNEL, Text("From product to purchase", "商品から購入まで"), labels,
        (Series(Text("Users", "ユーザー数"), users),), Text("9,420 users begin.", "9,420人が開始。"),
        Grid("funnel", NO_TEXT, columns, rows, notes), between=(*onward, unknown),
    )  # fmt: skip


def devices() -> Chart:
    """Bars whose labels are too long to stand below a column."""
    labels = (
        Text("Organic Search", "オーガニック検索"),
        Text("Paid Search", "検索連動型広告"),
        Text("Direct", "ノーリファラー"),
    )
    series = (
        Series(Text("October", "当月"), (812.0, 455.0, None)),
        Series(Text("September", "前月"), (790.0, 0.0, 120.0)),
    )
    title = Text("Conversions by channel", "チャネル別のCV")
    return Chart("channels", ChartKind.BARS, title, labels, series, title, None)


def pages(rows: int = 30) -> Grid:
    columns = (
        Column("page", Text("Page", "ページ")), Column("views", Text("Views", "表示回数"), Form.COUNT),
        Column("stay", Text("Stay", "平均滞在時間"), Form.SECONDS), Column("heat", Text("Heat map", "ヒートマップ")),
    )  # fmt: skip
    made = tuple(
        (
            name(f"/products/category-{number}/item?variant={number * 37}"), count(9_000 / (number + 1) // 1),
            Cell(number=83.0 - number, form=Form.SECONDS),
            Cell(Text("Open", "開く"), href=f"https://heat.example/p/{number}"),
        )
        for number in range(rows)
    )  # fmt: skip
    return Grid("pages", Text("Pages", "ページ別"), columns, made, lead=10)


def campaigns() -> Grid:
    keys = (
        "cost",
        "clicks",
        "impressions",
        "cv",
        "all",
        "cv_date",
        "all_date",
        "value",
        "cpa",
        "roas",
        "rate",
        "moved",
    )
    titles = (
        Text("Cost", "費用"), Text("Clicks", "クリック数"), Text("Impressions", "表示回数"),
        Text("Conversions", "CV数"),
        Text("All conversions", "すべてのCV数"), Text("Conversions, by day of conversion", "CV数（CV発生日）"),
        Text("All conversions, by day of conversion", "すべてのCV数（CV発生日）"), Text("Conversion value", "CV値"),
        Text("Cost for each conversion", "CPA"), Text("ROAS", "ROAS"), Text("Conversions for each click", "CVR"),
        Text("Against last month", "前月比"),
    )  # fmt: skip
    forms = (
        Form.MONEY, Form.COUNT, Form.COUNT, Form.DECIMAL, Form.DECIMAL, Form.DECIMAL, Form.DECIMAL, Form.MONEY,
        Form.MONEY, Form.SHARE, Form.SHARE, Form.CHANGE,
    )  # fmt: skip
    values = (1_234_567, 3_905, 120_331, 212.48, 390.12, 208.5, 377.25, 2_677_000, 5_810, 2.168, 0.0544, -0.034)
    row = [Cell(number=value, form=form, currency=YEN) for value, form in zip(values, forms, strict=True)]
    columns = (Column("campaign", Text("Campaign", "キャンペーン")),)
    columns += tuple(Column(*one) for one in zip(keys, titles, forms, strict=True))
    rows = tuple((name(label), *row) for label in ("検索_指名", "検索_一般_関東", "P-MAX 秋のセール"))
    return Grid("campaigns", Text("Campaigns", "キャンペーン別"), columns, rows)


def sections() -> tuple[Section, ...]:
    said = (
        Paragraph(Text("Purchases: 412, +3.5% against September.", "購入完了は412件で、前月比+3.5%でした。"), "good"),
        Paragraph(Text("Carts: 2,310, -9.2%.", "カートに追加は2,310件で、前月比-9.2%でした。"), "bad"),
        Paragraph(
            Text(
                "Most users are lost between `商品ページ` and `カートに追加`: 7,724 (82.0%).",
                "最も多くのユーザーが離脱しているのは「商品ページ」から「カートに追加」の間で、7,724人（82.0%）です。",
            )
        ),
    )
    parts: tuple[tuple[str, Text, tuple[Block, ...]], ...] = (
        (
            "conclusion",
            Text("Conclusion", "サマリー"),
            (
                Paragraph(
                    Text("Provisional: the numbers may still change.", "速報値：数値は今後変わることがあります。"),
                    "warning",
                ),
                Bullets(said),
            ),
        ),
        ("conversions", Text("Results", "全体実績"), (conversions(),)),
        ("trend", Text("By day and week", "日別・週別推移"), (daily(), weekly())),
        ("funnel", Text("Funnel", "ファネル"), (funnel(), devices())),
        ("pages", Text("Pages", "ページ別"), (pages(),)),
        ("campaigns", Text("Google Ads campaigns", "Google 広告 キャンペーン別"), (campaigns(),)),
        (
            "changes",
            Text("Changes of the setup", "実施した設定変更"),
            (Paragraph(Text("GA4's change history was not read.", "GA4の変更履歴は確認していません。"), "warning"),),
        ),
        ("notes", Text("Notes", "考察・次月施策"), (Written(NOTES),)),
        (
            "terms",
            Text("Terms and remarks", "用語・注記"),
            (Paragraph(Text("Users do not add up.", "ユーザー数は足し合わせられません。"), "minor"),),
        ),
    )
    return tuple(Section(*part) for part in parts)


def report(**more: object) -> Outline:
    given = {
        "title": Text("Monthly report, October 2026: Aoi Store", "月次レポート 2026年10月　あおい商店"),
        "subtitle": (
            Text("2026-10-01 to 2026-10-31 (31 days)", "2026-10-01 〜 2026-10-31（31日間）"),
            Text("Edition 2", "第2版"),
        ),
        "sections": sections(),
        "agency": "みどり広告株式会社",
        "logo": SVG_LOGO,
    }
    return Outline(**{**given, **more})  # type: ignore[arg-type]


def hostile(evil: str) -> Outline:
    """A report in which every text that can come from outside is `evil`."""
    text = untranslated(evil)
    cell = Cell(text, href=evil, marks=("*1",))
    columns = (Column("a", text), Column("b", text, Form.COUNT))
    grid = Grid("g", text, columns, ((cell, count(1, "*1")), (cell, Cell(text, form=Form.COUNT))), (("*1", text),), 1)
    lines = tuple(Series(text, (1.0, None, 3.0)) for _ in range(4))
    labels = (text, text, text)
    blocks: tuple[Block, ...] = (
        Paragraph(text, "warning"), Paragraph(text, "heading"), Bullets((Paragraph(text),)), grid, Written(evil),
        Listing(text, f"- name: {evil}\n  role: secondary\n"),
        Written(f"[x]({evil})\n\n<{evil}>"),
        *(
            Chart("c", kind, text, labels, lines, text, grid, marks=(Mark(1, text),))
            for kind in (ChartKind.LINES, ChartKind.BARS)
        ),
        Chart("f", ChartKind.FUNNEL, text, labels, lines, text, grid, between=(cell, cell)),
    )  # fmt: skip
    return Outline(text, (text, text), (Section("conclusion", text, blocks),), agency=evil, logo=LOGO)

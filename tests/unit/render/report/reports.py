"""A report made by hand, with every kind of number that there is, and every section."""

from __future__ import annotations

import dataclasses
import enum

from microconv.core.setup_changes import ChangeEntry, Changes, Source
from microconv.core.text import Text
from microconv.report.chains import FunnelMonth, FunnelPart, FunnelStep, Leak, NextAction
from microconv.report.figures import NOTHING, Compared, Figure, Known, Note
from microconv.report.model import (
    Account,
    AuditSummary,
    Calls,
    ConversionMonth,
    Fact,
    Heading,
    Report,
    Span,
    Target,
)
from microconv.report.traffic import Campaign, Group, Item, LandingPage, Page, Point, SideBySide, Trend


def yes(value: float, *notes: Note, low: float | None = None, high: float | None = None) -> Figure:
    return Figure(value, Known.YES, "", notes, low, high)


def no_data(why: str, *notes: Note) -> Figure:
    return Figure(None, Known.NO_DATA, why, notes)


def compared(now: float, before: float, year: float | None, *notes: Note, days: bool = False) -> Compared:
    """A comparison of an October with September and the October a year ago."""
    missing = no_data("nothing measured")
    return Compared(
        yes(now, *notes),
        yes(before),
        missing if year is None else yes(year),
        yes(now / before - 1, *notes) if before else no_data("zero divisor"),
        yes(now / year - 1, *notes) if year else no_data("nothing measured" if year is None else "zero divisor"),
        yes(now - before, *notes),
        missing if year is None else yes(now - year, *notes),
        yes(now / 31, *notes) if days else NOTHING,
        yes(before / 30) if days else NOTHING,
        NOTHING if not days else missing if year is None else yes(year / 31),
        NOTHING if not days else no_data("zero divisor") if not before else yes(now / 31 / (before / 30) - 1),
        NOTHING if not days else missing if not year else yes(now / year - 1),
    )


NEVER = Compared(*(Figure(why="not in google ads"),) * 7)
REFUSED = Compared(*(Figure(None, Known.REFUSED, "restricted"),) * 7)


def conversion(name: str, label: str, kind: str, role: str, count: Compared, **more: object) -> ConversionMonth:
    fields: dict[str, object] = {
        "purpose": f"{label}の把握",
        "event": name,
        "action": "",
        "users": compared(count.now.value or 0, 90, None),
        "value": compared(250_000, 198_000.5, None),
        "per_session": compared(0.0321, 0.0287, None),
        "reach": compared(0.041, 0.038, None),
        "conversions": NEVER,
        "all_conversions": NEVER,
        "conversions_by_date": NEVER,
        "all_conversions_by_date": NEVER,
        "ads_value": NEVER,
        "per_click": NEVER,
    }
    return ConversionMonth(name=name, label=label, kind=kind, role=role, count=count, **{**fields, **more})  # type: ignore[arg-type]


CONVERSIONS = (
    conversion(
        "purchase",
        "購入",
        "macro",
        "primary",
        compared(120, 98, 104, days=True),
        action="7001",
        conversions=compared(41.5, 38.25, None, Note.FRACTIONAL, Note.LAG_TO_COME),
        all_conversions=compared(60.25, 55, None, Note.FRACTIONAL, Note.LAG_TO_COME),
        conversions_by_date=compared(43, 37.75, None, Note.FRACTIONAL),
        all_conversions_by_date=compared(62.5, 54, None, Note.FRACTIONAL),
        ads_value=compared(1_204_500, 1_100_000, None),
        per_click=compared(0.0125, 0.0119, None),
        still_to_come=yes(0.08),
        target=Target(150, yes(0.8)),
    ),
    conversion(
        "mv_add_to_cart",
        "カート追加",
        "micro",
        "secondary",
        compared(640, 701, None, Note.CHANGED_WITHIN, days=True),
        value=REFUSED,
        notes=(Note.MARKED_WITHIN,),
    ),
    conversion(
        "mv_wish_list",
        "",
        "micro",
        "secondary",
        compared(0, 0, None, days=True),
        event="",
        users=Compared(*(Figure(why="no event"),) * 7),
        purpose="",
    ),
)


def step(name: str, label: str, users: float, onward: float | None, low: float, high: float) -> FunnelStep:
    last = onward is None
    return FunnelStep(
        name,
        label,
        yes(users),
        NOTHING if onward is None else yes(onward, low=low, high=high),
        NOTHING if onward is None else yes(round(users * (1 - onward))),
        yes(1.0 if last else 60 / users, low=None, high=None),
        yes(users / 500),
        NOTHING if last else yes(0.25, low=0.2, high=0.3),
        None if last else onward is not None and onward < 0.2,
    )


STEPS = (step("mv_add_to_cart", "カート追加", 500, 0.12, 0.098, 0.146), step("purchase", "購入", 60, None, 0, 0))
PHONE = (
    step("mv_add_to_cart", "カート追加", 300, 0.05, 0.032, 0.074),
    step("purchase", "購入", 15, None, 0, 0),
)
FUNNEL = FunnelMonth(
    ("mv_add_to_cart", "purchase"),
    closed=True,
    within_days=7.0,
    known=Known.YES,
    parts=(FunnelPart("", "", STEPS), FunnelPart("device", "mobile", PHONE)),
    leaks=(
        Leak("mv_add_to_cart", "purchase", yes(440), yes(0.88, low=0.854, high=0.902)),
        Leak("mv_add_to_cart", "purchase", yes(285), yes(0.95, low=0.926, high=0.968), "device", "mobile"),
    ),
    next_actions=(NextAction("mv_add_to_cart", "page_view", yes(210)),),
    notes=(Note.SAMPLED,),
)
NO_FUNNEL = FunnelMonth(
    ("mv_wish_list", "purchase"), closed=False, within_days=None, known=Known.REFUSED, why="UNIMPLEMENTED: no funnels"
)

DAYS = tuple(
    Point(
        f"2026-10-{day:02}",
        1,
        no_data("truncated") if day == 9 else yes(100 + day * 3),
        (
            ("purchase", no_data("truncated") if day == 9 else yes(day % 5)),
            ("mv_add_to_cart", yes(day % 7 + 10)),
            ("mv_wish_list", yes(0)),
        ),
    )
    for day in range(1, 32)
)
WEEKS = tuple(
    Point(day, days, yes(700 + days), (("purchase", yes(days)), ("mv_add_to_cart", yes(90)), ("mv_wish_list", yes(0))))
    for day, days in (("2026-10-01", 4), ("2026-10-05", 7), ("2026-10-12", 7), ("2026-10-19", 7), ("2026-10-26", 6))
)

CHANGES = Changes(
    (
        Source("journals", True),
        Source("setup", False, Text("last month's setup was not frozen.", "前月の設定が保存されていません。")),
        Source("change history", True),
    ),
    (
        ChangeEntry(
            "2026-10-12", "run", Text("made secondary", "サブに変更"), "mv_add_to_cart", who="sato@example.jp",
            conversion="mv_add_to_cart",
        ),
        ChangeEntry("", "by hand", Text("value 3,000, was 2,500 JPY", "値を 2,500 から 3,000 JPY に変更"), "purchase"),
    ),
)  # fmt: skip

HEADING = Heading(
    client="さくら商店",
    month=Span("2026-10", "2026-10-01", "2026-10-31", 31),
    before=Span("2026-09", "2026-09-01", "2026-09-30", 30),
    year=Span("2025-10", "2025-10-01", "2025-10-31", 31),
    made="2026-11-04T09:30:00+09:00",
    version="0.9.0",
    edition=2,
    emulated=True,
    agency="みらい広告",
    owner="佐藤",
    approver="鈴木",
    accounts=(
        Account("ga4", "properties/123", "Asia/Tokyo", "JPY"),
        Account("google_ads", "123-456-7890", "Asia/Tokyo", "JPY"),
    ),
)

REPORT = Report(
    HEADING,
    conclusion=(
        Fact(Text("購入: 120, +22.4 % against September.", "購入は120件で、前月比+22.4%でした。"), True),
        Fact(Text("カート追加: 640, -8.7 %.", "カート追加は640件で、前月比-8.7%でした。"), False),
    ),
    totals=(
        ("sessions", compared(4_350, 4_100, 3_900, days=True)),
        ("users", compared(3_000, 2_950, None, Note.THRESHOLDED)),
        ("engagement_seconds", compared(212_000, 198_000, None)),
        ("cost", compared(301_234.4, 290_000, None)),
    ),
    conversions=CONVERSIONS,
    trend=Trend(DAYS, WEEKS),
    groups=(
        Group(
            "channel",
            "Paid Search",
            compared(1_900, 1_800, None),
            (
                ("purchase", compared(60, 50, None), yes(0.0316)),
                ("mv_add_to_cart", compared(300, 310, None), yes(0.158)),
            ),
        ),
        Group("device", "mobile", compared(2_900, 2_700, None), (("purchase", compared(40, 41, None), yes(0.0138)),)),
    ),
    funnels=(FUNNEL, NO_FUNNEL),
    pages=(
        Page(
            "/form/step1",
            "フォーム1",
            "https://heat.example/1",
            compared(900, 880, None, Note.OTHER_ROW),
            compared(700, 690, None),
            yes(0.233),
            compared(12.4, 13, None),
            (("purchase", yes(0)), ("mv_add_to_cart", no_data("other row"))),
            True,
        ),
        Page(
            "/",
            "",
            "",
            compared(4_000, 3_900, None),
            compared(2_800, 2_700, None),
            yes(0.93),
            compared(83, 80, None),
            (),
        ),
    ),
    landing_pages=(
        LandingPage(
            "/", "", "", compared(2_500, 2_400, None), compared(0.61, 0.6, None), (("purchase", yes(70), yes(0.028)),)
        ),
    ),
    items=(
        Item(
            "=HYPERLINK(\"https://evil.example\")",
            compared(900, 850, None),
            compared(162, 150, None),
            compared(9, 8, None),
            compared(90_000, 80_000, None),
            yes(0.18),
            yes(0.01),
        ),
    ),
    campaigns=(
        Campaign(
            "555",
            "指名検索",
            compared(301_234.4, 290_000, None),
            compared(4_800, 4_600, None),
            compared(90_000, 91_000, None),
            compared(41.5, 38.25, None, Note.FRACTIONAL),
            compared(60.25, 55, None),
            compared(43, 37.75, None),
            compared(62.5, 54, None),
            compared(1_204_500, 1_100_000, None),
            compared(7_258.66, 7_581.7, None),
            compared(3.9985, 3.7931, None),
            compared(0.0086, 0.0083, None),
        ),
    ),
    comparison=(
        SideBySide("purchase", yes(120), yes(118), yes(62.5), yes(-0.479), ("channels", "attribution", "click window")),
        SideBySide("mv_add_to_cart", yes(30), yes(0, Note.MARKED_WITHIN), yes(12), no_data("few"), ()),
    ),
    changes=CHANGES,
    audit=AuditSummary(
        True,
        levels=(("error", 1), ("warning", 2), ("note", 0)),
        first=(Text("No value is graded.", "値が段階的に設定されていません。"),),
        rules=54,
        unknown=3,
    ),
    notes="## 考察\n\n- スマートフォンの離脱が大きい <script>\n",
    disclosures=(Note.THRESHOLDED, Note.SAMPLED, Note.FRACTIONAL, Note.LAG_TO_COME),
    sources=(("ga4 totals", Known.YES, ""), ("ga4 items", Known.REFUSED, "PERMISSION_DENIED: no")),
    calls=Calls(2, 2, 2, 0, 118),
)  # fmt: skip


_OURS = {
    "kind", "role", "by", "month", "first", "last", "day", "made", "source", "provider", "format", "sections",
    "reasons", "logo", "version", "known", "at", "totals", "sources", "levels", "disclosures", "heatmap",
}  # fmt: skip
"""Fields whose strings come from us and not from an account, a config or a person."""


def named(part: object, name: str) -> object:
    """The same part of a report, with `name` before every text that can come from elsewhere."""
    if isinstance(part, Text):
        return Text(f"{name}{part.en}", f"{name}{part.ja}") if part else part
    if isinstance(part, enum.Enum):
        return part
    if isinstance(part, str):
        return f"{name}{part}" if part else part
    if isinstance(part, tuple):
        return tuple(named(one, name) for one in part)
    if isinstance(part, Figure | Source) or not dataclasses.is_dataclass(part) or isinstance(part, type):
        return part
    values = {one.name: getattr(part, one.name) for one in dataclasses.fields(part)}
    if isinstance(part, Page) and part.heatmap:
        values["heatmap"] = f"{part.heatmap}{name}"
    return type(part)(**{key: value if key in _OURS else named(value, name) for key, value in values.items()})


def hostile_report(name: str) -> Report:
    """The report in which every conversion, page, item, person and note is called so."""
    report = named(REPORT, name)
    assert isinstance(report, Report)
    return report

"""The sections of a report about results: the conclusion, the totals and each conversion, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from microconv.core.text import Text, untranslated
from microconv.render.report.cells import DOWN, NEITHER, UP, Maker, column, parts_of
from microconv.render.report.groups import groups
from microconv.render.report.outline import Block, Bullets, Cell, Column, Form, Grid, Paragraph
from microconv.render.report.words import (
    CONVERSION,
    KINDS,
    LESS_IS_BETTER,
    NOT_BETTER,
    ROLES,
    TOTALS,
)
from microconv.report.figures import Known, Note
from microconv.report.model import ConversionMonth, Report

_MONTHS = ("now", "before", "change", "difference", "year", "change_year", "difference_year")
_OF_ITSELF = frozenset({Note.MARKED_WITHIN, Note.CHANGED_WITHIN})
_DAYS = ("per_day", "per_day_before", "change_per_day", "per_day_year", "change_per_day_year")

PROVISIONAL = Text(
    "Provisional: the month is not settled yet. GA4 works on a day for up to 48 hours, so these numbers will change.",
    "速報値：GA4 の集計には最大48時間かかるため、当月の数値は確定していません。今後変動します。",
)
EMULATED = Text(
    "Emulated: numbers of this report come from the emulator and not from Google.",
    "エミュレーター：このレポートの数値は Google ではなくエミュレーターによるものです。",
)
WARNINGS = (Paragraph(EMULATED, "warning"), Paragraph(PROVISIONAL, "warning"))
"""The warnings on top of a report."""

_NOTHING = Text(
    "Nothing can be said of this month: there are no numbers of it.",
    "当月の数値がないため、結論を示せません。",
)
_NO_NUMBERS = Text("There are no numbers of conversions.", "コンバージョンの数値はありません。")
_NO_ADS = Text(
    "Google Ads is not part of this report: no conversion has numbers of it.",
    "Google 広告の数値はこのレポートに含まれていません。",
)


def currency_of(report: Report, provider: str) -> str:
    """The currency of the report's account of a provider; empty where it is not known."""
    return next((one.currency for one in report.heading.accounts if one.provider == provider), "")


def name_of(conversion: str, report: Report) -> str:
    """A conversion's label, or its name where it has none. `conversion` is its name."""
    return next((one.label or one.name for one in report.conversions if one.name == conversion), conversion)


def final_names(report: Report, names: Sequence[str]) -> list[str]:
    """The final conversions among some; all of them where none is final."""
    kinds = {one.name: one.kind for one in report.conversions}
    return [name for name in names if kinds.get(name) == "macro"] or list(names)


def banners(report: Report) -> Iterator[Block]:
    """The warnings on top of a report, whichever section comes first."""
    if report.heading.emulated:
        yield WARNINGS[0]
    if report.heading.provisional:
        yield WARNINGS[1]


def conclusion(report: Report) -> Iterator[Block]:
    """The facts, the heaviest first."""
    if not report.conclusion:
        yield Paragraph(_NOTHING, "warning")
        return
    tones = {True: "good", False: "bad", None: ""}
    yield Bullets(tuple(Paragraph(fact.text, tones[fact.good]) for fact in report.conclusion))


def conversions(report: Report) -> Iterator[Block]:
    """The totals, each conversion against the months before, and the groups that they come from."""
    if not report.totals and not report.conversions:
        yield Paragraph(_NO_NUMBERS, "minor")
    if report.totals:
        yield _totals(report)
    if report.conversions:
        yield _counts(report)
    yield from _per_day(report)
    if report.conversions:
        yield _rates(report)
        yield from _ads(report)
        yield _definitions(report.conversions)
    for by in dict.fromkeys(group.by for group in report.groups):
        yield from groups(report, by)


def _per_day(report: Report) -> Iterator[Grid]:
    """The numbers a day of what adds up over days; none where the months are equally long."""
    currency = currency_of(report, "google_ads")
    totals = [(*TOTALS[name], compared) for name, compared in report.totals]
    conversions = [(untranslated(one.label or one.name), Form.COUNT, one.count) for one in report.conversions]
    maker = Maker(
        "per_day",
        Text("A day (months differ in length)", "1日あたり（月の日数の違いを考慮）"),
        (column("number", "Number", "指標"), *parts_of("", Form.DECIMAL, _DAYS)),
        detail=True,
    )
    for name, form, compared in (*totals, *conversions):
        if compared.per_day.known is not Known.NOT_ASKED:
            cells = maker.compared(compared, form, currency if form is Form.MONEY else "", parts=_DAYS, better=NEITHER)
            maker.row(maker.text(name), *cells)
    if not maker.empty:
        yield maker.grid()


def _totals(report: Report) -> Grid:
    maker = Maker(
        "totals",
        Text("The whole site and account", "サイト・アカウント全体"),
        (column("number", "Number", "指標"), *parts_of("", Form.DECIMAL, _MONTHS)),
    )
    for name, compared in report.totals:
        title, form = TOTALS[name]
        currency = currency_of(report, "google_ads") if form is Form.MONEY else ""
        better = DOWN if name in LESS_IS_BETTER else NEITHER if name in NOT_BETTER else UP
        maker.row(maker.text(title), *maker.compared(compared, form, currency, better=better, parts=_MONTHS))
    return maker.grid()


def _counts(report: Report) -> Grid:
    """The count of each conversion, which is what the report is about."""
    targets = any(one.target for one in report.conversions)
    more = (
        (column("target", "Target", "目標", Form.COUNT), column("reached", "Reached", "達成率", Form.SHARE))
        if targets
        else ()
    )
    maker = Maker(
        "conversions",
        Text("Conversions (events counted by GA4)", "コンバージョン発生件数（GA4 のイベント数）"),
        (*_heads(), *parts_of("", Form.COUNT, _MONTHS), *more),
    )
    for one in report.conversions:
        cells = maker.compared(one.count, Form.COUNT, parts=_MONTHS)
        maker.row(*_names(maker, one), *cells, *(_target(maker, one) if targets else ()))
    return maker.grid()


def _target(maker: Maker, one: ConversionMonth) -> tuple[Cell, Cell]:
    if one.target is None:
        return maker.text(Text("no target", "目標なし")), maker.text(Text("no target", "目標なし"))
    return maker.number(one.target.wanted), maker.figure(one.target.reached, Form.SHARE)


def _heads() -> tuple[Column, ...]:
    return (
        Column("conversion", CONVERSION),
        column("kind", "Kind", "種類"),
        column("role", "Role", "役割"),
    )


def _of_itself(one: ConversionMonth) -> Iterator[Note]:
    """The notes at a conversion's name. Others stand at the numbers that they are about: GA4's or Google Ads'."""
    return (note for note in one.notes if note in _OF_ITSELF)


def _names(maker: Maker, one: ConversionMonth) -> tuple[Cell, ...]:
    return (
        maker.text(one.label or one.name, notes=_of_itself(one)),
        maker.text(KINDS.get(one.kind, untranslated(one.kind))),
        maker.text(ROLES.get(one.role, untranslated(one.role))),
    )


def _rates(report: Report) -> Grid:
    """Value, users and rates of each conversion, a row each."""
    fields = (
        ("per_session", Text("for each session", "CVR（セッションあたり）"), Form.SHARE),
        ("users", Text("users", "実行ユーザー数"), Form.COUNT),
        ("reach", Text("reach rate", "到達率"), Form.SHARE),
        ("value", Text("value", "CV値"), Form.MONEY),
    )
    title = Text("Rates, users and value (GA4)", "率・ユーザー数・CV値（GA4）")
    return _measures("conversion_rates", title, report.conversions, fields, currency_of(report, "ga4"))


def _measures(
    key: str,
    title: Text,
    conversions: Iterable[ConversionMonth],
    fields: Sequence[tuple[str, Text, Form]],
    currency: str,
    *,
    detail: bool = False,
) -> Grid:
    """A table with a row for each conversion and each of its numbers."""
    heads = (Column("conversion", CONVERSION), column("number", "Number", "指標"))
    maker = Maker(key, title, (*heads, *parts_of("", Form.DECIMAL, _MONTHS)), lead=4 * len(fields), detail=detail)
    for one in conversions:
        for field, name, form in fields:
            cells = maker.compared(getattr(one, field), form, currency, parts=_MONTHS)
            maker.row(maker.text(one.label or one.name, notes=_of_itself(one)), maker.text(name), *cells)
    return maker.grid()


def _ads(report: Report) -> Iterator[Block]:
    """The conversions in Google Ads: both columns, by both days."""
    ours = [one for one in report.conversions if one.all_conversions.now.known is not Known.NOT_ASKED]
    if not ours:
        yield Paragraph(_NO_ADS, "minor")
        return
    fields = (
        ("conversions", Text("conversions, by day of click", "CV（クリック日）"), Form.DECIMAL),
        ("conversions_by_date", Text("conversions, by day of conversion", "CV（CV発生日）"), Form.DECIMAL),
        ("all_conversions", Text("all conversions, by day of click", "すべてのCV（クリック日）"), Form.DECIMAL),
        (
            "all_conversions_by_date",
            Text("all conversions, by day of conversion", "すべてのCV（CV発生日）"),
            Form.DECIMAL,
        ),
        ("ads_value", Text("value of all conversions, by day of click", "すべてのCV値（クリック日）"), Form.MONEY),
        ("per_click", Text("all conversions for each click", "CVR（クリックあたり）"), Form.SHARE),
    )
    title = Text("Conversions in Google Ads", "Google 広告のコンバージョン")
    yield _measures("ads_conversions", title, ours, fields, currency_of(report, "google_ads"), detail=True)
    yield _still_to_come(ours)


def _still_to_come(ours: Sequence[ConversionMonth]) -> Grid:
    maker = Maker(
        "still_to_come",
        Text("Conversions of this month's clicks that are still to come", "当月のクリックから今後計上される見込みのCV"),
        (Column("conversion", CONVERSION), column("share", "Still to come", "今後の見込み（割合）", Form.SHARE)),
    )
    for one in ours:
        maker.row(maker.text(one.label or one.name), maker.figure(one.still_to_come, Form.SHARE))
    return maker.grid()


def _definitions(conversions: Sequence[ConversionMonth]) -> Grid:
    """The definition of each conversion, and its purpose."""
    maker = Maker(
        "purposes",
        Text("What is measured, and why", "計測の目的"),
        (
            *_heads(),
            column("purpose", "Purpose", "目的"),
            column("name", "Name in the config", "設定名"),
            column("event", "GA4 event", "GA4 イベント"),
            column("action", "Google Ads conversion action", "Google 広告のコンバージョン アクション"),
        ),
    )
    none = Text("none", "なし")
    for one in conversions:
        purpose = one.purpose or Text("not written down", "未記入")
        names = _names(maker, one)
        rest = (maker.text(one.name), maker.text(one.event or none), maker.text(one.action or none))
        maker.row(*names, maker.text(purpose), *rest)
    return maker.grid()

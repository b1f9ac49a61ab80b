"""The agenda of a review: the points to be decided, then what they rest on. Pages, Markdown and terminals draw it.

It is for the people of the sitting: owner and approver stand in it as the config has them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from microconv.audit.result import Audit
from microconv.audit.rule import Level
from microconv.audit.rules.upkeep import DAYS, EVERY
from microconv.core.client import Client
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.monthly.making import Reported
from microconv.render.audit_words import LEVELS, LEVELS_MANY
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Bullets, Cell, Form, Grid, Outline, Paragraph, Section
from microconv.render.report.results import WARNINGS, conclusion
from microconv.render.report.words import MONTHS, month_name
from microconv.render.review.decisions import decision_blocks
from microconv.render.review.ground import calls_line, held, sentence, subtitle, warnings
from microconv.render.review.proposals import headline, proposal_blocks
from microconv.render.review.roles import roles_sections
from microconv.render.review.suggestions import suggestions_sections
from microconv.render.review.values import values_sections
from microconv.sitting.model import Ground, Prunable, ReviewAnswer, Silent

_FIRST_RULES = 10
"""The rules of the audit that are read; a page folds the others."""

_NO_TREND = Text(
    "There is no audit of an earlier report to compare with.", "比較できる過去のレポートの監査結果はありません。"
)
_NO_FINDINGS = Text("The audit found nothing.", "監査での指摘事項はありません。")
_ALL_COUNT = Text(
    "Every conversion counted something lately, and none is to be taken out.",
    "最近計測のないコンバージョンも、整理の候補もありません。",
)
_NOBODY = Text("not named", "未設定")


def agenda(answer: ReviewAnswer, client: Client | None = None, *, boxes: bool = True) -> Outline:
    """The agenda as an outline.

    client: the config, from which the effect of values and the rhythm of reviews are told; None where it is not known.
    boxes: with boxes to tick and lines to sign, for paper.
    """
    ground, heading = answer.ground, answer.reported.report.heading
    return Outline(
        title=_title(ground),
        subtitle=(*_people(answer), *subtitle(ground)),
        sections=tuple(_sections(answer, client, boxes=boxes)),
        agency=heading.agency,
        logo=heading.logo,
        made=heading.made,
    )


def _title(ground: Ground) -> Text:
    """The day in words, which is not folded within a number, and the client."""
    day = ground.today
    return Text(
        f"Review of {day.day} {MONTHS[day.month - 1]} {day.year}: {ground.client}",
        f"計測レビュー {day.year}年{day.month}月{day.day}日\u3000{ground.client}",
    )


def _sections(answer: ReviewAnswer, client: Client | None, *, boxes: bool) -> Iterator[Section]:
    points = decision_blocks(answer.proposals, answer.ground, client, boxes=boxes)
    yield Section("decisions", Text("Decisions", "決定事項"), (*warnings(answer.ground), *points, *_held(answer)))
    month = month_name(answer.reported.report.heading.month.month)
    title = Text(f"The month: {month.en}", f"月次レポート（{month.ja}）")
    yield Section("report", title, tuple(_report(answer.reported)))
    yield Section("audit", Text("Audit", "監査"), tuple(_audit(answer)))
    kept = [*values_sections(answer.values), *roles_sections(answer.roles), *suggestions_sections(answer.suggestions)]
    repeated = set(_repeated(answer))
    for section in kept:
        blocks = tuple(block for block in section.blocks if block not in repeated)
        if blocks and not section.key.endswith("counts"):
            yield Section(section.key, section.title, blocks)
    yield Section("silent", Text("Silent conversions, and what to prune", "計測のないコンバージョンと整理の候補"),
                  tuple(_silent(answer.silent, answer.prune)))  # fmt: skip
    yield Section("sitting", Text("Who decides, and when next", "決定者と次回"), (_next(answer, client, boxes=boxes),))
    counts = (block for section in kept if section.key.endswith("counts") for block in section.blocks)
    yield Section("counts", Text("How it was counted", "集計の前提"), tuple(_counts(counts, answer)))


def _repeated(answer: ReviewAnswer) -> Iterator[Block]:
    """The blocks of other commands' answers that the first section has already, or that go without saying there."""
    yield from warnings(answer.ground)
    for part in (answer.values, answer.roles, answer.suggestions):
        yield from warnings(part.ground)
    yield from _held(answer)
    for proposals in (answer.values.proposals, answer.roles.proposals):
        yield Paragraph(headline(proposals))
        yield from proposal_blocks(proposals)


def _people(answer: ReviewAnswer) -> Iterator[Text]:
    for name, role in (
        (answer.owner, Text("Owner", "担当者")),
        (answer.approver, Text("Approver", "承認者")),
    ):
        if name:
            yield Text(f"{role.en}: {name}", f"{role.ja}：{name}")


def _report(reported: Reported) -> Iterator[Block]:
    """The conclusion of the monthly report, and where the whole of it is."""
    heading = reported.report.heading
    if heading.provisional:
        yield WARNINGS[1]
    yield from conclusion(reported.report)
    month = heading.month.month
    command = f"microconv report PATH --month {month} --format html"
    if reported.path is not None:
        yield Paragraph(
            Text(
                f"The whole report is frozen in {reported.path}; `{command}` draws it.",
                f"レポート全体は {reported.path} に保存されています（表示: `{command}`）。",
            ),
            "minor",
        )
    else:
        why = sentence(reported.missing[0]) if reported.missing else NO_TEXT
        yield Paragraph(
            Text(
                f"The report is not frozen. {f'{why.en} ' if why else ''}`{command}` makes the whole of it.",
                f"レポートは確定していません。{why.ja}全体は `{command}` で作成できます。",
            ),
            "warning" if reported.missing else "minor",
        )


def _audit(answer: ReviewAnswer) -> Iterator[Block]:
    """The findings by weight, against the audit before, and the heaviest rules."""
    audit, trend = answer.audit, answer.trend
    levels = [(LEVELS_MANY[level], audit.number(level)) for level in reversed(Level) if audit.number(level)]
    if levels:
        en = ", ".join(f"{name.en.lower()}: {number:,}" for name, number in levels)
        ja = "、".join(f"{name.ja} {number:,} 件" for name, number in levels)
        yield Paragraph(sentence(Text(en, ja)))
    else:
        yield Paragraph(_NO_FINDINGS)
    if trend is None:
        yield Paragraph(_NO_TREND, "minor")
    else:
        yield Paragraph(
            Text(
                f"Since the last report's audit: {trend.before:,} → {trend.now:,} findings, {trend.new:,} new and "
                f"{trend.gone:,} solved.",
                f"前回のレポートの監査から: {trend.before:,} → {trend.now:,} 件"
                f"（新規 {trend.new:,}、解決 {trend.gone:,}）。",
            )
        )
    if any(result.findings for result in audit.failed):
        yield _rules(audit)


def _rules(audit: Audit) -> Grid:
    table = Maker(
        "audit",
        Text("What the audit found", "監査の指摘事項"),
        (
            column("level", "Weight", "重要度"),
            column("rule", "Finding", "指摘"),
            column("count", "Objects", "件数", Form.COUNT),
        ),
        lead=_FIRST_RULES,
    )
    for result in audit.failed:
        count = sum(finding.counts for finding in result.findings)
        if count:
            table.row(table.text(LEVELS[result.rule.level]), table.text(result.rule.title), table.number(count))
    return table.grid()


def _silent(silent: Iterable[Silent], prune: Iterable[Prunable]) -> Iterator[Block]:
    """The conversions that count nothing, and those that tell nothing."""
    items = [
        Text(f"{one.conversion}: nothing lately, the last on {one.since}", f"{one.conversion}: 最終計測 {one.since}")
        if one.since is not None
        else Text(f"{one.conversion}: nothing lately", f"{one.conversion}: 最近の計測なし")
        for one in silent
    ]
    items += [Text(f"{one.conversion}: {one.why.en}", f"{one.conversion}: {one.why.ja}") for one in prune]
    if items:
        yield Bullets(tuple(Paragraph(item) for item in items))
    else:
        yield Paragraph(_ALL_COUNT)


def _next(answer: ReviewAnswer, client: Client | None, *, boxes: bool) -> Grid:
    """Who decides and approves, the day, and the next review; on paper with a place to sign."""
    table = Maker(
        "sitting",
        Text("People and days", "決定者と日付"),
        (column("what", "What", "項目"), column("who", "Said", "内容")),
    )
    table.row(table.text(Text("Owner", "担当者")), table.text(answer.owner or _NOBODY))
    table.row(table.text(Text("Approver", "承認者")), table.text(answer.approver or _NOBODY))
    table.row(table.text(Text("Day of the review", "レビュー実施日")), _day(answer.ground.today))
    every = client.review_every if client is not None else None
    if every is not None:
        due = answer.ground.today + datetime.timedelta(days=DAYS[every])
        rhythm = EVERY[every]
        table.row(
            table.text(Text("Next review, at the latest", "次回レビューの期限")),
            table.text(Text(f"{due} ({rhythm.en})", f"{due}（{rhythm.ja}）")),
        )
    earliest = _earliest(answer)
    if earliest is not None:
        table.row(table.text(Text("Changes not before", "次に変更できる日")), _day(earliest))
    if boxes:
        table.row(table.text(Text("Decided by, and date", "決定者の署名・日付")), Cell(untranslated("\u3000" * 16)))
    return table.grid()


def _held(answer: ReviewAnswer) -> Iterator[Block]:
    """The change that holds proposals back, and the next command."""
    yield from held(answer.ground, _earliest(answer))


def _earliest(answer: ReviewAnswer) -> datetime.date | None:
    """The first day of the next proposals; None where nothing is in their way."""
    days = (answer.values.review.not_before, answer.roles.review.not_before)
    return max((day for day in days if day), default=None)


def _day(day: datetime.date) -> Cell:
    return Cell(untranslated(day.isoformat()), form=Form.DAY)


def _counts(blocks: Iterable[Block], answer: ReviewAnswer) -> Iterator[Block]:
    """The remarks of all parts, each once, and the calls."""
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    items.append(Paragraph(sentence(calls_line(answer.ground.calls)), "minor"))
    yield Bullets(tuple(dict.fromkeys(items)))

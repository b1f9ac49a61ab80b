"""The sections of a report about the setup: what was changed in the month, the audit, and the person's notes."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.setup_changes import Changes
from microconv.core.text import Text, joined, untranslated
from microconv.render.audit_words import LEVELS_MANY
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Bullets, Grid, Paragraph, Written
from microconv.render.report.results import name_of
from microconv.render.report.words import CHANGE_SOURCES, KNOWN, NOT_KNOWN, SOURCES
from microconv.report.model import AuditSummary, Report

_NO_CHANGES = Text(
    "Nothing was changed in the setup this month; all sources are known.",
    "当月、計測設定の変更はありませんでした（すべての情報源で確認済み）。",
)
_NOT_KNOWN = Text(
    "Changes of the setup are not known in full; see the sources.",
    "計測設定の変更は、すべては把握できていません（情報源を参照）。",
)
_NOBODY_ASKED = Text(
    "Changes of the setup: not known. No source was read.", "計測設定の変更：不明（情報源を確認していません）。"
)
_NO_NOTES = Text("No notes have been written for this month.", "当月の考察は未記入です。")
_LEVELS = {level.value: word for level, word in LEVELS_MANY.items()}
_NOT_RUN = Text("The audit was not run.", "監査は実施していません。")


def changes(report: Report) -> Iterator[Block]:
    """The changes in the order of their days, and what is known of each source."""
    known = report.changes
    if not known.sources:
        yield Paragraph(_NOBODY_ASKED, "warning")
    elif not known.known:
        yield Paragraph(_NOT_KNOWN, "warning")
    elif not known.entries:
        yield Paragraph(_NO_CHANGES)
    if known.entries:
        yield _entries(report)
    if known.sources:
        yield _sources(known)


def _entries(report: Report) -> Grid:
    maker = Maker(
        "changes",
        Text("What was changed", "変更内容"),
        (
            column("day", "Day", "日付"),
            column("source", "Source", "情報源"),
            column("who", "Who", "実施者"),
            column("what", "Change", "変更内容"),
            column("object", "Object", "対象"),
            column("conversion", "Conversion", "コンバージョン"),
        ),
        lead=15,
    )
    no_day = Text("day not known", "日付不明")
    for entry in report.changes.entries:
        of = name_of(entry.conversion, report) if entry.conversion else Text("none", "なし")
        maker.row(
            maker.day(entry.day) if entry.day else maker.text(no_day),
            maker.text(SOURCES.get(entry.source, untranslated(entry.source))),
            maker.text(entry.who or NOT_KNOWN),
            maker.text(entry.what),
            maker.text(entry.object),
            maker.text(of),
        )
    return maker.grid()


def _sources(known: Changes) -> Grid:
    maker = Maker(
        "change_sources",
        Text("Where changes are known from", "変更の情報源"),
        (
            column("source", "Source", "情報源"),
            column("known", "Known", "確認状況"),
            column("why", "Note", "補足"),
        ),
    )
    for source in known.sources:
        maker.row(
            maker.text(CHANGE_SOURCES.get(source.name, untranslated(source.name))),
            maker.text(KNOWN if source.known else NOT_KNOWN, tone="" if source.known else "bad"),
            maker.text(source.why),
        )
    return maker.grid()


def audit(report: Report) -> Iterator[Block]:
    """The number of findings of each weight, and the heaviest."""
    summary = report.audit
    if not summary.known:
        yield Paragraph(joined((_NOT_RUN, summary.why), " ", "") if summary.why else _NOT_RUN, "warning")
        return
    yield Paragraph(_levels(summary))
    if summary.first:
        yield Bullets(tuple(Paragraph(finding) for finding in summary.first))


def _levels(summary: AuditSummary) -> Text:
    levels = [(_LEVELS.get(level, untranslated(level)), number) for level, number in summary.levels]
    en = ", ".join(f"{word.en.lower()}: {number}" for word, number in levels)
    ja = "、".join(f"{word.ja} {number} 件" for word, number in levels)
    checked = Text(
        f"{summary.rules} rules were checked; {en or 'no findings'}.",
        f"{summary.rules} 件のルールを確認しました。{ja or '指摘事項なし'}。",
    )
    if not summary.unknown:
        return checked
    unknown = Text(
        f"The answer is unknown for {summary.unknown} {'rule' if summary.unknown == 1 else 'rules'}.",
        f"判定不能は {summary.unknown} 件です。",
    )
    return joined((checked, unknown), " ", "")


def notes(report: Report) -> Iterator[Block]:
    """The person's own words."""
    yield Written(report.notes) if report.notes.strip() else Paragraph(_NO_NOTES, "minor")

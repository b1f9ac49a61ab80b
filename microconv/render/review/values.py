"""The values of a client as sections: a table of its micro-conversions, the proposals, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Bullets, Cell, Form, Paragraph, Section
from microconv.render.review.ground import counted_how, held, minor, next_review, sentence, warnings, why_not
from microconv.render.review.proposals import headline, proposal_blocks
from microconv.review.model import Evidence, Grade, Scheme, ValueResult
from microconv.review.reasons import GRADES, TOO_MUCH
from microconv.review.words import (
    amount,
    correlation_line,
    estimate_line,
    final_line,
    now_words,
    percent,
    remarks,
    share_line,
)
from microconv.sitting.model import ValuesAnswer

_WEAK = {Grade.NOT_ENOUGH, Grade.MAGNITUDE}
_NONE = Text("The config has no micro-conversion.", "設定ファイルにマイクロコンバージョンがありません。")
_KEPT = Text("keep", "維持")
_INCREMENTAL = Text(
    "Incremental: each value is what the step adds to the one before.",
    "増分方式：各行動の値は、一つ前の行動からの上乗せ分です。",
)


def values_sections(answer: ValuesAnswer) -> tuple[Section, ...]:
    """The sections `values`, `finals` and `counts`; a section without content is left out."""
    parts = {
        "values": (Text("Values", "値"), (*warnings(answer.ground), *_values(answer))),
        "finals": (
            Text("Final conversions and total value", "最終コンバージョンと値の内訳"),
            (*_finals(answer), *_share(answer)),
        ),
        "counts": (Text("How it was counted", "集計の前提"), (*_counts(answer),)),
    }
    return tuple(Section(key, title, blocks) for key, (title, blocks) in parts.items() if blocks)


def _values(answer: ValuesAnswer) -> Iterator[Block]:
    if not answer.review.results:
        yield Paragraph(_NONE)
        return
    yield Paragraph(headline(answer.proposals))
    yield from held(answer.ground, answer.review.not_before)
    if answer.review.scheme is Scheme.INCREMENTAL:
        yield Paragraph(_INCREMENTAL)
    table = Maker(
        "values",
        Text("Micro-conversions", "マイクロコンバージョン"),
        (
            column("conversion", "Conversion", "コンバージョン"),
            column("now", "Now", "現在", Form.MONEY),
            column("estimate", "Estimate (90%)", "推定値（90%区間）", Form.MONEY),
            column("came", "Reached", "到達", Form.COUNT),
            column("proposal", "Proposal", "提案", Form.MONEY),
        ),
    )
    for result in answer.review.results:
        table.row(
            table.text(result.conversion),
            Cell(now_words(result)),
            _estimate(result, table),
            Cell(_came(result.evidence)),
            _proposal(result, table),
        )
    yield table.grid()
    yield from proposal_blocks(answer.proposals)
    yield from _paid(answer)


def _estimate(result: ValueResult, table: Maker) -> Cell:
    """The estimate, with the remarks that belong to it; a dash where there is none."""
    if result.estimate is None or result.evidence is None:
        return Cell(untranslated("–"))
    grade = result.evidence.grade
    notes = [*((GRADES[grade],) if grade in _WEAK else ()), *(remarks(result) if result.proposal is None else ())]
    return Cell(estimate_line(result), marks=tuple(table.mark(sentence(note)) for note in notes))


def _came(evidence: Evidence | None) -> Text:
    """Users who reached the final conversion, of all who did the step."""
    if evidence is None:
        return untranslated("–")
    return Text(f"{evidence.reached:,} of {evidence.users:,}", f"{evidence.reached:,} / {evidence.users:,}")


def _proposal(result: ValueResult, table: Maker) -> Cell:
    """The proposed value; else that it stays, and why."""
    if result.proposal is not None:
        return Cell(amount(result.proposal.value, result.currency), tone="warning")
    return Cell(_KEPT, marks=(table.mark(why_not(result.reasons, result.months_missing)),))


def _share(answer: ValuesAnswer) -> Iterator[Block]:
    """The share of all value that micro-conversions bring, with the warning where it is too much."""
    if not answer.review.results:
        return
    now, then = answer.review.micro_share, answer.review.micro_share_then
    if now is None:
        yield Paragraph(
            Text(
                "The share of conversion value from micro-conversions is not known: a count or a value is missing.",
                "コンバージョン値に占めるマイクロコンバージョンの割合はわかりません（件数か値が不足しています）。",
            ),
            "minor",
        )
        return
    after = NO_TEXT
    if then is not None and answer.proposals:
        after = Text(f"; with the proposals {percent(then)}", f"（提案を反映すると {percent(then)}）")
    yield Paragraph(
        Text(
            f"Share of conversion value from micro-conversions: {percent(now)}{after.en}.",
            f"コンバージョン値に占めるマイクロコンバージョンの割合: {percent(now)}{after.ja}。",
        )
    )
    if answer.review.too_much:
        yield Paragraph(TOO_MUCH, "warning")


def _paid(answer: ValuesAnswer) -> Iterator[Block]:
    """The shares of paid traffic alone."""
    if not answer.paid:
        return
    table = Maker(
        "paid",
        Text("Paid traffic alone", "広告経由のみ"),
        (
            column("conversion", "Conversion", "コンバージョン"),
            column("share", "Share (90%)", "到達率（90%区間）", Form.SHARE),
            column("came", "Users", "ユーザー数", Form.COUNT),
        ),
    )
    for name, evidence in answer.paid.items():
        table.row(table.text(name), Cell(share_line(evidence.share)), Cell(_came(evidence)))
    yield table.grid()


def _finals(answer: ValuesAnswer) -> Iterator[Block]:
    items = []
    for final in answer.review.finals:
        line = final_line(final)
        items.append(Paragraph(Text(f"{final.final}: {line.en}", f"{final.final}: {line.ja}")))
    if items:
        yield Bullets(tuple(items))


def _counts(answer: ValuesAnswer) -> Iterator[Block]:
    review = answer.review
    yield from minor(
        [
            *next_review(
                answer.ground, review.not_before, known=review.last_change_known, proposed=bool(answer.proposals)
            ),
            *counted_how((one.evidence for one in review.results), answer.ground),
            _correlations(answer),
        ]
    )


def _correlations(answer: ValuesAnswer) -> Text:
    """The correlations per session in one line: small and last, as they say less than the shares of users."""
    if not answer.correlations:
        return NO_TEXT
    each = joined([correlation_line(one) for one in answer.correlations], ", ", "、")
    days = sorted({one.days for one in answer.correlations})
    span = untranslated(f"{days[0]}") if len(days) == 1 else Text(f"{days[0]}–{days[-1]}", f"{days[0]}〜{days[-1]}")
    return Text(
        f"Correlation per session with the final conversion over {span.en} days, second to the shares: {each.en}.",
        f"最終コンバージョンとのセッションあたりの相関（{span.ja} 日間、参考値）: {each.ja}。",
    )

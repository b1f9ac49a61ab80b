"""The ground of an answer in words: the days, the source, what is not known, and when the next review may be."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from microconv.core.cycle import length_of
from microconv.core.text import NO_TEXT, Text, joined, untranslated
from microconv.render.report.outline import Block, Bullets, Paragraph
from microconv.render.report.words import CHANGE_SOURCES
from microconv.report.model import Calls
from microconv.review.hysteresis import rest_days
from microconv.review.model import Change, Changed, Evidence, Reason
from microconv.review.reasons import FIRST_REVIEW, REASONS
from microconv.review.words import censoring_line, months_line, source_line
from microconv.sitting.model import Ground

EMULATED = Text(
    "Emulated: these numbers come from the emulator and not from Google.",
    "エミュレーター：数値は Google ではなくエミュレーターによるものです。",
)
"""The warning where the emulator answered."""

_PARTS = {Changed.VALUE: Text("value", "値"), Changed.ROLE: Text("role", "役割")}
_FIRST = 3
"""The changes that are named."""


def sentence(text: Text) -> Text:
    """Words made into a sentence: a capital at the beginning, a full stop at the end."""
    return Text(f"{text.en[:1].upper()}{text.en[1:]}.", f"{text.ja}。") if text else NO_TEXT


def why_not(reasons: Sequence[Reason], months: int | None = None) -> Text:
    """Reasons as one sentence, and the months until there is enough."""
    words = [REASONS[reason] for reason in reasons]
    wait = months_line(months)
    words += [wait] if wait else []
    return Text(sentence(Text("; ".join(words), "")).en, "。".join(one.ja for one in words) + "。")


def subtitle(ground: Ground) -> Iterator[Text]:
    """The days, the horizon and the source of the counts."""
    days = (ground.last - ground.first).days + 1
    yield Text(f"{ground.first} to {ground.last} ({days} days)", f"{ground.first} 〜 {ground.last}（{days} 日間）")
    horizon = f"{ground.horizon_days:g}"
    yield Text(
        f"final conversions within {horizon} days of the step", f"各行動から {horizon} 日以内の最終コンバージョンが対象"
    )
    yield source_line(ground.source) if ground.source is not None else Text("users not counted", "ユーザー数は未集計")


def warnings(ground: Ground) -> Iterator[Block]:
    """The warnings on top: the emulator answered, an API refused an answer."""
    if ground.emulated:
        yield Paragraph(EMULATED, "warning")
    for gap in ground.gaps:
        yield Paragraph(gap, "warning")


def minor(texts: Iterable[Text]) -> Iterator[Block]:
    """The texts that are not empty, as a list of remarks."""
    items = tuple(Paragraph(text, "minor") for text in texts if text)
    if items:
        yield Bullets(items)


def counted_how(evidence: Iterable[Evidence | None], ground: Ground) -> Iterator[Text]:
    """Remarks on the counts: the users who began late, once for all, and the time that conversions take."""
    lines = (censoring_line(one) for one in evidence if one is not None)
    yield next((line for line in lines if line), NO_TEXT)
    cycle = length_of(ground.cycle)
    if cycle is None:
        why = ground.cycle.why
        yield Text(
            f"How long conversions take is not known: {why.en}." if why else "How long conversions take is not known.",
            f"コンバージョンまでの日数はわかりません（{why.ja}）。" if why else "コンバージョンまでの日数は不明です。",
        )
    else:
        yield Text(
            f"Nine in ten conversions come within {cycle.length} days: one conversion cycle.",
            f"コンバージョンの 9 割は {cycle.length} 日以内に発生します（コンバージョン サイクル）。",
        )


def next_review(ground: Ground, not_before: datetime.date | None, *, known: bool, proposed: bool) -> Iterator[Text]:
    """Sentences about the last change, and the next review where `held` does not tell it.

    `known`: it is known when the last change was. `proposed`: there are proposals.
    """
    if not known:
        yield FIRST_REVIEW
    yield from (_not_known(one.name, one.why) for one in ground.past_sources if not one.known)
    if not_before is None and proposed:
        day = ground.today + datetime.timedelta(days=rest_days(length_of(ground.cycle)))
        yield Text(
            f"If a change is made today, the next review is not before {day}.",
            f"今日変更した場合、次回のレビューは {day} 以降です。",
        )


def held(ground: Ground, not_before: datetime.date | None) -> Iterator[Block]:
    """The change that holds all proposals back until a day, and the next command where the accounts lack it."""
    if not_before is None or not ground.past.changes:
        return
    waiting = ground.past.waiting
    if waiting:
        names = _changes(waiting)
        yield Paragraph(
            Text(
                f"The accounts lack values or roles of the config: {names.en}. Run `microconv sync PATH` first. If "
                f"that is done today, the next proposals come on {not_before} at the earliest.",
                f"設定ファイルの値または役割が、アカウントに反映されていません: {names.ja}。先に `microconv sync PATH` "
                f"を実行してください。今日反映した場合、次に提案できるのは {not_before} 以降です。",
            ),
            "warning",
        )
        return
    latest = ground.past.latest
    names, day = _changes(latest), latest[0].day
    yield Paragraph(
        Text(
            f"The last change was on {day}: {names.en}. The next proposals come on {not_before} at the earliest.",
            f"直近の変更は {day} です（{names.ja}）。次に提案できるのは {not_before} 以降です。",
        )
    )


def _changes(changes: Sequence[Change]) -> Text:
    """The first changes by conversion and part, and the number of the others: `mv_a (value), mv_b (role), 2 more`."""
    each = tuple(dict.fromkeys((one.conversion, one.part) for one in changes))
    words = [Text(f"{name} ({_PARTS[part].en})", f"{name}（{_PARTS[part].ja}）") for name, part in each[:_FIRST]]
    if len(each) > _FIRST:
        words.append(Text(f"{len(each) - _FIRST} more", f"ほか {len(each) - _FIRST} 件"))
    return joined(words, ", ", "、")


def calls_line(calls: Calls) -> Text:
    """The cost of an answer: `9 API calls; 61 tokens of GA4`."""
    number = calls.ga4 + calls.funnels + calls.google_ads + calls.other
    cost = Text(f"{number} API call{'s' * (number != 1)}", f"API 呼び出し {number} 回")
    if calls.tokens is None:
        return cost
    return Text(f"{cost.en}; {calls.tokens} tokens of GA4", f"{cost.ja}。GA4 トークン {calls.tokens}")


def _not_known(name: str, why: Text) -> Text:
    """A source of changes that tells nothing, with the reason."""
    source = CHANGE_SOURCES.get(name, untranslated(name))
    return Text(
        f"{source.en}: not known{f', {why.en}' if why else ''}.",
        f"{source.ja}: 不明{f'（{why.ja}）' if why else ''}。",
    )

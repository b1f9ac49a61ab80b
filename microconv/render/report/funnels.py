"""The section of a report about chains of conversions: how far users come, and where they are lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from microconv.core.text import NO_TEXT, Language, Text, joined, untranslated
from microconv.render.report.cells import INTERVAL, Maker, column
from microconv.render.report.numbers import cell_text
from microconv.render.report.outline import Block, Cell, Chart, ChartKind, Column, Form, Grid, Paragraph, Series
from microconv.render.report.reasons import NOTES, why_sentence
from microconv.render.report.results import name_of
from microconv.render.report.words import BREAKDOWNS, of_breakdown
from microconv.report.chains import FunnelMonth, FunnelPart, FunnelStep, Leak
from microconv.report.figures import Figure, Known
from microconv.report.model import Report

_USERS = Text(
    "Funnels count users, the other tables count events: they do not agree.",
    "ファネルはユーザー数、ほかの表はイベント数を数えているため、数は一致しません。",
)
_NOT_MEASURED = Text(
    "A step is not measured yet where its event was seen in none of the three months and is no key event.",
    "「まだ計測されていない」とは、対象の3か月のどの月にもイベントがなく、キーイベントでもないことです。",
)
_NONE = Text(
    "The config declares no chain of conversions (`funnel: {next}`).",
    "設定ファイルにファネル（`funnel: {next}`）の定義がありません。",
)
_CLOSED = Text("Users begin at the first step", "最初のステップから開始したユーザーが対象")
_OPEN = Text("Users may begin at any step", "途中のステップから開始したユーザーも対象")
_LAST = Text("(last step)", "（最終）")
_MOVED = {
    True: Text("yes", "あり"),
    False: Text("no", "なし"),
    None: Text("not judged", "判定なし"),
}
_STEP = (
    column("step", "Step", "ステップ"),
    column("users", "Users", "到達ユーザー数", Form.COUNT),
    column("reach", "Reach rate", "到達率", Form.SHARE),
    Column("onward", Text(f"Goes on {INTERVAL.en}", f"次への移行率{INTERVAL.ja}"), Form.SHARE),
    column("lost", "Lost", "離脱ユーザー数", Form.COUNT),
    Column("abandonment", Text(f"Drop-off {INTERVAL.en}", f"離脱率{INTERVAL.ja}"), Form.SHARE),
    column("completion", "Completion rate", "完了率", Form.SHARE),
    column("onward_before", "Goes on, month before", "前月の移行率", Form.SHARE),
    column("moved", "Clearly changed", "明確な変化"),
)


def funnels(report: Report) -> Iterator[Block]:
    """Each chain: its picture, its steps, where most are lost, by device, channel and page, and what came next."""
    if not report.funnels:
        yield Paragraph(_NONE, "minor")
        return
    yield Paragraph(_USERS, "minor")
    if any(chain.left_out for chain in report.funnels):
        yield Paragraph(_NOT_MEASURED, "minor")
    for number, chain in enumerate(report.funnels, 1):
        yield from _chain(report, chain, f"funnel_{number}" if len(report.funnels) > 1 else "funnel")


def _chain(report: Report, chain: FunnelMonth, key: str) -> Iterator[Block]:
    names = [name_of(name, report) for name in chain.steps]
    path = " → ".join(names)
    if chain.known is not Known.YES:
        left_out = _left_out(report, chain)
        sentence = joined([*([left_out] if left_out else []), why_sentence(chain.known, chain.why)], " ", "")
        yield Paragraph(Text(f"{path}: {sentence.en}", f"{path}：{sentence.ja}"), "minor" if left_out else "warning")
        return
    yield Paragraph(_asked(chain, path), "minor")
    if chain.left_out:
        yield Paragraph(_left_out(report, chain), "minor")
    for note in chain.notes:
        yield Paragraph(NOTES[note], "minor")
    for part in chain.parts:
        if not part.by:
            yield _picture(part, key, path)
    if chain.leaks:
        yield _leaks(report, chain.leaks, f"{key}_leaks", path)
    for by in dict.fromkeys(part.by for part in chain.parts if part.by):
        yield _parts(chain, by, f"{key}_{by}", path)
    if chain.next_actions:
        yield _next_actions(report, chain, f"{key}_next", path)


def _left_out(report: Report, chain: FunnelMonth) -> Text:
    """The steps that are not measured yet; empty where all are."""
    if not chain.left_out:
        return NO_TEXT
    names = joined([untranslated(f"`{name_of(name, report)}`") for name in chain.left_out], ", ", "、")
    return Text(
        f"Not measured yet, and therefore left out: {names.en}.",
        f"まだ計測されていないため除外したステップ：{names.ja}。",
    )


def _asked(chain: FunnelMonth, path: str) -> Text:
    """The chain and the terms on which it was asked for."""
    begin = _CLOSED if chain.closed else _OPEN
    en, ja = f"{path}. {begin.en}", f"{path}。{begin.ja}"
    if chain.within_days is None:
        return Text(f"{en}; any time may pass between steps.", f"{ja}、ステップ間の日数制限なし。")
    days = f"{chain.within_days:g}"
    return Text(
        f"{en}; at most {days} {'day' if days == '1' else 'days'} between steps.",
        f"{ja}、ステップ間は最大{days}日。",
    )


def _step_cells(maker: Maker, part: FunnelPart, step: FunnelStep) -> tuple[Cell, ...]:
    """The cells of one step. Nothing comes after the last one, which is no lack of data."""

    def after(figure: Figure, form: Form) -> Cell:
        last = step is part.steps[-1] and figure.known is Known.NOT_ASKED
        return Cell(_LAST, form=form) if last else maker.figure(figure, form)

    return (
        maker.text(step.label or step.name),
        maker.figure(step.users, Form.COUNT),
        maker.figure(_certain(step.reach) if step is part.steps[0] else step.reach, Form.SHARE),
        after(step.onward, Form.SHARE),
        after(step.lost, Form.COUNT),
        after(step.abandonment, Form.SHARE),
        maker.figure(_certain(step.completion) if step is part.steps[-1] else step.completion, Form.SHARE),
        after(step.onward_before, Form.SHARE),
        maker.text(_LAST if step is part.steps[-1] else _MOVED[step.moved]),
    )


def _certain(share: Figure) -> Figure:
    """A share that is 1 by its definition, and no estimate."""
    return replace(share, low=None, high=None)


def _picture(part: FunnelPart, key: str, path: str) -> Chart:
    title = Text(f"Funnel: {path}", f"ファネル：{path}")
    maker = Maker(key, title, _STEP)
    for step in part.steps:
        maker.row(*_step_cells(maker, part, step))
    grid = maker.grid()
    return Chart(
        key,
        ChartKind.FUNNEL,
        title,
        tuple(untranslated(step.label or step.name) for step in part.steps),
        (Series(_STEP[1].title, tuple(step.users.value for step in part.steps)),),
        _told(part.steps, grid),
        grid,
        between=tuple(row[3] for row in grid.rows[:-1]),
    )


def _told(steps: Sequence[FunnelStep], grid: Grid) -> Text:
    """The funnel in a sentence: each step, its users, and the share that goes on."""
    en, ja = [], []
    for step, row in zip(steps, grid.rows, strict=True):
        name = step.label or step.name
        users_en, users_ja = cell_text(row[1], Language.EN), cell_text(row[1], Language.JA)
        last = step is steps[-1]
        en.append(f"{name}: {users_en} users" + ("" if last else f", of whom {cell_text(row[3], Language.EN)} go on"))
        ja.append(f"{name}：{users_ja}人" + ("" if last else f"（移行率 {cell_text(row[3], Language.JA)}）"))
    return Text(f"{'; '.join(en)}.", f"{'、'.join(ja)}。")


def _leaks(report: Report, leaks: Sequence[Leak], key: str, path: str) -> Grid:
    maker = Maker(
        key,
        Text(f"Where most users are lost: {path}", f"離脱の大きい箇所：{path}"),
        (
            column("step", "Came to", "離脱したステップ"),
            column("next", "Did not reach", "到達しなかったステップ"),
            column("by", "By", "区分"),
            column("of", "Who", "対象"),
            column("lost", "Lost", "離脱ユーザー数", Form.COUNT),
            Column("abandonment", Text(f"Drop-off {INTERVAL.en}", f"離脱率{INTERVAL.ja}"), Form.SHARE),
        ),
        lead=8,
    )
    for leak in leaks:
        maker.row(
            maker.text(name_of(leak.step, report)),
            maker.text(name_of(leak.next, report)),
            maker.text(BREAKDOWNS.get(leak.by, untranslated(leak.by))),
            maker.text(of_breakdown(leak.by, leak.of)),
            maker.figure(leak.lost, Form.COUNT),
            maker.figure(leak.share, Form.SHARE),
        )
    return maker.grid()


def _parts(chain: FunnelMonth, by: str, key: str, path: str) -> Grid:
    """The steps of a chain for each device, channel or page."""
    word = BREAKDOWNS[by]
    maker = Maker(
        key,
        Text(f"Funnel by {by}: {path}", f"{word.ja}別ファネル：{path}"),
        (Column(by, word), *_STEP),
        lead=4 * len(chain.steps),
        detail=True,
    )
    for part in chain.parts:
        if part.by == by:
            for step in part.steps:
                maker.row(maker.text(of_breakdown(by, part.of)), *_step_cells(maker, part, step))
    return maker.grid()


def _next_actions(report: Report, chain: FunnelMonth, key: str, path: str) -> Grid:
    maker = Maker(
        key,
        Text(f"What users did right after a step: {path}", f"ステップ直後の行動：{path}"),
        (
            column("step", "Step", "ステップ"),
            column("event", "Next event", "次のイベント"),
            column("users", "Users", "ユーザー数", Form.COUNT),
        ),
        lead=10,
        detail=True,
    )
    for action in chain.next_actions:
        maker.row(
            maker.text(name_of(action.step, report)),
            maker.text(action.event),
            maker.figure(action.users, Form.COUNT),
        )
    return maker.grid()

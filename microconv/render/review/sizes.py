"""The A/B tests that are possible as a section: the shortest first, and how a test is to be read."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Cell, Form, Paragraph, Section
from microconv.render.review.ground import warnings
from microconv.review.model import SampleSize
from microconv.review.sample_size import LONGEST_WEEKS, POWER, SIGNIFICANCE
from microconv.review.words import percent
from microconv.sitting.model import SizesAnswer

_NONE = Text(
    "No test can be sized: no step is known from which some users come to the final conversion, and others do not, or "
    "the share of each is too large to change by {}.",
    "テストの規模を計算できる行動がありません（到達ユーザーの数がわかり、到達率が {} 変わりうる行動が必要です）。",
)
_EASIER = 0.5
"""The uplift to try where that of a request needs too many users."""
NO_PEEKING = Text(
    "Fix the number of users before the test, and read the result once, at the end: each look before it is another "
    "chance to see a difference that is not there.",
    "必要なユーザー数はテスト前に決め、結果は終了時に一度だけ確認してください。途中で確認するたびに、実際にはない差を"
    "検出する可能性が高まります。",
)
"""The rule of a test with a fixed horizon."""


def sizes_sections(answer: SizesAnswer) -> tuple[Section, ...]:
    """The section `tests`."""
    return (Section("tests", Text("A/B tests", "A/B テスト"), (*warnings(answer.ground), *_tests(answer))),)


def _tests(answer: SizesAnswer) -> Iterator[Block]:
    if not answer.sizes:
        uplift = _change(answer.uplift)
        yield Paragraph(Text(_NONE.en.format(uplift), _NONE.ja.format(uplift)))
        return
    yield Paragraph(_headline(answer.sizes[0]))
    uplift = _change(answer.uplift)
    title = Text(f"Users to show {uplift}, shortest test first", f"{uplift} の変化の検出に必要なユーザー数")
    table = Maker(
        "tests",
        title,
        (
            column("step", "Tested step", "テスト対象"),
            column("final", "Goal", "目標"),
            column("rate", "Rate", "到達率", Form.SHARE),
            column("aim", "To see", "目標率", Form.SHARE),
            column("per_arm", "Per arm", "必要数", Form.COUNT),
            column("week", "Per week", "週あたり", Form.COUNT),
            column("weeks", "Weeks", "週数", Form.COUNT),
            column("suffices", "In time", "期間内"),
        ),
    )
    for one in answer.sizes:
        table.row(*_row(one, table))
    yield table.grid()
    yield Paragraph(NO_PEEKING)
    yield Paragraph(
        Text(
            f"Two arms of equal size, two-sided {SIGNIFICANCE:.0%}, power {POWER:.0%}. In time: within {LONGEST_WEEKS} "
            "weeks. Change one thing at a time.",
            f"必要数は各パターン、期間内は {LONGEST_WEEKS} 週間以内。両側 {SIGNIFICANCE:.0%}、検出力 {POWER:.0%}。"
            "変更は一度に一つにしてください。",
        ),
        "minor",
    )


def _headline(shortest: SampleSize) -> Text:
    """The shortest test in a sentence, or that none is short enough."""
    step, weeks = shortest.step, shortest.weeks
    if weeks is None:
        return Text("The users of a week are not known.", "週あたりのユーザー数がわかりません。")
    period = Text(f"{weeks:,} week{'s' * (weeks != 1)}", f"{weeks:,} 週間")
    if shortest.suffices:
        return Text(
            f"The shortest test is that of {step}: {period.en}.",
            f"最も短期間で済むのは {step} のテストです（{period.ja}）。",
        )
    easier = NO_TEXT
    if 0 < shortest.uplift < _EASIER:
        easier = Text(f": try `--uplift {_EASIER}`", f"（例: `--uplift {_EASIER}`）")
    return Text(
        f"No test is done within {LONGEST_WEEKS} weeks; the shortest, of {step}, takes {period.en}. A larger "
        f"change needs fewer users{easier.en}.",
        f"{LONGEST_WEEKS} 週間以内に終わるテストはありません。最短は {step} の {period.ja}です。大きな変化ほど少ない"
        f"ユーザー数で確かめられます{easier.ja}。",
    )


def _change(uplift: float) -> str:
    """A relative change in per cent, with as many digits as it has: `+20%`, `-0.1%`."""
    return f"{uplift * 100:+.3g}%"


def _row(one: SampleSize, table: Maker) -> Iterator[Cell]:
    yield table.text(one.step)
    yield table.text(one.final)
    yield Cell(untranslated(percent(one.rate)))
    yield Cell(untranslated(percent(one.rate * (1 + one.uplift))))
    yield table.number(one.per_arm)
    yield Cell(untranslated("–" if one.users_a_week is None else f"{one.users_a_week:,.0f}"))
    yield Cell(untranslated("–" if one.weeks is None else f"{one.weeks:,}"))
    yield Cell(Text("yes", "可") if one.suffices else Text("no", "不可"))

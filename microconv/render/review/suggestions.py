"""The steps that could be conversions as sections: a table of all, and what the others lack."""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.text import Text, untranslated
from microconv.render.report.cells import Maker, column
from microconv.render.report.outline import Block, Cell, Form, Listing, Paragraph, Section
from microconv.render.review.ground import counted_how, minor, warnings
from microconv.review.model import Suggestion
from microconv.review.words import amount, share_line
from microconv.sitting.model import SuggestAnswer

_PASTE = Text(
    "To paste below `conversions` of the config, as far as it fits; check the category of each, it is a guess:",
    "設定ファイルの `conversions` に貼り付ける場合（必要なものだけ。category は推測なので確認してください）:",
)
_NOTHING = Text("No event or page stands out.", "候補になるイベントやページは見つかりませんでした。")


def suggestions_sections(answer: SuggestAnswer) -> tuple[Section, ...]:
    """The sections `suggestions` and `suggestions_counts`; a section without content is left out."""
    parts = {
        "suggestions": (Text("Suggestions", "追加の候補"), (*warnings(answer.ground), *_suggestions(answer))),
        "suggestions_counts": (
            Text("How it was counted", "集計の前提"),
            (*minor(counted_how((one.evidence for one in answer.suggestions), answer.ground)),),
        ),
    }
    return tuple(Section(key, title, blocks) for key, (title, blocks) in parts.items() if blocks)


def _suggestions(answer: SuggestAnswer) -> Iterator[Block]:
    yield Paragraph(_headline(answer))
    if not answer.suggestions:
        return
    table = Maker(
        "suggestions",
        Text("Events and pages, the surest first", "イベントとページ（到達率の高い順）"),
        (
            column("subject", "Event or page", "イベント / ページ"),
            column("share", "Share (90%)", "到達率（90%区間）", Form.SHARE),
            column("users", "Users", "ユーザー数", Form.COUNT),
            column("month", "Per month", "月あたり", Form.COUNT),
            column("value", "Worth", "値", Form.MONEY),
            column("name", "Name", "名前"),
            column("distance", "Steps to go", "最終CVまで", Form.COUNT),
        ),
    )
    for one in answer.suggestions:
        table.row(*_row(one, table))
    yield table.grid()
    if answer.pastes:
        yield Listing(_PASTE, "\n".join(paste.strip("\n") for paste in answer.pastes))


def _row(one: Suggestion, table: Maker) -> Iterator[Cell]:
    yield table.text(one.subject)
    yield Cell(share_line(one.evidence.share))
    users = one.evidence
    yield Cell(Text(f"{users.reached:,} of {users.users:,}", f"{users.reached:,} / {users.users:,}"))
    yield Cell(untranslated("–" if one.month is None else f"{one.month:,.0f}"))
    yield Cell(untranslated("–") if one.value is None else amount(one.value, one.currency))
    yield table.text(one.name)
    yield table.number(one.distance)


def _headline(answer: SuggestAnswer) -> Text:
    """The number of events and pages that were asked about, and of those that are left out."""
    left_out = max(0, answer.asked - len(answer.suggestions))
    several = "event or page" if answer.asked == 1 else "events and pages"
    asked = Text(
        f"{answer.asked} {several} that are no conversion yet were looked at.",
        f"まだコンバージョンになっていないイベントとページ {answer.asked} 件を調べました。",
    )
    if answer.asked == 1:
        asked = Text("1 event or page that is no conversion yet was looked at.", asked.ja)
    rest = Text("", "")
    if left_out:
        verb = "is" if left_out == 1 else "are"
        rest = Text(
            f" {left_out} {verb} left out: fewer than 5 users came to the final conversion, or not twice as often as "
            "others.",
            f"うち {left_out} 件は除外しました（到達ユーザーが 5 人未満、またはほかのユーザーの 2 倍以上とは"
            "いえないため）。",
        )
    if answer.suggestions:
        return Text(f"{asked.en}{rest.en}", f"{asked.ja}{rest.ja}")
    return Text(f"{_NOTHING.en} {asked.en}{rest.en}", f"{_NOTHING.ja}{asked.ja}{rest.ja}")

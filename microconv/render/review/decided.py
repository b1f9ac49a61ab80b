"""The questions of a review at a terminal, and what was decided: before it is written into a config, and afterwards."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterator, Sequence

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic
from microconv.core.text import Language, Text
from microconv.render.diagnostics import diagnostics
from microconv.render.review.decisions import effect, evidence
from microconv.render.review.written import Written, change_words
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped
from microconv.review.agenda import Proposal
from microconv.review.falling import Fall
from microconv.review.words import amount
from microconv.sitting.model import Ground

DECLINED = Text("declined, stays as it is", "見送り（変更なし）")

_HELP = (
    Text("y  accept: the config gets it", "y  採用：設定ファイルに反映します"),
    Text(
        "n  decline: the config keeps what it has, and the decision is written down",
        "n  見送り：設定は変えず、見送ったことを記録します",
    ),
    Text("q  quit: nothing is written at all", "q  中止：何も書き込みません"),
    Text("?  this help, and the effect on bidding", "?  このヘルプと、入札への影響を表示します"),
)


def proposal_text(number: int, of: int, proposal: Proposal, language: Language, style: Style = PLAIN) -> str:
    """A proposal to be decided: its number, the change, and its evidence in one line; with a final newline."""
    place = Text(f"{number} of {of}", f"{number} / {of}").of(language)
    head = safe(f"{place}  {proposal.conversion}: {change_words(proposal).of(language)}")
    lines = ["", style.paint(head, bold=True), *_folded(evidence(proposal).of(language), "  ", style)]
    return "\n".join(lines) + "\n"


def help_text(proposal: Proposal, ground: Ground, client: Client, language: Language, style: Style = PLAIN) -> str:
    """The answers that there are, and the effect of the proposal; with a final newline."""
    said = effect(proposal, ground, client)
    lines = [line for text in _HELP for line in _folded(text.of(language), "  ", style)]
    return "\n".join([*lines, *(_folded(said.of(language), "  ", style) if said else [])]) + "\n"


def to_write_text(written: Written, language: Language, style: Style = PLAIN) -> str:
    """Everything that is about to be written into a config; with a final newline."""
    head = Text(f"To be written into {written.file}:", f"{written.file} に書き込む内容:")
    return "\n".join(["", style.paint(safe(head.of(language)), bold=True), *_lines(written, language)]) + "\n"


def warnings_text(
    falls: Sequence[Fall], problems: Sequence[Diagnostic], language: Language, style: Style = PLAIN
) -> str:
    """The warnings that an edited config would have and did not have before; empty for none."""
    lines: list[str] = []
    for fall in falls:
        word = style.paint(Text("warning", "警告").of(language), "yellow", bold=True)
        lines += wrapped(f"{word}: {safe(fall_words(fall).of(language))}", "    ", style.columns)
    return "".join(f"{line}\n" for line in lines) + diagnostics(problems, style, language)


def reviewed_text(written: Written, language: Language, style: Style = PLAIN) -> str:
    """Everything that was written into a config, and the next command; with a final newline."""
    head = Text(f"Written into {written.file}:", f"{written.file} に書き込みました:")
    lines = [style.paint(safe(head.of(language)), bold=True), *_lines(written, language)]
    path = shlex.quote(written.file)
    end = Text(
        f"No account was changed. Next: git diff {path}, then microconv plan {path}",
        f"アカウントは変更していません。次のコマンド: git diff {path}、続いて microconv plan {path}",
    )
    return "\n".join([*lines, safe(end.of(language))]) + "\n"


def fall_words(fall: Fall) -> Text:
    """A step that would be worth no less than what it leads to."""
    value, following = amount(fall.value, fall.currency), amount(fall.following, fall.currency)
    return Text(
        f"{fall.step} ({value.en}) would not be worth less than {fall.next} ({following.en}), to which it leads",
        f"{fall.step}（{value.ja}）の値が、その先の {fall.next}（{following.ja}）以上になります",
    )


def _lines(written: Written, language: Language) -> Iterator[str]:
    for one in written.proposals:
        yield safe(f"  {one.conversion}: {change_words(one).of(language)}")
    for one in written.declined:
        yield safe(f"  {one.conversion}: {DECLINED.of(language)}")
    if written.reviewed is not None:
        yield f"  {_last(written.reviewed).of(language)}"


def _last(day: datetime.date) -> Text:
    return Text(f"review.last: {day}", f"review.last（レビュー実施日）: {day}")


def _folded(text: str, lead: str, style: Style) -> list[str]:
    return wrapped(f"{lead}{safe(text)}", lead, style.columns)

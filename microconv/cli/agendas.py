"""The sittings of one run of `microconv review`: each agenda is drawn, decided, written into its config, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from microconv.cli import deciding, exit_codes
from microconv.cli.options import LANGUAGE, err_style, out_style
from microconv.cli.report_files import Place
from microconv.cli.streams import echo_json
from microconv.cli.waiting import begin, done
from microconv.core.text import Text
from microconv.monthly.folder_names import folder_name
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.core.client import Client
    from microconv.render.review.page.agenda_line import AgendaLine
    from microconv.render.review.written import Written
    from microconv.sitting.model import ReviewAnswer

_NO_TERMINAL = Text(
    "there is no terminal to ask at; `--write` accepts every proposal and writes the review down",
    "確認できる端末がありません。`--write` を付けると、すべての提案を採用し、レビューの実施を記録します",
)
_NOT_ASKED = Text(
    "nothing was asked; `--write` accepts every proposal and writes the review down",
    "確認を行っていません。`--write` を付けると、すべての提案を採用し、レビューの実施を記録します",
)
_STOPPED = Text("the review was stopped; run it again", "レビューを中止しました。もう一度実行してください")
_NOT_CONFIRMED = Text("it was not confirmed", "書き込みが承認されませんでした")


class Agendas:
    """The agendas of `clients` clients, in one form, and where they go.

    out: the value of `-o`.
    write: all proposals are accepted.
    no_input: nothing is asked.
    detailed: proposals give the exit code CHANGES.

    Raises click.UsageError where the agendas cannot go there.
    """

    def __init__(
        self, form: str, out: str | None, clients: int, *, write: bool, no_input: bool, detailed: bool
    ) -> None:
        self._form, self._write, self._detailed = form, write, detailed
        self._together = form == "json" and out in {None, "-"}
        self._place = Place(form, out, 1 if self._together else clients)
        to_file = out not in {None, "-"}
        somebody = deciding.terminal(shown=not to_file)
        self._asks = somebody and not (write or no_input) and (form == "text" or to_file)
        self._why = _NOT_ASKED if somebody else _NO_TERMINAL
        self._answers: list[ReviewAnswer] = []
        self._written: list[Written] = []
        self._lines: list[AgendaLine] = []

    def hold(self, answer: ReviewAnswer, client: Client) -> int:
        """Draw the agenda, decide, and write the config. Returns the client's exit code.

        Raises MicroconvError where the agenda or the config cannot be written.
        """
        label = client.label
        begin(Text(f"drawing the agenda of {label}", f"{label} のレビュー資料を作成中"))
        self._answers.append(answer)
        if self._form != "json":
            self._put(answer, client)
        if self._form != "text":  # which has it as its last line
            self._tell_cost(answer)
        done()
        try:
            written = self._decided(answer, client)
        except (click.Abort, KeyboardInterrupt):
            click.echo(err=True)
            deciding.nothing_written(client, _STOPPED)
            return exit_codes.INTERRUPTED
        if written is not None:
            self._tell(written)
            self._written.append(written)
        if self._form == "json" and not self._together:
            self._put_document(answer, written)
        if answer.ground.gaps or answer.reported.missing:
            return exit_codes.PARTLY
        return exit_codes.CHANGES if self._detailed and answer.proposals else exit_codes.DONE

    def failed(self, client: str, why: Text) -> None:
        """Keep a client that has no agenda for the list of them."""
        from microconv.render.review.page.agenda_line import AgendaLine

        self._lines.append(AgendaLine(client, failed=why))

    def end(self) -> None:
        """Print or write what is about all clients together. Raises MicroconvError."""
        if self._together:
            from microconv.render.review.review_document import review_document

            echo_json(review_document(self._answers, self._written))
        if self._place.listed and self._lines:
            from microconv.render.review.page import to_agenda_index

            self._place.put_index(to_agenda_index(self._lines, LANGUAGE.get()))

    def _put(self, answer: ReviewAnswer, client: Client) -> None:
        name = _stem(answer)
        self._place.put(name, lambda whole: self._drawn(answer, client, whole=whole))
        if self._place.listed:
            from microconv.render.review.page.agenda_line import agenda_line

            self._lines.append(agenda_line(answer, self._place.named(name)))

    def _drawn(self, answer: ReviewAnswer, client: Client, *, whole: bool) -> str:
        """The agenda in its form. For a file (`whole`) text has no colours, and folds at its usual width."""
        from microconv.render.review.agenda import agenda

        language, outline = LANGUAGE.get(), agenda(answer, client, boxes=self._form != "text")
        if self._form == "html":
            from microconv.render.report.page import to_html

            return to_html([outline], language)
        if self._form == "markdown":
            from microconv.render.report.markdown import to_markdown

            return to_markdown(outline, language)
        from microconv.render.report.text import to_text
        from microconv.render.style import PLAIN

        text = to_text(outline, language, PLAIN if whole else out_style(), whole=True)
        return text if whole or len(self._answers) == 1 else f"\n{text}"

    def _put_document(self, answer: ReviewAnswer, written: Written | None) -> None:
        from microconv.render.review.review_document import review_document

        self._place.put(_stem(answer), lambda _whole: review_document([answer], [written] if written else []))

    def _decided(self, answer: ReviewAnswer, client: Client) -> Written | None:
        """Everything that was written into the config; None, told with its reason, where nothing was."""
        if self._write:
            return deciding.decide_all(answer, client)
        if not self._asks:
            deciding.nothing_written(client, self._why)
            return None
        written = deciding.decide_each(answer, client)
        if written is None:
            deciding.nothing_written(client, _NOT_CONFIRMED)
        return written

    def _tell(self, written: Written) -> None:
        """Say what was written."""
        from microconv.render.review.decided import reviewed_text

        click.echo(f"\n{reviewed_text(written, LANGUAGE.get(), err_style())}", err=True, nl=False)

    def _tell_cost(self, answer: ReviewAnswer) -> None:
        from microconv.render.review.ground import calls_line

        cost = calls_line(answer.ground.calls).of(LANGUAGE.get())
        click.echo(err_style().paint(f"{safe(answer.ground.client)}: {cost}", dim=True), err=True)


def _stem(answer: ReviewAnswer) -> str:
    """The name of an agenda in a folder, without its ending."""
    return f"{folder_name(answer.ground.client)}-review-{answer.ground.today}"

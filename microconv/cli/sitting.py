"""Common parts of `values`, `roles`, `suggest` and `test-size`: options, what is shown, and what is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, err_style, out_style
from microconv.cli.streams import echo_json
from microconv.cli.waiting import begin
from microconv.core.text import Text
from microconv.render.safe import safe
from microconv.sitting.model import RolesAnswer, SizesAnswer, SuggestAnswer, ValuesAnswer

if TYPE_CHECKING:
    from microconv.core.client import Client
    from microconv.render.review.text import Answer
    from microconv.render.review.written import Written

Command = TypeVar("Command", bound=Callable[..., Any])


def answer_options(command: Command) -> Command:
    """`--format` and `--detailed-exitcode`."""
    form = click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="How to print the result.",
    )  # fmt: skip
    return form(click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are proposals.")(command))


write_option = click.option(
    "--write",
    is_flag=True,
    help="Write what is proposed into the config, with each decision; no account is changed.",
)


class Output:
    """The answers of one command, shown one after the other, or as one JSON document at the end.

    kind: the word for them in the document.
    form: `text` or `json`.
    detailed: proposals give the exit code CHANGES.
    write: proposals are written into the client's config.
    """

    def __init__(self, kind: str, form: str, *, detailed: bool, write: bool = False) -> None:
        self._kind, self._form, self._detailed, self._write = kind, form, detailed, write
        self._answers: list[Answer] = []
        self._written: list[Written] = []

    def show(self, answer: Answer, client: Client) -> int:
        """Show one answer, then what it cost, and write its proposals. Returns the exit code of this client.

        Raises MicroconvError where they cannot be written.
        """
        begin(Text(f"drawing the result for {client.label}", f"{client.label} の結果を表示する準備中"))
        first = not self._answers
        self._answers.append(answer)
        if self._form == "text":
            from microconv.render.review.text import answer_text

            text = answer_text(answer, LANGUAGE.get(), out_style())
            click.echo(text if first else f"\n{text}", nl=False)
        _tell_cost(answer)
        if self._write and isinstance(answer, ValuesAnswer | RolesAnswer):
            self._put(client, answer)
        if answer.ground.gaps:
            return exit_codes.PARTLY
        return exit_codes.CHANGES if self._detailed and _proposes(answer) else exit_codes.DONE

    def end(self) -> None:
        """Print the document, where one was asked for."""
        if self._form == "json":
            from microconv.render.review.document import document

            echo_json(document(self._kind, self._answers, self._written))

    def _put(self, client: Client, answer: ValuesAnswer | RolesAnswer) -> None:
        """Replace the client's config by one with the proposals, and say so."""
        from microconv.config.edit_checks import check_unmoved
        from microconv.config.replacing import replace_file
        from microconv.loading import vocabulary
        from microconv.project import Project
        from microconv.render.review.written import Written, written_text

        if answer.proposals:
            edited = Project(client).decide(answer.proposals, today=answer.ground.today)
            check_unmoved(edited, client, vocabulary(), today=answer.ground.today)
            replace_file(edited)
        written = Written(client.label, str(client.path), answer.proposals)
        self._written.append(written)
        aside = self._form == "json"
        style = err_style() if aside else out_style()
        text = written_text(written, LANGUAGE.get(), style)
        click.echo(text if aside else f"\n{text}", err=aside, nl=False)


def _proposes(answer: Answer) -> bool:
    """True where there is something to do."""
    match answer:
        case ValuesAnswer() | RolesAnswer():
            return bool(answer.proposals)
        case SuggestAnswer():
            return bool(answer.suggestions)
        case SizesAnswer():
            return any(one.suffices for one in answer.sizes)


def _tell_cost(answer: Answer) -> None:
    """Say on standard error what an answer cost."""
    from microconv.render.review.ground import calls_line

    ground = answer.ground
    line = calls_line(ground.calls).of(LANGUAGE.get())
    click.echo(err_style().paint(f"{safe(ground.client)}: {line}", dim=True), err=True)

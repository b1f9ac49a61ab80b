"""Accept or decline the proposals of a review one by one at a terminal, and write what was decided into the config."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from microconv.cli.options import LANGUAGE, err_style
from microconv.cli.waiting import done
from microconv.core.text import Text
from microconv.render.safe import safe
from microconv.render.wrap import wrapped

if TYPE_CHECKING:
    from microconv.config.editing import Edited
    from microconv.core.client import Client
    from microconv.render.review.written import Written
    from microconv.review.agenda import Proposal
    from microconv.sitting.model import ReviewAnswer

_YES = frozenset({"y", "yes", "はい"})
_NO = frozenset({"n", "no", "いいえ"})
_QUIT = frozenset({"q", "quit"})
_HEAD = Text(
    "Decisions about {}. Nothing is written into {} before you confirm it.",
    "{} の決定を始めます。最後に確認するまで {} には書き込みません。",
)
_KEYS = Text("y, n, q or ?", "y、n、q、? のいずれか")


def terminal(*, shown: bool) -> bool:
    """True where somebody can be asked: they see the questions and can answer.

    `shown`: the agenda goes to standard output, and whoever is asked must have seen it, not a pager or a file.
    """
    return sys.stdin.isatty() and sys.stderr.isatty() and (sys.stdout.isatty() or not shown)


def decide_all(answer: ReviewAnswer, client: Client) -> Written:
    """Accept every proposal and write the review into the config. Raises MicroconvError; nothing is written then."""
    done()
    edited = _prepared(answer, client, answer.proposals, ())
    _warn(edited, client)
    return _put(edited, answer, answer.proposals, ())


def decide_each(answer: ReviewAnswer, client: Client) -> Written | None:
    """Ask for each proposal, show what is to be written, and write it once it is confirmed; None where it is not.

    Raises click.Abort for `q`, the end of the input and Ctrl-C, and MicroconvError; nothing is written then.
    """
    from microconv.render.review.decided import to_write_text

    done()
    accepted, declined = _asked(answer, client)
    edited = _prepared(answer, client, accepted, declined)
    written = _written(edited, answer, accepted, declined)
    click.echo(to_write_text(written, LANGUAGE.get(), err_style()), err=True, nl=False)
    _warn(edited, client)
    if not _confirmed():
        return None
    return _put(edited, answer, accepted, declined)


def nothing_written(client: Client, why: Text) -> None:
    """Say that the config is as it was, and why."""
    path = safe(str(client.path))
    text = Text(f"{path}: nothing was written: {why.en}", f"{path}: 何も書き込んでいません（{why.ja}）")
    click.echo(err_style().paint(text.of(LANGUAGE.get()), bold=True), err=True)


def _asked(answer: ReviewAnswer, client: Client) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """The proposals that were accepted, and those that were declined."""
    from microconv.render.review.decided import help_text, proposal_text

    language, style = LANGUAGE.get(), err_style()
    head = safe(_HEAD.of(language).format(client.label, client.path))
    click.echo("\n" + "\n".join(wrapped(head, "", style.columns)), err=True)
    accepted: list[Proposal] = []
    declined: list[Proposal] = []
    for number, one in enumerate(answer.proposals, start=1):
        click.echo(proposal_text(number, len(answer.proposals), one, language, style), err=True, nl=False)
        while (reply := _reply(Text("Accept? (y/n/q/?)", "採用しますか？（y/n/q/?）"))) not in _YES | _NO:
            if reply == "?":
                click.echo(help_text(one, answer.ground, client, language, style), err=True, nl=False)
            else:
                click.echo(f"  {_KEYS.of(language)}", err=True)
        (accepted if reply in _YES else declined).append(one)
    return tuple(accepted), tuple(declined)


def _confirmed() -> bool:
    question = Text("Write this? (y/n)", "書き込みますか？（y/n）")
    while (reply := _reply(question)) not in _YES | _NO:
        click.echo(f"  {Text('y or n', 'y または n').of(LANGUAGE.get())}", err=True)
    return reply in _YES


def _reply(question: Text) -> str:
    """One line as it was typed, in small and plain letters. Raises click.Abort for `q`, and where there is no line."""
    asked = err_style().paint(question.of(LANGUAGE.get()), bold=True)
    typed = click.prompt(asked, default="", show_default=False, err=True)
    reply = unicodedata.normalize("NFKC", typed).strip().casefold()
    if reply in _QUIT:
        raise click.Abort
    return reply


def _prepared(
    answer: ReviewAnswer, client: Client, accepted: Sequence[Proposal], declined: Sequence[Proposal]
) -> Edited:
    """The new content of the config. Raises MicroconvError where the file is not what the proposals were made from."""
    from microconv.config.edit_checks import check_unmoved
    from microconv.loading import vocabulary
    from microconv.project import Project

    edited = Project(client).decide(accepted, declined, review=True, today=answer.ground.today)
    check_unmoved(edited, client, vocabulary())
    return edited


def _warn(edited: Edited, client: Client) -> None:
    """Show the warnings that are new with the edit, before it is written."""
    from microconv.config.edit_checks import new_problems
    from microconv.loading import vocabulary
    from microconv.render.review.decided import warnings_text
    from microconv.review.falling import new_falls

    falls, problems = new_falls(client, edited.client), new_problems(edited, vocabulary())
    click.echo(warnings_text(falls, problems, LANGUAGE.get(), err_style()), err=True, nl=False)


def _put(edited: Edited, answer: ReviewAnswer, accepted: Sequence[Proposal], declined: Sequence[Proposal]) -> Written:
    from microconv.config.replacing import replace_file

    replace_file(edited)
    return _written(edited, answer, accepted, declined)


def _written(
    edited: Edited, answer: ReviewAnswer, accepted: Sequence[Proposal], declined: Sequence[Proposal]
) -> Written:
    from microconv.render.review.written import Written

    return Written(answer.ground.client, str(edited.path), tuple(accepted), tuple(declined), edited.client.review_last)

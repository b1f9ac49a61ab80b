"""The overview of a run of several clients: collects how each ended, and prints a table or a page of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import PAGE
from microconv.cli.options import LANGUAGE, out_style
from microconv.cli.spoken import LEFT_OUT
from microconv.core.errors import MicroconvError, said
from microconv.core.planning.limits import Allow
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.cli.resume import Keeper
    from microconv.core.errors import Refusal
    from microconv.fleet.past import Past
    from microconv.render.fleet_page.line import Answered, FleetLine


class Overview:
    """Hears of each client of a run of `command`, passes its end on to the keeper, and draws them all.

    What it keeps of a client is a line, not the answer.
    """

    def __init__(self, command: str, tasks: Sequence[Any], keeper: Keeper | None = None) -> None:
        """Take the tasks. Raises MicroconvError where the page would replace a frozen report."""
        self._command, self._keeper = command, keeper
        self._labels = [task.client.label for task in tasks]
        self._answered: dict[str, Answered] = {}
        self._codes: dict[str, int] = {}
        self._seconds: dict[str, float] = {}
        self._whys: dict[str, Text] = {}
        self._together: tuple[Text, ...] = ()
        if (page := PAGE.get()) is not None:
            from microconv.cli.files import check_not_kept

            check_not_kept(page)

    @property
    def paged(self) -> bool:
        """True where a page of all clients is wanted beside what is printed."""
        return PAGE.get() is not None

    @property
    def broken(self) -> int:
        """The number of clients whose config was left out, as it has errors."""
        return len(LEFT_OUT.get())

    @property
    def several(self) -> bool:
        """True where it has several clients, those with a broken config among them."""
        return len(self._labels) + self.broken > 1

    @property
    def kept(self) -> bool:
        """True where the run is written down, to be compared with a later one."""
        return self._keeper is not None

    def answered(self, label: str, answered: Answered) -> None:
        """Keep what there is to say of a client; `ended` follows."""
        self._answered[label] = answered

    def linked(self, label: str, page: str, place: str = "") -> None:
        """Keep the page of a client, and the id of its part of that page."""
        if label in self._answered:
            self._answered[label] = self._answered[label]._replace(page=page, place=place)

    def refused_together(self, reasons: Iterable[Refusal]) -> None:
        """Keep why a sync of all clients together writes nothing, for the page: each place, reason and way on.

        Reasons of single clients are not kept.
        """
        fleet = [one for one in reasons if one.code == Allow.FLEET]
        self._together = tuple(text for one in fleet for text in (_placed(one), one.hint) if text)

    def code(self, codes: Iterable[int]) -> int:
        """The exit code of the run: REFUSED where nothing is written for anybody, whichever clients failed beside it.

        Configs that were left out as broken do not count then: PARTLY would say that the rest was done.
        """
        code = exit_codes.combined(codes)
        if not self._together or code == exit_codes.INTERRUPTED:
            return code
        LEFT_OUT.set(())
        return exit_codes.REFUSED

    def failed(self, task: Any, error: MicroconvError) -> None:
        """Keep why a client failed."""
        self._whys[task.client.label] = said(error)

    def left_out(self, task: Any, reason: Text) -> None:
        """Keep why a client was not begun."""
        self._whys[task.client.label] = reason

    def ended(self, task: Any, code: int, seconds: float = 0.0) -> None:
        """Keep the exit code of one client. Raises JournalError."""
        label = task.client.label
        self._codes[label], self._seconds[label] = code, seconds
        if self._keeper is not None:
            answered = self._answered.get(label)
            if answered is None:
                self._keeper.ended(task, code, seconds)
            else:
                self._keeper.ended(task, code, seconds, answered.numbers, answered.mark)

    def refused(self, task: Any, why: Text) -> None:
        """Keep that a client which ended well before is refused, as only a later one shows. Raises JournalError."""
        self._whys[task.client.label] = why
        self.ended(task, exit_codes.REFUSED, self._seconds.get(task.client.label, 0.0))

    @property
    def unreached(self) -> int:
        """The number of clients that were not begun."""
        return len(self._labels) - len(self._codes)

    def without(self, labels: Iterable[str]) -> dict[str, int]:
        """The exit codes of the clients that are not among these; PARTLY for those that were not reached."""
        there = {*labels}
        return {one: self._codes.get(one, exit_codes.PARTLY) for one in self._labels if one not in there}

    def put_page(self, heads: tuple[Text, ...] = ()) -> None:
        """Write the page that `--page` wants. Raises MicroconvError."""
        path = PAGE.get()
        if path is None:
            return
        from microconv.cli.audit_output import put

        put(self.page(path.parent, heads), path, click.echo)

    def page(self, folder: Path = Path(), heads: tuple[Text, ...] = ()) -> str:
        """The page of all clients, for a file in a folder. `heads` are those of their cells. Raises JournalError."""
        from microconv import __version__
        from microconv.clock import utc_now
        from microconv.render.fleet_page import fleet_html
        from microconv.render.fleet_page.head import Head

        lines = [line._replace(page=_from(line.page, folder)) for line in self.lines(page=True)]
        return fleet_html(lines, Head(self._command, utc_now(), __version__, heads, self._together), LANGUAGE.get())

    def document(self) -> list[dict[str, Any]]:
        """The same as JSON: an object for each client, in the order of the tasks. Raises JournalError."""
        from microconv.render.fleet_page.document import line_document

        return [line_document(line) for line in self.lines()]

    def draw(self) -> None:
        """Print the table, where there are several clients. Raises JournalError."""
        if not self.several:
            return
        from microconv.render.clients_table import clients_table, sums

        lines, language = self.lines(), LANGUAGE.get()
        click.echo(f"\n{clients_table(lines, out_style(), language)}", nl=False)
        if self._command == "sync":  # a plan has sums of its own, and an audit its findings
            click.echo(sums(lines).of(language))

    def lines(self, *, page: bool = False) -> list[FleetLine]:
        """A line for each client in the order of the tasks, with what it was before, and for each broken config; of a
        `page` also those that were done before the run was resumed, and the last ends of other commands.

        Raises JournalError.
        """
        from microconv.cli.overview_lines import OTHERS, Ended, broken_line, kept_line, line_of

        before = self._keeper.done_before() if page and self._keeper is not None else ()
        others = OTHERS.get(self._command, ()) if page else ()
        labels = [*self._labels, *(label for label, _ in (*before, *LEFT_OUT.get()))]
        past: Past = self._keeper.past(labels, others) if self._keeper is not None else {}
        ends = [
            Ended(
                label,
                self._answered.get(label),
                self._codes.get(label),
                self._seconds.get(label),
                self._whys.get(label),
            )
            for label in self._labels
        ]
        lines = [line_of(ended, self._command, past, others) for ended in ends]
        lines += [broken_line(label, why, self._command, past, others) for label, why in LEFT_OUT.get()]
        return [*lines, *(kept_line(label, end, self._command, past, others) for label, end in before)]


def _placed(refusal: Refusal) -> Text:
    where = f"{refusal.where}: " if refusal.where else ""
    return Text(where + refusal.summary.en, where + refusal.summary.ja)


def _from(page: str, folder: Path) -> str:
    """The path of a page as it is seen from a folder."""
    return os.path.relpath(page, folder).replace(os.sep, "/") if page else ""

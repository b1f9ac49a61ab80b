"""Where reports go: to standard output, into a file, or one file a client into a folder with a list of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli.files import check_not_kept, unwritten, write
from microconv.cli.options import LANGUAGE, err_style, out_style
from microconv.cli.streams import echo_file, echo_json
from microconv.core.text import Text
from microconv.monthly.folder_names import folder_name

if TYPE_CHECKING:
    from microconv.cli.pdf import Printer
    from microconv.monthly.making import Reported
    from microconv.render.report.outline import Outline

ENDINGS = {"text": "txt", "markdown": "md", "json": "json", "html": "html", "xlsx": "xlsx", "pdf": "pdf", "csv": ""}
"""The forms of a report, and the endings of their files; CSV makes a folder of files."""

INDEX = "index.html"
"""The page that lists the reports of a folder."""

_FILES = frozenset({"xlsx", "pdf", "csv"})
"""Forms that are not for standard output, or only where `-` asks for it."""


class Place:
    """The place for a file of each of `clients` clients in one form; `out` is `-o`, a folder where it ends as one.

    Raises click.UsageError where they cannot go there, and MicroconvError where they would replace a frozen report.
    """

    def __init__(self, form: str, out: str | None, clients: int) -> None:
        self._form, several = form, clients > 1
        self._stdout = out in {None, "-"}
        self._out = None if out is None or out == "-" else Path(out)
        as_folder = several or form == "csv" or (out or "").endswith(("/", os.sep))
        self.folder = self._out if self._out is not None and (as_folder or self._out.is_dir()) else None
        if out is None and form in _FILES:
            place = "DIR" if form == "csv" else "FILE"
            text = f"--format {form} does not go to the terminal: add -o {place}"
            raise click.UsageError(Text(text, f"--format {form} は端末に表示できません。-o {place} を付けてください"))
        if self._stdout and (form == "csv" or (several and form in _FILES | {"json", "html"})):
            text = "this is more than one file: name a folder with -o DIR"
            raise click.UsageError(Text(text, "複数のファイルになるため、-o DIR でフォルダを指定してください"))
        if self.folder is not None and self.folder.exists() and not self.folder.is_dir():
            text = f"{self.folder} is a file: reports of several clients need a folder"
            raise click.UsageError(
                Text(text, f"{self.folder} はファイルです。複数クライアントの場合はフォルダを指定してください")
            )
        if several and self._out is not None and ENDINGS[form] and self._out.suffix == f".{ENDINGS[form]}":
            text = f"{self._out} is the name of a file: reports of several clients need a folder, as in -o october/"
            ja = (
                f"{self._out} はファイル名です。複数クライアントの場合は -o october/ のようにフォルダを指定してください"
            )
            raise click.UsageError(Text(text, ja))
        if self._out is not None and self.folder is None:
            check_not_kept(self._out)
        self.listed = several and self.folder is not None and form == "html"

    def put(self, name: str, drawn: Callable[[bool], str | bytes]) -> None:
        """Draw a file, and put it where it belongs: `drawn` gets true where all of it is wanted. Raises MicroconvError.

        `name` is that of the file in a folder, without its ending.
        """
        if self._stdout:
            self._show(drawn(False))
        elif self.folder is not None:
            _make(self.folder)
            self._write(self.folder / self.named(name), drawn(True))
        elif self._out is not None:
            self._write(self._out, drawn(True))

    def named(self, name: str) -> str:
        """The name of a file with its ending."""
        ending = ENDINGS[self._form]
        return name + (f".{ending}" if ending else "")

    def put_index(self, page: str) -> None:
        """Put the page that lists the files of a folder into it. Raises MicroconvError."""
        if self.folder is not None:
            _make(self.folder)
            self._write(self.folder / INDEX, page)

    def _show(self, content: str | bytes) -> None:
        if isinstance(content, bytes):
            click.echo(content, nl=False)
            return
        show: dict[str, Callable[[str], None]] = {"json": echo_json, "html": echo_file}
        show.get(self._form, partial(click.echo, nl=False))(content)

    def _write(self, path: Path, content: str | bytes) -> None:
        write(path, content)
        _tell(path)


class Outlet(Place):
    """The place for the reports of `clients` clients in one form.

    Raises click.UsageError where they cannot go there, and MicroconvError where they would replace a frozen report, or
    where a PDF is wanted and nothing makes one.
    """

    def __init__(self, form: str, out: str | None, clients: int) -> None:
        super().__init__(form, out, clients)
        self._printer: Printer | None = None
        if form == "pdf":
            from microconv.cli.pdf import printer

            self._printer = printer()

    def name(self, reported: Reported) -> str:
        """The name of a client's file in a folder: no client's is that of the list."""
        return self.named(_stem(reported))

    def path(self, reported: Reported) -> str:
        """The path of a client's report, empty where it goes to standard output."""
        if self._stdout or self._out is None:
            return ""
        return str(self._out if self.folder is None else self.folder / self.name(reported))

    def put_report(self, reported: Reported) -> None:
        """Draw a report, and put it where it belongs. Raises MicroconvError."""
        if self._form == "csv":
            self._put_tables(reported)
        else:
            self.put(_stem(reported), lambda whole: self._drawn(reported, whole=whole))

    def _put_tables(self, reported: Reported) -> None:
        from microconv.render.report.csv import to_csv

        if self.folder is None:
            return
        folder = self.folder / self.name(reported)
        _make(folder)
        for name, text in to_csv(_outline(reported), LANGUAGE.get()).items():
            write(folder / name, text)
        _tell(folder)

    def _drawn(self, reported: Reported, *, whole: bool) -> str | bytes:
        """The report in its form; as text for a terminal its most important part, or all of it."""
        language = LANGUAGE.get()
        if self._form == "json":
            from microconv.report.document import to_json

            return to_json(reported.report)
        outline = _outline(reported)
        if self._form == "text":
            from microconv.render.report.text import to_text
            from microconv.render.style import PLAIN

            return to_text(outline, language, PLAIN if whole else out_style(), whole=whole)
        if self._form == "markdown":
            from microconv.render.report.markdown import to_markdown

            return to_markdown(outline, language)
        if self._form == "xlsx":
            from microconv.render.report.xlsx import to_xlsx

            return to_xlsx(outline, language)
        from microconv.render.report.page import to_html

        page = to_html([outline], language)
        return page if self._printer is None else self._printer(page)


def _stem(reported: Reported) -> str:
    """The name of a client's file without its ending."""
    head = reported.report.heading
    return f"{folder_name(head.client)}-{head.month.month}"


def _outline(reported: Reported) -> Outline:
    """The report in words; a second edition ends with what changed in it."""
    from dataclasses import replace

    from microconv.render.report.edition_changes import edition_changes
    from microconv.render.report.sections import outline

    drawn = outline(reported.report)
    if reported.report.heading.edition == 1:
        return drawn
    return replace(drawn, sections=(*drawn.sections, edition_changes(reported.changed)))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritten(folder, error) from error


def _tell(path: Path) -> None:
    done = Text(f"saved to {path}", f"{path} に保存しました")
    click.echo(err_style().paint(done.of(LANGUAGE.get()), dim=True), err=True)

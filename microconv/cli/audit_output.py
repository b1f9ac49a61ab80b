"""The forms of audits on the command line: texts, pages, PDFs, and where they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from microconv.cli.options import LANGUAGE, err_style, out_style
from microconv.core.diagnostics import Diagnostic
from microconv.core.text import Language, Text

if TYPE_CHECKING:
    from microconv.audit.result import Audit
    from microconv.cli.pdf import Printer
    from microconv.fleet.tasks.audit import AuditTask


def drawn(audits: Sequence[Audit], form: str, language: Language, *, plain: bool = False) -> str:
    """Audits as text or Markdown, one below the other; `plain` has no colour and folds no line."""
    from microconv.render.audit import audit_markdown, audit_text
    from microconv.render.style import PLAIN

    if form == "markdown":
        return "".join(audit_markdown(audit, language=language) for audit in audits)
    style = PLAIN if plain else out_style()
    return "".join(audit_text(audit, language=language, style=style) for audit in audits)


def whole(
    audits: Sequence[Audit],
    problems: Sequence[Diagnostic],
    form: str,
    language: Language,
    reader: str,
    missing: Sequence[str],
    fail_on: str,
    *,
    compared: bool,
) -> str:
    """All audits of the run as one text."""
    if form == "json":
        from microconv.audit.document import to_json

        return to_json(audits, problems)
    if form == "html":
        return page(audits, language, reader, missing)
    if form == "sarif":
        return in_sarif(audits, problems, language, compared=compared)
    if form == "junit":
        from microconv.audit.rule import Level
        from microconv.render.junit import junit

        return junit(audits, least=None if fail_on == "never" else Level(fail_on), language=language)
    return drawn(audits, form, language, plain=True)


def in_sarif(audits: Sequence[Audit], problems: Sequence[Diagnostic], language: Language, *, compared: bool) -> str:
    """All audits of the run, and what is wrong with configs, as SARIF."""
    from microconv import __version__
    from microconv.render.sarif import sarif

    return sarif(audits, problems, version=__version__, language=language, compared=compared)


def without_audit(tasks: Sequence[AuditTask], audits: Sequence[Audit]) -> tuple[str, ...]:
    """The clients without an audit."""
    there = {audit.label for audit in audits}
    return tuple(task.client.label for task in tasks if task.client.label not in there)


def page(audits: Sequence[Audit], language: Language, reader: str, missing: Sequence[str]) -> str:
    """The page for a reader; `missing` are the clients that could not be read."""
    if reader == "client":
        from microconv.render.client_page import client_html

        return client_html(audits, language, missing)
    from microconv.render.html import audit_html

    return audit_html(audits, language, missing)


def places(audits: Sequence[Audit], reader: str) -> dict[str, str]:
    """The id of each client's part of the page for engineers, by label; empty on the page for clients."""
    from microconv.render.html.outline import outline

    return {section.audit.label: section.key if reader == "engineer" else "" for section in outline(audits).sections}


def printer(form: str, reader: str, out: Path | None) -> Printer | None:
    """The program that prints, if a PDF is wanted.

    Raises click.UsageError, and MicroconvError where there is none, or where `out` is a frozen report.
    """
    if reader == "client" and form not in {"html", "pdf"}:
        raise click.UsageError("--for client makes a page: add --format html, or --format pdf")
    if out is not None:
        from microconv.cli.files import check_not_kept

        check_not_kept(out)
    if form != "pdf":
        return None
    if out is None:
        raise click.UsageError("a PDF goes into a file: add -o FILE (`-o -` for standard output)")
    from microconv.cli.pdf import printer

    return printer()


def put(content: str | bytes, out: Path | None, show: Callable[[Any], None]) -> None:
    """Write the content to the file `out`, or show it where there is none. Raises MicroconvError."""
    from microconv.cli.files import write

    if out is None or str(out) == "-":
        show(content)
        return
    write(out, content)
    done = Text(f"saved to {out}", f"{out} に保存しました")
    click.echo(err_style().paint(done.of(LANGUAGE.get()), dim=True), err=True)

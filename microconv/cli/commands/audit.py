"""`microconv audit`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.audit.rule import Level
from microconv.cli import audit_output, exit_codes
from microconv.cli.accounts import Named, account_options, chosen, in_container, with_container
from microconv.cli.fleet_options import fleet_options
from microconv.cli.months import reports_option
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    language_option,
    live_option,
    paths_argument,
)
from microconv.cli.streams import echo_file, echo_json
from microconv.cli.waiting import waiting_for
from microconv.core.client import Client, ClientOrAccounts
from microconv.core.diagnostics import Diagnostic
from microconv.core.errors import BaselineError, ConfigError, ReportError, said
from microconv.core.json_text import json_line
from microconv.core.text import Text
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.audit.result import Audit
    from microconv.audit.run import Choice

_NO_PAGE = Text(
    "no page was written: no account could be read",
    "読み取れたアカウントがないため、ページは保存していません",
)


@click.command("audit")
@paths_argument
@account_options
@live_option
@click.option("--container", default="", metavar="ID", help="A container of Tag Manager (GTM-…) that no config names.")
@click.option("--only", multiple=True, metavar="RULE", help="Run only this rule, or those like it (naming-*).")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out, or those like it.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An earlier audit as JSON: what it has is shown as known, and only what is new counts.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(level.value for level in Level), "never"]),
    default=Level.ERROR.value,
    show_default=True,
    help="Exit with 3 if there is a finding of this weight or more.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "markdown", "html", "pdf", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="How to print the result. Only html and json have both languages in one; pdf needs Chromium or WeasyPrint.",
)
@click.option(
    "--for",
    "reader",
    type=click.Choice(["engineer", "client"]),
    default="engineer",
    show_default=True,
    help="Whom the page (html, pdf) is for: the client's is in its own words, and in one language.",
)
@reports_option
@fleet_options(match=False, resume=True, page=True)
@language_option
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it into a file instead."
)
@click.option(
    "--sarif",
    "sarif_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as SARIF into this file too.",
)
@debug_option
def command(
    paths: tuple[Path, ...],
    named: Named,
    live: tuple[Path, ...],
    container: str,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    fail_on: str,
    form: str,
    reader: str,
    reports: Path,
    out: Path | None,
    sarif_file: Path | None,
) -> int:
    """Check accounts that anybody set up against the rulebook (docs/audit-rules.md). Read-only: it cannot write.

    \b
    Examples:
      microconv audit configs/aoi-store.yaml
      microconv audit --customer-id 123-456-7890 --property-id 345678901 --format html -o aoi.html
      microconv audit --customer-id 123-456-7890 --property-id 345678901 --container GTM-ABC1234
      microconv audit --manager 999-888-7777 --match 'Aoi*' --fail-on warning
      microconv audit --live theirs.json
      microconv audit configs/aoi-store.yaml --for client --format pdf --language ja -o aoi.pdf
      microconv audit configs/ --live all.json --format sarif -o audit.sarif
    """
    from microconv.cli.overview import Overview
    from microconv.cli.progress import Progress, retrying
    from microconv.cli.run import compute_each, given_snapshot, keeper_for
    from microconv.connections import Connections
    from microconv.fleet.tasks.audit import AuditTask, compute
    from microconv.render.fleet_page.audits import audit_answered

    printed = audit_output.printer(form, reader, out)
    if form == "jsonl" and out is not None:
        raise click.UsageError(
            Text("lines of JSON are printed: leave -o out", "jsonl は標準出力専用です（-o は使えません）")
        )
    choice = _choice(only, ignore, baseline)
    snapshot = given_snapshot(live)
    progress = Progress()
    connections = cache(lambda: Connections(read_only=True, retrying=retrying(progress)))
    problems: list[Diagnostic] = []
    broken: ConfigError | None = None
    clients: Sequence[ClientOrAccounts] = []
    try:
        named = named if paths else with_container(named, container)
        load = partial(_load, paths, problems, "sarif" if sarif_file is not None else form)
        clients = chosen(paths, named, connections, lambda: in_container(load(), container), snapshot)
    except ConfigError as error:
        if form != "sarif" and sarif_file is None:
            raise
        broken, problems = error, [*error.problems]
    audits: list[Audit] = []
    shared, events = (None, None) if snapshot else (connections(), progress)

    def draw_next(audit: Audit) -> int:
        overview.answered(audit.label, audit_answered(audit, named=overview.paged))
        audits.append(audit)
        if out is None and form in {"text", "markdown"}:
            click.echo(audit_output.drawn([audit], form, LANGUAGE.get()), nl=False)
        if form == "jsonl":
            from microconv.audit.document import audit_to_dict

            echo_json(json_line(audit_to_dict(audit)) + "\n")
        return exit_codes.FINDINGS if fail_on != "never" and audit.at_least(Level(fail_on)) else exit_codes.DONE

    tasks = [AuditTask(client, _with_last_report(choice, client, reports), snapshot) for client in clients]
    keeper = keeper_for("audit", tasks)
    tasks = keeper.left(tasks) if keeper else tasks
    overview = Overview("audit", tasks, keeper)
    code = compute_each(tasks, partial(compute, connections=shared, events=events), draw_next, keeper=overview)
    if form == "jsonl":
        for label, number in overview.without(audit.label for audit in audits).items():
            echo_json(json_line({"name": label, "exit_code": number}) + "\n")
    if out is None and form == "text":
        overview.draw()
    if baseline is not None:
        _tell_uncompared(baseline, [audit for audit in audits if audit.before is None])
    if sarif_file is not None:
        compared = baseline is not None
        audit_output.put(
            audit_output.in_sarif(audits, problems, LANGUAGE.get(), compared=compared), sarif_file, echo_json
        )
    if broken is not None and form != "sarif":
        raise broken
    if form == "html" and out is not None and overview.paged:
        for label, place in audit_output.places(audits, reader).items():
            overview.linked(label, str(out), place)
    overview.put_page()
    missing = audit_output.without_audit(tasks, audits)
    if missing and not audits and (printed is not None or form == "html"):
        click.echo(_NO_PAGE.of(LANGUAGE.get()), err=True)
        return code
    if printed is not None:
        with waiting_for(Text("printing the page", "PDF を作成中")):
            pdf = printed(audit_output.page(audits, LANGUAGE.get(), reader, missing))
        audit_output.put(pdf, out, partial(click.echo, nl=False))
    elif out is not None or form in {"json", "html", "sarif", "junit"}:
        shows = {"json": echo_json, "sarif": echo_json, "html": echo_file, "junit": echo_file}
        show = shows.get(form, partial(click.echo, nl=False))
        with waiting_for(Text("drawing the result", "結果を表示する準備中")):
            text = audit_output.whole(
                audits, problems, form, LANGUAGE.get(), reader, missing, fail_on, compared=baseline is not None
            )
        audit_output.put(text, out, show)
    if broken is not None:
        raise broken
    return code


def _choice(only: tuple[str, ...], ignore: tuple[str, ...], baseline: Path | None) -> Choice:
    """The rules to run. Raises click.UsageError for one that there is not, BaselineError."""
    from microconv.audit.document import earlier, known
    from microconv.audit.rules import RULES
    from microconv.audit.run import Choice, unmatched
    from microconv.config.wording import did_you_mean

    for item in unmatched([*only, *ignore]):
        hint = did_you_mean(item, [rule.id for rule in RULES]) or "docs/audit-rules.md has them all"
        raise click.UsageError(f"there is no audit rule {item!r}; {hint}")
    if baseline is None:
        return Choice(only, ignore)
    try:
        text = baseline.read_text(encoding="utf-8")
        return Choice(only, ignore, known(text), earlier(text))
    except OSError as error:
        from microconv.loading import unreadable

        raise BaselineError(unreadable(baseline, error)) from error
    except UnicodeDecodeError as error:
        raise BaselineError(
            Text(f"{baseline}: is not UTF-8 text", f"{baseline}: UTF-8 のテキストではありません")
        ) from error
    except BaselineError as error:
        reason = said(error)
        raise BaselineError(Text(f"{baseline}: {reason.en}", f"{baseline}: {reason.ja}"), hint=error.hint) from error


def _with_last_report(choice: Choice, client: ClientOrAccounts, reports: Path) -> Choice:
    """The choice with the day of the client's last monthly report; one that cannot be read is told, and not known."""
    if _absent(reports):
        return choice
    from dataclasses import replace

    from microconv.monthly.frozen import last_report_day

    try:
        return replace(choice, last_report=last_report_day(reports, client.label))
    except ReportError as error:
        click.echo(safe(said(error).of(LANGUAGE.get())), err=True)
        return choice


def _absent(folder: Path) -> bool:
    """True where there is no such folder: then what reads reports, and takes a while to load, is not needed."""
    try:
        folder.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False


def _tell_uncompared(baseline: Path, audits: Sequence[Audit]) -> None:
    """Say which audits the baseline has nothing for: all that they found is new, and not because it was not there."""
    if not audits:
        return
    names = [audit.label for audit in audits]
    text = Text(
        f"{baseline} has no audit of the accounts of {', '.join(names)}: there nothing is compared, and every finding "
        "counts as new. Save one with --format json -o FILE",
        f"{baseline} には {'、'.join(names)} のアカウントの監査結果がないため、比較していません。指摘はすべて新規として"
        "数えています。--format json -o FILE で保存してください",
    )
    click.echo(safe(text.of(LANGUAGE.get())), err=True)


def _load(paths: tuple[Path, ...], problems: list[Diagnostic], form: str) -> list[Client]:
    """The clients of the configs; what is to be warned of goes into `problems` too. Raises ConfigError.

    A config with errors is left out, but for SARIF, which tells them itself.
    """
    from microconv.cli.run import checked

    clients, warnings = checked(paths, isolated=form != "sarif")
    problems += warnings
    return clients

"""`microconv report`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import PAGE, fleet_options
from microconv.cli.months import check_month, last_month_of_all, month_option, reports_option
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    err_style,
    journal_option,
    language_option,
    need_paths,
    paths_argument,
)
from microconv.cli.report_files import ENDINGS, Outlet
from microconv.core.months import Month
from microconv.core.text import Text, joined
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.monthly.making import Reported


@click.command("report")
@paths_argument
@month_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*ENDINGS]),
    default="text",
    show_default=True,
    help="How to print it: text is the most important part; pdf needs Chromium or WeasyPrint.",
)
@click.option(
    "-o", "--out", type=click.Path(), metavar="FILE|DIR/",
    help="Write it into a file; of several clients one file each into a folder, with index.html for html.",
)  # fmt: skip
@click.option("--refresh", is_flag=True, help="Read the numbers again, and keep them as a new edition.")
@click.option("--no-audit", is_flag=True, help="Leave the audit out.")
@reports_option
@journal_option
@click.option(
    "--data-studio", is_flag=True, help="Print the address that makes the client's report in Data Studio instead."
)
@click.option("--explain", is_flag=True, help="With --data-studio: an address that shows how Data Studio reads it.")
@fleet_options(resume=True, page=True)
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    month: Month | None,
    form: str,
    out: str | None,
    refresh: bool,
    no_audit: bool,
    reports: Path,
    journal: Path | None,
    data_studio: bool,
    explain: bool,
) -> int:
    """Report a month: numbers against last month and last year, the funnel, and what was changed in the setup.

    From the third day of the next month on the report is frozen in reports/CLIENT/2026-10.json: later runs draw it from
    there, in any form, without API calls. Before that it is provisional, and not kept. What you write into
    reports/CLIENT/notes/2026-10.md becomes part of it. Read-only: nothing is changed in any account.

    Where an API leaves questions unanswered for now, as over its quota, the report is drawn without them and not kept.

    Exit codes: 0 done, 1 error, 5 some clients have no report or one with missing answers, 64 wrong usage.

    \b
    Examples:
      microconv report configs/aoi-store.yaml
      microconv report configs/aoi-store.yaml --month 2026-10 --format xlsx --language ja -o aoi.xlsx
      microconv report configs/ --format html -o october/
      microconv report configs/aoi-store.yaml --month 2026-10 --refresh
      microconv report configs/ --data-studio
    """
    from microconv.cli.overview import Overview
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, keeper_for, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.report import ReportTask, compute
    from microconv.render.fleet_page.reports import HEADS, report_answered

    if explain and not data_studio:
        raise click.UsageError(
            Text("--explain goes with --data-studio", "--explain は --data-studio と併用してください")
        )
    if data_studio and (form != "text" or out or refresh or no_audit):
        raise click.UsageError(
            Text(
                "--data-studio prints addresses alone: leave --format, --out, --refresh and --no-audit out",
                "--data-studio は URL だけを出力します。--format、--out、--refresh、--no-audit とは併用できません",
            )
        )
    clients = load_clients(need_paths(paths), isolated=True)
    connections = Connections(read_only=True)
    check_month(month, connections.clock())
    tasks = [ReportTask(client, reports, month, refresh, not no_audit, journal) for client in clients]
    if data_studio:
        from microconv.cli.data_studio import print_addresses

        return print_addresses(tasks, month or last_month_of_all(connections.clock()), explain=explain)
    outlet = Outlet(form, out, len(clients))

    def draw_next(reported: Reported) -> int:
        outlet.put_report(reported)
        answered = report_answered(reported.report, outlet.path(reported), _calls(reported))
        overview.answered(reported.report.heading.client, answered)
        _tell(reported)
        return exit_codes.PARTLY if reported.missing else exit_codes.DONE

    keeper = keeper_for("report", tasks)
    if keeper and not (outlet.listed or PAGE.get()):  # a list has every client: those that are done are not made again
        tasks = keeper.left(tasks)
    overview = Overview("report", tasks, keeper)
    work = partial(compute, connections=connections, events=Progress())
    code = compute_each(tasks, work, draw_next, keeper=overview)
    if outlet.listed and outlet.folder is not None:
        outlet.put_index(overview.page(outlet.folder, HEADS))
    overview.put_page(HEADS)
    return code


def _kept(reported: Reported) -> Text:
    """Where the report is kept, or why it is not."""
    if reported.path is not None:
        return Text(f"frozen in {reported.path}", f"{reported.path} に保存")
    if reported.missing:
        why = joined(reported.missing, ", ", "、")
        return Text(
            f"not frozen, because answers are missing ({why.en}): run again later",
            f"未取得の数値があるため保存していません（{why.ja}）。時間をおいて再実行してください",
        )
    return Text("provisional, not frozen", "速報値のため保存していません")


def _calls(reported: Reported) -> int:
    """The API calls of a report; none where it was drawn from what is frozen."""
    calls = reported.report.calls
    return 0 if reported.drawn else calls.ga4 + calls.funnels + calls.google_ads + calls.other


def _tell(reported: Reported) -> None:
    """Say where the report is kept, and what it cost."""
    head, calls = reported.report.heading, reported.report.calls
    if reported.overtaken:
        parts = [
            Text(
                f"drawn from {reported.path}, which another run froze in the meantime",
                f"{reported.path} から作成（ほかの実行が先に確定したため、その内容を表示）",
            )
        ]
    elif reported.drawn:
        parts = [Text(f"drawn from {reported.path}; no API calls", f"{reported.path} から作成（API 呼び出しなし）")]
    else:
        number = _calls(reported)
        tokens = calls.tokens
        parts = [
            _kept(reported),
            Text(f"{number} API calls", f"API 呼び出し {number} 回"),
        ]
        parts += [] if tokens is None else [Text(f"{tokens} tokens of GA4", f"GA4 トークン {tokens}")]
    if head.edition > 1:
        count = len(reported.changed)
        edition = Text(f"edition {head.edition}", f"第{head.edition}版")
        parts.append(Text(f"{edition.en}: {count} numbers changed", f"{edition.ja}: 変わった数値 {count} 件"))
    if not reported.report.notes:
        parts.append(Text(f"notes go into {reported.notes}", f"考察は {reported.notes} に記入"))
    text = joined(parts, "; ", "。").of(LANGUAGE.get())
    click.echo(err_style().paint(f"{safe(head.client)} {head.month.month}: {safe(text)}", dim=True), err=True)

"""`microconv funnel`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import fleet_options
from microconv.cli.months import check_month, month_option, reports_option
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    language_option,
    need_paths,
    out_style,
    paths_argument,
)
from microconv.cli.streams import echo_json
from microconv.core.months import Month
from microconv.core.text import Language
from microconv.report.figures import Known
from microconv.report.model import Report


@click.command("funnel")
@paths_argument
@month_option
@click.option(
    "--by",
    multiple=True,
    type=click.Choice(["device", "channel", "page"]),
    default=("device",),
    show_default="device",
    help="Break each chain down by this. May be given several times; each takes a request of its own.",
)
@click.option("--open", "opened", is_flag=True, help="Count users from whichever step they begin at.")
@click.option(
    "--within-days", type=click.FloatRange(0, 365, min_open=True), metavar="N",
    help="At most so many days between two steps.",
)  # fmt: skip
@click.option("--next-actions", is_flag=True, help="Also show what users did right after each step.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@reports_option
@fleet_options()
@language_option
@debug_option
def command(
    paths: tuple[Path, ...],
    month: Month | None,
    by: tuple[str, ...],
    opened: bool,
    within_days: float | None,
    next_actions: bool,
    form: str,
    reports: Path,
) -> int:
    """Show how far users get on the way to a final conversion, and where most of them are lost.

    The chains are those of `funnel: {next: NAME}` in the config, as GA4's funnels tell them: users, not events, with
    the month before and 90 % intervals. The largest loss comes first. Read-only: nothing is changed in any account.

    \b
    Examples:
      microconv funnel configs/aoi-store.yaml
      microconv funnel configs/aoi-store.yaml --month 2026-10 --by page --within-days 7
      microconv funnel configs/aoi-store.yaml --open --next-actions --language ja
      microconv funnel configs/ --format json
    """
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.funnel import FunnelTask, compute
    from microconv.monthly.funnels import FunnelChoice

    clients = load_clients(need_paths(paths))
    connections = Connections(read_only=True)
    check_month(month, connections.clock())
    choice = FunnelChoice(tuple(dict.fromkeys(by)), not opened, within_days, next_actions)
    reports_drawn: list[Report] = []

    def draw_next(report: Report) -> int:
        reports_drawn.append(report)
        if form == "text":
            _draw(report, LANGUAGE.get(), first=len(reports_drawn) == 1)
        refused = report.funnels and all(chain.known is not Known.YES for chain in report.funnels)
        return exit_codes.ERROR if refused else exit_codes.DONE

    tasks = [FunnelTask(client, choice, reports, month) for client in clients]
    code = compute_each(tasks, partial(compute, connections=connections, events=Progress()), draw_next)
    if form == "json":
        from microconv.report.document import several_to_json

        echo_json(several_to_json(reports_drawn))
    return code


def _draw(report: Report, language: Language, *, first: bool) -> None:
    from microconv.render.report.funnel_text import funnel_text

    if not first:
        click.echo()
    click.echo(funnel_text(report, language, out_style()), nl=False)

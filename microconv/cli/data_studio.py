"""Addresses that make reports in Data Studio, on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE
from microconv.cli.run import each
from microconv.core.months import Month
from microconv.render.safe import safe
from microconv.report.data_studio import CANNOT, address, remarks

if TYPE_CHECKING:
    from microconv.fleet.tasks.report import ReportTask


def print_addresses(tasks: Sequence[ReportTask], month: Month, *, explain: bool) -> int:
    """Print the address of each client's report, and what such an address cannot do. Nothing is sent."""
    language = LANGUAGE.get()
    printed: list[str] = []

    def work(task: ReportTask) -> int:
        made = address(task.client, month, explain=explain, language=language)
        printed.append(made)
        click.echo(f"{safe(task.client.label)} {made}" if len(tasks) > 1 else made)
        for remark in remarks(task.client):
            click.echo(safe(f"{task.client.label}: {remark.of(language)}"), err=True)
        return exit_codes.DONE

    code = each(tasks, work)
    for text in CANNOT if printed else ():
        click.echo(text.of(language), err=True)
    return code

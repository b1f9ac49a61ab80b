"""`microconv snapshot`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from microconv.cli.accounts import Named, account_options, chosen
from microconv.cli.options import debug_option, paths_argument
from microconv.clock import utc_now
from microconv.core.client import ClientOrAccounts
from microconv.core.resource import Reading


@click.command("snapshot", short_help="Save the live state of accounts as JSON.")
@paths_argument
@account_options
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, allow_dash=True), required=True, metavar="FILE",
    help="Where to write it; - for standard output.",
)  # fmt: skip
@click.option("--measures", is_flag=True, help="Also what was counted lately, for audits: up to four calls more each.")
@debug_option
def command(paths: tuple[Path, ...], named: Named, out: Path, measures: bool) -> int:
    """Save the live state of accounts as JSON, for `plan --live`, `audit --live` and `import --live`. Changes nothing.

    \b
    Examples:
      microconv snapshot configs/aoi-store.yaml -o aoi.json
      microconv snapshot configs/ -o all.json && microconv plan configs/ --live all.json
      microconv snapshot --customer-id 123-456-7890 --measures -o theirs.json
    """
    from microconv.cli.files import write
    from microconv.cli.run import Progress, each, load_clients
    from microconv.connections import Connections
    from microconv.loading import take_snapshot
    from microconv.project import Project

    connections = cache(lambda: Connections(read_only=True))
    clients = chosen(paths, named, connections, lambda: load_clients(paths))
    shared = connections()
    readings: list[Reading] = []

    def work(client: ClientOrAccounts) -> int:
        project = Project(client, connections=shared, events=Progress(), everything=True)
        readings.extend(project.measured() if measures else project.read())
        return 0

    code = each(clients, work)
    if code:
        click.echo("no snapshot was written", err=True)
        return code
    text = take_snapshot(readings, utc_now())
    if str(out) == "-":
        click.echo(text, nl=False)
    else:
        write(out, text)
        click.echo(f"saved {len(readings)} accounts to {out}", err=True)
    return code

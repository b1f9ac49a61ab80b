"""`microconv snapshot`."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from microconv.cli.options import debug_option, need_paths, paths_argument
from microconv.core.client import Client
from microconv.core.resource import Reading


@click.command("snapshot", short_help="Save the live state of accounts as JSON.")
@paths_argument
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, allow_dash=True), required=True, metavar="FILE",
    help="Where to write it; - for standard output.",
)  # fmt: skip
@debug_option
def command(paths: tuple[Path, ...], out: Path) -> int:
    """Save the live state of the clients' accounts as JSON, for `plan --live` and `audit --live`. Changes nothing.

    \b
    Examples:
      microconv snapshot configs/aoi-store.yaml -o aoi.json
      microconv snapshot configs/ -o all.json && microconv plan configs/ --live all.json
    """
    from microconv.cli.files import write
    from microconv.cli.run import Progress, each, load_clients
    from microconv.project import Connections, Project, take_snapshot

    clients = load_clients(need_paths(paths))
    connections = Connections(read_only=True)
    readings: list[Reading] = []

    def work(client: Client) -> int:
        project = Project(client, connections=connections, events=Progress(), everything=True)
        readings.extend(project.read())
        return 0

    code = each(clients, work)
    if code:
        click.echo("no snapshot was written", err=True)
        return code
    text = take_snapshot(readings, datetime.datetime.now(datetime.UTC))
    if str(out) == "-":
        click.echo(text, nl=False)
    else:
        write(out, text)
        click.echo(f"saved {len(readings)} accounts to {out}", err=True)
    return code

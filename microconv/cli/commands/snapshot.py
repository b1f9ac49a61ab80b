"""`microconv snapshot`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.accounts import Named, account_options, chosen, with_container
from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import LANGUAGE, debug_option, language_option, paths_argument
from microconv.cli.streams import echo_json
from microconv.clock import utc_now
from microconv.core.resource import Reading
from microconv.core.text import Text

_NOT_WRITTEN = Text("no snapshot was written", "スナップショットは保存していません")


@click.command("snapshot")
@paths_argument
@account_options
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, allow_dash=True), required=True, metavar="FILE",
    help="Where to write it; - for standard output.",
)  # fmt: skip
@click.option("--container", default="", metavar="ID", help="A container of Tag Manager (GTM-…), without a config.")
@click.option("--measures", is_flag=True, help="Also what was counted lately, for audits: up to five calls more each.")
@fleet_options(match=False)
@language_option
@debug_option
def command(paths: tuple[Path, ...], named: Named, out: Path, container: str, measures: bool) -> int:
    """Save the live state of accounts as JSON, for `plan --live`, `audit --live` and `import --live`. Changes nothing.

    \b
    Examples:
      microconv snapshot configs/aoi-store.yaml -o aoi.json
      microconv snapshot configs/ -o all.json && microconv plan configs/ --live all.json
      microconv snapshot --customer-id 123-456-7890 --measures -o theirs.json
      microconv snapshot --container GTM-ABC1234 -o container.json
    """
    from microconv.cli.files import check_not_kept
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.snapshot import SnapshotTask, compute

    check_not_kept(out)
    connections = cache(lambda: Connections(read_only=True))
    named = with_container(named, container)
    clients = chosen(paths, named, connections, lambda: load_clients(paths))
    shared = connections()
    readings: list[Reading] = []

    def keep(of_client: tuple[Reading, ...]) -> int:
        readings.extend(of_client)
        return exit_codes.DONE

    tasks = [SnapshotTask(client, measures) for client in clients]
    code = compute_each(tasks, partial(compute, connections=shared, events=Progress()), keep)
    if code:
        click.echo(_NOT_WRITTEN.of(LANGUAGE.get()), err=True)
    else:
        draw(readings, out)
    return code


def draw(readings: Sequence[Reading], out: Path) -> None:
    """Write the snapshot to a file, or print it."""
    from microconv.cli.files import write
    from microconv.loading import take_snapshot

    text = take_snapshot(readings, utc_now())
    if str(out) == "-":
        echo_json(text)
    else:
        write(out, text)
        count = len(readings)
        done = Text(
            f"saved {count} account{'s' * (count != 1)} to {out}", f"{count} 件のアカウントを {out} に保存しました"
        )
        click.echo(done.of(LANGUAGE.get()), err=True)

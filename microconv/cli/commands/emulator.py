"""`microconv emulator`."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option
from microconv.core.errors import MicroconvError
from microconv.render.safe import safe

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("emulator", invoke_without_command=True)
@click.option("--seed", type=click.Path(path_type=Path), metavar="FILE", help="The world to start with (YAML or JSON).")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep ports, certificate and keys in DIR, beside the env file, so that they survive a restart.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65531),
    default=0,
    metavar="PORT",
    help="Port of gRPC; the next four are taken too. Default: free ones; with --state the ones kept there, first 8830.",
)
@click.option(
    "--env-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the variables that clients need to FILE, for a shell to source.",
)
@click.option(
    "--proxy/--no-proxy",
    default=True,
    help="Have FILE name the proxy, for clients that have no setting for an endpoint (default).",
)
@debug_option
@click.pass_context
def command(
    ctx: click.Context, seed: Path | None, state: Path | None, port: int, env_file: Path | None, proxy: bool
) -> int:
    """Run an emulator of Google Ads, GA4 and Tag Manager on this machine, until Ctrl-C.

    Without --seed its world is an agency: a manager account with the three clients of the example configs, which are
    reached through the manager, as at Google. The google-ads.yaml that it writes has the login_customer_id for that.

    In a shell that sourced FILE, Google's API hosts lead to the emulator, and no other host is reached over HTTPS: that
    is what the proxy is for. With --no-proxy, clients must be given the endpoint (google-ads.yaml has it), and every
    other host is reached as usual.

    With --state, whatever was pointed at the emulator once finds it again after a restart. The env file is
    DIR/emulator.env unless --env-file names another. The world is not kept: it starts from the seed each time.

    \b
    Examples:
      microconv emulator --env-file emulator.env
      source emulator.env && microconv plan configs/      (in another terminal)
      source emulator.env && microconv emulator check
      microconv emulator --state ~/.microconv-emulator
      microconv emulator schema -o emulator-seed.schema.json
    """
    if ctx.invoked_subcommand is not None:
        return exit_codes.DONE
    from microconv.emulator import Emulator, EmulatorError
    from microconv.emulator.machine.heap import one_heap
    from microconv.emulator.machine.stop import Stop

    if env_file is None and state is not None:
        env_file = state / "emulator.env"
    one_heap()
    try:
        emulator = Emulator(seed=seed, folder=state, port=port, keep=state is not None)
        emulator.start()
    except EmulatorError as error:
        raise MicroconvError(f"the emulator did not start: {error}") from error
    try:
        stop = Stop()
        if env_file is not None:
            try:
                emulator.write_env_file(env_file, proxy=proxy)
            except EmulatorError as error:
                raise MicroconvError(f"the emulator did not start: {error}") from error
            click.echo(f"source {env_file}")
        rest = emulator.google_ads_rest_endpoint
        click.echo(f"emulated Google Ads   {emulator.google_ads_endpoint} (gRPC), {rest} (REST)")
        click.echo(f"emulated GA4          {emulator.ga4_rest_endpoint} (REST), {emulator.ga4_grpc_endpoint} (gRPC)")
        click.echo(f"emulated Tag Manager  {emulator.tag_manager_endpoint} (REST)")
        click.echo(f"control plane         {emulator.control.address} (token: {emulator.folder / 'control-token'})")
        click.echo(f"proxy                 {emulator.proxy_address}")
        click.echo("running; Ctrl-C stops it", err=True)
        stop.wait()
    finally:
        emulator.stop()
    return exit_codes.DONE


@command.command("schema", short_help="Print the JSON Schema of a seed.")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write it to a file.")
@debug_option
def seed_schema(out: Path | None) -> int:
    """Print the JSON Schema of a seed, the world that an emulator starts with.

    An editor with a YAML language server checks a seed that begins with
    `# yaml-language-server: $schema=PATH_OF_THE_SCHEMA`. docs/emulator-seed.md has every key in words.

    \b
    Examples:
      microconv emulator schema -o emulator-seed.schema.json
    """
    from microconv.cli.files import write
    from microconv.cli.streams import echo_json
    from microconv.core.json_text import json_text
    from microconv.emulator.seed_schema import schema

    text = json_text(schema())
    if out is None:
        echo_json(text)
    else:
        write(out, text)
    return exit_codes.DONE


@command.command("export-events", short_help="Write a property's events as GA4 exports them to BigQuery.")
@click.option(
    "--seed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The world (YAML or JSON); default: the packaged one.",
)
@click.option("--property", "number", type=click.IntRange(1), required=True, metavar="ID", help="The GA4 property.")
@click.option("--from", "first", type=_DAY, metavar="DAY", required=True, help="The first day, such as 2026-10-01.")
@click.option("--to", "last", type=_DAY, metavar="DAY", required=True, help="The last day.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="The folder to write to; it is made if needed.",
)
@debug_option
def export_events(seed: Path | None, number: int, first: datetime, last: datetime, out: Path) -> int:
    """Write a property's events in the shape of GA4's export to BigQuery: one file events_YYYYMMDD.json for each day,
    one event per line.

    They are the events that the emulator's reports count, so that a report can be recomputed with SQL. Without --seed
    they are those of the world that an emulator starts with.

    \b
    Examples:
      microconv emulator export-events --property 345678901 --from 2026-10-01 --to 2026-10-31 -o events
      duckdb -c "select event_name, count(*) from 'events/*.json' group by 1"
    """
    from microconv.emulator import EmulatorError, World
    from microconv.emulator.ga4_data.export import write_days
    from microconv.emulator.seed import packaged_seed, read_seed

    if last < first:
        raise click.BadParameter("the last day is before the first", param_hint="--to")
    try:
        world = World.load(read_seed(seed or packaged_seed()))
        written = write_days(world, number, first.date(), last.date(), out)
    except EmulatorError as error:
        raise MicroconvError(f"the events were not exported: {error}") from error
    for name, rows in written.items():
        click.echo(f"{out / name}: {rows} events (emulated)")
    return exit_codes.DONE


@command.command("check", short_help="Tell which installed clients reach the running emulator.")
@click.option(
    "--env-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The env file of the emulator, if this shell has not sourced it.",
)
@click.option("--python", metavar="PROGRAM", help="Check the clients of another Python's environment.")
@click.option("--only", multiple=True, metavar="CLIENT", help="Check only this client; may be repeated.")
@debug_option
def check_clients(env_file: Path | None, python: str | None, only: tuple[str, ...]) -> int:
    """Tell which installed clients reach the running emulator.

    Each client asks for an account that does not exist, and the emulator's log tells whether the request arrived. A
    client that goes past the emulator talks to the real Google: that is an error, and the exit code is 1. Checked are
    google-ads, google-analytics-admin (gRPC and REST), google-analytics-data, google-api-python-client, google-auth
    with requests, and curl and node where they are installed.

    \b
    Examples:
      microconv emulator check --env-file emulator.env
      microconv emulator check --python ./venv/bin/python --only google-api-python-client
    """
    from microconv.emulator import EmulatorError
    from microconv.emulator.machine.check import check
    from microconv.emulator.machine.environment import read_environment_file
    from microconv.emulator.machine.probes import PROBES

    names = [one.name for one in PROBES]
    for name in only:
        if name not in names:
            raise click.BadParameter(f"there is no client {name}; there are {', '.join(names)}", param_hint="--only")
    try:
        variables = read_environment_file(env_file) if env_file is not None else {}
        checks = check(python or sys.executable, {**os.environ, **variables}, only)
    except EmulatorError as error:
        raise MicroconvError(f"the clients were not checked: {error}") from error
    for one in checks:
        word = "reaches the emulator" if one.reached else "DOES NOT REACH IT" if one.installed else "not installed"
        click.echo(f"{one.name:<28} {word}")
    for one in checks:
        if one.failed:
            click.echo(f"error: {one.name} does not reach the emulator: {safe(one.reason)}\n  {one.remedy}", err=True)
    return exit_codes.ERROR if any(one.failed for one in checks) else exit_codes.DONE

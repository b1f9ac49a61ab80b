"""`microconv emulator`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option
from microconv.core.errors import MicroconvError


@click.command("emulator")
@click.option("--seed", type=click.Path(path_type=Path), metavar="FILE", help="The world to start with (YAML or JSON).")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="gRPC port; the next four are taken too. 0 picks free ones.",
)
@click.option(
    "--env-file", type=click.Path(path_type=Path), metavar="FILE", help="Write what clients need; `source` it."
)
@click.option(
    "--proxy/--no-proxy", default=True, help="With a proxy in FILE, for clients without an endpoint setting (default)."
)
@debug_option
def command(seed: Path | None, port: int, env_file: Path | None, proxy: bool) -> int:
    """Run an emulator of Google Ads and GA4 on this machine, until Ctrl-C.

    Without --seed it holds an agency's manager account with the three clients of the example configs.

    A shell that sourced FILE reaches Google's API hosts at the emulator, and no other host over HTTPS: that is what
    the proxy is for. With --no-proxy, clients need the endpoint (google-ads.yaml has it) and reach everything else.

    \b
    Examples:
      microconv emulator --env-file emulator.env
      source emulator.env && microconv plan configs/      (in another terminal)
    """
    from microconv.emulator import Emulator, EmulatorError
    from microconv.emulator.machine.stop import Stop

    try:
        emulator = Emulator(seed=seed, port=port)
        emulator.start()
    except (EmulatorError, OSError) as error:
        raise MicroconvError(f"the emulator did not start: {error}") from error
    try:
        stop = Stop()
        if env_file is not None:
            try:
                emulator.write_env_file(env_file, proxy=proxy)
            except EmulatorError as error:
                raise MicroconvError(f"the emulator did not start: {error}") from error
            click.echo(f"source {env_file}")
        click.echo(f"emulated Google Ads {emulator.google_ads_endpoint} (gRPC over TLS)")
        click.echo(f"emulated GA4 Admin  {emulator.ga4_rest_endpoint} (REST), {emulator.ga4_grpc_endpoint} (gRPC)")
        click.echo(f"control plane       {emulator.control.address} (token: {emulator.folder / 'control-token'})")
        click.echo(f"proxy               {emulator.proxy_address}")
        click.echo("running; Ctrl-C stops it", err=True)
        stop.wait()
    finally:
        emulator.stop()
    return exit_codes.DONE

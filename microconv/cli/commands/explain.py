"""`microconv explain`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.accounts import Named, account_options, chosen
from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    language_option,
    live_option,
    out_style,
    paths_argument,
)
from microconv.cli.streams import echo_json
from microconv.core.planning.explanation import Explanation


@click.command("explain")
@click.argument("conversion", metavar="CONVERSION")
@paths_argument
@account_options
@live_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@fleet_options(match=False)
@language_option
@debug_option
def command(conversion: str, paths: tuple[Path, ...], named: Named, live: tuple[Path, ...], form: str) -> int:
    """Say why bidding uses a conversion or not: level by level, campaign by campaign, now and after the plan.

    Where the config names a container of Tag Manager, it says which tags feed the conversion, too: triggers, published,
    paused; or that it is not known, as custom HTML or a template might.

    CONVERSION is its name in the config; every client of PATH that has it is explained. Where no config has it, it is
    the name or id of a live action, or the GA4 event of an import: so also of what is not ours, hidden, removed, or a
    manager account's. Without a config, name an account with `--customer-id`. Changes nothing.

    \b
    Examples:
      microconv explain mv_add_to_cart configs/aoi-store.yaml
      microconv explain "Old purchase" --customer-id 123-456-7890 --login-customer-id 999-888-7777
      microconv explain purchase configs/ --live snapshot.json --format json
    """
    from microconv.cli.conversions import of_config, unknown
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, given_snapshot, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.explain import ExplainTask, compute

    snapshot = given_snapshot(live)
    connections = cache(lambda: Connections(read_only=True))
    clients = chosen(paths, named, connections, lambda: load_clients(paths), snapshot)
    clients = of_config(conversion, clients) or clients
    explanations: list[Explanation] = []

    def draw_next(answers: Sequence[Explanation]) -> int:
        for explanation in answers:
            explanations.append(explanation)
            if form == "text":
                draw(explanation, first=len(explanations) == 1)
        return exit_codes.DONE

    tasks = [ExplainTask(client, conversion, snapshot) for client in clients]
    shared, events = (None, None) if live else (connections(), Progress())
    code = compute_each(tasks, partial(compute, connections=shared, events=events), draw_next)
    if not explanations and code == exit_codes.DONE:
        raise unknown(conversion, clients)
    if form == "json":
        from microconv.render.explain_json import explanations_json

        echo_json(explanations_json(explanations))
    return code


def draw(explanation: Explanation, *, first: bool) -> None:
    """Print one explanation, below those before it."""
    from microconv.render.explain import explanation_text

    if not first:
        click.echo()
    click.echo(explanation_text(explanation, out_style(), LANGUAGE.get()), nl=False)

"""`microconv validate`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option, need_paths, out_style, paths_argument


@click.command("validate", short_help="Check configs, without any network.")
@paths_argument
@debug_option
def command(paths: tuple[Path, ...]) -> int:
    """Check configs, without any network: every problem at once, with its place.

    \b
    Examples:
      microconv validate configs/
      microconv validate configs/aoi-store.yaml
    """
    from microconv.loading import load_all
    from microconv.render.diagnostics import diagnostics

    loaded = load_all(list(need_paths(paths)))
    problems = [problem for item in loaded for problem in item.problems]
    click.echo(diagnostics(problems, out_style()), nl=False)
    errors = sum(problem.is_error for problem in problems)
    clients = [item.client for item in loaded if item.client is not None]
    counted = (
        _count(sum(1 for item in loaded if item.is_base or item.client is not None or item.problems), "file"),
        _count(len(clients), "client"),
        _count(sum(len(client.conversions) for client in clients), "conversion"),
    )
    verdict = "not valid" if errors else "valid"
    told = f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}"
    click.echo(f"{', '.join(counted)}: {verdict} ({told})")
    return exit_codes.ERROR if errors else exit_codes.DONE


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"

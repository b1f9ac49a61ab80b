"""`microconv validate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option, need_paths, paths_argument, problems_style
from microconv.cli.waiting import waiting_for

if TYPE_CHECKING:
    from microconv.config import Loaded


@click.command("validate")
@paths_argument
@debug_option
def command(paths: tuple[Path, ...]) -> int:
    """Check configs, without any network: every problem at once, with its place.

    \b
    Examples:
      microconv validate configs/
      microconv validate configs/aoi-store.yaml
    """
    from microconv.cli.tasks.validate import ValidateTask, compute

    task = ValidateTask(need_paths(paths))
    with waiting_for("checking the configs"):
        loaded = compute(task)
    return draw(loaded)


def draw(loaded: Sequence[Loaded]) -> int:
    """Print every problem and a count of what was checked. Returns the exit code."""
    from microconv.render.diagnostics import diagnostics

    problems = [problem for item in loaded for problem in item.problems]
    click.echo(diagnostics(problems, problems_style()), nl=False)
    errors = sum(problem.is_error for problem in problems)
    clients = [item.client for item in loaded if item.client is not None]
    counted = (
        _count(sum(1 for item in loaded if item.is_base or item.client is not None or item.problems), "file"),
        _count(len(clients), "client"),
        _count(sum(len(client.conversions) for client in clients), "conversion"),
    )
    verdict = "not valid" if errors else "valid"
    counts = f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}"
    click.echo(f"{', '.join(counted)}: {verdict} ({counts})")
    return exit_codes.ERROR if errors else exit_codes.DONE


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"

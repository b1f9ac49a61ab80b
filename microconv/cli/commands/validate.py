"""`microconv validate`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, debug_option, language_option, need_paths, paths_argument, problems_style
from microconv.cli.waiting import waiting_for
from microconv.core.text import Text, joined

if TYPE_CHECKING:
    from microconv.config import Loaded


@click.command("validate")
@paths_argument
@language_option
@debug_option
def command(paths: tuple[Path, ...]) -> int:
    """Check configs, without any network: every problem at once, with its place.

    A registry of clients (a file with `clients:`, see docs/clients.md) is checked with all its configs.

    \b
    Examples:
      microconv validate configs/
      microconv validate configs/aoi-store.yaml
      microconv validate clients.yaml
    """
    from microconv.fleet.tasks.validate import ValidateTask, compute

    task = ValidateTask(need_paths(paths))
    with waiting_for(Text("checking the configs", "設定ファイルを確認中")):
        loaded = compute(task)
    return draw(loaded)


def draw(loaded: Sequence[Loaded]) -> int:
    """Print every problem and a count of what was checked. Returns the exit code."""
    from microconv.render.diagnostics import diagnostics

    problems = [problem for item in loaded for problem in item.problems]
    click.echo(diagnostics(problems, problems_style(), LANGUAGE.get()), nl=False)
    errors = sum(problem.is_error for problem in problems)
    clients = [item.client for item in loaded if item.client is not None]
    files = sum(1 for item in loaded if item.is_base or item.is_registry or item.client is not None or item.problems)
    counted = joined(
        (
            _count(files, "file", "ファイル"),
            _count(len(clients), "client", "クライアント"),
            _count(sum(len(client.conversions) for client in clients), "conversion", "コンバージョン"),
        )
    )
    verdict = Text("not valid", "エラーがあります") if errors else Text("valid", "問題ありません")
    numbers = joined((_count(errors, "error", "エラー"), _count(len(problems) - errors, "warning", "警告")))
    summary = Text(
        f"{counted.en}: {verdict.en} ({numbers.en})",
        f"{counted.ja}: {verdict.ja}（{numbers.ja}）",
    )
    click.echo(summary.of(LANGUAGE.get()))
    return exit_codes.ERROR if errors else exit_codes.DONE


def _count(number: int, en: str, ja: str) -> Text:
    return Text(f"{number} {en}{'s' * (number != 1)}", f"{ja} {number} 件")

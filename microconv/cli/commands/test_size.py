"""`microconv test-size`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import debug_option, language_option, need_paths, paths_argument
from microconv.cli.sitting import answer_options
from microconv.review.sample_size import LEAST_UPLIFT, UPLIFT


@click.command("test-size")
@paths_argument
@click.option(
    "--uplift",
    type=click.FloatRange(-1, 10, min_open=True),
    default=UPLIFT,
    show_default=True,
    metavar="SHARE",
    help="The relative change that is to be seen: 0.2 is from 10 % to 12 %.",
)
@answer_options
@fleet_options(jobs=False)
@language_option
@debug_option
def command(paths: tuple[Path, ...], uplift: float, form: str, detailed_exitcode: bool) -> int:
    """Show which step an A/B test should be about, so that the client's traffic suffices, and how long it takes.

    Two arms of equal size, a fixed number of users, 5 % significance, 80 % power. The shortest test comes first. No
    account is changed.

    Exit codes: 0 done, 1 error, 2 a test is done within eight weeks (with --detailed-exitcode), 5 some clients failed,
    or an API left a question unanswered, 64 wrong usage.

    \b
    Examples:
      microconv test-size configs/aoi-store.yaml
      microconv test-size configs/aoi-store.yaml --uplift 0.5
      microconv test-size configs/ --format json
    """
    from microconv.cli.progress import Progress
    from microconv.cli.run import each, load_clients
    from microconv.cli.sitting import Output
    from microconv.connections import Connections
    from microconv.core.text import Text
    from microconv.fleet.tasks.test_size import TestSizeTask, compute

    if not abs(uplift) >= LEAST_UPLIFT:  # which is so for NaN too
        raise click.UsageError(
            Text(
                f"--uplift is a change of at least {LEAST_UPLIFT}, up or down",
                f"--uplift には絶対値が {LEAST_UPLIFT} 以上の値を指定してください",
            )
        )
    clients = load_clients(need_paths(paths))
    connections, events = Connections(read_only=True), Progress()
    output = Output("tests", form, detailed=detailed_exitcode)

    def work(task: TestSizeTask) -> int:
        return output.show(compute(task, connections, events), task.client)

    code = each([TestSizeTask(client, uplift) for client in clients], work)
    output.end()
    return code

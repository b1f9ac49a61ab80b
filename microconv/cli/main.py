"""The `microconv` command. Each subcommand is a module of `commands/`, loaded when it is used."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

import click

from microconv import __version__
from microconv.cli import exit_codes, streams
from microconv.cli.command_list import ALIASES, COMMANDS
from microconv.cli.spoken import BUDGET, DASK, DEBUG, JOBS, LABELS, LANGUAGE, LEFT_OUT, MATCH, PAGE, REPORTS, RESUME
from microconv.cli.waiting import done
from microconv.core.text import Language, Text

if TYPE_CHECKING:
    from microconv.core.errors import MicroconvError

COMPLETE_VARIABLE = "_MICROCONV_COMPLETE"


class Lazy(click.Group):
    """A group whose commands are imported when they are run, so that `--help` and `--version` are fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Command names in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`, or None."""
        entry = COMMANDS.get(ALIASES.get(cmd_name, cmd_name))
        return None if entry is None else entry.load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.summary) for entry in COMMANDS.values()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, with a suggestion for a misspelt one."""
        if args and not args[0].startswith("-") and args[0] not in {*COMMANDS, *ALIASES}:
            from difflib import get_close_matches

            close = get_close_matches(args[0], [*COMMANDS, *ALIASES], n=1)
            hint = f" Did you mean {close[0]!r}?" if close else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="microconv %(version)s")
def group() -> None:
    """Infrastructure as code for conversion measurement.

    One YAML file per client says which conversions there are in Google Ads and GA4; microconv shows the difference
    from what is live, and applies it.

    \b
    Start here:
      microconv demo                      everything, without an account
      microconv validate configs/         check the files
      microconv plan configs/shop.yaml    what would change
      microconv sync configs/shop.yaml    change it
    """


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; never raises for what a user can get wrong."""
    asked, spoken, jobs = DEBUG.set("--debug" in arguments), LANGUAGE.set(Language.EN), JOBS.set(0)
    RESUME.set(False)
    MATCH.set("")
    LABELS.set(())
    PAGE.set(None)
    REPORTS.set(None)
    BUDGET.set(0)
    DASK.set("")
    LEFT_OUT.set(())
    try:
        with group.make_context("microconv", list(arguments)) as context:
            code = group.invoke(context)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        from microconv.cli import usage

        usage.show(error, usage.spoken(arguments))
        return exit_codes.USAGE
    except click.ClickException as error:
        error.show()
        return exit_codes.ERROR
    except (click.Abort, KeyboardInterrupt):
        stopped = Text("interrupted; nothing more was written", "中断しました。以降の書き込みはありません")
        click.echo(stopped.of(LANGUAGE.get()), err=True)
        return exit_codes.INTERRUPTED
    except _foreseen() as error:
        from microconv.cli.run import show

        return show(error)
    finally:
        done()
        DEBUG.reset(asked)
        LANGUAGE.reset(spoken)
        JOBS.reset(jobs)
    code = code if isinstance(code, int) else exit_codes.DONE
    return exit_codes.combined([code, exit_codes.ERROR]) if LEFT_OUT.get() else code


def _foreseen() -> type[MicroconvError]:
    """The base of all errors that microconv raises on purpose; loaded when an error is raised, not at every start."""
    from microconv.core.errors import MicroconvError

    return MicroconvError


def complete(instruction: str) -> int:
    """Answer the shell's request for completions, or print the script that makes it ask."""
    from click.shell_completion import shell_complete

    return shell_complete(group, {}, "microconv", COMPLETE_VARIABLE, instruction)


def main() -> None:
    """The entry point of the installed command."""
    if COMPLETE_VARIABLE in os.environ:
        sys.exit(complete(os.environ[COMPLETE_VARIABLE]))
    if "--debug" not in sys.argv:
        sys.excepthook = _short
    # Short-lived, and nearly free of cycles: collecting garbage after every 700 objects would take a tenth of the time.
    gc.set_threshold(100_000)
    streams.last()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        _short(type(error), error, error.__traceback__)
        code = code or exit_codes.ERROR
    if code == exit_codes.INTERRUPTED and any(thread.name.startswith("microconv") for thread in threading.enumerate()):
        sys.stderr.flush()
        os._exit(code)  # asked twice: Python would wait for the threads of the clients under way
    gc.freeze()  # Python would look through all that is left for cycles, once more: a second with Google's clients
    sys.exit(code)


def _short(kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    """Print an error that nobody foresaw, as users see it."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        print(f"microconv: error: {place}{error.strerror or error}", file=sys.stderr)  # noqa: T201
        return
    print(  # noqa: T201
        f"microconv: internal error: {kind.__name__}: {error}\n"
        "    This is a fault of microconv. Run the command again with --debug and report what it prints.",
        file=sys.stderr,
    )

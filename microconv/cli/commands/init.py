"""`microconv init`."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option
from microconv.cli.questions import SOURCES, Interview
from microconv.cli.streams import echo_file
from microconv.config.presets import PRESETS, Answers, starting_file
from microconv.core.errors import MicroconvError
from microconv.core.text import Language
from microconv.render.safe import safe

LONGEST_NAME = 60
"""The largest number of characters of a client's label in the name of its file."""


@click.command("init")
@click.argument("path", required=False, type=click.Path(path_type=Path, allow_dash=True), metavar="[PATH]")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
    help="The same as PATH: a file, a folder, or - for standard output.  [default: CLIENT.yaml in this folder]",
)  # fmt: skip
@click.option("--preset", type=click.Choice(list(PRESETS)), help="Which case it is.")
@click.option("--client", metavar="LABEL", help="Label of the client.")
@click.option("--customer-id", metavar="ID", help="The Google Ads account; this, --property-id, or both.")
@click.option("--login-customer-id", metavar="ID", help="The manager account through which it is reached.")
@click.option("--property-id", metavar="ID", help="The GA4 property.")
@click.option("--owner", metavar="EMAIL", help="Who answers for this setup.")
@click.option("--currency", metavar="CODE", help="Currency of the values, such as JPY.")
@click.option(
    "--final-value", metavar="AMOUNT", help="What one final conversion is worth; the steps' values follow from it."
)
@click.option("--purpose", metavar="TEXT", help="Why the final conversion is measured.  [default: the preset's words]")
@click.option(
    "--source", type=click.Choice(SOURCES),
    help="How Google Ads gets the conversions: by tags on the website, or imported from GA4.  [default: website]",
)  # fmt: skip
@click.option(
    "--language", type=click.Choice([item.value for item in Language]),
    help="The language of comments, labels and questions.  [default: that of the locale]",
)  # fmt: skip
@debug_option
def command(path: Path | None, out: Path | None, **given: str | None) -> int:
    """Write a commented config to start from: a final conversion, and the steps before it with graded values.

    At a terminal it asks for what is not given, and again after a wrong answer. Amounts may have separators (10,000 or
    １０，０００). A file that is already there is never overwritten; no account is read
    or changed.

    Exit codes: 0 written, 1 the file is there or cannot be written, 64 something is missing or wrong, 130 interrupted.

    \b
    Examples:
      microconv init
      microconv init --preset shop --client aoi-store --owner sato@agency.example \\
        --customer-id 123-456-7890 --property-id 345678901 --currency JPY --final-value 10000
    """
    if path is not None and out is not None:
        raise click.UsageError("PATH and -o/--out are the same; give one of them")
    place = path if path is not None else out
    if place is not None and not place.is_dir():
        _refuse_existing(place)
    interview = Interview(given)
    asking = sys.stdin.isatty()
    _check(interview, asking=asking)
    if asking:
        interview.ask("client")
    target = _target(place, interview["client"])
    _refuse_existing(target)
    if asking:
        interview.ask_all()
        _check(interview, asking=False)
    answers = Answers(
        preset=interview["preset"],
        client=interview["client"],
        owner=interview["owner"],
        currency=interview["currency"],
        final_value=interview.final_value,
        today=_today(),
        customer_id=interview["customer_id"],
        login_customer_id=interview["login_customer_id"],
        property_id=interview["property_id"],
        source=interview.source,
        language=interview.language,
        purpose=interview["purpose"],
    )
    text = starting_file(answers)
    if str(target) == "-":
        echo_file(text)
    else:
        _write(target, text)
        _tell(target, len(PRESETS[answers.preset].steps))
    return exit_codes.DONE


def _check(interview: Interview, *, asking: bool) -> None:
    """Raise click.UsageError with everything that is wrong, or missing with nobody to ask."""
    missing = [] if asking else interview.missing()
    problems = [f"missing: {', '.join(missing)}"] if missing else []
    problems += interview.problems()
    if problems:
        raise click.UsageError("\n  ".join(map(safe, problems)))


def _target(place: Path | None, client: str) -> Path:
    """Where the file goes; `-` for standard output."""
    if place is not None and (str(place) == "-" or not place.is_dir()):
        return place
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in client)
    name = kept.strip("-.")[:LONGEST_NAME] or "client"
    return (place or Path()) / f"{name}.yaml"


def _refuse_existing(target: Path) -> None:
    if str(target) != "-" and os.path.lexists(target):
        raise MicroconvError(
            f"{target}: is already there, and was not changed", hint="name another file with -o/--out, or move this one"
        )


def _write(target: Path, text: str) -> None:
    """Write a file that is not there yet; half of one is taken away again."""
    try:
        with target.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                target.unlink()
                raise
    except FileExistsError:
        _refuse_existing(target)
        raise
    except OSError as error:
        from microconv.cli.files import unwritten

        raise unwritten(target, error) from error


def _tell(target: Path, steps: int) -> None:
    """Say what was done, and what is next."""
    name = safe(shlex.quote(str(target)))
    click.echo(f"wrote {safe(str(target))}: a final conversion, and {steps} steps before it", err=True)
    click.echo("    → correct what is marked ← in it", err=True)
    click.echo(f"    → microconv validate {name}", err=True)
    click.echo(f"    → microconv plan {name}", err=True)


def _today() -> datetime.date:
    """The day it is here."""
    return datetime.datetime.now().astimezone().date()

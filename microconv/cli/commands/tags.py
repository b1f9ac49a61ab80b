"""`microconv tags`."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import LANGUAGE, debug_option, language_option, need_paths, out_style, paths_argument
from microconv.cli.streams import echo_json
from microconv.core.errors import MicroconvError
from microconv.core.json_text import json_line

if TYPE_CHECKING:
    from microconv.core.tags.simulation import Simulation

HOST = "https://www.example.com"
"""The site of a page that is given as a path alone."""


@click.group("tags")
def command() -> None:
    """Prove what the tags of a Tag Manager container do, in a simulation: no browser and no website is needed.

    \b
    Examples:
      microconv tags test mv_form_step1 configs/aoi-store.yaml --page /form/step1
    """


@command.command("test", short_help="Tell whether a conversion's tags fire, and what they send.")
@click.argument("conversion", metavar="CONVERSION")
@paths_argument
@click.option(
    "--page",
    default="/",
    show_default=True,
    metavar="PATH|URL",
    help="The page that is seen. A path alone is one of https://www.example.com.",
)
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="The page's source, to find elements in.")
@click.option(
    "--data",
    multiple=True,
    metavar="KEY=VALUE",
    help="What the page puts into the data layer; may be "
    "repeated. VALUE is JSON, or else text. It is there before the container loads, or comes with --event.",
)
@click.option("--see", "--visible", "see", default="", metavar="SELECTOR", help="Something comes into sight.")
@click.option("--scroll", type=click.FloatRange(0, 100), metavar="PERCENT", help="Somebody scrolls down so far.")
@click.option(
    "--wait", "--timer", "wait", type=click.FloatRange(0, 86400), metavar="SECONDS", help="The page stays open so long."
)
@click.option(
    "--watch",
    "--video",
    "watch",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="A YouTube video is watched so far.",
)
@click.option("--click", "clicked", default="", metavar="SELECTOR", help="Something is clicked.")
@click.option("--text", default="", metavar="TEXT", help="The text of what is clicked.")
@click.option("--form", default="", metavar="SELECTOR", help="A form is sent.")
@click.option("--event", default="", metavar="NAME", help="The page pushes an event into the data layer.")
@click.option(
    "--denied",
    multiple=True,
    metavar="TYPE",
    help="A type of consent that is denied, such as ad_storage; may be repeated.",
)
@click.option("--published", is_flag=True, help="Test the live version instead of the workspace.")
@click.option("--send", is_flag=True, help="Send the hits to the running emulator, and show what it counted.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 unless each tag fires once with the right label.")
@click.option(
    "--format", "form_", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@fleet_options()
@language_option
@debug_option
def test_tags(
    conversion: str,
    paths: tuple[Path, ...],
    page: str,
    html: Path | None,
    data: tuple[str, ...],
    see: str,
    scroll: float | None,
    wait: float | None,
    watch: float | None,
    clicked: str,
    text: str,
    form: str,
    event: str,
    denied: tuple[str, ...],
    published: bool,
    send: bool,
    detailed_exitcode: bool,
    form_: str,
) -> int:
    """Tell whether the tags that count CONVERSION fire when somebody sees a page and does what the options say.

    For each tag: fires, does not fire, or not modelled; and what it sends, held against the label of the action and
    the event. What is done on the page happens in the order of the options here. The container is read as `plan` reads
    it: its workspace, or the latest version where that is not there. All of it is simulated and changes nothing.

    Exit codes: 0 done, 1 error; with --detailed-exitcode 2 unless Google Ads and GA4 each hear of it exactly once.

    \b
    Examples:
      microconv tags test mv_form_step1 configs/aoi-store.yaml --page /form/step1
      microconv tags test mv_cta configs/ --page / --click "#cta" --denied ad_storage
      microconv tags test purchase configs/ --event purchase --data value=1980 --send
    """
    from microconv.cli.conversions import having
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, load_clients
    from microconv.connections import Connections
    from microconv.core.tags.visit import Visit
    from microconv.fleet.tasks.tags import TagsTask, compute
    from microconv.providers.emulator import emulator_clock
    from microconv.render.simulation import simulations_json

    if text and not clicked:
        raise click.UsageError("--text is the text of what is clicked; name that with --click")
    visit = Visit(
        page=_address(page),
        html="" if html is None else _source(html),
        data=tuple(map(_pair, data)),
        see=see,
        scroll=scroll,
        wait=wait,
        watch=watch,
        click=clicked,
        text=text,
        form=form,
        event=event,
        denied=denied,
    )
    clients = having(conversion, load_clients(need_paths(paths)))
    connections, now = Connections(read_only=True), emulator_clock(os.environ)()
    answers: list[Simulation] = []

    def draw_next(simulation: Simulation) -> int:
        answers.append(simulation)
        if form_ == "text":
            draw(simulation, first=len(answers) == 1)
        return exit_codes.CHANGES if detailed_exitcode and not simulation.proven else exit_codes.DONE

    tasks = [TagsTask(client, conversion, visit, now, published, send) for client in clients]
    code = compute_each(tasks, partial(compute, connections=connections, events=Progress()), draw_next)
    if form_ == "json":
        echo_json(simulations_json(answers))
    return code


def draw(simulation: Simulation, *, first: bool) -> None:
    """Print one test, below those before it."""
    from microconv.render.simulation import simulation_text

    if not first:
        click.echo()
    click.echo(simulation_text(simulation, out_style(), LANGUAGE.get()), nl=False)


def _address(page: str) -> str:
    from urllib.parse import urlsplit

    address = f"{HOST}{page}" if page.startswith("/") else page
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
        raise click.BadParameter("give a path, as /form/step1, or a whole address, as https://…", param_hint="--page")
    return address


def _source(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise MicroconvError(f"{path}: is not UTF-8", hint="save the page's source as UTF-8") from error
    except OSError as error:
        raise MicroconvError(f"{path}: cannot be read: {error.strerror or error}", hint="name another file") from error


def _pair(text: str) -> tuple[str, str]:
    """A key of the data layer with its value as JSON: what is no JSON is text."""
    key, sign, value = text.partition("=")
    if not key or not sign:
        raise click.BadParameter(f'"{text}" is not KEY=VALUE', param_hint="--data")
    try:
        return key, json_line(json.loads(value, parse_constant=_no_constant))
    except ValueError:
        return key, json_line(value)


def _no_constant(word: str) -> float:
    raise ValueError(word)

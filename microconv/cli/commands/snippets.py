"""`microconv snippets`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.fleet_options import fleet_options
from microconv.cli.options import (
    LANGUAGE,
    debug_option,
    language_option,
    need_paths,
    out_style,
    paths_argument,
)
from microconv.cli.streams import echo_json
from microconv.core.errors import MicroconvError
from microconv.core.tags.snippet import Snippets
from microconv.core.text import Text

_TAG_MANAGER = "tag-manager"


@click.command("snippets")
@paths_argument
@click.option("--conversion", metavar="NAME", help="Only this conversion of the config.")
@click.option(
    "--for", "place", type=click.Choice(["website", _TAG_MANAGER]), default="website", show_default=True,
    help="Code to paste into pages, or what to enter in Tag Manager by hand.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write files into a folder instead.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@fleet_options()
@language_option
@debug_option
def command(paths: tuple[Path, ...], conversion: str | None, place: str, out: Path | None, form: str) -> int:
    """Print the tags that the website needs: the global tag, and each conversion's own, with where to place them.

    Values and currencies are the config's, labels and ids the accounts'. Conversions that need no tag, or have none
    yet, are named with the reason. Changes nothing in any account.

    With --for tag-manager it prints the fields of each tag in Tag Manager instead: id, label, event, value, trigger.
    JSON has both.

    \b
    Examples:
      microconv snippets configs/aoi-store.yaml
      microconv snippets configs/aoi-store.yaml --conversion mv_add_to_cart
      microconv snippets configs/ --out tags/
      microconv snippets configs/aoi-store.yaml --for tag-manager --language ja
    """
    from microconv.cli.conversions import having
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each, load_clients
    from microconv.connections import Connections
    from microconv.fleet.tasks.snippets import SnippetsTask, compute
    from microconv.render.snippets import snippet_files, snippets_json
    from microconv.render.tag_manager_form import form_files

    if out is not None and form == "json":
        raise click.UsageError("--out writes files of text; leave out --format json, or --out")
    clients = load_clients(need_paths(paths))
    if conversion is not None:
        clients = having(conversion, clients)
    connections = Connections(read_only=True)
    answers: list[Snippets] = []

    def draw_next(snippets: Snippets) -> int:
        answers.append(snippets)
        if form == "text" and out is None:
            draw(snippets, first=len(answers) == 1, place=place)
        return exit_codes.DONE

    tasks = [SnippetsTask(client, conversion) for client in clients]
    code = compute_each(tasks, partial(compute, connections=connections, events=Progress()), draw_next)
    if form == "json":
        echo_json(snippets_json(answers))
    elif out is not None and answers:
        files = form_files if place == _TAG_MANAGER else snippet_files
        _write(out, files(answers, LANGUAGE.get()))
    return code


def draw(snippets: Snippets, *, first: bool, place: str = "website") -> None:
    """Print the tags of one client, below those before them: for the website, or for Tag Manager."""
    from microconv.render.snippets import snippets_text
    from microconv.render.tag_manager_form import form_text

    if not first:
        click.echo()
    text = form_text if place == _TAG_MANAGER else snippets_text
    click.echo(text(snippets, out_style(), LANGUAGE.get()), nl=False)


def _write(folder: Path, files: Mapping[tuple[str, ...], str]) -> None:
    """Write files below a folder, which is made where it is missing. Raises MicroconvError."""
    from microconv.cli.files import write

    for parts, text in sorted(files.items()):
        path = folder.joinpath(*parts)
        try:
            folder.mkdir(exist_ok=True)
            if path.parent.is_symlink() and path.parent != folder:
                raise MicroconvError(f"{path.parent}: is a link, and is not followed", hint="choose another --out")
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise MicroconvError(
                f"{error.filename or path.parent}: cannot be made: {error.strerror or error}",
                hint="choose another place with --out",
            ) from error
        write(path, text, private=False)
    done = Text(f"saved {len(files)} files to {folder}", f"{len(files)} 件のファイルを {folder} に保存しました")
    click.echo(done.of(LANGUAGE.get()), err=True)

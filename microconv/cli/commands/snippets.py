"""`microconv snippets`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from microconv.cli.options import debug_option, need_paths, out_style, paths_argument
from microconv.core.client import Client
from microconv.core.errors import MicroconvError
from microconv.core.snippets import Snippets


@click.command("snippets", short_help="Print the tags to place on the website.")
@paths_argument
@click.option("--conversion", metavar="NAME", help="Only this conversion of the config.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write files into a folder instead.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print the result.",
)  # fmt: skip
@debug_option
def command(paths: tuple[Path, ...], conversion: str | None, out: Path | None, form: str) -> int:
    """Print the tags that the website needs: the global tag, and each conversion's own, with where to place them.

    Values and currencies are the config's, labels and ids the accounts'. Conversions that need no tag, or have none
    yet, are named with the reason. Changes nothing in any account.

    \b
    Examples:
      microconv snippets configs/aoi-store.yaml
      microconv snippets configs/aoi-store.yaml --conversion mv_add_to_cart
      microconv snippets configs/ --out tags/
    """
    from microconv.cli.conversions import having
    from microconv.cli.run import Progress, each, load_clients
    from microconv.connections import Connections
    from microconv.core.kinds import EVENT_RULE
    from microconv.project import Project
    from microconv.render.snippets import snippet_files, snippets_json, snippets_text

    if out is not None and form == "json":
        raise click.UsageError("--out writes files of text; leave out --format json, or --out")
    clients = load_clients(need_paths(paths))
    if conversion is not None:
        clients = having(conversion, clients)
    connections = Connections(read_only=True)
    found: list[Snippets] = []

    def work(client: Client) -> int:
        also = frozenset({EVENT_RULE}) if any(item.event is not None for item in client.conversions) else frozenset()
        project = Project(client, connections=connections, events=Progress(), also=also)
        found.append(project.snippets(conversion))
        if form == "text" and out is None:
            if len(found) > 1:
                click.echo()
            click.echo(snippets_text(found[-1], out_style()), nl=False)
        return 0

    code = each(clients, work)
    if form == "json":
        click.echo(snippets_json(found), nl=False)
    elif out is not None and found:
        _write(out, snippet_files(found))
    return code


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
    click.echo(f"saved {len(files)} files to {folder}", err=True)

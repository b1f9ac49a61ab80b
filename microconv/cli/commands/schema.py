"""`microconv schema`."""

from __future__ import annotations

from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import debug_option
from microconv.cli.streams import echo_json
from microconv.cli.waiting import begin, done
from microconv.core.json_text import json_text


@click.command("schema")
@click.argument("word", required=False, default=None)
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the JSON Schema to a file.")
@click.option("--keys", is_flag=True, help="List every key.")
@click.option("--registry", is_flag=True, help="Of a registry of clients (clients.yaml) instead.")
@debug_option
def command(word: str | None, out: Path | None, keys: bool, registry: bool) -> int:
    """Print the JSON Schema of a config, or explain one of its keys.

    An editor with a YAML language server checks a config that begins with
    `# yaml-language-server: $schema=PATH_OF_THE_SCHEMA`.

    \b
    Examples:
      microconv schema -o microconv.schema.json
      microconv schema counting
      microconv schema --keys
      microconv schema --registry -o clients.schema.json
    """
    from microconv import config
    from microconv.cli.files import write
    from microconv.loading import vocabulary

    begin("reading the words of Google's official client")
    if word is not None or keys:
        asked = "" if word is None else word
        text = config.registry_reference(asked) if registry else config.reference(asked, vocabulary())
        done()
        if text is None and registry:
            raise click.UsageError(f"a registry has no key {word!r}; `microconv schema --registry --keys` lists them")
        if text is None:
            near = config.nearest_key(word or "", vocabulary())
            meant = "" if near is None else f"; did you mean {near!r}?"
            raise click.UsageError(f"there is no key {word!r}{meant or ';'} `microconv schema --keys` lists them")
        click.echo(text)
        return exit_codes.DONE
    text = json_text(config.registry_schema() if registry else config.json_schema(vocabulary()))
    done()
    if out is None:
        echo_json(text)
    else:
        write(out, text)
    return exit_codes.DONE

"""Configs: YAML with positions, checked, to `core.Client`; and their JSON Schema and reference.

Importing this is cheap: the YAML parser and the validator are loaded by the first call that needs them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from microconv.config.loaded import Loaded
from microconv.config.vocabulary import Vocabulary
from microconv.core.diagnostics import Diagnostic

__all__ = [
    "Loaded",
    "Vocabulary",
    "find",
    "json_schema",
    "load",
    "load_all",
    "load_paths",
    "nearest_key",
    "reference",
    "reference_page",
    "registry_reference",
    "registry_schema",
]


def load(path: Path, vocabulary: Vocabulary, *, root: Path | None = None, today: datetime.date | None = None) -> Loaded:
    """Load one config file with what it extends. Bad content is never raised: it becomes `problems`.

    `extends` may reach files below `root`; without one: files in the config's own folder, below it, and directly in
    the parent folder. Links are followed first. With `today` days that are still to come are warned of.
    """
    from microconv.config import loading

    return loading.load(path, vocabulary, root=root, today=today)


def load_all(
    paths: Sequence[Path], vocabulary: Vocabulary, *, root: Path | None = None, today: datetime.date | None = None
) -> list[Loaded]:
    """Load files that belong together, in their order; each base is read once.

    A file without `client` that another one extends is a base, not a client. Two clients with the same label, or the
    same accounts, are errors, told with the later one. What is wrong with a base is told once.
    """
    from microconv.config import loading

    return loading.load_all(paths, vocabulary, root=root, today=today)


def find(paths: Sequence[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """The config files that `paths` name: files as they are, folders by the *.yaml and *.yml files directly in them.

    Folders are read in the order of names, without hidden files; a file that is named twice is returned once. A
    missing path and a folder without configs are problems.
    """
    from microconv.config import paths as files

    return files.find(paths)


def load_paths(paths: Sequence[Path], vocabulary: Vocabulary, *, today: datetime.date | None = None) -> list[Loaded]:
    """Load every config that `paths` name: files, folders (see `find`), and registries of clients.

    A file with the key `clients` is a registry: it stands for the configs of all its clients, in its order; beside
    other paths it only guards those. A folder is guarded by a `clients.yaml` in it that is a registry, and stands for
    its clients. With a registry a config that is not listed is an error, and so is one that names accounts which are
    not registered for its client. What is wrong with a path is a result of its own.
    """
    from microconv.config import loading
    from microconv.config import paths as named

    files, problems = named.find(paths)
    lists = named.registries(files, paths)
    missing = [Loaded(Path(problem.span.file if problem.span else ""), None, (problem,)) for problem in problems]
    if not lists:
        return [*missing, *loading.load_all(files, vocabulary, today=today)]
    from microconv.config import registered

    return [*missing, *registered.load_guarded(paths, files, lists, vocabulary, today)]


def registry_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a registry of clients."""
    from microconv.config.registry_form import registry_form
    from microconv.config.schema_document import schema

    about = "The clients of an agency: their configs, the accounts that these may act on, and credentials as paths."
    return schema(registry_form(), "microconv registry of clients", about)


def registry_reference(word: str) -> str | None:
    """The meaning of a key of a registry of clients, as `reference` gives that of a config's."""
    from microconv.config import key_reference
    from microconv.config.registry_form import registry_form

    return key_reference.reference(word, registry_form())


def json_schema(vocabulary: Vocabulary) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a config file: it accepts what `load` accepts of one file's structure."""
    from microconv.config.keys import config_form
    from microconv.config.schema_document import schema

    return schema(config_form(vocabulary))


def reference(word: str, vocabulary: Vocabulary) -> str | None:
    """The meaning of a key, by dotted name or last part; all keys for an empty word; None for an unknown one."""
    from microconv.config import key_reference
    from microconv.config.keys import config_form

    return key_reference.reference(word, config_form(vocabulary))


def nearest_key(word: str, vocabulary: Vocabulary) -> str | None:
    """The key that a word probably means, which may be one of Google's interface; None where none is close."""
    from microconv.config.forms import walk
    from microconv.config.interface import nearest
    from microconv.config.keys import config_form

    return nearest(word, [path for path, _ in walk(config_form(vocabulary))])


def reference_page(vocabulary: Vocabulary) -> str:
    """The meaning of every key, as a page in Markdown without its title."""
    from microconv.config import key_reference
    from microconv.config.keys import config_form

    return key_reference.page(config_form(vocabulary))

"""The result of loading a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file: its client, or why it has none. What a registry with errors would allow is not certain.

    path: as it was given.
    client: None when any problem is an error, for a base, and where a registry of the run has errors.
    problems: in the order of file, line and column.
    is_base: the file has no `client` of its own, and others extend it.
    is_registry: it is a registry of clients.
    label: the client's, also where it has errors; empty where it cannot be read.
    """

    path: Path
    client: Client | None
    problems: tuple[Diagnostic, ...]
    is_base: bool = False
    is_registry: bool = False
    label: str = ""

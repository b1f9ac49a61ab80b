"""The command line that runs, as far as every part of it asks: the language that it speaks, and its `--debug`."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from microconv.core.text import Language

if TYPE_CHECKING:
    from pathlib import Path

    from microconv.core.text import Text

LANGUAGE: ContextVar[Language] = ContextVar("microconv.language", default=Language.EN)
"""The language of what a command line prints for people."""

DEBUG: ContextVar[bool] = ContextVar("microconv.debug", default=False)
"""True while a command line runs that asks for tracebacks."""

JOBS: ContextVar[int] = ContextVar("microconv.jobs", default=0)
"""The clients that are worked on at a time; 0 where nobody says."""

DASK: ContextVar[str] = ContextVar("microconv.dask", default="")
"""The address of the Dask scheduler whose workers the clients are spread over; empty for threads of this process."""

RESUME: ContextVar[bool] = ContextVar("microconv.resume", default=False)
"""True where a run that was stopped goes on."""

LABELS: ContextVar[tuple[str, ...]] = ContextVar("microconv.labels", default=())
"""The patterns of labels in the registry that clients must have, each of them; empty for all clients."""

BUDGET: ContextVar[int] = ContextVar("microconv.budget", default=0)
"""The operations of Google Ads that a run may spend; 0 where nobody says."""

MATCH: ContextVar[str] = ContextVar("microconv.match", default="")
"""The pattern that labels of clients must be like; empty for all."""

PAGE: ContextVar[Path | None] = ContextVar("microconv.page", default=None)
"""The file for the overview of all clients as a page; None where nobody wants one."""

REPORTS: ContextVar[Path | None] = ContextVar("microconv.reports", default=None)
"""The folder of all reports that the command line names; None where it names none."""

LEFT_OUT: ContextVar[tuple[tuple[str, Text], ...]] = ContextVar("microconv.left_out", default=())
"""The configs with errors that the command line under way has left out, each counting as a client that failed: its
label, or its file's name where that is not known, and its first error with the place."""

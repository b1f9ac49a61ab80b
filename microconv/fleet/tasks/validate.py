"""Check configs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from microconv.config import Loaded
from microconv.loading import load_all


@dataclass(frozen=True, slots=True)
class ValidateTask:
    """The check of all configs in the files, folders and registries of `paths`."""

    paths: tuple[Path, ...]


def compute(task: ValidateTask) -> tuple[Loaded, ...]:
    """Every file with its client and its problems."""
    return tuple(load_all(list(task.paths)))

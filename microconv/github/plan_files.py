"""Saved plans of a workflow: one file of a client, a folder of several."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from microconv.core.client import fits
from microconv.core.plan import Plan
from microconv.github.inputs import InputError, Inputs
from microconv.loading import load_all, read_plan

ONE = "plan.json"
"""The file of the plan where the paths have one client."""


def plan_arguments(inputs: Inputs) -> list[str]:
    """The options that save the plans. Raises InputError where the folder has plans already: they are another run's."""
    folder = inputs.plan_dir
    if folder is None:
        return []
    if folder.exists() and not folder.is_dir():
        raise InputError(f"plan-dir {folder} is a file: name a new folder")
    if any(folder.glob("*.json")):
        raise InputError(f"plan-dir {folder} has plans already: name an empty folder, or a new one")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return ["--out", str(folder / ONE if _one_client(inputs) else folder)]


def sync_arguments(inputs: Inputs) -> list[str]:
    """The options that apply the saved plans and nothing else. Raises InputError where there are none."""
    folder = inputs.plan_dir
    if folder is None:
        return []
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(f"plan-dir {folder} has no saved plan: was the artifact of `plan` downloaded there?")
    yes = [] if "--yes" in inputs.args else ["--yes"]
    return ["--plan", str(files[0] if len(files) == 1 and _one_client(inputs) else folder), *yes]


def saved(folder: Path | None) -> Mapping[Path, Plan]:
    """The plans of a folder by file, in the order of their names. Raises PlanFileError."""
    return {} if folder is None else {path: read_plan(path) for path in sorted(folder.glob("*.json"))}


def _one_client(inputs: Inputs) -> bool:
    """True where the paths have one client, as far as `--match` lets it be."""
    words = [*inputs.args]
    pattern = "*"
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name == "--match":
            pattern = value if equals else "".join(words[number + 1 : number + 2])
    labels = [item.client.label for item in load_all(inputs.paths) if item.client is not None]
    return sum(fits(label, pattern) for label in labels) == 1

"""From what people name on the command line to config files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from microconv.config.document import resolved
from microconv.core.diagnostics import Diagnostic, Severity, Span

SUFFIXES = (".yaml", ".yml")
"""The endings of configs' names in a folder."""


def find(paths: Sequence[Path]) -> tuple[list[Path], list[Diagnostic]]:
    """See `microconv.config.find`."""
    files_by_target: dict[Path, Path] = {}
    problems: list[Diagnostic] = []
    for path in paths:
        files, problem = _files(path)
        if problem is not None:
            problems.append(problem)
        for file in files:
            files_by_target.setdefault(resolved(file), file)
    return list(files_by_target.values()), problems


def _files(path: Path) -> tuple[list[Path], Diagnostic | None]:
    try:
        path.stat()
        if not path.is_dir():
            return [path], None
        inside = sorted(item for item in path.iterdir() if _is_config(item))
    except FileNotFoundError:
        return [], _refused(path, "no-such-path", "there is no such file or folder")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        return [], _refused(path, "unreadable", f"the path cannot be read: {reason}")
    if inside:
        return inside, None
    detail = "configs are the *.yaml and *.yml files directly in it"
    return [], _refused(path, "no-configs", "the folder holds no config", detail)


def _is_config(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not path.is_dir()


def _refused(path: Path, code: str, summary: str, detail: str = "") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, Span(str(path), 1, 1))

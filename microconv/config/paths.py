"""From what people name on the command line to config files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from microconv.config.document import resolved
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Text

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
        return [], _refused(
            path, "no-such-path", Text("there is no such file or folder", "ファイルまたはフォルダが見つかりません")
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a path"
        return [], _refused(
            path, "unreadable", Text(f"the path cannot be read: {reason}", f"パスを読み取れません: {reason}")
        )
    if inside:
        return inside, None
    summary = Text("the folder holds no config", "フォルダに設定ファイルがありません")
    detail = Text(
        "configs are the *.yaml and *.yml files directly in it", "対象は、フォルダ直下の *.yaml と *.yml です"
    )
    return [], _refused(path, "no-configs", summary, detail)


def _is_config(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and not path.is_dir()


def _refused(path: Path, code: str, summary: str, detail: str = "") -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, summary, detail, Span(str(path), 1, 1))

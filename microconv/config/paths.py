"""From what people name on the command line to config files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from microconv.config.document import resolved
from microconv.config.source import MAX_BYTES, decode
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Text

SUFFIXES = (".yaml", ".yml")
"""The endings of configs' names in a folder."""

REGISTRIES = frozenset({"clients.yaml", "clients.yml"})
"""The names by which a folder's registry of clients is known."""

_AT_THE_TOP = re.compile(r"""^(["']?)clients\1[ \t]*:(?=\s|$)""", re.MULTILINE)


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


def registries(files: Sequence[Path], named: Sequence[Path]) -> list[Path]:
    """The registries of clients among the files that `find` gave for the paths `named`.

    Those are files with the key `clients` at the top; of the files in a folder only one with its name is looked at.
    """
    themselves = {resolved(path) for path in named}
    return [
        file
        for file in files
        if (file.name.lower() in REGISTRIES or resolved(file) in themselves) and _is_registry(file)
    ]


def _is_registry(path: Path) -> bool:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return False
        data = path.read_bytes()
    except (OSError, ValueError):
        return False
    text = decode(data, str(path)).text if b"clients" in data else None
    if text is None or _AT_THE_TOP.search(text):
        return text is not None
    from microconv.config.yaml_tree import parse

    content, _, _ = parse(text, str(path))
    return isinstance(content, dict) and "clients" in content


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

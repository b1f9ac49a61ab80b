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

_OF_A_BASE = frozenset({"version", "extends"})
"""Keys that a config has, or a base that others extend, and a registry has not."""

_AT_THE_TOP = re.compile(r"""^(["']?)clients\1[ \t]*:(?=\s|$)""", re.MULTILINE | re.IGNORECASE)


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

    Those are files with the key `clients` at the top, in any case, also where the rest of them cannot be read; of the
    files in a folder only one with its name is looked at. A file with its name is no registry only if it can be read
    as a config: a guard must not be off because of a slip in it.
    """
    themselves = {resolved(path) for path in named}
    return [
        file
        for file in files
        if ((by_name := file.name.lower() in REGISTRIES) or resolved(file) in themselves)
        and _is_registry(file, by_name=by_name)
    ]


def _is_registry(path: Path, *, by_name: bool) -> bool:
    try:
        if not path.is_file():
            return by_name
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES)
    except (OSError, ValueError):
        return by_name
    text = decode(data, str(path)).text
    if _AT_THE_TOP.search(_roughly(data) if text is None else text):
        return True
    if text is None or not (by_name or "clients" in text.lower() or "\\" in text):
        return by_name
    from microconv.config.yaml_tree import parse

    content, _, _ = parse(text, str(path))
    if not isinstance(content, dict):
        return by_name
    return "clients" in content or (
        by_name and not isinstance(content.get("client"), str) and not _OF_A_BASE & content.keys()
    )


def _roughly(data: bytes) -> str:
    """The text of bytes that are no UTF-8, or hold control characters, as far as its keys can be told."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="replace").removeprefix("\ufeff")


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

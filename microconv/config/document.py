"""One config file as it stands, and the chain of bases that it extends."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from microconv.config.forms import INVALID, walk
from microconv.config.keys import config_form
from microconv.config.places import SourcePlace
from microconv.config.source import decode, read
from microconv.config.structure import structure
from microconv.config.vocabulary import Vocabulary
from microconv.config.wording import cut, quote
from microconv.config.yaml_tree import parse
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.frozen import FrozenDict
from microconv.core.text import Text

_TYPOGRAPHIC = re.compile("[\u3000\u00a0\uff1a\u201c-\u201f\u2018-\u201b]")
"""Blanks, colons and quotation marks that are not YAML's."""


class Document(NamedTuple):
    """One file of a config.

    file: its name in messages
    path: its real path, with links followed
    content: its bytes
    data: a dict, or INVALID when the file cannot be used at all
    place: the places of the data; None where the file cannot be used
    problems: everything that is wrong with it alone
    """

    file: str
    path: Path
    content: bytes
    data: dict[str, Any] | Any
    place: SourcePlace | None
    problems: tuple[Diagnostic, ...] = ()

    @property
    def extends(self) -> str | None:
        """The base that the file names; None if it names none, or not as text."""
        base = self.data.get("extends") if isinstance(self.data, dict) else None
        return base if isinstance(base, str) else None


class Chain(NamedTuple):
    """A file and its bases, nearest first. `broken`: a base is missing, so that nothing can be said of the whole."""

    documents: tuple[Document, ...]
    problems: tuple[Diagnostic, ...] = ()
    broken: bool = False


class Library:
    """The files of one run. What people named is called in messages as they named it."""

    def __init__(
        self, vocabulary: Vocabulary, named: Sequence[Path], given: Mapping[Path, bytes] = FrozenDict()
    ) -> None:
        """`given`: the content of files by real path, in place of what they hold."""
        self._vocabulary = vocabulary
        self._given = given
        self._named = {resolved(path): str(path) for path in reversed(named)}
        self._documents: dict[Path, Document] = {}

    def document(self, path: Path, file: str = "") -> Document:
        """The file at `path`, called `file` in messages unless people named it otherwise. It is read once."""
        real = resolved(path)
        if real not in self._documents:
            name = self._named.get(real) or file or str(path)
            self._documents[real] = _document(path, real, name, self._vocabulary, self._given.get(real))
        return self._documents[real]

    def forget(self, document: Document) -> None:
        """Let go of a file that is not needed again; if it is, it will be read again."""
        self._documents.pop(document.path, None)

    def chain(self, first: Document, root: Path | None) -> Chain:
        """`first` and everything that it extends. `root`: see `load`."""
        documents = [first]
        while (base := documents[-1].extends) is not None:
            current = documents[-1]
            spot = current.place.child("extends") if current.place is not None else None
            span = spot.span if spot is not None else Span(current.file, 1, 1)
            path = resolved(current.path.parent / base)
            refusal = _refusal(base, path, first, documents, root, span)
            if refusal is not None:
                return Chain(tuple(documents), (refusal,), broken=True)
            documents.append(self.document(path, os.path.normpath(Path(current.file).parent / base)))
        return Chain(tuple(documents), broken=any(item.data is INVALID for item in documents))


def resolved(path: Path) -> Path:
    """The path without links and dots; the absolute path where that cannot be told."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def _refusal(
    base: str, path: Path, first: Document, documents: list[Document], root: Path | None, span: Span
) -> Diagnostic | None:
    def refused(code: str, summary: Text, detail: str = "") -> Diagnostic:
        return Diagnostic(Severity.ERROR, code, summary, detail, span)

    if Path(base).is_absolute() or "\x00" in base:
        return refused(
            "extends-outside",
            Text(
                f"extends cannot be {quote(base)}: not relative to this file",
                f"extends には、このファイルからの相対パスを書いてください（{cut(base)}）",
            ),
        )
    if not inside(path, first.path.parent, root):
        summary = Text(
            f"the base {quote(base)} is outside of what may be read",
            f"ベース「{cut(base)}」は読み取れる範囲の外にあります",
        )
        return refused("extends-outside", summary, readable("the folder of the config", "設定ファイル", root))
    if any(item.path == path for item in documents):
        names = [item.path.name for item in documents]
        return refused(
            "extends-loop",
            Text("the files extend each other in a loop", "extends が循環しています"),
            " → ".join([*names, path.name]),
        )
    if path.is_dir():
        return refused(
            "no-such-base", Text(f"the base {quote(base)} is a folder", f"ベース「{cut(base)}」はフォルダです")
        )
    if not path.exists():
        summary = Text(f"there is no base {quote(base)}", f"ベース「{cut(base)}」が見つかりません")
        beside = Text(
            f"looked for {path.name} beside this file", f"このファイルと同じフォルダで {path.name} を探しました"
        )
        below = Text("the path is relative to this file", "このファイルからの相対パスで書いてください")
        return refused("no-such-base", summary, beside if Path(base).parent == Path() else below)
    return None


def readable(en: str, ja: str, root: Path | None) -> Text:
    """The places that may be read from, as the detail of a problem. `en` and `ja` name the folder and its file."""
    if root is not None:
        return Text(f"allowed: {root}", f"読み取れる範囲: {root}")
    return Text(
        f"allowed: {en}, below it, or its parent folder", f"読み取れる範囲: {ja}のフォルダとその下、および親フォルダ"
    )


def inside(path: Path, folder: Path, root: Path | None) -> bool:
    """True where a config in `folder` may read a file: in or below `root`, or as if that were not told."""
    if root is not None:
        return path.is_relative_to(resolved(root))
    return path.is_relative_to(folder) or path.parent == folder.parent


def _document(path: Path, real: Path, file: str, vocabulary: Vocabulary, given: bytes | None = None) -> Document:
    source = read(path, file) if given is None else decode(given, file)
    if source.text is None:
        reasons = () if source.problem is None else (source.problem,)
        return Document(file, real, source.data, INVALID, None, reasons)
    data, place, problems_of_syntax = _parsed(source.text, file, vocabulary)
    if place is None or (data is None and not problems_of_syntax):
        if not problems_of_syntax:
            problems_of_syntax = [_empty(file)]
        return Document(file, real, source.data, INVALID, None, tuple(problems_of_syntax))
    data, mistakes = structure(vocabulary).check(data, place)
    problems = sorted({*problems_of_syntax, *mistakes}, key=lambda item: (item.span or Span(file, 1, 1), item.code))
    return Document(file, real, source.data, data, place, tuple(problems))


def _parsed(text: str, file: str, vocabulary: Vocabulary) -> tuple[Any, SourcePlace | None, list[Diagnostic]]:
    """As `parse`, also for a text with typographic signs in place of plain ones, which are told."""
    if not _TYPOGRAPHIC.search(text):
        return parse(text, file)
    from microconv.config.typography import mended

    plain = mended(text, file, _key_words(vocabulary))
    data, place, problems = parse(plain.text, file)
    if place is not None:
        plain.put_back(place)
    return data, place, [*plain.problems, *map(plain.in_file, problems)]


@lru_cache(maxsize=8)
def _key_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Every word that is a key somewhere in a config."""
    return frozenset(path.rpartition(".")[2] for path, _ in walk(config_form(vocabulary)))


def _empty(file: str) -> Diagnostic:
    from microconv.config.mistakes import BEGIN

    summary = Text("the file is empty", "ファイルが空です")
    return Diagnostic(Severity.ERROR, "empty", summary, span=Span(file, 1, 1), hint=BEGIN)

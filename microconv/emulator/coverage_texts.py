"""Texts of errors on the coverage page: those that are Google's, with who quotes them, and those that are ours.

The codes of Google Ads are read from the sources of the emulator: each is a string ``family.WORD``, or a word of
QueryError. GA4 has no codes of that kind, so its texts themselves are read from the sources.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

_FOLDER = Path(__file__).parent / "google_ads"
_QUERY = "query_error"
_SENTENCE = re.compile(r"(?=.*[a-z]{2} )['A-Z{*][^\n]*\.")
_CODE = re.compile(r"[a-z_]+_error\.[A-Z_]+")
_WORDS = """\
An error's code, place and trigger are Google's throughout. Its text is Google's where somebody quotes it, and ours
otherwise; of a text that is always the same, the request log has the reason beside it.
"""
_GA4_WORDS = """\
The code of an error is Google's, or that of a policy. Its text is Google's where somebody quotes it, and ours
otherwise; `{}` stands for what changes.
"""
#: Folder of a GA4 API -> its title. Modules that say nothing to clients: seeds, policies, objects and lists of texts.
_GA4 = {"ga4": "GA4 Admin", "ga4_data": "GA4 Data"}
_SILENT = ("seeding", "policies", "model", "errors_texts", "messages")


def section() -> Iterator[str]:
    """The section about texts."""
    from microconv.emulator.google_ads.errors_texts import TEXTS

    yield f"## Texts of Google Ads errors ({len(TEXTS)} Google's)\n"
    yield _WORDS
    yield "| code | Google's text | quoted in |"
    yield "| --- | --- | --- |"
    for code, text in sorted(TEXTS.items()):
        yield f"| `{code}` | {text.template} | {text.source} |"
    ours = ", ".join(f"`{code}`" for code in sorted(codes() - TEXTS.keys()))
    yield f"\nIn our words: {ours}.\n"
    for folder, title in _GA4.items():
        yield from _ga4_section(folder, title)


def _ga4_section(folder: str, title: str) -> Iterator[str]:
    quoted, said = ga4_quoted(folder), ga4_texts(folder)
    yield f"## Texts of {title} errors ({len(quoted)} Google's)\n"
    yield _GA4_WORDS
    yield "| Google's text | quoted in |"
    yield "| --- | --- |"
    for text, source in quoted.items():
        yield f"| {text.strip()} | {source} |"
    yield f"\nIn our words: {'; '.join(f'`{text}`' for text in sorted(said - quoted.keys()))}.\n"


def ga4_quoted(folder: str) -> Mapping[str, str]:
    """The texts of a GA4 API that are Google's, each with who quotes it."""
    texts: Mapping[str, str] = import_module(f"microconv.emulator.{folder}.errors_texts").TEXTS
    return texts


def ga4_texts(folder: str) -> frozenset[str]:
    """Every text that a GA4 API of the emulator can answer, as its sources have it: sentences, and what is quoted."""
    quoted, texts = ga4_quoted(folder), set()
    paths = [*(Path(__file__).parent / folder).rglob("*.py")]
    if folder == "ga4":
        # What both GA4 APIs answer before a method is asked is told of once.
        paths += [Path(__file__).parent / name for name in ("transcoding.py", "token_texts.py")]
    for path in paths:
        if not path.stem.startswith(_SILENT):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts |= {text for text in _strings(tree) if text in quoted}
            functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            texts |= {text for one in functions for text in _strings(one) if _SENTENCE.fullmatch(text)}
    return frozenset(texts)


def _strings(tree: ast.AST) -> Iterator[str]:
    """The texts in a piece of code, with ``{}`` for what is put into them; not its documentation."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in parts or id(node) in described:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def codes() -> frozenset[str]:
    """Every code that the emulator's Google Ads API can answer, as its sources name them."""
    words = _query_words()
    strings: set[str] = set()
    for path in _FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(f"{_QUERY}.{node.value}" if node.value in words else node.value)
    return frozenset(one for one in strings if _CODE.fullmatch(one))


def _query_words() -> frozenset[str]:
    """The words of QueryError in the newest version; queries name them without their family."""
    from microconv.emulator.google_ads.wire import Versions

    versions = Versions()
    newest = versions.get(versions.names[-1])
    assert newest is not None
    enum = newest.cls("ErrorCode").DESCRIPTOR.fields_by_name[_QUERY].enum_type
    return frozenset(value.name for value in enum.values if value.number > 1)

"""Texts of errors on the coverage page: those that are Google's, with who quotes them, and those that are ours.

The codes are read from the sources of the emulator: each is a string ``family.WORD``, or a word of QueryError.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "google_ads"
_QUERY = "query_error"
_CODE = re.compile(r"[a-z_]+_error\.[A-Z_]+")
_WORDS = """\
An error's code, place and trigger are Google's throughout. Its text is Google's where somebody quotes it, and ours
otherwise; of a text that is always the same, the request log has the reason beside it. What the service says of the GA4
APIs stands in the modules `errors` of `ga4` and `ga4_data`, with the source there.
"""


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

"""The words that Google allows, read from the installed clients.

Importing a version of the Google Ads client takes about a second, so the enums are read from the client's source files
without running them. A test compares the result with the imported enums.
"""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

from microconv.core.schema import Attribute

_NOT_WORDS = frozenset({"UNSPECIFIED", "UNKNOWN"})


def words(attribute: Attribute) -> tuple[str, ...]:
    """The words allowed for an attribute, in lower case and in Google's order; empty where it takes no words."""
    if not attribute.words:
        return ()
    return tuple(word for word in enum_words(attribute.words) if word not in attribute.refused)


@lru_cache(maxsize=64)
def enum_words(reference: str) -> tuple[str, ...]:
    """All names of an enum, in lower case, without UNSPECIFIED and UNKNOWN.

    `reference` is `package/file.py:Outer.Inner`. Raises LookupError where the installed client has no such enum.
    """
    location, _, path = reference.partition(":")
    package, _, file = location.partition("/")
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        source = Path(folder) / file
        if source.is_file():
            return _read(source, path)
    raise LookupError(f"the installed {package} has no {file}")


def _read(source: Path, path: str) -> tuple[str, ...]:
    """The names that a class gives numbers to, by their indentation; parsing the file as Python takes far longer."""
    text = source.read_text(encoding="utf-8")
    for depth, name in enumerate(path.split(".")):
        indent = "    " * depth
        body = rf"((?:{indent}    .*\n|[ \t]*\n)*)"
        match = re.search(rf"^{indent}class {re.escape(name)}\(.*?\):\n{body}", text, re.MULTILINE)
        if match is None:
            raise LookupError(f"{source.name} has no {path}")
        text = match[1]
    names = re.findall(rf"^{indent}    ([A-Z][A-Z0-9_]*) = \d+$", text, re.MULTILINE)
    prefix = _shared_prefix(names)
    return tuple(name.removeprefix(prefix).lower() for name in names if name.removeprefix(prefix) not in _NOT_WORDS)


def _shared_prefix(names: list[str]) -> str:
    """`COUNTING_METHOD_` where the zero value is COUNTING_METHOD_UNSPECIFIED; only that value carries it."""
    return next((name.removesuffix("UNSPECIFIED") for name in names if name.endswith("_UNSPECIFIED")), "")

"""The pinned releases of constraints.txt: all that the tests install, each within the ranges of pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = {
    canonicalize_name(item.name): Version(str(item.specifier).removeprefix("==")) for item in map(Requirement, LINES)
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = [Requirement(text) for text in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])]


def test_lines_are_plain_pins_in_order() -> None:
    assert [
        line for line in LINES if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+(; [a-z_]+ [<>=!]+ \"[^\"]+\")?", line)
    ] == []
    names = [line.partition("==")[0] for line in LINES]
    assert names == sorted({*names})


@pytest.mark.parametrize("required", REQUIRED, ids=str)
def test_what_the_project_requires_is_pinned_within_its_range(required: Requirement) -> None:
    pinned = PINS[canonicalize_name(required.name)]
    assert required.specifier.contains(pinned, prereleases=True), f"{required.name} is pinned to {pinned}"


def test_what_these_require_is_pinned_too() -> None:
    """As far as the installed releases say, on this system and with this Python."""
    missing = []
    seen: set[str] = set()
    todo = [(item, frozenset(item.extras)) for item in REQUIRED]
    while todo:
        required, extras = todo.pop()
        name = canonicalize_name(required.name)
        if name not in PINS:
            missing.append(str(required))
        if f"{name}{sorted(extras)}" in seen:
            continue
        seen.add(f"{name}{sorted(extras)}")
        for item in map(Requirement, metadata.requires(name) or ()):
            if item.marker is None or any(item.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
                todo.append((item, frozenset(item.extras)))
    assert missing == []

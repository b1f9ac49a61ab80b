"""Files and folders that CONTRIBUTING and the decisions name are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["CONTRIBUTING.md", *sorted(f"docs/decisions/{path.name}" for path in (ROOT / "docs/decisions").glob("*.md"))]
NAMED = re.compile(r"`([\w*<>/.-]+(?:\.(?:py|txt|md|toml|yaml)|/))`")
SEARCHED = ("microconv", "tests", "docs", "benchmarks", "configs")


def files() -> list[str]:
    """Every file of the project, with a slash before it."""
    folders = [ROOT / name for name in SEARCHED]
    below = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
    return [f"/{path.relative_to(ROOT).as_posix()}" for path in (*folders, *below, *ROOT.glob("*.*"))]


def missing(page: str, there: list[str]) -> list[str]:
    """The names on a page that end no path; `*` and `<word>` stand for any name."""
    found = []
    for name in dict.fromkeys(NAMED.findall(page)):
        parts = [re.escape(part) for part in re.split(r"\*|<\w+>", name.strip("/"))]
        pattern = re.compile(f"/{'[^/]*'.join(parts)}$")
        if not any(pattern.search(path) for path in there):
            found.append(name)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_names_is_there(name: str) -> None:
    assert missing((ROOT / name).read_text(encoding="utf-8"), files()) == []


def test_a_name_that_is_not_there_is_seen() -> None:
    there = ["/microconv/core/plan.py", "/microconv/audit/rules", "/tests/unit/audit/test_roles.py"]
    page = "`core/plan.py`, `core/steps.py`, `audit/rules/`, `tests/unit/audit/test_<topic>.py`, `core/*.txt`"
    assert missing(page, there) == ["core/steps.py", "core/*.txt"]

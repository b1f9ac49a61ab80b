"""Words that the interfaces write in one way are written in that way everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("microconv", "docs", "tests", "configs", "benchmarks")
ENDINGS = {".py", ".md", ".txt", ".json", ".yaml", ".html", ".j2"}
FILES = [ROOT / "README.md", ROOT / "CHANGELOG.md"] + [
    file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*")) if file.suffix in ENDINGS
]

# Google Ads in Japanese has a blank between the two words. A text may go on in the next line of a program.
JOINED = re.compile("コンバージョン" + r"(?:\"\s*\n\s*f?\")?" + "アクション")


def test_the_japanese_conversion_action_has_its_blank() -> None:
    joined = [str(file.relative_to(ROOT)) for file in FILES if JOINED.search(file.read_text(encoding="utf-8"))]
    assert not joined, "write the two words with a blank between them, as Google does"


@pytest.mark.parametrize("break_", ["", '"\n        f"'])
def test_joined_words_are_found(break_: str) -> None:
    assert JOINED.search("コンバージョン" + break_ + "アクション")
    assert not JOINED.search("コンバージョン " + break_ + "アクション")

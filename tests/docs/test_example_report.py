"""The example of a monthly report is what the emulator's own world gives today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from tests.heavy import heavy

ROOT = Path(__file__).parents[2]


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_report", ROOT / "docs" / "example_report.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(language: str) -> str:
    return (ROOT / "docs" / example().PAGES[language]).read_text(encoding="utf-8")


@heavy
def test_the_example_is_fresh():
    for name, text in example().pages().items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, "run: python3 docs/example_report.py"


def test_both_languages_have_the_same_parts_and_say_that_they_are_emulated():
    english, japanese = text_of("en"), text_of("ja")
    assert [len(re.findall(r"^#+", text, re.MULTILINE)) for text in (english, japanese)] == [english.count("\n#")] * 2
    assert (english.count("\n| ---"), english.count("\n")) == (japanese.count("\n| ---"), japanese.count("\n"))
    assert "No number comes from Google" in english
    assert "Google の数値ではありません" in japanese
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(name in readme for name in example().PAGES.values())


def test_the_picture_is_small():
    picture = (ROOT / "docs" / "report.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 200_000

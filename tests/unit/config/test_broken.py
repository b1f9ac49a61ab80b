"""Broken configs: every message, word for word.

Each `broken/<name>.yaml` stands beside `broken/<name>.txt`, which holds all its problems as they are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from microconv.config import Vocabulary, load
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.text import Text
from tests.languages import JAPANESE, NAMES_AND_CODE, SENTENCE

FOLDER = Path(__file__).parent / "broken"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_message(
    name: str,
    vocabulary: Vocabulary,
    drawn: Callable[[Iterable[Diagnostic]], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(FOLDER)
    loaded = load(Path(f"{name}.yaml"), vocabulary)
    assert drawn(loaded.problems) == Path(f"{name}.txt").read_text(encoding="utf-8")
    only_warnings = name.startswith("warning-")
    assert {problem.severity for problem in loaded.problems} >= {Severity.WARNING if only_warnings else Severity.ERROR}
    assert (loaded.client is not None) == only_warnings


def test_there_are_enough_of_them_and_each_has_its_messages() -> None:
    assert len(NAMES) >= 40
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_the_tools_below_shows_through(name: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for trace in ("pydantic", "https://", "libyaml", "Traceback", "Input should", "\x1b"):
        assert trace not in text


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_told_in_japanese_too(name: str, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    for problem in load(Path(f"{name}.yaml"), vocabulary).problems:
        for told in (problem.summary, problem.detail, problem.hint):
            if told and " → " not in told:
                assert isinstance(told, Text), told
                assert JAPANESE.search(told.ja), told
        ja = problem.summary.ja if isinstance(problem.summary, Text) else ""
        assert not SENTENCE.search(NAMES_AND_CODE.sub("", ja)), ja

"""Fixtures of the tests of configs: the vocabulary, and one way of drawing problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from microconv.config import Loaded, Vocabulary, load
from microconv.core.diagnostics import Diagnostic
from microconv.providers import TYPES
from microconv.providers.google_ads.capabilities import SOURCES
from microconv.providers.words import words

RULES = ("naming-prefix", "naming-length", "roles-no-final", "values-all-same", "upkeep-no-owner")
"""Some ids of rules; which there really are does not matter to a config."""


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(TYPES, words, SOURCES, lambda: RULES)


@pytest.fixture(scope="session")
def drawn() -> Callable[[Iterable[Diagnostic]], str]:
    """Problems as text, one block each."""

    def draw(problems: Iterable[Diagnostic]) -> str:
        blocks = []
        for problem in problems:
            lines = [f"{problem.span}: {problem.severity}[{problem.code}]: {problem.summary}"]
            lines += [f"  {problem.detail}"] if problem.detail else []
            lines += [f"  hint: {problem.hint}"] if problem.hint else []
            blocks.append("\n".join(lines) + "\n")
        return "".join(blocks)

    return draw


@pytest.fixture
def loaded(vocabulary: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], Loaded]:
    """Load a text as the file `config.yaml` of an empty folder."""
    monkeypatch.chdir(tmp_path)

    def read(text: str | bytes) -> Loaded:
        path = Path("config.yaml")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load(path, vocabulary)

    return read

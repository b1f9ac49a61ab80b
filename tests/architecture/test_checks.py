"""The machine-held rules of the code base: layers, style, types; run with the tests, so that nobody forgets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.heavy import HEAVY

ROOT = Path(__file__).parents[2]
#: mypy's and import-linter's: the heavy run starts from nothing, the quick run goes on from what the last one kept.
NO_CACHE = {"mypy": ["--cache-dir=/dev/null"], "linter": ["--no-cache"]} if HEAVY else {"mypy": [], "linter": []}


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--check", "--no-cache", "."),
        ("mypy", *NO_CACHE["mypy"]),
    ],
    ids=["ruff", "ruff format", "mypy strict"],
)
def test_style_and_types(command: tuple[str, ...]) -> None:
    run(sys.executable, "-m", *command)


def test_layers() -> None:
    script = f"from importlinter.cli import lint_imports_command; lint_imports_command({NO_CACHE['linter']})"
    run(sys.executable, "-c", script)

"""The machine-held rules of the code base: layers, style, types; run with the tests, so that nobody forgets them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--check", "--no-cache", "."),
        ("mypy", "--cache-dir=/dev/null"),
    ],
    ids=["ruff", "ruff format", "mypy strict"],
)
def test_style_and_types(command: tuple[str, ...]) -> None:
    run(sys.executable, "-m", *command)


def test_layers() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    run(sys.executable, "-c", script)

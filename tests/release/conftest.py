"""The packages of a release, built once from a copy of the checkout, and environments with nothing else in them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
LIMIT_S = 420
_STARTED = dict(os.environ)
"""The environment before a fixture changed it: the emulator's certificates would hide the package index."""


def plain_environment() -> dict[str, str]:
    """The environment without what the tests set: these processes reach the package index, and know no checkout."""
    taken_away = ("PYTHON", "PYTEST", "GRPC", "NO_GCE", "MICROCONV", "VIRTUAL_ENV", "CI")
    return {
        name: value
        for name, value in _STARTED.items()
        if "proxy" not in name.lower() and not name.startswith(taken_away)
    }


def call(*command: object, cwd: Path, **environment: str) -> str:
    """The output of a program that ends well."""
    words = [str(one) for one in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**plain_environment(), **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Packages(NamedTuple):
    """The two files of a release, and the tree that they were built from."""

    wheel: Path
    sdist: Path
    tree: Path


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git knows of the checkout, as it stands there now."""
    folder = tmp_path_factory.mktemp("release") / "tree"
    names = call("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def packages(tree: Path) -> Packages:
    """Wheel and sdist, built by hatchling from the copy."""
    here = tree.parent
    call(sys.executable, "-m", "venv", here / "builder", cwd=here)
    call(here / "builder/bin/python", "-m", "pip", "install", "--quiet", "hatchling>=1.25", cwd=here)
    call(here / "builder/bin/python", "-m", "hatchling", "build", "-d", here / "dist", cwd=tree)
    (wheel,) = (here / "dist").glob("*.whl")
    (sdist,) = (here / "dist").glob("*.tar.gz")
    return Packages(wheel, sdist, tree)


@pytest.fixture(scope="session")
def environment_with(packages: Packages) -> Callable[[str], Path]:
    """Makes an environment of its own with the wheel, by a Python, and returns its `python`. Once for each Python."""
    made: dict[str, Path] = {}

    def make(program: str) -> Path:
        if program not in made:
            folder = packages.tree.parent / f"with-{len(made)}"
            call(program, "-m", "venv", folder, cwd=packages.tree.parent)
            python = folder / "bin/python"
            pins = ["--constraint", packages.tree / "constraints.txt"]
            call(python, "-m", "pip", "install", "--quiet", packages.wheel, *pins, cwd=folder)
            made[program] = python
        return made[program]

    return make

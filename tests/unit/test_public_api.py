"""The library's surface: what it offers, and what it does not load before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import microconv


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_is_cheap() -> None:
    loaded = modules_after("import microconv")
    heavy = ("google", "grpc", "pydantic", "yaml", "click", "requests", "cryptography")
    assert not [name for name in loaded if name.split(".")[0] in heavy]


def test_planning_types_load_no_google_client() -> None:
    loaded = modules_after("import microconv\nmicroconv.Plan, microconv.Limits, microconv.Project, microconv.load")
    assert not [name for name in loaded if name.startswith(("google.ads", "google.analytics", "grpc"))]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_version_and_help_load_no_google_client(arguments: list[str]) -> None:
    loaded = modules_after(f"from microconv.cli.main import run\nrun({arguments!r})")
    heavy = ("google", "grpc", "pydantic", "yaml", "requests", "cryptography")
    assert not [name for name in loaded if name.split(".")[0] in heavy]


@pytest.mark.parametrize("name", microconv.__all__)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    found = getattr(microconv, name)
    assert name == "__version__" or (found.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'microconv' has no attribute 'Nothing'"):
        microconv.Nothing  # noqa: B018


def test_dir_lists_the_public_names() -> None:
    assert dir(microconv) == sorted(microconv.__all__)

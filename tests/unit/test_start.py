"""Modules that a command loads before it does its work: a plan from a snapshot needs neither network nor journal.

Each module and each dataclass costs about a millisecond at every start.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "golden" / "001-sample"
PLAN = ("plan", str(SAMPLE / "config.yaml"), "--live", str(SAMPLE / "live.json"))
VALIDATE = ("validate", str(SAMPLE / "config.yaml"))

NETWORK = ("google.ads.googleads", "google.analytics", "google.auth", "grpc", "requests", "cryptography", "pydantic")
UNUSED = (
    "difflib", "tempfile", "traceback", "logging",
    "microconv.audit", "microconv.adoption", "microconv.analysis", "microconv.emulator", "microconv.connections",
    "microconv.reconcile.live_accounts", "microconv.reconcile.session", "microconv.reconcile.journal",
    "microconv.core.capabilities", "microconv.core.ports", "microconv.core.tags",
    "microconv.config.faults", "microconv.config.mistakes", "microconv.config.writer", "microconv.config.presets",
    "microconv.cli.files", "microconv.render.html", "microconv.render.result",
)  # fmt: skip
PLANNING = ("microconv.core.plan", "microconv.core.planning", "microconv.core.documents", "microconv.reconcile")


@cache
def modules_of(*arguments: str) -> frozenset[str]:
    """The modules that a command has loaded at its end."""
    script = (
        "import json, sys\nfrom microconv.cli.main import run\n"
        f"code = run({list(arguments)!r})\n"
        "print(file=sys.stderr)\nprint(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return frozenset(modules)


def loaded(modules: frozenset[str], unwanted: tuple[str, ...]) -> list[str]:
    """Those of the modules that are unwanted, or in an unwanted package."""
    return sorted(name for name in modules if any(name == one or name.startswith(f"{one}.") for one in unwanted))


@pytest.mark.parametrize("arguments", [PLAN, VALIDATE], ids=["plan", "validate"])
def test_a_command_without_network_loads_only_what_it_uses(arguments: tuple[str, ...]) -> None:
    assert loaded(modules_of(*arguments), NETWORK + UNUSED) == []


def test_checking_a_config_makes_no_plan() -> None:
    assert loaded(modules_of(*VALIDATE), PLANNING) == []


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_nothing_but_the_command_line(argument: str) -> None:
    own = [name for name in modules_of(argument) if name.startswith("microconv")]
    assert loaded(frozenset(own), ("microconv.config", "microconv.providers", "microconv.project", *PLANNING)) == []
    assert len(own) <= 20, own


@pytest.mark.parametrize(("arguments", "most"), [(PLAN, 176), (VALIDATE, 100)], ids=["plan", "validate"])
def test_few_modules_of_microconv_are_loaded(arguments: tuple[str, ...], most: int) -> None:
    own = sorted(name for name in modules_of(*arguments) if name.startswith("microconv"))
    assert len(own) <= most, own

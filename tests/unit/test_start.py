"""Modules that a command loads before it does its work: a plan from a snapshot needs neither network nor journal.

Each frozen dataclass costs about four million instructions at every start, a named tuple less than one. A plan of the
sample, 839 million in all, loads some 170 modules with 40 dataclasses (Python 3.11, cachegrind, 2026-11-29).
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
AUDIT = ("audit", str(SAMPLE / "config.yaml"), "--live", str(SAMPLE / "live.json"), "--fail-on", "never")

NETWORK = ("google.ads.googleads", "google.analytics", "google.auth", "grpc", "requests", "cryptography", "pydantic")
UNUSED = (
    "difflib", "tempfile", "traceback", "logging", "xml",
    "microconv.audit", "microconv.adoption", "microconv.analysis", "microconv.emulator", "microconv.connections",
    "microconv.reconcile.live_accounts", "microconv.reconcile.session", "microconv.reconcile.journal",
    "microconv.core.capabilities", "microconv.core.ports", "microconv.core.tags",
    "microconv.config.faults", "microconv.config.mistakes", "microconv.config.writer", "microconv.config.presets",
    "microconv.config.logo", "microconv.core.regular_expression", "microconv.core.measures",
    "microconv.cli.files", "microconv.render.html", "microconv.render.result",
)  # fmt: skip
START = [
    "microconv", "microconv.cli", "microconv.cli.alarms", "microconv.cli.command_list", "microconv.cli.exit_codes",
    "microconv.cli.main", "microconv.cli.spoken", "microconv.cli.streams", "microconv.cli.waiting", "microconv.core",
    "microconv.core.text", "microconv.version",
]  # fmt: skip
"""All of microconv that tells its version and its commands."""
SLOW = ("pathlib", "urllib", "dataclasses", "difflib")
"""Modules of Python that it does without, but for those that click loads."""
PLANNING = ("microconv.core.plan", "microconv.core.planning", "microconv.core.documents", "microconv.reconcile")


@cache
def loaded_by(*arguments: str) -> tuple[frozenset[str], list[str]]:
    """The modules that a command has loaded at its end, and our dataclasses among what they hold."""
    script = (
        "import json, sys\nfrom microconv.cli.main import run\n"
        f"code = run({list(arguments)!r})\n"
        "own = [one for name, module in sys.modules.items() if name.startswith('microconv')\n"
        "       for one in vars(module).values() if isinstance(one, type) and one.__module__ == name]\n"
        "classes = sorted(one.__qualname__ for one in own if hasattr(one, '__dataclass_fields__'))\n"
        "print(file=sys.stderr)\nprint(json.dumps([code, sorted(sys.modules), classes]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    code, modules, dataclasses = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return frozenset(modules), dataclasses


@cache
def loaded_by_click() -> frozenset[str]:
    """The modules that click alone needs, and the measurement: json."""
    script = "import json, sys, click; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    return frozenset(json.loads(done.stdout))


def modules_of(*arguments: str) -> frozenset[str]:
    """The modules that a command has loaded at its end."""
    return loaded_by(*arguments)[0]


def loaded(modules: frozenset[str], unwanted: tuple[str, ...]) -> list[str]:
    """Those of the modules that are unwanted, or in an unwanted package."""
    return sorted(name for name in modules if any(name == one or name.startswith(f"{one}.") for one in unwanted))


@pytest.mark.parametrize("arguments", [PLAN, VALIDATE], ids=["plan", "validate"])
def test_a_command_without_network_loads_only_what_it_uses(arguments: tuple[str, ...]) -> None:
    assert loaded(modules_of(*arguments), NETWORK + UNUSED) == []


def test_checking_a_config_makes_no_plan() -> None:
    assert loaded(modules_of(*VALIDATE), PLANNING) == []


def test_an_audit_loads_nothing_of_reports_where_there_are_none() -> None:
    assert loaded(modules_of(*AUDIT), (*NETWORK, "microconv.monthly.frozen", "microconv.report")) == []


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_nothing_but_the_command_line(argument: str) -> None:
    modules = modules_of(argument) - loaded_by_click()
    assert sorted(name for name in modules if name.startswith("microconv")) == START
    assert loaded(modules, SLOW) == []


@pytest.mark.parametrize(("arguments", "most"), [(PLAN, 224), (VALIDATE, 134)], ids=["plan", "validate"])
def test_few_modules_of_microconv_are_loaded(arguments: tuple[str, ...], most: int) -> None:
    own = sorted(name for name in modules_of(*arguments) if name.startswith("microconv"))
    assert len(own) <= most, own


@pytest.mark.parametrize(("arguments", "most"), [(PLAN, 45), (VALIDATE, 34)], ids=["plan", "validate"])
def test_few_dataclasses_are_made(arguments: tuple[str, ...], most: int) -> None:
    """Those whose fields callers replace, or that people meet; what passes inside one run is a named tuple."""
    dataclasses = loaded_by(*arguments)[1]
    assert len(dataclasses) <= most, dataclasses


def test_the_end_of_a_command_does_not_look_for_cycles() -> None:
    """The objects of Google's clients alone would keep Python busy for most of a second."""
    script = (
        "import atexit, gc, sys\nfrom microconv.cli.main import main\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 1000, len(gc.get_objects()) < 1000))\n"
        "sys.argv = ['microconv', '--version']\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines()[-1] == "True True"

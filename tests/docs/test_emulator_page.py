"""The examples of docs/emulator.md, run as they stand there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from microconv.emulator import World
from microconv.emulator.ga4_data.truth import truth_of
from microconv.emulator.seed import read_seed
from tests.emulator.google_ads.node import NODE_MODULES
from tests.heavy import heavy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "emulator.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {
    match[1]: text
    for _, text in BLOCKS
    if (match := re.match(r"(?:#|//) ([\w.]+\.(?:py|js|yaml))\n", text)) is not None
}
SHELL = [text for language, text in BLOCKS if language == "sh"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files of the page."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has installed it: `microconv`, `python` and `pytest` are on the path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    main = "from microconv.cli.main import main; main()"
    for name, given in {"microconv": ["-c", main], "python": [], "pytest": ["-m", "pytest"]}.items():
        (programs / name).write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *given])} "$@"\n', "utf-8")
        (programs / name).chmod(0o700)
    plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return {**plain, "PATH": f"{programs}:{plain['PATH']}", "PYTHONPATH": str(ROOT), "RUNNER_TEMP": str(tmp_path)}


def run(script: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def emulator(folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """The emulator as the page starts it."""
    (command,) = [one for one in SHELL if one.startswith("microconv emulator --state")]
    with subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=folder, env=environment) as process:
        try:
            deadline = time.monotonic() + 60
            while not (folder / "emulator" / "emulator.env").exists() and time.monotonic() < deadline:
                assert process.poll() is None, "it ended"
                time.sleep(0.1)
            yield folder
        finally:
            process.terminate()


def test_the_page_has_what_these_tests_run() -> None:
    tests = {f"test_{name}.py" for name in ("first", "control", "report", "rest", "truth")}
    assert set(FILES) == {*tests, "report.py", "shop.yaml", "list.js"}
    assert len(SHELL) == 5
    assert SHELL[0].startswith("pip install 'microconv[emulator]' ")
    lines = FILES["test_first.py"].splitlines()
    assert len(lines) == 10


@heavy
def test_the_python_examples_are_green(folder: Path, environment: dict[str, str]) -> None:
    plugin = "-p microconv.pytest_plugin -p no:cacheprovider"
    script = f"PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 pytest -q {plugin} -W error::pytest.PytestWarning"
    assert "6 passed" in run(script, folder, environment)


@heavy
def test_the_events_in_sql(folder: Path, environment: dict[str, str]) -> None:
    """The query on the page counts what the truth says was sent."""
    (script,) = [one for one in SHELL if "export-events" in one]
    run(script, folder, environment)
    (query,) = [text for language, text in BLOCKS if language == "sql"]
    rows = duckdb.sql(query.replace("events/", f"{folder}/events/")).fetchall()
    counts = {name: (events, users) for name, events, users in rows}
    world = World.load(read_seed(folder / "shop.yaml"))
    owner = world.ga4.property(345678901)
    assert owner is not None
    truth = truth_of(world, owner, date(2026, 10, 1), date(2026, 10, 31))
    assert {name: events for name, (events, _) in counts.items()} == {
        name: one["sent"] for name, one in truth["events"].items()
    }
    assert 0 < counts["purchase"][0] < truth["events"]["purchase"]["eventCount"]


def test_curl(emulator: Path, environment: dict[str, str]) -> None:
    (script,) = [one for one in SHELL if "curl" in one]
    (part,) = yaml.safe_load(run(script, emulator, environment))
    assert [row["customer"]["currencyCode"] for row in part["results"]] == ["JPY"]
    (control,) = [text for language, text in BLOCKS if language == "bash"]
    assert "USER_PERMISSION_DENIED" in run(control, emulator, environment)


@pytest.mark.skipif(NODE_MODULES is None, reason="MICROCONV_NODE_MODULES names no folder with google-ads-api")
def test_node(emulator: Path, environment: dict[str, str]) -> None:
    (script,) = [one for one in SHELL if "node" in one]
    assert "purchase" in run(script, emulator, {**environment, "NODE_PATH": str(NODE_MODULES)}).splitlines()


def test_the_workflow(folder: Path, environment: dict[str, str]) -> None:
    """Each step that runs something, in a shell as a job has it, with the emulator left running between them."""
    (text,) = [text for language, text in BLOCKS if language == "yaml" and "\njobs:" in text]
    workflow: Any = yaml.safe_load(text)
    (job,) = workflow["jobs"].values()
    install, *steps = [step["run"] for step in job["steps"] if "run" in step]
    assert install == "pip install 'microconv[emulator]'"
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]  # as a job's default shell is called
    log, pids, said = folder / "log", folder / "pids", ""
    try:
        for script in steps:
            with log.open("w", encoding="utf-8") as out:
                command = [*shell, f"trap 'jobs -p >> pids' EXIT\n{script}"]
                subprocess.run(command, cwd=folder, env=environment, stdout=out, stderr=out, timeout=90, check=False)
            said = log.read_text("utf-8")
    finally:
        started = [int(one) for one in pids.read_text("ascii").split()] if pids.exists() else []
        for one in started:
            os.kill(one, signal.SIGTERM)
    assert "purchase" in said.splitlines(), said

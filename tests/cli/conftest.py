"""Fixtures that the tests of several commands share."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Done, Holds
from tests.heavy import HEAVY

HERE = Path(__file__).parent


@pytest.fixture
def nothing_written(holds: Holds) -> Iterator[None]:
    """Checks at the end of a test that the accounts are as they were, and that no write was even asked for."""
    before = holds.everything()
    yield
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Journals and locks of a test are its own."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))


@pytest.fixture
def newest(run: Callable[..., Done]) -> Callable[[], str]:
    """Tells the id of the newest run."""
    return lambda: str(json.loads(run("history", "list", "--format", "json").out)["runs"][0]["run"])


@pytest.fixture(scope="session")
def microconv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The path of the command. In the quick run it is a stand-in that does not load everything anew each time."""
    if HEAVY:
        yield str(Path(sys.executable).with_name("microconv"))
        return
    folder = tmp_path_factory.mktemp("bin")
    command, place = folder / "microconv", folder / "s"
    parts = [sys.executable, "-IS", str(HERE / "launcher.py"), str(place)]
    command.write_text(f'#!/bin/sh\nexec {shlex.join(parts)} "$@"\n', encoding="utf-8")
    command.chmod(0o700)
    program = [sys.executable, str(HERE / "preloaded.py"), str(place)]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield str(command)
        server.stdin.close()

"""`.pre-commit-hooks.yaml`: the hook's command, run on the files that the hook takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from microconv.cli.main import run

ROOT = Path(__file__).parents[2]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
CONFIGS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "configs").rglob("*.yaml"))


def hook(*files: Any) -> int:
    program, *words = shlex.split(HOOK["entry"])
    assert program == "microconv"
    return run([*words, *map(str, files)])


def test_the_hook_takes_the_configs_of_this_project_and_they_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert [file for file in CONFIGS if not re.search(HOOK["files"], file)] == []
    assert hook(*CONFIGS) == 0


def test_a_broken_config_stops_the_commit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "configs" / "a.yaml"
    broken.parent.mkdir()
    broken.write_text("version: 1\nclient: a\nconversions: [{name: mv_a, kind: sometimes}]\n", "utf-8")
    assert hook(broken) == 1
    assert "sometimes" in capsys.readouterr().out


def test_all_files_come_to_one_process() -> None:
    """A base and its clients are checked together, and names that stand twice are seen."""
    assert (HOOK["require_serial"], HOOK["pass_filenames"], HOOK["language"]) == (True, True, "python")

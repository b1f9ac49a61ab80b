"""The README's first screen is what really happens: its config is planned and synced on the emulator and compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microconv.cli.main import run
from microconv.emulator import Emulator

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SEED = Path(__file__).with_name("readme_seed.yaml")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_plan_and_sync_print_what_the_readme_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (config,) = blocks("yaml")
    plan_block, sync_block = blocks("text")
    (tmp_path / "aoi-store.yaml").write_text(config, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Emulator(SEED) as emulator:
        for name, value in emulator.environment().items():
            monkeypatch.setenv(name, value)
        plan = printed(capsys, "plan", "aoi-store.yaml")
        synced = printed(capsys, "sync", "aoi-store.yaml", "--yes").removeprefix(plan)
        again = printed(capsys, "sync", "aoi-store.yaml", "--yes")
    assert plan == plan_block
    assert re.sub(r"(request|journal)\s+[\w-]+", r"\1 …", synced) == sync_block
    assert "nothing to do, nothing written. 4 API calls in all." in again

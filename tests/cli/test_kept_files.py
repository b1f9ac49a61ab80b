"""Output goes nowhere that the folder of reports keeps something: no edition, setup or notes are replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import CART, PURCHASE

pytestmark = pytest.mark.usefixtures("environment", "state")

KEPT = ("aoi/2026-10.json", "aoi/2026-10.2.json", "aoi/2026-10.setup.json", "aoi/notes/2026-10.md")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of reports with a file of each kind, in a working directory."""
    monkeypatch.chdir(tmp_path)
    for name in KEPT:
        path = tmp_path / "kept" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    return tmp_path / "kept"


def untouched(folder: Path) -> bool:
    files = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    return files == {name: name for name in KEPT}


@pytest.mark.parametrize("name", [*KEPT, "aoi/notes/../2026-10.json", "aoi/2026-10.JSON"])
@pytest.mark.parametrize("form", ["html", "json"])
def test_a_report_replaces_no_file_of_its_folder(run, folder, write_config, world, name, form):
    config = write_config(CART, PURCHASE)
    options = ("report", config, "--reports", folder, "--format", form, "-o", f"kept/{name}")
    done = run(*options)
    assert (done.code, done.out, world.log.entries, untouched(folder)) == (1, "", (), True)
    assert f"kept/{name}: cannot be written: it is a file of the frozen reports, which no command replaces" in done.err
    assert "choose another place with -o/--out" in done.err
    done = run(*options, "--language", "ja")
    assert (done.code, "保存済みレポートのファイルは上書きできません" in done.err) == (1, True)


@pytest.mark.parametrize("name", KEPT)
@pytest.mark.parametrize("command", [("snapshot",), ("audit", "--format", "json")])
def test_other_commands_replace_none_in_the_usual_folder(run, folder, write_config, world, name, command):
    folder.rename("reports")
    done = run(command[0], write_config(CART, PURCHASE), *command[1:], "-o", f"reports/{name}")
    assert (done.code, world.log.entries, untouched(Path("reports"))) == (1, (), True)
    assert "which no command replaces" in done.err


@pytest.mark.parametrize("command", [("plan",), ("sync", "--yes")])
def test_a_page_over_one_is_refused_before_anything_is_asked(run, folder, write_config, world, command):
    folder.rename("reports")
    done = run(command[0], write_config(CART, PURCHASE), *command[1:], "--page", "reports/aoi/2026-10.json")
    assert (done.code, world.log.entries, untouched(Path("reports"))) == (1, (), True)
    assert "choose another place with -o/--out or --page" in done.err


def test_a_link_to_a_file_is_replaced_and_not_followed(run, folder, write_config, world):
    os.symlink(folder / "aoi" / "2026-10.json", "link.json")
    assert run("snapshot", write_config(CART, PURCHASE), "-o", "link.json").code == 0
    assert (Path("link.json").is_symlink(), untouched(folder)) == (False, True)


def test_the_same_name_elsewhere_is_free(run, folder, write_config, world):
    config = write_config(CART, PURCHASE)
    for name in ("2026-10.json", "kept/2026-10.json", "kept/aoi/other.json", "kept/aoi/more/2026-10.json"):
        Path(name).parent.mkdir(exist_ok=True)
        for _ in range(2):
            assert run("snapshot", config, "-o", name).code == 0
    assert (folder / "aoi" / "2026-10.json").read_text() == "aoi/2026-10.json"

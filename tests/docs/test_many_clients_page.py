"""The pages overview.md, many-clients-safely.md and quota.md: their commands are run on the clients of configs/."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.emulator.seed import packaged_seed, read_seed
from tests.conftest import Done
from tests.docs.pages import blocks, page
from tests.heavy import heavy

ROOT = Path(__file__).parents[2]


def lines(name: str) -> list[str]:
    """The lines of a page that a reader types."""
    return [
        line
        for one in blocks(page(name))
        for line in one.text.splitlines()
        if line.startswith(("microconv ", "export "))
    ]


@pytest.fixture
def typed(run, world, environment, tmp_path, monkeypatch) -> Callable[[str], Done]:
    """Types a line in a folder with configs/, on a fresh emulator."""
    world.reset(read_seed(packaged_seed()))
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "configs", tmp_path / "configs")

    def type_line(line: str) -> Done:
        words = shlex.split(line, comments=True)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            return Done(0, "", "")
        words, _, file = " ".join(words[1:]).partition(" > ")
        done = run(*shlex.split(words))
        if file:
            Path(file).write_text(done.out, "utf-8")
        return done

    return type_line


EXPECTED = {
    "overview": [4, 4, 3, 0],  # the shop's plan wants --allow publish; its audit has findings
    "many-clients-safely": [5, 4, 5, 5],  # two canaries of three; then the shop alone is left, and refused
    "quota": [0, 4, 4],  # every value of a new config changes: without --allow fleet nothing is written
}


@heavy
@pytest.mark.parametrize("name", EXPECTED)
def test_the_commands_end_as_the_page_says(name, typed):
    for line, code in zip(lines(f"{name}.md"), EXPECTED[name], strict=True):
        done = typed(line)
        assert (done.code, "error: nothing was changed" in done.err) == (code, "sync" in line), (line, done.err)
        if "fleet.html" in line:
            assert "aoi-store" in Path("fleet.html").read_text("utf-8")
    if name == "overview":
        assert Path("october/index.html").exists()
    if name == "many-clients-safely":
        assert len([*Path("plans").glob("*.json")]) == 3


@pytest.mark.parametrize("name", EXPECTED)
def test_both_languages_have_the_same_lines(name):
    japanese, english = ([line.partition("#")[0].strip() for line in lines(f"{name}{end}.md")] for end in (".ja", ""))
    assert japanese == english
    assert len(english) == len(EXPECTED[name])

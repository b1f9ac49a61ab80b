"""Guides and explanations: every command is run as it stands, one after the other, and every config is valid."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from microconv.cli.command_list import COMMANDS
from microconv.emulator.seed import packaged_seed, read_seed
from microconv.loading import load
from tests.docs.pages import DOCS, GENERATED, ROOT, blocks, page, pages
from tests.heavy import HEAVY

GUIDES = ("agency", "audit", "ga4-only", "index", "bidding", "configs")
LONG = {"agency", "audit", "ga4-only"}
"""Those that the heavy run alone runs: their commands take ten seconds and more."""

WITH_CONFIGS = {"index", "bidding"}
"""Those whose commands are about the clients of configs/."""

OWN_TESTS = {
    "README.md": "test_docs.py, test_readme_run.py, .ci/run",
    "emulator.md": "test_emulator_page.py",
    "emulator.ja.md": "its blocks are those of emulator.md",
    "first-day.md": "test_first_day.py",
    "first-day.ja.md": "test_first_day.py",
    "report.md": "test_report_page.py",
    "report.ja.md": "test_report_page.py",
    "tags.md": "test_tags_page.py",
    "tags.ja.md": "test_tags_page.py",
    "values.md": "test_values_page.py",
    "values.ja.md": "test_values_page.py",
    "data-studio.md": "test_data_studio_page.py",
    "data-studio.ja.md": "test_data_studio_page.py",
}
"""The tests of pages that are not run here."""

JAPANESE = [name for name in GUIDES if (DOCS / f"{name}.ja.md").exists()]


def stripped(name: str) -> list[tuple[str, str, int]]:
    return [(one.language, one.text, one.code) for one in blocks(page(name))]


def holds(world: Any) -> dict[str, Any]:
    """The objects that a guide may change: the key events of the shop's property, by event name."""
    owner = world.ga4.property(345678901)
    return {one.event_name: (one.counting_method, bool(owner)) for one in owner.key_events.values()}


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("name", [name for name in GUIDES if HEAVY or name not in LONG])
def test_the_commands_do_what_the_page_says(name, run, world, tmp_path, monkeypatch):
    world.reset(read_seed(packaged_seed()))
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    if name in WITH_CONFIGS:
        shutil.copytree(ROOT / "configs", tmp_path / "configs")
    before = holds(world)
    synced = False
    for block in blocks(page(f"{name}.md")):
        if block.reason:
            continue
        if block.file:
            Path(block.file).write_text(block.text, "utf-8")
        for folder in re.findall(r"^mkdir (\S+)$", block.text, re.MULTILINE):
            Path(folder).mkdir()
        for arguments in block.commands:
            synced = synced or arguments[0] == "sync"
            done = run(*arguments, *(["--yes"] if arguments[0] == "sync" else []))
            assert done.code == block.code, (arguments, done)
            for option in ("-o", "--out"):
                if option in arguments:
                    assert Path(arguments[arguments.index(option) + 1]).exists()
    assert (holds(world) != before) == (synced and name == "ga4-only")


@pytest.mark.parametrize("name", GUIDES)
def test_the_configs_are_valid(name, tmp_path):
    for number, block in enumerate(blocks(page(f"{name}.md"))):
        if block.language == "yaml" and "conversions:" in block.text:
            path = tmp_path / f"{number}.yaml"
            path.write_text(block.text, "utf-8")
            client, problems = load(path)
            assert (client is not None, problems) == (True, ())


@pytest.mark.parametrize("name", pages())
def test_commands_and_options_exist(name):
    """On every page, also where the commands are run by the heavy run alone."""
    for arguments in (one for block in blocks(page(name)) for one in block.commands):
        command: Any = COMMANDS.get(arguments[0]) or next(
            one for one in COMMANDS.values() if arguments[0] in one.aliases
        )
        command = command.load()
        if isinstance(command, click.Group) and len(arguments) > 1 and arguments[1] in command.commands:
            command = command.commands[arguments[1]]
        known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        asked = {one.partition("=")[0] for one in arguments if re.match(r"--?[a-z]", one)}
        assert asked <= known | {"--help", "-h"}, arguments


@pytest.mark.parametrize("name", JAPANESE)
def test_both_languages_have_the_same_blocks(name):
    assert stripped(f"{name}.md") == stripped(f"{name}.ja.md")


def test_the_japanese_page_on_the_emulator_has_blocks_of_the_english_one():
    assert set(stripped("emulator.ja.md")) <= set(stripped("emulator.md"))


@pytest.mark.parametrize("name", pages())
def test_no_block_is_without_a_test(name):
    """A page is generated, run here, named by a test of its own, or its blocks say why they are not run."""
    guide = re.sub(r"(\.ja)?\.md$", "", name)
    if page(name).startswith(GENERATED) or guide in GUIDES:
        return
    if name in OWN_TESTS:
        assert all((ROOT / "tests/docs" / one).exists() for one in re.findall(r"test_\w+\.py", OWN_TESTS[name]))
        return
    bare = [one.text for one in blocks(page(name)) if not one.reason]
    named = any(f"{guide}." in path.read_text("utf-8") for path in (ROOT / "tests/docs").glob("test_*_page.py"))
    assert bare == [] or named

"""The documentation is true, and everything that exists is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from microconv.cli import exit_codes
from microconv.cli.command_list import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", generate().PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    page = generate().PAGES[name]
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(), "run: python3 docs/generate.py"


def test_the_readme_lists_the_commands_as_help_does() -> None:
    assert generate().readme(README) == README, "run: python3 docs/generate.py"
    for name, entry in COMMANDS.items():
        assert f"| `microconv {name}" in README
        assert f"| {entry.summary}" in README


def test_every_exit_code_is_in_the_readme() -> None:
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert documented == codes


def test_the_readme_has_the_two_commands() -> None:
    assert "python3 -m pip install . && microconv demo\n" in README
    assert "python3 -m pip install '.[test]' -c constraints.txt && pytest\n" in README


def readme_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_readmes_config_is_valid_and_short(tmp_path: Path) -> None:
    from microconv.loading import load

    block, _ = readme_blocks("yaml")
    assert len(block.splitlines()) == 12
    path = tmp_path / "shop.yaml"
    path.write_text(block, encoding="utf-8")
    client, problems = load(path)
    assert problems == ()
    assert client is not None
    assert len(client.conversions) == 2


def test_the_readmes_second_config_is_valid(tmp_path: Path) -> None:
    from microconv.loading import load

    _, block = readme_blocks("yaml")
    path = tmp_path / "shop.yaml"
    path.write_text(block, encoding="utf-8")
    client, problems = load(path)
    assert problems == ()
    assert client is not None
    assert client.goals.custom[0].conversions == ("purchase", "mv_form_step1")
    assert [len(item.rules) for item in client.conversions] == [0, 1, 0, 1]


def test_the_readmes_emulator_example_runs() -> None:
    (block,) = [block for block in readme_blocks("python") if "Emulator" in block]
    names: dict[str, object] = {}
    exec(block, names)
    assert getattr(names["action"], "id", None) == 110000103


def test_relative_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"

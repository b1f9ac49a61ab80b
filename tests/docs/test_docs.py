"""The documentation is true, and everything that exists is documented."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from microconv.cli import exit_codes
from microconv.cli.command_list import COMMANDS
from microconv.emulator import World
from microconv.emulator.seed import packaged_seed, read_seed
from tests.docs.pages import blocks, page

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


def test_the_page_of_commands_lists_them_as_help_does() -> None:
    text = page("commands.md")
    for name, entry in COMMANDS.items():
        assert f"| `microconv {name}" in text
        assert f"| {entry.summary}" in text


def test_every_exit_code_is_documented() -> None:
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}
    documented = {int(number) for number in re.findall(r"^\| (\d+) \|", page("contract.md"), re.MULTILINE)}
    assert documented == codes


def test_the_readme_is_a_front_page() -> None:
    assert len(README.splitlines()) < 120
    assert re.search(r"^!\[[^]]{20,}\]\(docs/\w+\.png\)", README, re.MULTILINE)


def test_the_readme_has_the_two_commands() -> None:
    assert "python3 -m pip install . && microconv demo\n" in README
    assert "python3 -m pip install '.[test]' -c constraints.txt && pytest\n" in README


def blocks_of(name: str, language: str) -> list[str]:
    return [one.text for one in blocks(page(name)) if one.language == language]


def test_the_readmes_config_is_valid_and_short(tmp_path: Path) -> None:
    from microconv.loading import load

    (block,) = blocks_of("README.md", "yaml")
    assert len(block.splitlines()) == 12
    path = tmp_path / "shop.yaml"
    path.write_text(block, encoding="utf-8")
    client, problems = load(path)
    assert problems == ()
    assert client is not None
    assert len(client.conversions) == 2


def test_the_large_config_has_what_it_is_for(tmp_path: Path) -> None:
    from microconv.loading import load

    small, large, *_ = blocks_of("configs.md", "yaml")
    assert [small] == blocks_of("README.md", "yaml")
    path = tmp_path / "shop.yaml"
    path.write_text(large, encoding="utf-8")
    client, problems = load(path)
    assert problems == ()
    assert client is not None
    assert client.goals.custom[0].conversions == ("purchase", "mv_form_step1")
    assert [len(item.rules) for item in client.conversions] == [0, 1, 0, 1]


def test_the_emulator_example_without_pytest_runs() -> None:
    (block,) = [block for block in blocks_of("emulator.md", "python") if "with Emulator" in block]
    names: dict[str, object] = {}
    exec(block, names)
    assert getattr(names["action"], "id", None) == 110000103


@pytest.mark.usefixtures("environment")
def test_the_library_examples_run(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stand on the page, one after the other, with the shop's config."""
    world.reset(read_seed(packaged_seed()))
    config = yaml.safe_load(blocks_of("README.md", "yaml")[0])
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs/aoi-store.yaml").write_text(yaml.safe_dump({**config, "unlisted": "keep"}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    names: dict[str, Any] = {}
    for block in blocks_of("python.md", "python"):
        exec(block, names)
    assert names["result"].in_sync
    assert "mv_add_to_cart" in names["adopted"].text
    assert names["audit"].findings
    actions = world.google_ads.customers[1234567890]
    assert actions.named("mv_add_to_cart").fields["value_settings.default_value"] == 500

"""The pages on tags: both languages say the same, the configs are valid, the commands are run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from microconv.emulator.seed import packaged_seed, read_seed
from microconv.emulator.tag_manager.kinds import TAG
from microconv.loading import load
from tests.heavy import heavy

PAGES = ("tags.md", "tags.ja.md")
FOLDER = Path(__file__).parents[2] / "docs"
HEAD = """version: 1
client: aoi-store
currency: JPY
google_ads: {customer_id: 123-456-7890}
ga4: {property_id: 345678901, data_stream: G-AOISTORE01}
"""
SHOPS_CONTAINER = "GTM-AOISTR1"
CONTAINER = "tag_manager: {container: GTM-ABC1234}\n"


def configs(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", (FOLDER / page).read_text("utf-8"), re.DOTALL)


def commands(page: str) -> list[str]:
    return re.findall(r"^    (microconv .*)$", (FOLDER / page).read_text("utf-8"), re.MULTILINE)


def moments(page: str) -> list[str]:
    cells = re.findall(r"^\| (`\{.*?) \| ", (FOLDER / page).read_text("utf-8"), re.MULTILINE)
    return [one for cell in cells for one in re.findall(r"`(\{.*?\})`", cell)]


def test_both_pages_say_the_same():
    english, japanese = PAGES
    assert configs(english) == configs(japanese)
    assert commands(english) == commands(japanese)
    assert moments(english) == moments(japanese)


@pytest.mark.parametrize("number", [0, 1])
def test_the_configs_are_valid(number, tmp_path):
    text = configs(PAGES[0])[number]
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + ("" if "tag_manager" in text else CONTAINER) + text, encoding="utf-8")
    config, problems = load(path)
    assert config is not None, problems
    assert not problems


@pytest.mark.parametrize("when", moments(PAGES[0]))
def test_every_moment_of_the_table_is_valid(when, tmp_path):
    path = tmp_path / "config.yaml"
    conversion = (
        f"conversions:\n  - {{name: mv_x, category: contact, role: secondary, ga4: {{}}, tag: {{when: {when}}}}}\n"
    )
    path.write_text(HEAD + CONTAINER + conversion, encoding="utf-8")
    config, problems = load(path)
    assert config is not None, problems


@heavy
@pytest.mark.usefixtures("environment")
def test_the_commands_do_what_the_page_says(run, world, tmp_path, monkeypatch):
    """With the container of the emulator's shop, and the config as the page has it at each step."""
    world.reset(read_seed(packaged_seed()))
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "configs" / "aoi-store.yaml"
    path.parent.mkdir()
    first = (HEAD + "unlisted: keep\n" + configs(PAGES[0])[0]).replace("GTM-ABC1234", SHOPS_CONTAINER)
    path.write_text(first, "utf-8")

    def live() -> list[str]:
        (container,) = [one for one in world.tag_manager.containers() if one.public_id == SHOPS_CONTAINER]
        content = container.versions[container.live].content
        return sorted(str(one["name"]) for one in content.of(TAG).values())

    before = live()
    for line in commands(PAGES[0]):
        if "publish" in line:
            path.write_text(first.replace(f"{SHOPS_CONTAINER}}}", f"{SHOPS_CONTAINER}, publish: ask}}"), "utf-8")
        arguments = shlex.split(line)[1:]
        done = run(*arguments, *(["--yes"] if arguments[0] == "sync" else []))
        assert done.code == 0, (arguments, done)
        if "publish" not in line:
            assert live() == before
    assert sorted({*live()} - {*before}) != []
    assert all("mv_form_step1" in name for name in {*live()} - {*before})

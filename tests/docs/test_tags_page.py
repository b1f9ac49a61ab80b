"""The pages on tags: both languages have the same configs and commands, and the configs are valid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from microconv.loading import load

PAGES = ("tags.md", "tags.ja.md")
FOLDER = Path(__file__).parents[2] / "docs"
HEAD = """version: 1
client: aoi-store
currency: JPY
google_ads: {customer_id: 123-456-7890}
ga4: {property_id: 345678901, data_stream: G-AOISTORE01}
"""
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

"""The pages on values and roles: their commands are run as they stand, one after the other; their config is valid."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from microconv.loading import load
from tests.cli.results_site import CART, CHECKOUT, FINAL, TODAY, config_of, site
from tests.heavy import heavy

__all__ = ["site"]
PAGES = {"en": "values.md", "ja": "values.ja.md"}
FOLDER = Path(__file__).parents[2] / "docs"


def text_of(page: str) -> str:
    return (FOLDER / page).read_text("utf-8")


def commands(page: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in re.findall(r"^    (microconv .*)$", text_of(page), re.MULTILINE)]


def blocks(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text_of(page), re.DOTALL)


def test_both_pages_say_the_same():
    english, japanese = PAGES.values()
    assert commands(english) == commands(japanese)
    assert blocks(english) == blocks(japanese)
    counts = [len(re.findall(r"^## ", text_of(page), re.MULTILINE)) for page in PAGES.values()]
    assert counts[0] == counts[1] == 10


def test_the_config_is_valid(tmp_path):
    (text,) = blocks(PAGES["en"])
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, more=text)
    client, problems = load(path)
    assert (client is not None, [problem for problem in problems if problem.is_error]) == (True, [])
    assert client.decisions[0].value == yaml.safe_load(text)["review"]["decisions"][0]["change"]["value"]


@heavy
@pytest.mark.usefixtures("site")
def test_the_commands_do_what_the_page_says(run, tmp_path, monkeypatch):
    """With a smaller client of the same name, whose world is a smaller one too."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    path = config_of(tmp_path, FINAL, CHECKOUT, CART, file="configs/aoi-store.yaml")
    for arguments in commands(PAGES["en"]):
        before = path.read_bytes()
        done = run(*arguments)
        assert done.code == 0, (arguments, done)
        assert (path.read_bytes() != before) == ("--write" in arguments), arguments
    decisions = load(path)[0].decisions
    assert [(str(one.date), one.conversion) for one in decisions] == [(TODAY, "mv_checkout"), (TODAY, "mv_add_to_cart")]

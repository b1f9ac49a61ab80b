"""The pages on the monthly report: their commands are run as they stand, one after the other; their config is valid."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from microconv.loading import load
from tests.conftest import CART, PURCHASE
from tests.heavy import heavy

PAGES = {"en": "report.md", "ja": "report.ja.md"}
FOLDER = Path(__file__).parents[2] / "docs"
CONVERSIONS = ({**PURCHASE, "ga4": {"event": "purchase"}}, {**CART, "funnel": {"next": "purchase"}})


def text_of(page: str) -> str:
    return (FOLDER / page).read_text("utf-8")


def commands(page: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in re.findall(r"^    (microconv .*)$", text_of(page), re.MULTILINE)]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text_of(page), re.DOTALL)


def test_both_pages_say_the_same():
    english, japanese = PAGES.values()
    assert commands(english) == commands(japanese)
    assert blocks(english, "yaml") == blocks(japanese, "yaml")
    assert blocks(english, "markdown") == blocks(japanese, "markdown")


def test_the_config_is_valid(write_config):
    (text,) = blocks(PAGES["en"], "yaml")
    path = write_config(*CONVERSIONS)
    keys = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(text + yaml.safe_dump(keys, allow_unicode=True), "utf-8")
    config, problems = load(path)
    assert (config is not None, [problem for problem in problems if problem.is_error]) == (True, [])


@heavy
@pytest.mark.usefixtures("environment")
def test_the_commands_do_what_the_page_says(run, world, write_config, tmp_path, monkeypatch):
    """With a smaller client of the same name, whose world is a smaller one too."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    write_config(*CONVERSIONS, file="configs/aoi-store.yaml")
    report = tmp_path / "reports" / "aoi-store" / "2026-10.json"
    (notes,) = blocks(PAGES["en"], "markdown")
    frozen = b""
    for number, arguments in enumerate(commands(PAGES["en"])):
        asked = len(world.log.entries)
        if "-o" not in arguments and "markdown" in arguments:
            path = report.parent / "notes" / "2026-10.md"
            path.parent.mkdir()
            path.write_text(notes, "utf-8")
        done = run(*arguments)
        assert done.code == 0, (arguments, done)
        frozen = frozen or report.read_bytes()
        assert report.read_bytes() == frozen
        asks = number == 0 or "--refresh" in arguments or arguments[0] == "funnel"
        assert (len(world.log.entries) > asked) == asks, arguments
        if "-o" not in arguments and "markdown" in arguments:
            assert "広告の配信量を増やし" in done.out
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files >= {
        "aoi.html", "aoi.xlsx", "aoi.md", "tables/aoi-store-2026-10/conversions.csv", "october/aoi-store-2026-10.html",
        "reports/aoi-store/2026-10.setup.json", "reports/aoi-store/2026-10.2.json",
    }  # fmt: skip

"""The pages on many clients every morning: command lines that run, files for schedulers, figures of the model."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
import yaml

from microconv.cli.command_list import COMMANDS
from microconv.cli.main import group
from tests.heavy import heavy

ROOT = Path(__file__).parents[2]
PAGES = ("fleet.md", "fleet.ja.md")


def text_of(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def blocks(page: str, language: str = r"\w+") -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[list[str]]:
    """Every `microconv COMMAND …` of the page: its own lines, and those within files for schedulers."""
    text = text_of(page)
    own = re.findall(r"^    (microconv .*)$", text, re.MULTILINE)
    within = [one for block in blocks(page) for one in re.findall(r"microconv (?:plan|sync|audit)[^\n|>'\"]*", block)]
    run = [f"microconv {one.replace(',', ' ')}" for one in re.findall(r"--args (\S+)", text)]
    return [shlex.split(line)[1:] for line in (*own, *within, *run)]


def simulation(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate", ROOT / "benchmarks" / "simulate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "simulate", module)
    spec.loader.exec_module(module)
    return module


def test_both_pages_have_the_same_commands_and_files() -> None:
    english, japanese = PAGES
    assert commands(english) == commands(japanese)
    assert blocks(english) == blocks(japanese)
    assert len(commands(english)) >= 11


def test_every_command_line_is_one() -> None:
    for name, *arguments in commands(PAGES[0]):
        command = COMMANDS[name].load()
        with click.Context(group, info_name="microconv") as parent:
            command.make_context(name, list(arguments), parent=parent)


@heavy
@pytest.mark.usefixtures("environment")
def test_every_command_line_runs(run, config, tmp_path, monkeypatch):
    """Those for Dask without it: tests/cli/test_dask.py has a scheduler."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "configs"
    folder.mkdir()
    config.rename(folder / "aoi.yaml")
    codes = []
    for arguments in commands(PAGES[0]):
        here = [one.replace("/configs/", "configs/") for one in arguments]
        if "--dask" in here:
            here = here[: here.index("--dask")]
        codes.append(run(*here).code)
    assert codes[:2] == [2, 0]
    assert set(codes) <= {0, 2, 3}


def test_files_for_schedulers_can_be_read() -> None:
    for block in blocks(PAGES[0], "yaml"):
        assert isinstance(yaml.safe_load(block), dict)
    (workflow,) = [one for one in blocks(PAGES[0], "yaml") if "jobs:" in one]
    (minute, hour, *_days) = re.findall(r'cron: "([^"]*)"', workflow)[0].split()
    assert ((int(hour) + 9) % 24, minute) == (6, "30")  # in Japan, whose clocks are nine hours ahead all year
    for block in blocks(PAGES[0], "python"):
        ast.parse(block)


def test_the_tables_and_the_plot_are_those_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = simulation(monkeypatch)
    one = model.simulate(300, model.PLAN, model.published("Explorer"))
    assert one.done == 300
    assert f"| 300 | {model._time(one.seconds)} |" in text_of(PAGES[0])
    assert (ROOT / "docs" / "fleet.svg").read_text("utf-8").count("polyline") == len(model.MORNINGS)


@heavy
def test_every_figure_is_that_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = simulation(monkeypatch)
    for line in "\n".join(model.tables()).splitlines():
        assert line in text_of(PAGES[0])
        assert model.in_japanese(line) in text_of(PAGES[1])
    assert (ROOT / "docs" / "fleet.svg").read_text("utf-8") == model.svg()


# ---- the model itself


def test_a_window_lets_no_more_through_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    model = simulation(monkeypatch)
    project = model.Project({model.CONTAINER: (model.Window(25, 100.0),)})
    places = [project.place(model.CONTAINER, 0.0) for _ in range(80)]
    assert [places[number] for number in (0, 24, 25, 50, 75)] == [0.0, 0.0, 100.0, 200.0, 300.0]
    day = model.Project({model.ADS: (model.Window(2, 86_400.0, ends=True),)})
    assert [day.place(model.ADS, at) for at in (0.0, 1.0, 2.0, 86_400.0, 86_400.5)] == [0.0, 1.0, None, 86_400.0, None]


def test_without_limits_a_morning_is_calls_times_latency_by_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    model = simulation(monkeypatch)
    google = model.Google(latency_s=0.25, spread=0.0, errors=0.0)
    at_once = model.simulate(80, model.PLAN, {}, jobs=8, google=google).seconds
    assert at_once == pytest.approx(80 * 0.25 / 8)  # a plan is one round trip
    slower = model.Google(latency_s=0.25, spread=0.0, errors=0.0, own_s=0.25)
    assert model.simulate(80, model.PLAN, {}, jobs=8, google=slower, start_s=2.0).seconds == pytest.approx(7)

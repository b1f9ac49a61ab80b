"""A config and what is live, and the plan that follows: one story a folder.

Each folder holds `config.yaml` and `live.json` (a snapshot), and what the plan must look like: `plan.txt`,
`plan.ja.txt` (in Japanese), `plan.json` and `plan.md`. After a change that is meant, `UPDATE_GOLDEN=1 pytest
tests/golden` writes the last four again; read the difference before you commit it. Under CI the variable is not heard.
"""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import pytest

from microconv.core.plan import Plan
from microconv.core.text import Language
from microconv.loading import load, read_snapshot
from microconv.project import Project
from microconv.render.plan import plan_text
from microconv.render.plan_markdown import plan_markdown

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/config.yaml"))
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1" and not os.environ.get("CI")


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one story, which is also the working folder: places in plans are then the same everywhere.

    So is the version of the tool, whose every release would change all stories otherwise.
    """
    folder = HERE / str(request.param)
    monkeypatch.chdir(folder)
    monkeypatch.setattr("microconv.version.__version__", "1.2.3")
    return folder


def plan_of(file: str, live: str | Path = "live.json") -> Plan:
    client, problems = load(file)
    assert not [problem for problem in problems if problem.is_error]
    assert client is not None
    return Project(client, providers=(), clock=lambda: NOON).plan(live=read_snapshot([live]))


def test_the_plan_is_the_one_on_file(case: Path) -> None:
    plan = plan_of("config.yaml")
    made = {
        "plan.txt": plan_text(plan),
        "plan.ja.txt": plan_text(plan, language=Language.JA),
        "plan.json": plan.to_json(),
        "plan.md": plan_markdown(plan),
    }
    for name, text in made.items():
        if UPDATE:
            (case / name).write_text(text, encoding="utf-8")
        assert text == (case / name).read_text(encoding="utf-8"), f"{case.name}/{name}"


def test_the_plan_on_file_can_be_read_back(case: Path) -> None:
    assert Plan.from_json((case / "plan.json").read_text(encoding="utf-8")) == plan_of("config.yaml")


def test_the_order_of_what_is_live_does_not_matter(case: Path, tmp_path: Path) -> None:
    live = json.loads((case / "live.json").read_text(encoding="utf-8"))
    for reading in live["readings"]:
        reading["resources"].reverse()
    turned = tmp_path / "turned.json"
    turned.write_text(json.dumps(live), encoding="utf-8")
    assert plan_of("config.yaml", turned).to_json() == plan_of("config.yaml").to_json()


def test_there_are_stories_and_no_folder_is_half() -> None:
    assert len(CASES) >= 10
    for folder in (path for path in HERE.iterdir() if path.is_dir() and path.name[0].isdigit()):
        assert {path.name for path in folder.iterdir()} == {
            "config.yaml",
            "live.json",
            "plan.txt",
            "plan.ja.txt",
            "plan.json",
            "plan.md",
        }

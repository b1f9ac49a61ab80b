"""The page on pipelines: its command lines are run on the emulator, its configs are read, both languages agree."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from tests.heavy import heavy

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ci.md").read_text("utf-8")
JAPANESE = (ROOT / "docs/ci.ja.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(GITLAB,) = [yaml.safe_load(text) for text in YAML if "script:" in text]
COMMANDS = [
    *GITLAB["plan"]["script"],
    *re.findall(r"'(microconv [^']*)'", BLOCKS["groovy"]),
    *re.findall(r"^ +(microconv .*)$", (ROOT / "docs/ci/forks.yml").read_text("utf-8"), re.MULTILINE),
]
CODES = {"validate": {0}, "snapshot": {0}, "plan": {0, 2}, "audit": {0, 3}}


def test_the_commands_are_those_that_the_test_knows():
    assert [" ".join(one.split()[:2]) for one in COMMANDS] == [
        *("microconv validate", "microconv snapshot", "microconv plan", "microconv audit"),
        *("microconv audit", "microconv plan", "microconv snapshot"),
    ]  # fmt: skip


@heavy
@pytest.mark.usefixtures("environment")
def test_the_commands_do_what_the_page_says(run, write_config, tmp_path, monkeypatch):
    """One after the other, in a folder with one client's config."""
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    write_config(file="configs/aoi.yaml")
    codes = {}
    for command in COMMANDS:
        words, _, into = command.partition(" > ")
        _, *arguments = shlex.split(words)
        done = run(*arguments)
        if into:
            Path(into).write_text(done.out, "utf-8")
        assert done.code in CODES[arguments[0]], (command, done)
        codes[command] = done.code
    assert codes["microconv plan configs/ --detailed-exitcode"] == 2
    reports = GITLAB["plan"]["artifacts"]["reports"]
    numbers = json.loads(Path(reports["terraform"]).read_text("utf-8"))
    assert numbers.keys() == {"create", "update", "delete"}
    assert sum(numbers.values()) > 0
    assert len(ElementTree.parse(reports["junit"]).getroot()) == 1


def test_the_hook_is_the_one_that_there_is():
    (text,) = [text for text in YAML if "repos:" in text]
    ((wanted,),) = [repository["hooks"] for repository in yaml.safe_load(text)["repos"]]
    (there,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert wanted["id"] == there["id"]


def test_renovate_finds_the_versions_and_its_config_has_its_form(tmp_path):
    path = tmp_path / "renovate.json"
    path.write_text(BLOCKS["json"], "utf-8")
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.renovate", str(path)])
    assert done.exit_code == 0, done.output
    (manager,) = json.loads(BLOCKS["json"])["customManagers"]
    (pattern,) = manager["matchStrings"]
    pattern = pattern.replace("(?<", "(?P<")
    for text in (YAML[1], BLOCKS["groovy"], (ROOT / "docs/ci/forks.yml").read_text("utf-8")):
        assert {match["currentValue"] for match in re.finditer(pattern, text)} == {"0.1.0"}


def test_the_gitlab_job_has_its_form(tmp_path):
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(next(text for text in YAML if "script:" in text), "utf-8")
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.gitlab-ci", str(path)])
    assert done.exit_code == 0, done.output


def test_the_page_names_every_output_and_every_workflow():
    outputs = re.findall(r"`([\w-]+)`", PAGE.partition("**Outputs**")[2].partition(". For sync")[0])
    assert sorted(outputs) == sorted(ACTION["outputs"])
    for page in (PAGE, JAPANESE):
        linked = re.findall(r"\(ci/([\w-]+\.yml)\)", page)
        assert sorted(linked) == sorted(path.name for path in (ROOT / "docs/ci").iterdir())

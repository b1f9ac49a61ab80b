"""action.yml and the workflows of docs/ci: their schemas, pins, rights, and that no input becomes text of a shell."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from microconv import __version__
from microconv.github.inputs import COMMANDS, COMMENTS, FAIL_ON

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / "docs/ci").glob("*.yml"))
PINS = {
    "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
    "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
    "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
    "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    "github/codeql-action/upload-sarif": "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
    "google-github-actions/auth": "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0",
}
"""The commits of these tags in copies of the repositories, read 2026-11-30 with `git for-each-ref refs/tags`."""

OURS = "OWNER/microconv"
RIGHTS = {"contents": "read", "actions": "read", "id-token": "write"}
"""The rights that a job may have beside those that its workflow is about."""


def action() -> dict[str, Any]:
    return yaml.safe_load(ACTION.read_text("utf-8"))


@pytest.mark.parametrize(
    ("schema", "files"), [("vendor.github-actions", [ACTION]), ("vendor.github-workflows", WORKFLOWS)], ids=str
)
def test_the_files_have_the_form_that_github_wants(schema, files):
    assert files
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", schema, *map(str, files)])
    assert done.exit_code == 0, done.output


def test_the_schema_sees_mistakes(tmp_path):
    broken = action()
    del broken["runs"]["steps"][1]["shell"]
    path = tmp_path / "action.yml"
    path.write_text(yaml.safe_dump(broken), "utf-8")
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", "vendor.github-actions", str(path)])
    assert done.exit_code == 1


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_every_action_of_others_is_pinned_by_its_commit(path):
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"\s*(?:- )?uses: (.*)", line)
        if match:
            name, _, pin = match[1].partition("@")
            assert name == OURS or pin == PINS[name], line
            assert re.match(r"[0-9a-f]{40} # ", pin), line


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=lambda path: path.name)
def test_no_expression_stands_in_the_text_of_a_shell(path):
    content = yaml.safe_load(path.read_text("utf-8"))
    jobs = [content["runs"]] if "runs" in content else list(content["jobs"].values())
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert scripts or path != ACTION
    assert [script for script in scripts if "${{" in script] == []


def test_the_version_is_pinned_to_this_one_and_nothing_asks_for_credentials():
    inputs = action()["inputs"]
    assert inputs["version"]["default"] == __version__
    assert [name for name in inputs if re.search("key|secret|password|credential", name)] == []
    assert all("default" in one and "required" not in one for one in inputs.values())


def test_every_input_reaches_the_program_through_a_variable(step, monkeypatch):
    (_, _, run) = action()["runs"]["steps"]
    taken = {value: name for name, value in run["env"].items()}
    assert {f"${{{{ inputs.{name} }}}}" for name in action()["inputs"]} - {*taken} == {
        "${{ inputs.python-version }}",
        "${{ inputs.version }}",
    }
    source = "".join(path.read_text("utf-8") for path in (ROOT / "microconv/github").glob("*.py"))
    for name in taken.values():
        if name.startswith("INPUT_"):
            assert f'"{name.removeprefix("INPUT_")}"' in source or f'"{name}"' in source
    texts = action()["inputs"]
    for name, words in {"command": COMMANDS, "comment": COMMENTS, "fail-on": FAIL_ON["audit"][1:]}.items():
        assert all(word in texts[name]["description"] for word in words)


@pytest.mark.usefixtures("environment")
def test_the_outputs_are_those_that_the_program_sets(step, write_config):
    step.run(paths=str(write_config()), comment="never")
    outputs = action()["outputs"]
    assert {name: one["value"] for name, one in outputs.items()} == {
        name: f"${{{{ steps.run.outputs.{name} }}}}" for name in step.outputs
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_have_the_rights_that_they_need_and_no_more(path):
    content = yaml.safe_load(path.read_text("utf-8"))
    assert content["permissions"] == {}
    for job in content["jobs"].values():
        more = {name: right for name, right in job["permissions"].items() if RIGHTS.get(name) != right}
        wanted = {"pull-requests": "comment", "issues": "issues: drift", "security-events": "upload-sarif"}
        assert {*more} <= {*wanted}
        text = yaml.safe_dump(job)
        assert all(right == "write" and wanted[name] in path.read_text("utf-8") for name, right in more.items())
        assert ("id-token" in job["permissions"]) == ("google-github-actions/auth" in text)
        assert "timeout-minutes" in job
        checkouts = [one for one in job["steps"] if one.get("uses", "").startswith("actions/checkout")]
        assert all(one["with"]["persist-credentials"] is False for one in checkouts)
    assert "pull_request_target" not in content[True]


def test_what_writes_waits_for_an_approval_and_runs_alone():
    content = yaml.safe_load((ROOT / "docs/ci/apply.yml").read_text("utf-8"))
    assert content["concurrency"]["cancel-in-progress"] is False
    writing = [
        job
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        if any(one.get("with", {}).get("command") == "sync" for one in job["steps"])
    ]
    assert writing == [content["jobs"]["apply"]]
    assert writing[0]["environment"]
    assert all("GOOGLE_EDITOR" not in path.read_text("utf-8") for path in WORKFLOWS if path.name != "apply.yml")


def test_a_run_that_is_started_again_can_upload_again_and_loses_no_journal():
    """GitHub refuses a second artifact of the same name in a run (409), in every attempt of it."""
    uploads = [
        step["with"]
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/upload-artifact")
    ]
    assert len(uploads) == 5
    for one in uploads:
        kept = "journals" in one["name"]
        assert ("${{ github.run_attempt }}" in one["name"], one.get("overwrite", False)) == (kept, not kept)


def test_what_is_started_by_hand_applies_only_what_was_merged():
    content = yaml.safe_load((ROOT / "docs/ci/apply.yml").read_text("utf-8"))
    assert content[True].keys() == {"push", "workflow_dispatch"}
    assert content["jobs"]["plan"]["if"] == "github.ref == 'refs/heads/main'"
    assert content["jobs"]["apply"]["needs"] == "plan"
    assert content[True]["push"]["branches"] == ["main"]
    for job in content["jobs"].values():  # the commit that started the run, and no other one
        for step in job["steps"]:
            assert not {"ref", "run-id", "repository"} & step.get("with", {}).keys()


@pytest.mark.parametrize(
    ("version", "installed"),
    [
        (__version__, [str(ROOT), "--constraint", str(ROOT / "constraints.txt")]),
        ("9.8.7rc1", ["microconv==9.8.7rc1"]),
        ("1.0; touch owned", None),
        ("$(touch owned)", None),
        ("../../owned", None),
        ("", None),
        ("0.1.0\n--index-url=x", None),
    ],
)
def test_installing_takes_versions_and_nothing_else(tmp_path, version, installed):
    """The step's own text, with a python3 that writes down what it is asked for."""
    programs = tmp_path / "bin"
    programs.mkdir()
    python = programs / "python3"
    python.write_text(
        '#!/bin/bash\nif [ "$3" = venv ]; then mkdir -p "$4/bin"; cp "$0" "$4/bin/python"; exit; fi\n'
        f'printf "%s\\n" "$@" >>"{tmp_path}/asked"\n'
    )
    python.chmod(0o700)
    script = action()["runs"]["steps"][1]["run"]
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "INPUT_VERSION": version,
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    codes = [
        subprocess.run(
            ["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, check=False
        ).returncode
        for _ in range(2)
    ]
    if installed is None:
        assert codes == [64, 64]
        assert {one.name for one in tmp_path.iterdir()} == {"bin"}
        return
    assert codes == [0, 0]
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *installed]  # once
    assert (tmp_path / "output").read_text().splitlines()[0] == f"python={tmp_path}/temp/microconv/{version}/bin/python"

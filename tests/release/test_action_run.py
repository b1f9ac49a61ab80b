"""The last step of action.yml as GitHub runs it: bash, an installed wheel, the emulator; no part in this process."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.heavy import heavy
from tests.release.conftest import ROOT, call
from tests.release.test_packages import program


@heavy
def test_the_step_plans_on_the_emulator(environment, environment_with, write_config, holds, tmp_path):
    version = program("3.11")
    if version is None:
        pytest.skip("there is no Python 3.11 with venv on this machine")
    config = write_config(file="configs/aoi.yaml")
    # The checkout of a pull request that would like to be imported.
    for name in ("microconv", "yaml", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the checkout')", "utf-8")
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    step = action["runs"]["steps"][-1]
    inputs = {name: str(one["default"]) for name, one in action["inputs"].items()}
    inputs |= {"paths": str(config.parent), "comment": "never", "plan-dir": "plans", "token": ""}
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: inputs[match[1]], str(value))
        for name, value in step["env"].items()
    }
    variables |= {
        **environment,
        "PYTHON": str(environment_with(version)),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path / "temp"),
        "MICROCONV_STATE_DIR": str(tmp_path / "state"),
        "HOME": str(tmp_path),
    }
    before = holds.everything()
    log = call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=tmp_path, **variables)
    outputs = (tmp_path / "output").read_text("utf-8")
    assert re.search(r"^has-changes<<(\S+)\ntrue\n\1$", outputs, re.MULTILINE)
    assert re.search(r"^exit-code<<(\S+)\n2\n\1$", outputs, re.MULTILINE)
    assert "### microconv plan (emulated)" in (tmp_path / "summary").read_text("utf-8")
    assert Path(tmp_path, "plans/plan.json").exists()
    assert "::stop-commands::" in log
    assert (holds.everything(), holds.writes()) == (before, [])
    variables["INPUT_COMMAND"] = "sync"
    call("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], cwd=tmp_path, **variables)
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False

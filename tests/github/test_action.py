"""Steps on the emulator: what they leave in outputs, summary, comment and issues, and what the accounts hold."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from microconv.github.command import Finished
from tests.conftest import CART, PURCHASE
from tests.github.fake import BOT, PULL

pytestmark = pytest.mark.usefixtures("environment")

CONTACT = {"name": "contact", "kind": "macro", "category": "contact", "role": "primary"}
BOTAN = {
    "google_ads": {"customer_id": "2345678901", "login_customer_id": "9998887777"},
    "ga4": {"property_id": 345678902},
    "file": "configs/botan.yaml",
}
CLOSED = {"google_ads": {"customer_id": "5556667777", "login_customer_id": "9998887777"}, "ga4": None}


@pytest.fixture
def paths(write_config):
    """The store's config in a folder."""
    return str(write_config(file="configs/aoi.yaml").parent)


def test_a_plan_tells_outputs_summary_and_one_comment(step, github, paths, holds):
    before = holds.everything()
    assert step.run(paths=paths) == 0
    assert {name: value for name, value in step.outputs.items() if name not in {"fingerprint", "report"}} == {
        "has-changes": "true",
        "exit-code": "2",
        "creates": "0",
        "updates": "1",
        "demotions": "2",
        "removals": "0",
        "refused": "0",
        "failed": "0",
        "plan-file": "",
        "sarif": "",
        "summary": "1 client: 1 to update, 2 to demote",
    }
    assert len(step.outputs["fingerprint"]) == 64
    (comment,) = github.comments
    lines = comment["body"].splitlines()
    assert lines[0].startswith("<!-- microconv:plan:")
    assert lines[1:7] == [
        "### microconv plan (emulated)",
        "",
        "**1 client: 1 to update, 2 to demote**",
        "",
        "> [!WARNING]",
        "> **Demotions and what bidding starts and stops using**",
    ]
    assert '> - demotes conversion "mv\\_old\\_step"' in lines
    assert any(line.startswith('> - stops using "mv\\_add\\_to\\_cart"') for line in lines)
    assert comment["body"].count("[!WARNING]") == 1
    assert "(https://github.test/aoi/measurement/actions/runs/42#artifacts)" in comment["body"]
    assert step.summary.splitlines()[:6] == lines[1:7]
    assert Path(step.outputs["report"]).read_text("utf-8").splitlines()[:6] == lines[1:7]
    assert (holds.everything(), holds.writes()) == (before, [])


def test_the_comment_is_changed_in_place_and_told_from_others(step, github, paths, run):
    step.run(paths=paths)
    mark = github.comments[0]["body"].splitlines()[0]
    ours = github.comments.pop()
    for _ in range(250):
        github.comment(f"{mark}\nforged", "somebody")
    github.comments.append({**ours, "id": 9_999})
    assert run("sync", paths, "--yes").code == 0
    assert step.run(paths=paths) == 0
    assert len(github.comments) == 251
    assert [one["body"] for one in github.comments[:250]] == [f"{mark}\nforged"] * 250
    assert "**1 client: No changes**" in github.comments[250]["body"]
    step.run(paths=paths, args="--container GTM-AOISTR1")
    assert len(github.comments) == 252  # another target


def test_changes_fail_where_that_is_asked_for(step, paths):
    assert step.run(paths=paths, fail_on="changes", comment="never") == 2
    assert step.obeyed() == ["::error title=microconv::plan: 1 client: 1 to update, 2 to demote"]


def test_what_sync_would_refuse_fails_and_stands_in_a_caution(step, github, paths):
    assert step.run(paths=paths, args="--max-changes 1") == 4
    assert (step.outputs["exit-code"], step.outputs["refused"]) == ("4", "1")
    assert "> - **sync would refuse it**: aoi" in github.comments[0]["body"]
    assert "> - **refused** `" in github.comments[0]["body"]


def test_a_client_that_fails_is_named_with_the_reason(step, github, paths, write_config):
    write_config(CONTACT, **BOTAN)
    write_config(PURCHASE, file="configs/closed.yaml", **CLOSED)
    assert step.run(paths=paths) == 5
    body = github.comments[0]["body"]
    assert "> - **failed**: closed" in body
    assert "closed: error:" in body
    assert body.index("> [!WARNING]") < body.index("> [!CAUTION]") < body.index("<summary>aoi</summary>")
    assert (step.outputs["failed"], step.outputs["has-changes"]) == ("1", "true")


def test_a_broken_config_is_told(step, github, tmp_path):
    (tmp_path / "broken.yaml").write_text("version: 1\nclient: a\nconversions: [{name: mv_a, kind: sometimes}]\n")
    for command in ("validate", "plan", "audit"):
        assert step.run(command=command, paths=str(tmp_path / "broken.yaml")) == 1
        assert "sometimes" in github.comments[-1]["body"]
        assert "sometimes" in step.summary
    assert len(github.comments) == 3
    assert json.loads(Path(step.outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]


def test_an_audit_leaves_sarif_of_the_same_reading(step, github, paths, holds):
    assert step.run(command="audit", paths=paths) == 3
    calls = len(holds.reads())
    results = json.loads(Path(step.outputs["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert results
    assert "🔴 **error**" in github.comments[0]["body"]
    assert step.outputs["summary"].startswith("1 client: ")
    assert step.run(command="audit", paths=paths, fail_on="never", comment="never") == 0
    assert len(holds.reads()) == 2 * calls


def test_a_saved_plan_is_applied_and_nothing_else(step, paths, holds, github):
    assert step.run(paths=paths, plan_dir="plans") == 0
    assert step.outputs["plan-file"] == "plans/plan.json"
    assert step.run(paths=paths, plan_dir="plans", comment="never") == 64  # another run's plans stand there
    fingerprint = step.outputs.get("fingerprint")
    assert fingerprint is None
    assert step.run(command="sync", paths=paths, plan_dir="plans") == 0
    assert holds.actions()["mv_old_step"]["primary_for_goal"] is False
    assert holds.actions()["mv_add_to_cart"]["primary_for_goal"] is False
    assert step.outputs["demotions"] == "2"
    assert "In sync" in step.summary
    assert len(github.comments) == 2
    before = holds.everything()
    assert step.run(command="sync", paths=paths, plan_dir="plans", comment="never") == 4  # it is out of date now
    assert holds.everything() == before


def test_sync_without_a_plan_or_a_word_writes_nothing(step, paths, holds, nothing_written_):
    assert step.run(command="sync", paths=paths) == 64
    assert step.run(command="sync", paths=paths, plan_dir="nowhere") == 64
    assert "has no saved plan" in step.obeyed()[0]


@pytest.fixture
def nothing_written_(holds):
    """The accounts stay as they are."""
    before = holds.everything()
    yield
    assert (holds.everything(), holds.writes()) == (before, [])


def test_drift_opens_updates_and_closes_an_issue_of_each_client(step, github, paths, write_config, run):
    write_config({**CONTACT, "value": 900}, **BOTAN)
    closed = write_config(PURCHASE, file="configs/closed.yaml", **CLOSED)
    there = github.issue("microconv: closed has drifted", "by hand, without a mark")
    assert step.run(paths=paths, issues="drift", comment="never") == 5
    assert github.opened() == [there["title"], "microconv: aoi has drifted", "microconv: botan has drifted"]
    assert "issues: 2 opened, 1 unknown" in step.log
    bodies = [one["body"] for one in github.issues]
    assert "[!WARNING]" in bodies[1]
    step.variables["GITHUB_RUN_ID"] = "43"
    step.run(paths=paths, issues="drift", comment="never")
    assert [one["body"] for one in github.issues] == bodies  # a night without news writes nothing
    closed.unlink()
    write_config(PURCHASE, {**CART, "value": 700}, file="configs/aoi.yaml")
    assert run("sync", str(Path(paths) / "botan.yaml"), "--yes").code == 0
    assert step.run(paths=paths, issues="drift", comment="never") == 0
    assert github.opened() == [there["title"], "microconv: aoi has drifted"]
    assert "700" in github.issues[1]["body"]
    assert "issues: 1 updated, 1 closed" in step.log
    assert set(step.waits) == {1.0}


def test_an_issue_that_somebody_else_wrote_is_left_alone(step, github, paths):
    step.run(paths=paths, issues="drift", comment="never")
    github.issues[0]["user"]["login"] = "somebody"
    forged = github.issues[0]["body"]
    step.run(paths=paths, issues="drift", comment="never")
    assert github.issues[0]["body"] == forged
    assert [one["user"]["login"] for one in github.issues] == ["somebody", BOT]


def test_a_snapshot_needs_neither_network_nor_credentials(step, github, paths, run, monkeypatch, tmp_path):
    assert run("snapshot", paths, "-o", tmp_path / "all.json").code == 0
    for name in ("GOOGLE_ADS_CONFIGURATION_FILE_PATH", "GOOGLE_APPLICATION_CREDENTIALS", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    github.writes_refused = 403  # a fork
    assert step.run(paths=paths, args=f"--live {tmp_path / 'all.json'}") == 0
    assert step.outputs["demotions"] == "2"
    (warning,) = step.obeyed()
    assert warning.startswith("::warning title=microconv::no comment: GitHub answered 403")
    assert "a pull request from a fork has it never" in warning
    assert "demotes conversion" in step.summary


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_languages(step, github, paths, language):
    step.run(paths=paths, args=f"--language {language}")
    word = {"en": "Demotions and what bidding", "ja": "サブへの変更と入札への影響"}[language]
    assert word in github.comments[0]["body"]


def test_a_run_that_is_no_workflow_leaves_a_report_and_no_files(step, paths):
    for name in [name for name in step.variables if name != "RUNNER_TEMP"]:
        del step.variables[name]
    assert step.run(paths=paths) == 0


@pytest.mark.parametrize("variable", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
@pytest.mark.parametrize(("inputs", "code"), [({}, 1), ({"fail_on": "changes"}, 2), ({"command": "none"}, 64)])
def test_a_file_of_the_runner_that_cannot_be_written_is_told_once_and_is_no_success(
    step, github, paths, variable, inputs, code
):
    """Whatever else there is to tell is told; the command's own failure stays the step's exit code."""
    folder = Path(step.variables[variable])
    folder.mkdir()
    assert step.run(paths=paths, **inputs) == code
    told = [one for one in step.obeyed() if variable in one]
    assert len(told) == (0 if inputs.get("command") and variable == "GITHUB_STEP_SUMMARY" else 1), step.log
    assert all(one.startswith("::error ") and str(folder) in one for one in told)
    assert bool(github.comments) == ("command" not in inputs)


def test_a_report_that_cannot_be_written_is_told_and_is_no_success(step, github, paths, monkeypatch):
    def full(path, *_arguments, **_settings):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full)
        assert step.run(paths=paths) == 1
    assert any(one.startswith("::error ") and "the report cannot be written" in one for one in step.obeyed())
    assert (step.outputs["exit-code"], step.outputs["report"], len(github.comments)) == ("2", "", 1)


def test_json_that_is_none_is_an_error_and_no_success(step, paths):
    step.start = lambda *_: Finished(0, "Segmentation fault\n", "")
    assert step.run(paths=paths) == 1
    assert "cannot be read" in step.obeyed()[0]
    assert step.outputs == {"exit-code": "1"}


def test_the_pull_request_is_the_one_of_the_event():
    from microconv.github.comment import pull_request

    assert pull_request({"pull_request": {"number": PULL}}) == PULL
    assert [pull_request(one) for one in ({}, {"pull_request": None}, {"pull_request": {"number": "7/../8"}})] == [
        None
    ] * 3

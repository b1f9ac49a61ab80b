"""A run that breaks off or fails: its exit code stays, nothing is made up, and no success is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from microconv.core.errors import Refusal
from microconv.core.text import untranslated
from microconv.github.command import read
from microconv.github.comment import marker
from tests.github.ended import line, plan_of, says


def test_plans_refused_together_are_no_client_and_are_told(step, github):
    refusal = Refusal("fleet", untranslated("300 of 400 clients lose all"), untranslated("look again"), "configs/")
    words = {"en": "300 of 400 clients lose all", "ja": "300 of 400 clients lose all"}
    hint = {"en": "look again", "ja": "look again"}
    item = {"code": refusal.code, "summary": words, "hint": hint, "where": refusal.where}
    together = {"refusals": [item], "exit_code": 4}
    out = line(plan_of("a", 1), 2) + line(plan_of("b", 2), 2) + line(plan_of("c")) + json.dumps(together) + "\n"
    assert says(step, 4, out, issues="drift") == 4
    assert {name: step.outputs[name] for name in ("failed", "refused", "has-changes", "creates")} == {
        "failed": "0",
        "refused": "2",
        "has-changes": "true",
        "creates": "3",
    }
    assert step.outputs["summary"] == "3 clients: 3 to create, 2 refused"
    for text in (github.comments[0]["body"], step.summary):
        assert "300 of 400 clients lose all" in text
        assert "**sync would refuse it**: a, b" in text
        assert "None" not in text
    assert github.opened() == ["microconv: a has drifted", "microconv: b has drifted"]


@pytest.mark.parametrize("code", [1, 130, 137])
def test_a_run_that_breaks_off_in_a_line_keeps_its_exit_code(step, github, code):
    out = line(plan_of("a")) + line(plan_of("b"))[:70]
    github.issue("microconv: a has drifted", f"{marker('drift', 'a')}\nx")
    assert says(step, code, out, "broken off in a wo", issues="drift") == code
    assert step.outputs["exit-code"] == str(code)
    assert f"exit code {code}" in step.outputs["summary"]
    assert github.opened() == ["microconv: a has drifted"]
    assert "broken off in a wo" in step.summary
    assert "No changes" not in step.summary + step.log + github.comments[0]["body"]
    assert step.obeyed()[-1].startswith("::error title=microconv::plan: exit code")


def test_a_run_that_breaks_off_between_lines_does_not_say_no_changes(step):
    assert says(step, 1, line(plan_of("a")), "Killed\n", comment="never") == 1
    assert step.outputs["summary"] == "1 client: 1 without changes, exit code 1: an error"
    assert "Killed" in step.summary
    out = line(plan_of("a")) + '{"client": "b", "exit_code": 1}\n'
    assert says(step, 5, out, comment="never") == 5
    assert step.outputs["summary"] == "2 clients: 1 without changes, 1 failed"
    assert says(step, 0, line(plan_of("a")), comment="never") == 0
    assert step.outputs["summary"] == "1 client: No changes"


def test_answers_that_cannot_be_read_are_no_success_whatever_the_exit_code(step):
    for code in (0, 2, 3):
        assert says(step, code, line(plan_of("a"))[:70], comment="never") == 1


def test_sync_says_how_it_ended_beside_what_was_planned(step, tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "a.json").write_text(plan_of("a", 2).to_json(), "utf-8")
    common = {"command": "sync", "plan_dir": str(plans), "paths": str(tmp_path), "comment": "never"}
    assert says(step, 4, "", "out of date\n", **common) == 4
    planned = "; the saved plans of 1 client: 2 to create"
    assert step.obeyed() == [f"::error title=microconv::sync: exit code 4: refused before any write{planned}"]
    assert says(step, 0, "In sync\n", **common) == 0
    assert step.outputs["summary"] == f"exit code 0: done{planned}"


@pytest.mark.parametrize(("code", "word"), [(0, "exit code 0: valid"), (1, "exit code 1: not valid")])
def test_validate_says_whether_configs_are_valid(step, code, word):
    assert says(step, code, "", command="validate", comment="never") == code
    assert step.outputs["summary"] == word


@pytest.mark.parametrize("code", [4, 5, 64, 130])
@pytest.mark.parametrize("command", ["validate", "plan", "audit", "sync"])
def test_exit_codes_pass_through(step, tmp_path, command, code):
    args = "--yes" if command == "sync" else ""
    assert says(step, code, "", command=command, args=args, paths=str(tmp_path), comment="never") == code
    assert step.outputs["exit-code"] == str(code)


def test_a_log_that_ends_in_the_middle_of_a_line_does_not_silence_the_step(step):
    says(step, 1, "::error::forged", "no end of line", command="validate", comment="never")
    assert step.obeyed() == ["::error title=microconv::validate: exit code 1: not valid"]


def test_reports_of_two_steps_of_a_job_stand_beside_each_other(step):
    says(step, 0, line(plan_of("a")), comment="never")
    first = Path(step.outputs["report"])
    said = first.read_text("utf-8")
    says(step, 2, line(plan_of("b", 1), 2), comment="never")
    assert Path(step.outputs["report"]) != first
    assert first.read_text("utf-8") == said


def test_a_folder_that_is_none_is_told_and_not_traced(step, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    assert says(step, 0, "", plan_dir=str(tmp_path / "file"), paths=str(tmp_path)) == 64
    assert "is a file" in step.obeyed()[0]
    step.variables["RUNNER_TEMP"] = str(tmp_path / "file")
    assert says(step, 0, "") == 1
    assert step.outputs == {"exit-code": "1"}


def test_read_takes_nothing_for_a_client_that_is_none():
    assert read("\n") == ((), ())
    clients, together = read('{"client": "a", "exit_code": 5}\n{"refusals": [], "exit_code": 4}\n')
    assert ([one.label for one in clients], together) == (["a"], ())

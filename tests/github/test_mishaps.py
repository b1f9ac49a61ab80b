"""A run that breaks off, a GitHub that answers in pieces, and runs at the same time: nothing twice, nothing made up."""

from __future__ import annotations

import json
import threading
import time
from http.client import IncompleteRead
from pathlib import Path

import pytest

from microconv.core.errors import Refusal
from microconv.core.plan import Action, Change, Plan
from microconv.core.resource import Address
from microconv.core.text import Language, untranslated
from microconv.github import api
from microconv.github.action import connect
from microconv.github.api import TRIES, DeniedError, GitHub, GitHubError, LimitedError, UnclearAnswerError
from microconv.github.command import Client, Finished, read
from microconv.github.comment import marker, ours, put_comment
from microconv.github.issues import put_issues
from tests.github.fake import BOT, PULL, REPOSITORY, TOKEN, FakeGitHub

MARK = marker("plan", "configs/")
LONG = {"Content-Length": "9999"}
"""The header of an answer that breaks off."""


def plan_of(client: str, changes: int = 0) -> Plan:
    """A plan that creates so many conversions."""
    kind = "google_ads.conversion_action"
    return Plan(client, (), tuple(Change(Action.CREATE, Address(kind, f"mv_{n}"), (), ()) for n in range(changes)))


def line(plan: Plan, code: int = 0) -> str:
    """A client's line of JSON, as the contract has it."""
    return json.dumps({**json.loads(plan.to_json()), "refusals": [], "exit_code": code}) + "\n"


@pytest.fixture
def waits() -> list[float]:
    """The pauses that were made."""
    return []


@pytest.fixture
def client(github: FakeGitHub, waits: list[float]) -> GitHub:
    """Our client of the fake."""
    return GitHub(github.url, REPOSITORY, TOKEN, wait=waits.append)


def says(step, code: int, out: str, err: str = "", **inputs: str) -> int:
    """Run a step whose command ends like that. Returns the step's exit code."""
    step.start = lambda _, listen: (listen(err), Finished(code, out, err))[1]
    return step.run(**inputs)


# ---- the command


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


# ---- GitHub's API


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_an_answer_that_breaks_off_is_none(github, client, method):
    github.comment("somebody's", "somebody")
    if method == "PATCH":
        put_comment(client, PULL, MARK, "zero")
    github.mishaps.append((method, "comments", 200, LONG, method != "GET"))
    put_comment(client, PULL, MARK, "one")
    assert [one["body"] for one in github.comments] == ["somebody's", f"{MARK}\none"]
    github.mishaps += [("GET", "comments", 200, LONG, False)] * 9 * TRIES
    with pytest.raises(UnclearAnswerError, match="IncompleteRead") as caught:
        put_comment(client, PULL, MARK, "two")
    assert isinstance(caught.value.__cause__, IncompleteRead)


def test_an_answer_that_trickles_is_not_waited_for(github, client, monkeypatch):
    monkeypatch.setattr(api, "TIMEOUT_S", 0.2)
    monkeypatch.setattr(github, "_do", lambda *_: (200, ["x" * 200], {"X-Slow": "1"}))
    started = time.monotonic()
    with pytest.raises(UnclearAnswerError, match="too slowly"):
        [*client.list("issues")]
    assert time.monotonic() - started < 5


def test_a_refusal_that_breaks_off_is_a_refusal(github, client):
    github.mishaps.append(("POST", "comments", 422, LONG, False))
    with pytest.raises(DeniedError, match="422"):
        put_comment(client, PULL, MARK, "one")


def test_a_secondary_limit_without_headers_is_a_limit_and_no_missing_right(github, client, waits, monkeypatch):
    monkeypatch.setattr(github, "_do", lambda *_: (403, {"message": "You have exceeded a secondary rate limit."}, {}))
    with pytest.raises(LimitedError, match="secondary"):
        put_comment(client, PULL, MARK, "one")
    assert waits == [60.0, 60.0]


@pytest.mark.parametrize("after", ["", "soon", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "1.5"])
def test_a_time_that_is_none_is_a_minute(github, client, waits, after):
    github.mishaps.append(("POST", "comments", 429, {"Retry-After": after}, False))
    put_comment(client, PULL, MARK, "one")
    assert waits == [60.0]


@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
def test_auto_passes_and_always_fails_whatever_github_refuses(step, github, status):
    for comment, code in (("auto", 0), ("always", 1)):
        github.mishaps.append(("POST", "comments", status, {}, False))
        assert says(step, 0, line(plan_of("a")), comment=comment) == code
        assert f"GitHub answered {status}" in step.obeyed()[0]
        assert TOKEN not in step.log + step.summary


# ---- at the same time


def test_two_runs_at_the_same_time_leave_one_comment(github):
    meet = threading.Barrier(2, timeout=10)
    answered = threading.local()

    class Together(GitHub):
        """Both read the comments before one of them writes."""

        def list(self, path):
            items = [*super().list(path)]
            if not getattr(answered, "once", False):
                answered.once = True
                meet.wait()
            return iter(items)

    def write(text: str) -> None:
        put_comment(Together(github.url, REPOSITORY, TOKEN, wait=lambda _: None), PULL, MARK, text)

    runs = [threading.Thread(target=write, args=(text,)) for text in ("one", "two")]
    [run.start() for run in runs]
    [run.join(20) for run in runs]
    (comment,) = github.comments
    assert comment["body"] in {f"{MARK}\none", f"{MARK}\ntwo"}


def test_comments_of_ours_that_were_left_behind_go_and_those_of_others_stay(github, client):
    github.comment(f"{MARK}\nforged", "somebody")
    for text in ("one", "two", "three"):
        github.comment(f"{MARK}\n{text}")
    put_comment(client, PULL, MARK, "new")
    assert [one["body"] for one in github.comments] == [f"{MARK}\nforged", f"{MARK}\nnew"]


# ---- issues


def drifted(*labels: str) -> list[Client]:
    return [Client(label, 2, plan_of(label, 1)) for label in labels]


@pytest.mark.parametrize("code", [0, 1, 4, 5, 130])
def test_no_issue_is_closed_of_a_client_without_a_plan(github, client, code):
    github.issue("microconv: a has drifted", f"{marker('drift', 'a')}\nx")
    done = put_issues(client, [Client("a", code)], Language.EN, "")
    assert (done.unknown, done.closed) == (["a"], [])
    assert github.opened() == ["microconv: a has drifted"]


def test_issues_that_stand_there_twice_are_one_again_and_close_together(github, client):
    for _ in range(3):
        github.issue("microconv: a has drifted", f"{marker('drift', 'a')}\nx")
    put_issues(client, drifted("a"), Language.EN, "")
    assert len(github.opened()) == 1
    github.issue("microconv: a has drifted", f"{marker('drift', 'a')}\nx")
    assert put_issues(client, [Client("a", 0, plan_of("a"))], Language.EN, "").closed == ["a"]
    assert github.opened() == []


def test_an_issue_closed_by_hand_is_followed_by_a_new_one_while_the_drift_lasts(github, client):
    put_issues(client, drifted("a"), Language.EN, "")
    github.issues[0]["state"] = "closed"
    assert put_issues(client, drifted("a"), Language.EN, "").opened == ["a"]
    assert put_issues(client, drifted("a"), Language.EN, "").unchanged == ["a"]
    assert [one["state"] for one in github.issues] == ["closed", "open"]


@pytest.mark.parametrize(
    ("status", "headers", "tried"),
    [(403, {}, 1), (410, {}, 1), (403, {"Retry-After": "9"}, TRIES), (429, {"Retry-After": "900"}, 1), (422, {}, 300)],
    ids=str,
)
def test_where_github_refuses_everybody_not_everybody_is_tried(github, client, waits, status, headers, tried):
    github.mishaps += [("POST", "/issues", status, headers, False)] * 300
    done = put_issues(client, drifted(*map(str, range(300))), Language.EN, "")
    assert len([url for method, url in github.requests if url.endswith("/issues")]) == tried
    assert len(done.failed) + len(done.left) == 300
    assert ("left" in done.sentence()) == (tried < 300)
    assert sum(waits) < 60


def test_a_missing_right_for_issues_is_named(step, github):
    github.mishaps.append(("POST", "/issues", 403, {}, False))
    out = line(plan_of("a", 1), 2) + line(plan_of("b", 1), 2)
    assert says(step, 2, out, issues="drift", comment="never") == 1
    assert "`permissions: issues: write`" in step.obeyed()[0]
    assert step.obeyed()[1].endswith("issues: 1 failed, 1 left")


def test_ours_are_told_by_mark_and_author():
    texts = [{"body": f"{MARK}\nx", "user": {"login": login}} for login in (BOT, "other", "GitHub-Actions[bot]")]
    texts += [{"body": None, "user": None}, {"body": f"x{MARK}", "user": {"login": BOT}}]
    assert ours(texts, MARK, BOT) == [texts[0], texts[2]]


def test_read_takes_nothing_for_a_client_that_is_none():
    assert read("\n") == ((), ())
    clients, together = read('{"client": "a", "exit_code": 5}\n{"refusals": [], "exit_code": 4}\n')
    assert ([one.label for one in clients], together) == (["a"], ())


def test_a_repository_that_is_none_is_an_error_of_ours():
    with pytest.raises((GitHubError, ValueError)):
        connect({}, TOKEN)

"""A GitHub that answers in pieces, refuses or is asked by two runs at once: nothing twice, nothing lost."""

from __future__ import annotations

import threading
import time
from http.client import IncompleteRead

import pytest

from microconv.core.text import Language
from microconv.github import api
from microconv.github.action import connect
from microconv.github.api import TRIES, DeniedError, GitHub, GitHubError, LimitedError, UnclearAnswerError
from microconv.github.command import Client
from microconv.github.comment import marker, ours, put_comment
from microconv.github.issues import put_issues
from tests.github.ended import line, plan_of, says
from tests.github.fake import BOT, PULL, REPOSITORY, TOKEN, FakeGitHub

MARK = marker("plan", "configs/")
LONG = {"Content-Length": "9999"}
"""The header of an answer that breaks off."""


@pytest.fixture
def waits() -> list[float]:
    """The pauses that were made."""
    return []


@pytest.fixture
def client(github: FakeGitHub, waits: list[float]) -> GitHub:
    """Our client of the fake."""
    return GitHub(github.url, REPOSITORY, TOKEN, wait=waits.append)


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


def test_a_repository_that_is_none_is_an_error_of_ours():
    with pytest.raises((GitHubError, ValueError)):
        connect({}, TOKEN)

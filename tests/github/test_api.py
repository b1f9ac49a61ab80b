"""GitHub's API when it is slow, full, unwilling or in pieces: nothing twice, nothing sent elsewhere."""

from __future__ import annotations

import time

import pytest

from microconv.core.plan import Plan
from microconv.core.text import Language
from microconv.github.api import DeniedError, GitHub, LimitedError, UnclearAnswerError
from microconv.github.command import Client
from microconv.github.comment import marker, put_comment
from microconv.github.issues import put_issues
from tests.github.fake import BOT, PULL, REPOSITORY, TOKEN, FakeGitHub

MARK = marker("plan", "configs/")


@pytest.fixture
def waits() -> list[float]:
    """The pauses that were made."""
    return []


@pytest.fixture
def client(github: FakeGitHub, waits: list[float]) -> GitHub:
    """Our client of the fake."""
    return GitHub(github.url, REPOSITORY, TOKEN, wait=waits.append)


def bodies(github: FakeGitHub) -> list[str]:
    return [one["body"] for one in github.comments]


def test_the_comment_is_sought_through_all_pages(github, client):
    github.page_size = 2
    for number in range(7):
        github.comment(f"somebody's {number}", "somebody")
    put_comment(client, PULL, MARK, "one")
    put_comment(client, PULL, MARK, "two")
    assert bodies(github)[7:] == [f"{MARK}\ntwo"]


def test_a_comment_that_says_it_already_is_not_written_again(github, client):
    put_comment(client, PULL, MARK, "one")
    github.comments[0]["body"] = github.comments[0]["body"].replace("\n", "\r\n")  # as GitHub may give it back
    put_comment(client, PULL, MARK, "one")
    assert [method for method, url in github.requests if "comments" in url] == ["GET", "POST", "GET", "GET"]


@pytest.mark.parametrize("done_first", [True, False])
def test_a_comment_whose_answer_was_lost_stands_there_once(github, client, done_first):
    github.mishaps.append(("POST", "comments", 502, {}, done_first))
    put_comment(client, PULL, MARK, "one")
    assert bodies(github) == [f"{MARK}\none"]


def test_an_issue_whose_answer_was_lost_is_opened_once(github, client):
    plan = Plan("aoi", ())
    github.mishaps.append(("POST", "/issues", 504, {}, True))
    assert put_issues(client, [Client("aoi", 2, plan)], Language.EN, "").opened == ["aoi"]
    assert github.opened() == ["microconv: aoi has drifted"]


def test_reading_is_tried_again_where_no_answer_comes(github, client, waits):
    github.mishaps += [("GET", "comments", 503, {}, False)] * 2
    put_comment(client, PULL, MARK, "one")
    assert waits == [1, 1]
    github.mishaps += [("GET", "comments", 503, {}, False)] * 9
    with pytest.raises(UnclearAnswerError, match="503"):
        put_comment(client, PULL, MARK, "two")
    assert bodies(github) == [f"{MARK}\none"]


@pytest.mark.parametrize("status", [403, 429])
def test_a_short_limit_is_waited_for(github, client, waits, status):
    github.mishaps.append(("POST", "comments", status, {"Retry-After": "7"}, False))
    put_comment(client, PULL, MARK, "one")
    assert (waits, bodies(github)) == ([7.0], [f"{MARK}\none"])


def test_a_long_limit_is_not(github, client, waits):
    reset = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3_000)}
    github.mishaps.append(("GET", "comments", 403, reset, False))
    with pytest.raises(LimitedError, match="used up"):
        put_comment(client, PULL, MARK, "one")
    assert (waits, github.comments) == ([], [])


def test_what_github_says_of_a_text_it_refuses_is_told(client):
    with pytest.raises(DeniedError, match=r"422: Validation Failed \(body is too long\)"):
        put_comment(client, PULL, MARK, "x" * 70_000)


def test_where_github_does_not_say_who_we_are_only_a_workflows_comment_is_changed(github, client):
    github.login = None
    github.comment(f"{MARK}\nforged", "somebody")
    put_comment(client, PULL, MARK, "one")
    put_comment(client, PULL, MARK, "two")
    assert [(one["user"]["login"], one["body"]) for one in github.comments] == [
        ("somebody", f"{MARK}\nforged"),
        (BOT, f"{MARK}\ntwo"),
    ]


def test_the_comment_of_another_app_is_its_own(github, client):
    github.login = "our-app[bot]"
    github.comment(f"{MARK}\ntheirs")
    put_comment(client, PULL, MARK, "one")
    assert bodies(github) == [f"{MARK}\ntheirs", f"{MARK}\none"]


def test_the_token_goes_nowhere_else(github, client):
    github.page_size, github.next_page_host = 1, "http://127.0.0.1:1"
    github.comment("a")
    github.comment("b")
    with pytest.raises(DeniedError, match="elsewhere"):
        put_comment(client, PULL, MARK, "one")
    github.mishaps.append(("GET", "comments", 302, {"Location": "http://127.0.0.1:1/steal"}, False))
    with pytest.raises(DeniedError, match="302"):
        put_comment(client, PULL, MARK, "one")


@pytest.mark.parametrize("url", ["http://github.test/api", "ftp://github.test", "file:///etc/passwd", ""])
def test_the_token_goes_out_encrypted_or_not_at_all(url):
    with pytest.raises(ValueError, match="no https address"):
        GitHub(url, REPOSITORY, TOKEN)


@pytest.mark.parametrize("repository", ["", "aoi", "aoi/a/b", "aoi/a?x", "../etc"])
def test_a_repository_is_owner_and_name(repository):
    with pytest.raises(ValueError, match="no repository"):
        GitHub("https://github.test", repository.replace("../etc", "a/../b"), TOKEN)

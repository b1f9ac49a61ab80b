"""GitHub's REST API over the standard library: a few requests, each with a time limit, answered or refused by name.

Facts: docs.github.com/en/rest/using-the-rest-api (pagination, rate limits, best practices), read in copies, 2026-11-30.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any

TIMEOUT_S = 20.0
"""The longest time that one request takes."""

LONGEST_WAIT_S = 60.0
"""The longest time that a limit of GitHub's is waited for."""

TRIES = 3
"""The most times that a request is sent which GitHub did not answer, or answered with a limit."""

PAGES = 100
"""The most pages of a list that are read."""

_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Headers = Mapping[str, str] | Message


class GitHubError(Exception):
    """GitHub did not do what was asked of it; `str(error)` says what and why."""


class DeniedError(GitHubError):
    """GitHub answered and did not do it: without the right, without the object, or because of the content."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"GitHub answered {status}: {message}")
        self.status = status


class LimitedError(GitHubError):
    """A limit of requests is used up, and is not waited for."""


class UnclearAnswerError(GitHubError):
    """No answer, or one that leaves open whether it was done."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: urllib would send the token along, wherever it leads."""

    def redirect_request(self, *args: Any) -> None:
        return None


class GitHub:
    """One repository of GitHub, with a token.

    `url` is GITHUB_API_URL, `repository` is `owner/name`. Raises ValueError where the token would go out in the clear.
    """

    def __init__(
        self, url: str, repository: str, token: str, *, wait: Callable[[float], None] = time.sleep, graphql: str = ""
    ) -> None:
        for one in (url, graphql or url):
            parts = urllib.parse.urlsplit(one)
            if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
                raise ValueError(f"{one!r} is no https address: the token is not sent there")
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
            raise ValueError(f"{repository!r} is no repository: owner/name is")
        self._url = url.rstrip("/")
        self._graphql = graphql or f"{self._url}/graphql"
        self._repository = repository
        self._token = token
        self.wait = wait
        self._opener = urllib.request.build_opener(_NoRedirects)

    def viewer(self) -> str:
        """The login under which the token writes, such as `github-actions[bot]`. Raises GitHubError.

        `GET /user` refuses the tokens of workflows and apps; GraphQL's viewer answers them all.
        """
        answer, _ = self._asked("POST", self._graphql, {"query": "{viewer{login}}"}, again=True)
        try:
            return str(answer["data"]["viewer"]["login"])
        except (KeyError, TypeError) as error:
            raise DeniedError(200, "it does not say whose token this is") from error

    def list(self, path: str) -> Iterator[dict[str, Any]]:
        """The items of a list of the repository, through all its pages. Raises GitHubError."""
        sign = "&" if "?" in path else "?"
        url: str | None = f"{self._url}/repos/{self._repository}/{path}{sign}per_page=100"
        for _ in range(PAGES):
            if url is None:
                return
            items, headers = self._asked("GET", url, None, again=True)
            if not isinstance(items, list):
                raise DeniedError(200, "a list was asked for, and something else came")
            yield from items
            url = self._next(headers)
        if url is not None:
            raise DeniedError(200, f"the list {path} has more than {PAGES} pages")

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make something. Raises GitHubError; UnclearAnswerError where it may have been made."""
        return self._written("POST", path, body)

    def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Change something; doing it twice does no harm. Raises GitHubError."""
        return self._written("PATCH", path, body)

    def delete(self, path: str) -> None:
        """Remove something; no error where it is gone already. Raises GitHubError."""
        try:
            self._written("DELETE", path, None)
        except DeniedError as error:
            if error.status not in (404, 410):
                raise

    def _written(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        answer, _ = self._asked(method, f"{self._url}/repos/{self._repository}/{path}", body, again=method != "POST")
        return answer if isinstance(answer, dict) else {}

    def _next(self, headers: Headers) -> str | None:
        """The address of the next page; only one of the same API, because the token goes there."""
        match = _NEXT.search(headers.get("Link", ""))
        if match is None:
            return None
        if not match[1].startswith(f"{self._url}/"):
            raise DeniedError(200, f"the next page is elsewhere: {match[1]}")
        return match[1]

    def _asked(self, method: str, url: str, body: Any, *, again: bool) -> tuple[Any, Headers]:
        """The answer and its headers. Sent again after a limit, and, where that does no harm, without an answer."""
        for last in (*[False] * (TRIES - 1), True):
            try:
                return self._once(method, url, body)
            except urllib.error.HTTPError as error:
                with error:
                    text = _message(error)
                if error.code in (403, 429) and (pause := _pause(error.headers, error.code, text)) is not None:
                    if last or pause > LONGEST_WAIT_S:
                        raise LimitedError(f"GitHub's limit of requests is used up ({error.code}: {text})") from error
                    self.wait(pause)
                elif error.code < 500:
                    raise DeniedError(error.code, text) from error
                elif last or not again:
                    raise UnclearAnswerError(f"GitHub answered {error.code}: {text}") from error
                else:
                    self.wait(1)
            except (OSError, ValueError, HTTPException) as error:  # no connection, no time; no JSON; no whole answer
                if last or not again:
                    raise UnclearAnswerError(f"GitHub did not answer: {error or type(error).__name__}") from error
                self.wait(1)
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, url: str, body: Any) -> tuple[Any, Headers]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Authorization", f"Bearer {self._token}")
        request.add_header("Content-Type", "application/json")
        request.add_header("User-Agent", "microconv")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        with self._opener.open(request, timeout=TIMEOUT_S) as answer:
            return json.loads(_content(answer) or b"null"), answer.headers


def _content(answer: HTTPResponse) -> bytes:
    """The whole content, in the time of one request: a socket's own limit begins anew with every byte.

    Raises TimeoutError, and IncompleteRead where it breaks off.
    """
    end = time.monotonic() + TIMEOUT_S
    pieces = []
    while piece := answer.read1(1 << 16):
        pieces.append(piece)
        if time.monotonic() > end:
            raise TimeoutError("the answer comes too slowly")
    if answer.length:
        raise IncompleteRead(b"".join(pieces), answer.length)
    return b"".join(pieces)


def _message(error: urllib.error.HTTPError) -> str:
    """GitHub's own words, as far as they are there."""
    try:
        data = json.loads(error.read())
        more = "; ".join(str(one.get("message") or one.get("code")) for one in data.get("errors", ()))
        return f"{data['message']} ({more})" if more else str(data["message"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, HTTPException):
        return str(error.reason)


def _pause(headers: Headers, status: int, text: str) -> float | None:
    """The seconds after which a limit is over; None where the answer is about no limit.

    A secondary limit may come without any header: only its words tell it from a missing right.
    """
    after = headers.get("Retry-After", "")
    if after.isdecimal():
        return float(after)
    reset = headers.get("X-RateLimit-Reset", "")
    if headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(1.0, float(reset) - time.time())
    return LONGEST_WAIT_S if status == 429 or "rate limit" in text.lower() else None

"""GitHub's API as far as the action uses it, on loopback: comments and issues in pages, rights, limits, mishaps."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "aoi/measurement"
TOKEN = "ghs_token-of-the-test"
BOT = "github-actions[bot]"
PULL = 7


class FakeGitHub:
    """A repository, and how its API behaves.

    login: who the token's viewer is; None where GraphQL refuses.
    comments: the comments of pull request 7, the oldest first.
    issues: the issues of the repository.
    page_size: the items of a page, whatever is asked for.
    mishaps: (method, path part, status, headers, done first) for requests to come, each used once. With a
        Content-Length of its own an answer breaks off, with X-Slow it comes byte by byte.
    writes_refused: the status with which each write ends, if any.
    """

    def __init__(self) -> None:
        self.login: str | None = BOT
        self.comments: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.page_size = 100
        self.mishaps: list[tuple[str, str, int, dict[str, str], bool]] = []
        self.writes_refused = 0
        self.requests: list[tuple[str, str]] = []
        self.next_page_host = ""
        self.url = ""
        self._lock = threading.Lock()

    def comment(self, body: str, login: str = BOT) -> dict[str, Any]:
        """Somebody writes a comment."""
        number = max((one["id"] for one in self.comments), default=999) + 1
        one = {"id": number, "body": body, "user": {"login": login}, "html_url": f"https://github.test/c/{number}"}
        self.comments.append(one)
        return one

    def issue(self, title: str, body: str, login: str = BOT, **more: Any) -> dict[str, Any]:
        """Somebody opens an issue."""
        number = 1 + len(self.issues)
        one = {"number": number, "title": title, "body": body, "state": "open", "user": {"login": login}, **more}
        self.issues.append(one)
        return one

    def opened(self) -> list[str]:
        """The titles of open issues."""
        return [one["title"] for one in self.issues if one["state"] == "open"]

    def answer(self, method: str, url: str, data: Any) -> tuple[int, Any, dict[str, str]]:
        """Do what a request asks for. Returns status, content and headers."""
        with self._lock:
            self.requests.append((method, url))
            for mishap in self.mishaps:
                wanted, part, status, headers, done_first = mishap
                if method == wanted and part in url:
                    self.mishaps.remove(mishap)
                    if done_first:
                        self._do(method, url, data)
                    return status, {"message": f"mishap {status}"}, headers
            return self._do(method, url, data)

    def _do(self, method: str, url: str, data: Any) -> tuple[int, Any, dict[str, str]]:
        parts = urlsplit(url)
        if method == "POST" and parts.path == "/graphql":
            if self.login is None:
                return 403, {"message": "Resource not accessible by integration"}, {}
            return 200, {"data": {"viewer": {"login": self.login}}}, {}
        path = parts.path.removeprefix(f"/repos/{REPOSITORY}/")
        if method == "GET":
            lists = {
                f"issues/{PULL}/comments": self.comments,
                "issues": [i for i in self.issues if i["state"] == "open"],
            }
            return self._page(lists[path], parts.path, parse_qs(parts.query)) if path in lists else (404, {}, {})
        if self.writes_refused:
            return self.writes_refused, {"message": "Resource not accessible by integration"}, {}
        if len((data or {}).get("body") or "") > 65_536:
            return 422, {"message": "Validation Failed", "errors": [{"message": "body is too long"}]}, {}
        if (method, path) == ("POST", f"issues/{PULL}/comments"):
            return 201, self.comment(data["body"], self.login or BOT), {}
        if (method, path) == ("POST", "issues"):
            return 201, self.issue(data["title"], data["body"], self.login or BOT), {}
        match = re.fullmatch(r"issues/(comments/)?(\d+)", path)
        assert match, path
        assert method == "PATCH" or (method == "DELETE" and match[1]), (method, path)
        key, items = ("id", self.comments) if match[1] else ("number", self.issues)
        one = next((one for one in items if one[key] == int(match[2])), None)
        if one is None:
            return 404, {"message": "Not Found"}, {}
        if one["user"]["login"] != (self.login or BOT):
            return 403, {"message": "not yours"}, {}
        if method == "DELETE":
            items.remove(one)
            return 204, None, {}
        one.update(data)
        return 200, one, {}

    def _page(self, items: list[Any], path: str, query: dict[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
        page = int(query.get("page", ["1"])[0])
        size = min(self.page_size, int(query["per_page"][0]))
        headers = {}
        if page * size < len(items):
            url = f"{self.next_page_host or self.url}{path}?per_page={size}&page={page + 1}"
            headers["Link"] = f'<{url}>; rel="next", <{url}>; rel="last"'
        return 200, items[(page - 1) * size : page * size], headers


@contextmanager
def serving(github: FakeGitHub) -> Iterator[str]:
    """The address under which the fake answers."""

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length)) if length else None
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                status, content, headers = 401, {"message": "Bad credentials"}, {}
            else:
                status, content, headers = github.answer(self.command, self.path, data)
            text = b"" if status == 204 else json.dumps(content).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            try:
                for number in range(len(text)) if "X-Slow" in headers else ():
                    self.wfile.write(text[number : number + 1])
                    time.sleep(0.05)
                self.wfile.write(b"" if "X-Slow" in headers else text)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        do_GET = do_POST = do_PATCH = do_DELETE = _handle  # noqa: N815 - names that http.server asks for

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    github.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield github.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

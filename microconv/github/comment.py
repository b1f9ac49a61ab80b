"""The one comment of a step at a pull request: made once, and changed in place from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from microconv.github.api import TRIES, GitHub, GitHubError, UnclearAnswerError

WORKFLOWS = "github-actions[bot]"
"""The login under which a workflow's own token writes."""


def marker(kind: str, *target: str) -> str:
    """The hidden line by which a text is found again: of a comment for its target, of an issue for its client.

    It holds a digest alone: no name can close it.
    """
    digest = hashlib.sha256("\0".join((kind, *target)).encode("utf-8", "replace")).hexdigest()[:32]
    return f"<!-- microconv:{kind}:{digest} -->"


def pull_request(event: Mapping[str, Any]) -> int | None:
    """The number of the event's pull request; None where it is about none."""
    pull = event.get("pull_request")
    number = pull.get("number") if isinstance(pull, dict) else None
    return number if type(number) is int and number > 0 else None


def author(github: GitHub) -> str:
    """The login under which we write; a workflow's own where GitHub does not say. Raises GitHubError out of reach."""
    try:
        return github.viewer()
    except UnclearAnswerError:
        raise
    except GitHubError:
        return WORKFLOWS


def ours(texts: Sequence[dict[str, Any]], mark: str, login: str) -> dict[str, Any] | None:
    """The first comment or issue that begins with the mark and was written by us.

    The mark alone is not enough: anybody can write it, and could later change what then seems to come from us.
    """
    for one in texts:
        user = one.get("user") or {}
        if str(one.get("body") or "").startswith(mark) and str(user.get("login", "")).lower() == login.lower():
            return one
    return None


def put_comment(github: GitHub, number: int, mark: str, text: str) -> str:
    """Write the comment, or change it where it is there. Returns its address. Raises GitHubError.

    Where GitHub does not say whether it was written, it is looked for again first: it never stands there twice.
    """
    login = author(github)
    body = f"{mark}\n{text}"
    for last in (*[False] * (TRIES - 1), True):
        there = ours([*github.list(f"issues/{number}/comments")], mark, login)
        try:
            if there is None:
                return str(github.post(f"issues/{number}/comments", {"body": body}).get("html_url", ""))
            if same(there.get("body"), body):
                return str(there.get("html_url", ""))
            return str(github.patch(f"issues/comments/{there['id']}", {"body": body}).get("html_url", ""))
        except UnclearAnswerError:
            if last:
                raise
            github.wait(2)
    raise AssertionError("the last try returns or raises")


def same(there: object, body: str) -> bool:
    """True for a text that GitHub holds already; it ends lines in its own way."""
    return str(there).replace("\r\n", "\n").strip() == body.strip()

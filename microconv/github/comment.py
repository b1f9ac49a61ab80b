"""The one comment of a step at a pull request: made once, and changed in place from then on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from microconv.github.api import TRIES, DeniedError, GitHub, UnclearAnswerError

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
    """The login under which we write; a workflow's own where GitHub refuses to say. Raises GitHubError."""
    try:
        return github.viewer()
    except DeniedError:
        return WORKFLOWS


def ours(texts: Sequence[dict[str, Any]], mark: str, login: str) -> list[dict[str, Any]]:
    """The comments or issues that begin with the mark and were written by us.

    The mark alone is not enough: anybody can write it, and could later change what then seems to come from us.
    """
    return [
        one
        for one in texts
        if str(one.get("body") or "").startswith(mark)
        and str((one.get("user") or {}).get("login", "")).lower() == login.lower()
    ]


def put_comment(github: GitHub, number: int, mark: str, text: str) -> str:
    """Write the comment, or change it where it is there. Returns its address. Raises GitHubError.

    Where GitHub does not say whether it was written, it is looked for again first. Two runs at the same time may both
    have found none and written one: the oldest is kept, so that none is left behind that nobody changes any more.
    """
    login = author(github)
    body = f"{mark}\n{text}"
    path = f"issues/{number}/comments"
    for last in (*[False] * (TRIES - 1), True):
        try:
            if not (there := ours([*github.list(path)], mark, login)):
                address = str(github.post(path, {"body": body}).get("html_url", ""))
                if len(there := ours([*github.list(path)], mark, login)) < 2:
                    return address
            first, *others = there
            if not same(first.get("body"), body):
                github.patch(f"issues/comments/{first['id']}", {"body": body})
            for one in others:
                github.delete(f"issues/comments/{one['id']}")
            return str(first.get("html_url", ""))
        except UnclearAnswerError:
            if last:
                raise
            github.wait(2)
    raise AssertionError("the last try returns or raises")


def same(there: object, body: str) -> bool:
    """True for a text that GitHub holds already; it ends lines in its own way."""
    return str(there).replace("\r\n", "\n").strip() == body.strip()

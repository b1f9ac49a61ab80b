"""One issue for each client whose accounts have drifted: opened, kept up to date, and closed in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from microconv.cli.exit_codes import CHANGES, DONE, REFUSED
from microconv.core.text import Language, Text
from microconv.github.api import TRIES, DeniedError, GitHub, GitHubError, LimitedError, UnclearAnswerError
from microconv.github.command import Client
from microconv.github.comment import author, marker, ours, same
from microconv.github.markdown import COMMENT_LONGEST, client_report
from microconv.render.safe import safe

PAUSE_S = 1.0
"""The time between two writes, in seconds, that GitHub asks for."""

UNCLEAR = 2
"""So many clients in a row without an answer from GitHub, and the others are not tried."""

TITLE_LONGEST = 256
"""The most characters of an issue's title."""

_DRIFTED = Text("microconv: {} has drifted", "microconv: {} に差分があります")


@dataclass(slots=True)
class Done:
    """The labels of clients by what became of their issues.

    opened: a new one.
    updated: one with another text.
    unchanged: one that says the same still.
    closed: there is no drift any more.
    unknown: the client could not be read, so that its issue stays as it is.
    failed: GitHub refused; with its words.
    left: not tried, because GitHub refuses everything just now.
    """

    opened: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    failed: list[tuple[str, GitHubError]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The numbers of issues: `issues: 1 opened, 2 unchanged`."""
        names = ("opened", "updated", "unchanged", "closed", "unknown", "failed", "left")
        return "issues: " + (
            ", ".join(f"{len(getattr(self, one))} {one}" for one in names if getattr(self, one)) or "none"
        )


def put_issues(github: GitHub, clients: Sequence[Client], language: Language, link: str) -> Done:
    """Open, change or close the issue of each client, by the client's own exit code. Raises GitHubError.

    Drift are changes, also those that `sync` would refuse. A client that could not be read proves nothing. Where
    GitHub refuses everybody, by a limit, a missing right or silence, the others are left: each would wait as long.
    """
    login = author(github)
    there = [one for one in github.list("issues?state=open") if "pull_request" not in one]
    done = Done()
    unclear = 0
    for number, client in enumerate(clients, 1):
        try:
            _put(github, client, there, login, language, link, done)
            unclear = 0
        except GitHubError as error:
            done.failed.append((client.label, error))
            unclear = unclear + 1 if isinstance(error, UnclearAnswerError) else 0
            denied = isinstance(error, DeniedError) and error.status in (401, 403, 410)
            if denied or isinstance(error, LimitedError) or unclear == UNCLEAR:
                done.left += [one.label for one in clients[number:]]
                break
    return done


def _put(
    github: GitHub,
    client: Client,
    there: list[dict[str, object]],
    login: str,
    language: Language,
    link: str,
    done: Done,
) -> None:
    drifted = client.plan is not None and client.code in (CHANGES, REFUSED)
    if not drifted and (client.plan is None or client.code != DONE):
        done.unknown.append(client.label)
        return
    mark = marker("drift", client.label)
    mine = ours(there, mark, login)
    kept, surplus = (mine[:1], mine[1:]) if drifted else ([], mine)
    for one in surplus:
        github.patch(f"issues/{one['number']}", {"state": "closed", "state_reason": "completed"})
        github.wait(PAUSE_S)
    if not drifted:
        done.closed += [client.label] if surplus else []
        return
    issue = kept[0] if kept else None
    footer = f"\n<sub>[{Text('the newest run', '最新の実行').of(language)}]({link})</sub>\n" if link else ""
    text = client_report(client, language, COMMENT_LONGEST - len(mark) - len(footer) - 10)
    if issue is None:
        title = _DRIFTED.of(language).format(safe(client.label))[:TITLE_LONGEST]
        _open(github, title, mark, f"{mark}\n{text}{footer}", login)
        done.opened.append(client.label)
    elif same(_without_footer(issue.get("body")), f"{mark}\n{text}"):
        done.unchanged.append(client.label)
        return
    else:
        github.patch(f"issues/{issue['number']}", {"body": f"{mark}\n{text}{footer}"})
        done.updated.append(client.label)
    github.wait(PAUSE_S)


def _open(github: GitHub, title: str, mark: str, body: str, login: str) -> None:
    """Open an issue. Where GitHub does not say whether it is open, it is looked for before it is opened again."""
    for last in (*[False] * (TRIES - 1), True):
        try:
            github.post("issues", {"title": title, "body": body})
            return
        except UnclearAnswerError:
            if last:
                raise
            github.wait(2)
            if ours([*github.list("issues?state=open")], mark, login):
                return


def _without_footer(body: object) -> str:
    """The text of an issue without the link to the run that wrote it, which differs every night."""
    text = str(body or "").replace("\r\n", "\n")
    before, footer, _ = text.rpartition("\n<sub>[")
    return before if footer else text

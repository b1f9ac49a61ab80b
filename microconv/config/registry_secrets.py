"""Secrets that somebody pasted into a registry of clients: told with their place, and never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from microconv.config.places import SourcePlace
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.text import Text

_KEYS = frozenset(
    {
        *("developertoken", "refreshtoken", "accesstoken", "idtoken", "token", "clientsecret", "secret"),
        *("privatekey", "privatekeyid", "password", "apikey", "jsonkey"),
    }
)
"""Keys that hold secrets in google-ads.yaml, in key files and elsewhere, in small letters alone."""

_VALUE = re.compile(
    r"-----BEGIN|PRIVATE KEY|private_key|client_secret\W|refresh_token\W|developer_token\W"
    r"|GOCSPX-|\b1//0[\w-]{8}|\bya29\.|\bAIza[\w-]{20}"
)
"""Signs of Google's secrets: PEM, key files, OAuth clients and tokens, API keys."""

_PERHAPS = re.compile("token|secret|password|private|api.?key|json.?key|BEGIN|GOCSPX-|1//0|ya29|AIza", re.IGNORECASE)


def without_secrets(text: str, place: SourcePlace | None, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of a file, with one for each secret in place of those that could repeat it.

    `place` is that of the whole data; None where there is none.
    """
    given = list(problems)
    if not _PERHAPS.search(text):
        return given
    secrets: list[Diagnostic] = []
    taken: set[Span] = set()
    for spot in () if place is None else _secrets(place):
        secrets.append(_problem(spot.key_span))
        taken |= {spot.span, spot.key_span}
    for problem in given:
        if problem.span in taken:
            continue
        if problem.span is not None and _VALUE.search(f"{problem.summary} {problem.detail} {problem.hint}"):
            secrets.append(_problem(problem.span))
        else:
            secrets.append(problem)
    return list(dict.fromkeys(secrets))


def is_secret(text: str) -> bool:
    """True for text that is, or holds, one of Google's secrets."""
    return bool(_VALUE.search(text))


def _secrets(place: SourcePlace) -> Iterator[SourcePlace]:
    if isinstance(place.children, dict):
        for key, child in place.children.items():
            if re.sub("[^a-z]", "", key.lower()) in _KEYS or is_secret(key):
                yield child
            else:
                yield from _secrets(child)
        return
    below: Sequence[SourcePlace] = place.children or ()
    for child in below:
        yield from _secrets(child)
    if place.children is None and is_secret(place.text):
        yield place


def _problem(span: Span) -> Diagnostic:
    return Diagnostic(
        Severity.ERROR,
        "secret",
        Text("a secret stands here", "ここに認証情報そのものが書かれています"),
        Text(
            "a registry names files of credentials, and holds none; its value is not shown",
            "クライアント一覧に書けるのは、認証情報のファイルのパスだけです（値は表示していません）",
        ),
        span,
        hint=Text(
            "move it into a google-ads.yaml or a key file, and name that under `profiles`; if anybody else could read "
            "this file, make new credentials",
            "google-ads.yaml またはキーファイルに移し、そのパスを `profiles` に書いてください。このファイルをほかの人が"
            "見られた場合は、認証情報を作り直してください",
        ),
    )

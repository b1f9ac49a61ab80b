"""Links of the documentation: relative ones and anchors exist, external ones have a good form and are known."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docs.pages import ROOT, slugs

PAGES = [
    *("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"),
    *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")),
]
RELATIVE = re.compile(r"\]\(((?!https?:|mailto:)[^)\s]*)\)")
EXTERNAL = re.compile(r"https?://[\w-]+\.[^\s)>\"'`|]+")

KNOWN = {
    "developers.google.com": "Google's references of the APIs",
    "support.google.com": "Google's help",
    "www.googleapis.com": "names of scopes",
    "googleads.googleapis.com": "the API's host, in an example that the emulator answers",
    "oauth2.googleapis.com": "likewise",
    "json-schema.org": "the name of a dialect",
    "airflow.apache.org": "where an engine's pools are explained",
    "distributed.dask.org": "where Dask's certificates are explained",
    "run.googleapis.com": "Cloud Run, called by a scheduled job",
    "github.com": "threads and files that policies of the emulator rest on",
    "lookerstudio.google.com": "addresses of shared reports",
}
"""The hosts to which pages may point, and why; `example` and this machine besides."""


@cache
def anchors(page: Path) -> set[str]:
    return slugs(page.read_text("utf-8"))


def outside_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_relative_links_and_anchors_lead_somewhere(name: str) -> None:
    path = ROOT / name
    wrong = []
    for target in RELATIVE.findall(outside_code(path.read_text("utf-8"))):
        file, _, anchor = target.partition("#")
        there = path.parent / file if file else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there.resolve())):
            wrong.append(target)
    assert wrong == []


def is_known(address: str) -> bool:
    """True for an address over HTTPS at a known host, or at one that stands for somebody's."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if host in {"localhost", "127.0.0.1"} or host.endswith(".example") or host in {"example.com", "example.org"}:
        return True
    return parts.scheme == "https" and (host in KNOWN or host.endswith(".example.com"))


@pytest.mark.parametrize("name", PAGES)
def test_external_addresses_are_known(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    addresses = {one.rstrip(".,;:") for one in EXTERNAL.findall(text)}
    assert sorted(one for one in addresses if "…" not in one and not is_known(one)) == []


def test_what_is_wrong_is_seen() -> None:
    assert slugs("# A\n## `b` [c](d.md): e\n## 6. レビュー\n# A\n") == {"a", "b-c-e", "6-レビュー", "a-1"}
    assert not is_known("http://developers.google.com/x")
    assert not is_known("https://cdn.example.net/x.js")

"""The pages of documentation as tests read them: their blocks in order, and the marks of those that are not run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$|((?:^ {4}\S[^\n]*\n)+)", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- (?:not run: (?P<reason>.+)|exit code (?P<code>\d+)) -->\s*$")
GENERATED = "<!-- Written by docs/generate.py"


class Block(NamedTuple):
    """One block of code.

    language: of a fence; empty for a block that is indented, which holds command lines
    text: its lines, without indentation
    reason: why it is not run; empty for one that is
    code: the exit code of its commands
    """

    language: str
    text: str
    reason: str
    code: int

    @property
    def commands(self) -> list[list[str]]:
        """The words of the command lines `microconv …`, without that word; a fixture stands for `source … &&`."""
        lines = [re.sub(r"^source \S+ && ", "", line) for line in self.text.splitlines()]
        return [shlex.split(line)[1:] for line in lines if line.startswith("microconv ")]

    @property
    def file(self) -> str:
        """The path that a config's first line names, or nothing."""
        match = re.match(r"# ([\w./-]+\.ya?ml)\n", self.text)
        return match[1] if match and self.language == "yaml" else ""


def blocks(text: str) -> list[Block]:
    """The blocks of a page, in order. An indented line that follows another one, as in a list, is none."""
    taken = []
    for match in FENCE.finditer(text):
        before = text[: match.start()]
        if match[3] and not before.endswith("\n\n"):
            continue
        mark = MARK.search(before)
        reason, code = (mark["reason"] or "", int(mark["code"] or 0)) if mark else ("", 0)
        content = match[2] if match[3] is None else re.sub(r"^ {4}", "", match[3], flags=re.MULTILINE)
        taken.append(Block(match[1] or "", content, reason, code))
    return taken


def page(name: str) -> str:
    """The text of a page of docs/, or of the README."""
    return (ROOT / name if name == "README.md" else DOCS / name).read_text("utf-8")


def pages() -> list[str]:
    """The pages of docs/ and the README, but for decisions, which hold no instructions."""
    return ["README.md", *sorted(path.name for path in DOCS.glob("*.md"))]


def slugs(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub and the site make them."""
    anchors: set[str] = set()
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for title in re.findall(r"^#+ (.*)$", outside, re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title).replace("`", "").lower()
        slug = re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-")
        number, one = 0, slug
        while one in anchors:
            number += 1
            one = f"{slug}-{number}"
        anchors.add(one)
    return anchors

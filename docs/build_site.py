"""Build the site from docs/: `python3 docs/build_site.py -o FOLDER` (as a rule `site`, which git ignores).

Zensical reads mkdocs.yml. Nothing is fetched, and the pages fetch nothing from elsewhere. Links that lead out of docs/
are made to lead into the site, as pages or as files; pages in Japanese say that they are.
"""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "mkdocs.yml"
PROJECT = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
"""Pages beside docs/ that the site has too."""

PROGRAMS = (".py",)
"""Ends of files in docs/ that are no part of the site."""

LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")
DECISIONS = "- Decisions:"
ENTRY = re.compile(r": ([\w./-]+\.md)$")


TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
CODE = re.compile(r"`[^`]*`")
INLINE = re.compile(r"(?<=<code>)[^<>\n]*(?=</code>)")
WORD = re.compile(r"[^\s<>]*[-_][^\s<>]*")
JAPANESE_END = re.compile(
    r"(?:(?<=[、。）」：])\n {0,3}(?=\S)(?![-*|#<>]|\d+\. |```|!\[)"
    r"|(?<=[\u3041-\u9fff])\n {0,3}(?=[（「\u3041-\u9fff]))"
)
"""The end of a line, also inside an item of a list, that would become a blank between two words: Japanese has none."""


class SiteError(Exception):
    """The site could not be built; the text is the generator's."""


def pages() -> dict[str, Path]:
    """Every page of the site: its path there, and the file that it is made from."""
    docs = ROOT / "docs"
    own = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*.md"))}
    return own | {name: ROOT / name for name in PROJECT}


def configuration() -> str:
    """The text of mkdocs.yml with every decision."""
    lines = []
    for line in CONFIG.read_text("utf-8").splitlines():
        if line.strip().startswith(DECISIONS):
            lines.append(line.partition("[")[0].rstrip())
            for path in sorted((ROOT / "docs/decisions").glob("*.md")):
                lines.append(f"{' ' * 10}- {json.dumps(title(path))}: decisions/{path.name}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def entries() -> list[str]:
    """The pages that the navigation has, in its order."""
    return [match[1] for line in configuration().splitlines() if (match := ENTRY.search(line))]


def place(target: Path) -> str | None:
    """The path on the site of a file of the project, or None where it is a folder, or a page that the site has not.

    Raises SiteError if there is no such file.
    """
    if not target.exists():
        raise SiteError(f"a link leads to {target.relative_to(ROOT)}, which is not there: mend the link")
    if target.is_dir():
        return None
    path = target.relative_to(ROOT).as_posix()
    if path == "README.md":
        return "index.md"
    if path in PROJECT or (path.startswith("docs/") and target.suffix not in PROGRAMS):
        return path.removeprefix("docs/")
    if target.suffix == ".md":
        return None
    return f"files/{path}"


def title(page: Path) -> str:
    """The first heading of a page."""
    match = re.search(r"^# (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return match[1] if match else page.name


def with_plain_pipes(row: re.Match[str]) -> str:
    """A row of a table whose code has its pipes as they are."""
    return CODE.sub(lambda code: code[0].replace("\\|", "|"), row[0])


def rewritten(text: str, page: str, source: Path, folder: Path) -> str:
    """A page's text with links that hold on the site. Files that they lead to are copied into `folder`.

    Links in blocks of code are left as they are; one to what is no part of the site, as a folder, becomes its text. A
    link that shows the name of a page shows its title instead. Signs that generators read in other ways than GitHub are
    put as they read them: a pipe in the code of a table, and the end of a line between Japanese words.
    """

    def link(match: re.Match[str]) -> str:
        target = Path(os.path.normpath(source.parent / match[2]))
        path = place(target)
        if path is None:
            return match[1]
        if path.startswith("files/"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(target, folder / path)
        shown = title(target) if match[1] == match[2] and target.suffix == ".md" else match[1]
        return f"[{shown}]({posixpath.relpath(path, posixpath.dirname(page) or '.')}{match[3] or ''})"

    parts = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    for number in range(0, len(parts), 2):
        parts[number] = LINK.sub(link, parts[number])
        parts[number] = TABLE_ROW.sub(with_plain_pipes, parts[number])
        if page.endswith(".ja.md"):
            parts[number] = JAPANESE_END.sub("", parts[number])
    return "".join(parts)


def unbroken(code: re.Match[str]) -> str:
    """Code inside a line, whose short words with dashes (`--customer-id`, `mv_cart`) no line ends within."""
    return WORD.sub(lambda word: f"<span>{word[0]}</span>" if len(word[0]) <= 30 else word[0], code[0])


def prepare(folder: Path) -> None:
    """Write into `folder` what the generator reads: pages, pictures, schemas and the configuration."""
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs, ignore=shutil.ignore_patterns("*.md", "*.py", "__pycache__"))
    for page, source in pages().items():
        path = docs / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rewritten(source.read_text("utf-8"), page, source, docs), "utf-8")
    (folder / CONFIG.name).write_text(configuration(), "utf-8")


def build(out: Path) -> None:
    """Build the site into the folder `out`, which must be empty or not there.

    Raises SiteError if a page, link or anchor is missing, or the generator has anything else to warn of.
    """
    if out.exists() and any(out.iterdir()):
        raise SiteError(f"{out} is not empty: name another folder, or remove it")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(folder / CONFIG.name)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SiteError(done.stdout + done.stderr)
        for page in (folder / "site").rglob("*.ja.html"):
            page.write_text(page.read_text("utf-8").replace('<html lang="en"', '<html lang="ja"', 1), "utf-8")
        for page in (folder / "site").rglob("*.html"):
            page.write_text(INLINE.sub(unbroken, page.read_text("utf-8")), "utf-8")
        shutil.copytree(folder / "site", out, dirs_exist_ok=True)


def main() -> int:
    """Build the site into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "site", help="the folder of the site")
    out = parser.parse_args().out
    try:
        build(out)
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{out / 'index.html'}: {len(pages())} pages")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

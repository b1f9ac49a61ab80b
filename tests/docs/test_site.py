"""The site is built without a warning, has every page in its navigation, and fetches nothing from elsewhere."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import ROOT


def build_site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_site", ROOT / "docs" / "build_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILD = build_site()


class Resources(HTMLParser):
    """Everything that a page loads, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.language = given.get("lang", "") if tag == "html" else self.language
        self.loaded += [given[name] for name in ("src", "srcset", "poster", "data") if name in given]
        if tag == "link" and given.get("rel") not in {"canonical", "prev", "next"}:
            self.loaded.append(given.get("href", ""))
        elif tag == "a":
            self.links.append(given.get("href", ""))


@cache
def read(page: Path) -> Resources:
    parser = Resources()
    parser.feed(page.read_text("utf-8"))
    return parser


def pages(site: Path) -> Iterator[Path]:
    yield from sorted(site.rglob("*.html"))


def test_every_page_is_in_the_navigation_once() -> None:
    assert sorted(BUILD.entries()) == sorted(BUILD.pages())


def check_every_page_is_in_its_language(site: Path) -> None:
    for name in BUILD.pages():
        page = site / re.sub(r"\.md$", ".html", name)
        assert read(page).language == ("ja" if name.endswith(".ja.md") else "en"), name


def check_no_other_page_is_there(site: Path) -> None:
    built = {page.relative_to(site).as_posix() for page in pages(site)}
    assert built == {re.sub(r"\.md$", ".html", name) for name in BUILD.pages()} | {"404.html"}


def check_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    elsewhere = {
        f"{page.name}: {one}"
        for page in pages(site)
        for one in read(page).loaded
        if urlsplit(one).netloc or one[:2] == "//"
    }
    assert elsewhere == set()
    for sheet in site.rglob("*.css"):
        loaded = re.findall(r"(?:url\(|@import )[\"']?((?:https?:)?//[^)\"']+)", sheet.read_text("utf-8"))
        assert loaded == [], sheet.name


def check_links_lead_to_files_of_the_site(site: Path) -> None:
    wrong = []
    for page in pages(site):
        for link in read(page).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path or page.name == "404.html":
                continue
            if not (page.parent / unquote(parts.path)).exists():
                wrong.append(f"{page.name}: {link}")
    assert wrong == []


def test_the_built_site_is_whole_and_alone(tmp_path: Path) -> None:
    """One build for all that is asked of it; the generator makes every warning an error."""
    site = tmp_path / "site"
    BUILD.build(site)
    check_every_page_is_in_its_language(site)
    check_no_other_page_is_there(site)
    check_nothing_is_loaded_from_elsewhere(site)
    check_links_lead_to_files_of_the_site(site)


def test_a_link_to_nothing_stops_the_build(tmp_path: Path) -> None:
    source = ROOT / "docs" / "index.md"
    with pytest.raises(BUILD.SiteError, match=r"docs/not-there\.md, which is not there"):
        BUILD.rewritten("[a](not-there.md)", "index.md", source, tmp_path)
    assert BUILD.rewritten("[a](../CHANGELOG.md#x)\n", "b/c.md", source, tmp_path) == "[a](../CHANGELOG.md#x)\n"
    assert (
        BUILD.rewritten("[a](../configs/aoi-store.yaml)", "b.md", source, tmp_path)
        == "[a](files/configs/aoi-store.yaml)"
    )
    assert (tmp_path / "files/configs/aoi-store.yaml").exists()


def test_what_generators_read_in_another_way_is_put_as_they_read_it(tmp_path: Path) -> None:
    source = ROOT / "docs" / "index.md"
    assert BUILD.rewritten("| `a\\|b` | \\| |\n", "a.md", source, tmp_path) == "| `a|b` | \\| |\n"
    code = "\n    表の\n    行。\n"
    text = "値を\n付けます。\nGA4 と\n比べ\n\n- 一つ。\n- 二つ。\n  続きの\n  行。\n   - 内側。\n1. 三つ。\n" + code
    assert (
        BUILD.rewritten(text, "a.ja.md", source, tmp_path)
        == "値を付けます。GA4 と比べ\n\n- 一つ。\n- 二つ。続きの行。\n   - 内側。\n1. 三つ。\n" + code
    )
    assert BUILD.rewritten(text, "a.md", source, tmp_path) == text
    nested = "- 一つ、\n  二つ\n  （三つ）。\n  - 四つ。\n\n    code。\n    code\n"
    assert (
        BUILD.rewritten(nested, "a.ja.md", source, tmp_path)
        == "- 一つ、二つ（三つ）。\n  - 四つ。\n\n    code。\n    code\n"
    )
    assert BUILD.rewritten("[trust.md](trust.md)", "a.md", source, tmp_path) == "[How far to trust it](trust.md)"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    with pytest.raises(BUILD.SiteError, match="is not empty"):
        BUILD.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

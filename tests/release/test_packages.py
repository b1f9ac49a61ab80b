"""A release: both packages hold what they must, and work in empty environments on every Python that is promised."""

from __future__ import annotations

import re
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from microconv import __version__
from tests.heavy import heavy
from tests.release.conftest import ROOT, call

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = [one.rpartition(" ")[2] for one in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", one)]


def program(version: str) -> str | None:
    """A Python of this version: on the path, or the newest one that pyenv has here."""
    homes = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), key=lambda path: path.parts[-3])
    for candidate in [*map(str, reversed(homes)), f"python{version}"]:
        try:
            done = subprocess.run([candidate, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            return candidate
    return None


@heavy
def test_the_packages_hold_what_they_must_and_nothing_else(packages):
    wheel = set(zipfile.ZipFile(packages.wheel).namelist())
    with tarfile.open(packages.sdist) as archive:
        sdist = {name.partition("/")[2] for name in archive.getnames()}
    assert "microconv/py.typed" in wheel
    assert {name.partition("/")[0] for name in wheel} == {"microconv", f"microconv-{__version__}.dist-info"}
    assert {"microconv/py.typed", "LICENSE", "SECURITY.md", "action.yml", "constraints.txt", "pyproject.toml"} <= sdist
    sources = {path.relative_to(packages.tree).as_posix() for path in (packages.tree / "microconv").rglob("*.*")}
    assert {name for name in sources if "__pycache__" not in name} <= wheel & sdist
    secrets = re.compile(r"(^|/)(google-ads\.yaml$|\.env$|\.git/)|\.pem$")
    assert [name for name in wheel | sdist if secrets.search(name)] == []
    metadata = zipfile.ZipFile(packages.wheel).read(f"microconv-{__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata


@heavy
def test_the_sdist_builds_the_same_wheel(packages, tmp_path):
    python = packages.tree.parent / "builder/bin/python"
    with tarfile.open(packages.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    call(python, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=source)
    (again,) = (tmp_path / "dist").glob("*.whl")

    def content(path: Path) -> dict[str, bytes]:
        archive = zipfile.ZipFile(path)
        return {name: archive.read(name) for name in archive.namelist()}

    assert content(again) == content(packages.wheel)


@heavy
@pytest.mark.parametrize("version", PYTHONS)
def test_it_works_in_an_empty_environment(packages, environment_with, version, tmp_path):
    """The wheel with its dependencies; then the sdist in its place."""
    found_at = program(version)
    if found_at is None:
        pytest.skip(f"there is no Python {version} with venv on this machine")
    python = environment_with(found_at)
    installed = python.with_name("microconv")
    for package in (None, packages.sdist):
        if package is not None:
            again = ("--quiet", "--no-deps", "--force-reinstall")
            call(python, "-m", "pip", "install", *again, package, cwd=tmp_path)
        place = call(python, "-I", "-c", "import microconv; print(microconv.__file__)", cwd=tmp_path).strip()
        assert Path(place).is_relative_to(python.parents[1])
        assert call(installed, "--version", cwd=tmp_path).split() == ["microconv", __version__]
        demo = call(installed, "demo", cwd=tmp_path)
        assert "In sync (emulated)" in demo
        assert "nothing to do, nothing written" in demo
        assert call(python, "-m", "pip", "check", cwd=tmp_path).strip() == "No broken requirements found."


def test_a_commit_with_a_version_tag_has_that_version():
    """Releases are tags `vX.Y.Z`; a tag is made of a commit whose version and changelog have its number."""
    done = subprocess.run(
        ["git", "tag", "--points-at", "HEAD", "--list", "v*"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("this is no checkout of git")
    tags = done.stdout.split()
    assert tags in ([], [f"v{__version__}"])
    if tags:
        assert re.search(rf"^## {re.escape(__version__)} - ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_the_version_stands_in_one_place_and_where_it_must_be_copied():
    assert "version" in PROJECT["dynamic"]
    assert f"default: {__version__}\n" in (ROOT / "action.yml").read_text("utf-8")
    assert f"ARG VERSION={__version__}\n" in (ROOT / "Dockerfile").read_text("utf-8")
    for page in ("docs/ci.md", "docs/ci.ja.md", *(f"docs/ci/{path.name}" for path in (ROOT / "docs/ci").iterdir())):
        text = (ROOT / page).read_text("utf-8")
        versions = set(re.findall(r"(?:microconv==|microconv:|release v|rev: v|microconv@v)(\d+\.\d+\.\d+)", text))
        assert versions <= {__version__}, page


PARTS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]


def faults(text: str) -> list[str]:
    """Departures from the form of Keep a Changelog."""
    wrong = []
    heads = re.findall(r"^## (.*)$", text, re.MULTILINE)
    if heads[:1] != ["Unreleased"]:
        wrong.append("it does not begin with Unreleased")
    for head in heads[1:]:
        if not re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", head):
            wrong.append(f"{head}: is no version with its day")
    numbers = [tuple(map(int, re.findall(r"\d+", head)[:3])) for head in heads[1:]]
    if numbers != sorted(set(numbers), reverse=True):
        wrong.append("versions are not in order, the newest first")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        parts = re.findall(r"^### (.*)$", section, re.MULTILINE)
        if [one for one in PARTS if one in parts] != parts:
            wrong.append(f"{section.splitlines()[0]}: its parts are {parts}")
        body = [line for line in section.splitlines()[1:] if line and not line.startswith(("### ", "- ", "  "))]
        wrong += [f"no entry: {line}" for line in body]
    return wrong


def test_the_changelog_has_its_form():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert faults(text) == []
    assert faults(f"{text}\n## 1.0 - soon\n### Mended\n- x\nloose\n") == [
        "1.0 - soon: is no version with its day",
        "1.0 - soon: its parts are ['Mended']",
        "no entry: loose",
    ]

"""The Dockerfile, without a daemon: what it says, and its build steps carried out in a folder instead of an image.

That the base image exists, and the user and folders of the last stage, are beyond this test.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from microconv import __version__
from tests.heavy import heavy
from tests.release.conftest import ROOT, call

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
IGNORED = [one for one in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if one and not one.startswith("#")]


def instructions() -> list[tuple[str, str]]:
    """The instructions in order, as (word, rest), their lines joined."""
    text = re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE).replace("\\\n", " ")
    pairs = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return [(word, " ".join(rest.split())) for word, _, rest in pairs]


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage."""
    parts: list[list[tuple[str, str]]] = []
    for word, rest in instructions():
        if word == "FROM":
            parts.append([])
        parts[-1].append((word, rest))
    return parts


def sent(name: str) -> bool:
    """True for a file that goes to the builder: the last line of .dockerignore that fits decides."""
    parents = [name, *map(str, Path(name).parents)]
    state = True
    for line in IGNORED:
        pattern = line.removeprefix("!").removeprefix("**/")
        deep = line.removeprefix("!").startswith("**/")
        fits = any(fnmatch.fnmatchcase(Path(one).name if deep else one, pattern) for one in parents if one != ".")
        state = line.startswith("!") if fits else state
    return state


def test_base_images_are_pinned_and_the_same():
    images = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    assert len(images) == 2
    (image,) = set(images)
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", image)


def test_the_image_runs_as_nobody_special_and_keeps_its_state_in_a_volume():
    last = stages()[-1]
    assert dict(last)["USER"] == "10001:10001"
    assert [word for word, _ in last].index("USER") > max(n for n, (word, _) in enumerate(last) if word == "RUN")
    assert dict(last)["ENTRYPOINT"] == '["microconv"]'
    settings = dict(one.split("=", 1) for one in shlex.split(dict(last)["ENV"]))
    assert (settings["PYTHONUNBUFFERED"], settings["MICROCONV_STATE_DIR"]) == ("1", "/state")
    assert dict(last)["VOLUME"] == '["/state"]'
    labels = dict(one.split("=", 1) for one in shlex.split(dict(last)["LABEL"]))
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"
    assert {one.rpartition(".")[2] for one in labels} >= {"title", "description", "version"}


def test_what_is_copied_is_there_and_goes_to_the_builder():
    sources = [one for word, rest in stages()[0] if word == "COPY" for one in rest.split()[:-1]]
    assert sources
    assert [one for one in sources if not (ROOT / one).exists() or not sent(one)] == []
    assert sent("microconv/core/plan.py")
    secrets = ["google-ads.yaml", ".env", "configs/.env", ".git/config", "key.json", "microconv/__pycache__/a.pyc"]
    assert [one for one in secrets if sent(one)] == []


@heavy
def test_the_build_steps_give_a_program_that_runs_without_a_home(tree, tmp_path):
    """The first stage in a folder, by this Python; then the program, with a home that cannot be written to."""
    folders = {"/wheels": str(tmp_path / "wheels"), "/opt/microconv": str(tmp_path / "opt")}
    source = tmp_path / "source"
    source.mkdir()
    # A new environment stands for the base image: its `python` has pip and nothing else.
    call("python3", "-m", "venv", tmp_path / "base", cwd=tmp_path)
    call(tmp_path / "base/bin/python", "-m", "pip", "install", "--quiet", "--upgrade", "pip", cwd=tmp_path)
    path = f"{tmp_path}/base/bin:{os.environ['PATH']}"
    for word, rest in stages()[0]:
        if word == "COPY":
            *names, target = rest.split()
            for name in names:
                copy = shutil.copytree if (tree / name).is_dir() else shutil.copy2
                copy(tree / name, source / (name if target == "./" else target))
        elif word == "RUN":
            for place, folder in folders.items():
                rest = rest.replace(place, folder)
            call("bash", "-euo", "pipefail", "-c", rest, cwd=source, PATH=path)
    shutil.rmtree(source)
    program = tmp_path / "opt/bin/microconv"
    state = tmp_path / "state"
    state.mkdir()
    given = {"HOME": "/proc/no-home", "MICROCONV_STATE_DIR": str(state), "PYTHONDONTWRITEBYTECODE": "1"}
    assert call(program, "--version", cwd=tmp_path, **given).split() == ["microconv", __version__]
    assert "In sync (emulated)" in call(program, "demo", cwd=tmp_path, **given)
    assert not (tmp_path / "opt/bin/pip").exists()


@pytest.mark.parametrize(("name", "goes"), [("tests/conftest.py", False), ("configs/aoi-store.yaml", True)])
def test_the_check_of_dockerignore_tells_files_apart(name, goes):
    assert sent(name) is goes

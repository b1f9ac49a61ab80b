"""The library's surface: what it offers, and what it does not load before it is needed."""

from __future__ import annotations

import ast
import functools
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import microconv


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_is_cheap() -> None:
    loaded = modules_after("import microconv")
    heavy = ("google", "grpc", "pydantic", "yaml", "click", "requests", "cryptography")
    assert not [name for name in loaded if name.split(".")[0] in heavy]


def test_planning_types_load_no_google_client() -> None:
    loaded = modules_after("import microconv\nmicroconv.Plan, microconv.Limits, microconv.Project, microconv.load")
    assert not [name for name in loaded if name.startswith(("google.ads", "google.analytics", "grpc"))]


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_version_and_help_load_no_google_client(arguments: list[str]) -> None:
    loaded = modules_after(f"from microconv.cli.main import run\nrun({arguments!r})")
    heavy = ("google", "grpc", "pydantic", "yaml", "requests", "cryptography")
    assert not [name for name in loaded if name.split(".")[0] in heavy]


@pytest.mark.parametrize("name", microconv.__all__)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    found = getattr(microconv, name)
    assert name == "__version__" or (found.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'microconv' has no attribute 'Nothing'"):
        microconv.Nothing  # noqa: B018


def test_dir_lists_the_public_names() -> None:
    assert dir(microconv) == sorted(microconv.__all__)


@functools.cache
def classes() -> dict[str, Path]:
    """The classes of the package that have a public name, without those of providers, command line and emulator."""
    folder = Path(microconv.__file__).parent
    found = {}
    for path in folder.rglob("*.py"):
        if path.relative_to(folder).parts[0] in {"emulator", "cli", "providers"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name] = path
    return found


def spoken(thing: object) -> Iterator[str]:
    """Everything that a public object says of itself: docstrings, and what its methods take and give."""
    yield inspect.getdoc(thing) or ""
    if inspect.isfunction(thing):
        yield " ".join(map(str, thing.__annotations__.values()))
    if not inspect.isclass(thing):
        return
    for name, member in vars(thing).items():
        member = member.fget if isinstance(member, property) else getattr(member, "func", member)
        if inspect.isfunction(member) and not name.startswith("_"):
            yield inspect.getdoc(member) or ""
            if thing is microconv.Project:
                yield " ".join(map(str, member.__annotations__.values()))


def named(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z][A-Za-z]+\b", text))


@pytest.mark.parametrize("name", ["the module", *microconv.__all__])
def test_every_class_that_a_public_docstring_names_can_be_imported(name: str) -> None:
    thing = microconv if name == "the module" else getattr(microconv, name)
    texts = [thing.__doc__ or ""] if thing is microconv else list(spoken(thing))
    missing = {word for text in texts for word in named(text) & classes().keys()} - set(microconv.__all__)
    assert sorted(missing) == []


def test_the_walk_sees_what_it_is_for() -> None:
    said = {word for text in spoken(microconv.Project) for word in named(text)}
    assert {"JournalError", "SnapshotError", "Explanation", "Snippets", "Run"} <= said & classes().keys()
    assert "ConfigError" in {word for text in spoken(microconv.Project) for word in named(text)}


# ---- a config that cannot be used


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "aoi.yaml"
    path.write_text("version: 1\nclient: aoi\nnonsense: 1\nconversions:\n  - {name: mv_a, rule: x}\n", "utf-8")
    return path


def test_no_client_is_told(broken: Path) -> None:
    client, _ = microconv.load(broken)
    with pytest.raises(microconv.ConfigError) as caught:
        microconv.Project(client)  # type: ignore[arg-type]
    assert str(caught.value) == "there is no client: None was given"
    assert "`Project(microconv.load(path))` raises them" in caught.value.hint
    assert caught.value.problems == ()


@pytest.mark.parametrize("whole", [microconv.load, lambda path: microconv.load_all([path])[0]])
def test_every_problem_of_a_config_with_errors_is_told(broken: Path, whole: Callable[[Path], Any]) -> None:
    loaded = whole(broken)
    _, problems = microconv.load(broken)
    assert len([problem for problem in problems if problem.is_error]) > 2
    with pytest.raises(microconv.ConfigError) as caught:
        microconv.Project(loaded)
    assert caught.value.problems == problems
    assert f"{broken}:3:1: unknown key 'nonsense' [unknown-key]" in str(caught.value)
    assert str(caught.value).count("\n") == len([problem for problem in problems if problem.is_error])


def test_what_was_loaded_whole_is_a_project() -> None:
    path = Path(__file__).parents[2] / "configs" / "aoi-store.yaml"
    client, _ = microconv.load(path)
    assert client is not None
    for loaded in (client, microconv.load(path), microconv.load_all([path])[0]):
        assert microconv.Project(loaded).client == client
    accounts = microconv.NamedAccounts("x", microconv.Accounts("1234567890"))
    assert microconv.Project(accounts).client is accounts


def test_a_registry_is_no_client_itself(tmp_path: Path) -> None:
    config = Path(__file__).parents[2] / "configs" / "aoi-store.yaml"
    (tmp_path / "clients.yaml").write_text(
        f"clients: [{{client: aoi-store, config: {config}, google_ads: 1234567890, manager: 9998887777, "
        "ga4: 345678901, container: GTM-AOISTR1}]\n",
        "utf-8",
    )
    registry, aoi = microconv.load_all([tmp_path / "clients.yaml"])
    with pytest.raises(microconv.ConfigError, match="is a registry: its clients are the other results"):
        microconv.Project(registry)
    assert microconv.Project(aoi).client.label == "aoi-store"


@pytest.mark.parametrize("wrong", ["configs/aoi-store.yaml", Path("configs"), (1, 2, 3), 7])
def test_what_is_no_client_at_all_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError, match="a Project takes a Client, not"):
        microconv.Project(wrong)  # type: ignore[arg-type]

"""The official examples of google-ads that can run here: read from their sources and the emulator's coverage.

An example runs here if the emulator answers every RPC it calls, knows every resource its queries name and every kind of
operation it sends, if what it imports exists, and if it needs nobody at a browser. `scan` says so for each, with the
reason if not. Run as a program it writes the list of those that cannot: ``python -m tests.emulator.examples.scan``.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from microconv.emulator import coverage

LIST = Path(__file__).parent / "cannot-run.md"
_FROM = re.compile(r"\bFROM\s+([a-z_]+)\b")
_FIELD = re.compile(r"\b([a-z][a-z_]*)\.[a-z][a-z_]*")
_HEADS = frozenset({"metrics", "segments"})


@dataclass(frozen=True)
class Example:
    """One script.

    name: its path below ``examples/``.
    path: the file.
    needs: what it asks of the service: RPCs, ``FROM resource`` and operations of GoogleAdsService.Mutate.
    reasons: why it cannot run here; empty if it can.
    """

    name: str
    path: Path
    needs: tuple[str, ...]
    reasons: tuple[str, ...]


@lru_cache(maxsize=1)
def scan() -> tuple[Example, ...]:
    """Every script of the package that is a program of its own, by name."""
    found = []
    for file in metadata.files("google-ads") or ():
        name = file.as_posix()
        if name.startswith("examples/") and name.endswith(".py"):
            path = Path(str(file.locate()))
            if "__main__" in path.read_text(encoding="utf-8"):
                found.append(read(name.removeprefix("examples/"), path))
    return tuple(sorted(found, key=lambda one: one.name))


def runnable() -> tuple[Example, ...]:
    """Those that can run."""
    return tuple(one for one in scan() if not one.reasons)


def located(name: str) -> Path:
    """The file of an example, by its path below ``examples/``."""
    return Path(str(metadata.distribution("google-ads").locate_file(f"examples/{name}")))


def read(name: str, path: Path) -> Example:
    """One script: what it asks, and why it cannot run."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    version = _version(source)
    rpcs = sorted(_rpcs(tree, version))
    resources = sorted(_resources(tree))
    operations = sorted(_operations(tree)) if ("GoogleAdsService", "Mutate") in rpcs else []
    needs = (
        *(f"{service}.{rpc}" for service, rpc in rpcs),
        *(f"FROM {resource}" for resource in resources),
        *operations,
    )
    return Example(name, path, needs, tuple(_reasons(tree, path, rpcs, resources, operations)))


def _reasons(
    tree: ast.Module,
    path: Path,
    rpcs: Iterable[tuple[str, str]],
    resources: Iterable[str],
    operations: Iterable[str],
) -> Iterator[str]:
    yield from _broken_imports(tree, path)
    if not rpcs:
        yield "it calls no method of the API"
    missing = [f"{service}.{rpc}" for service, rpc in rpcs if (service, rpc) not in coverage.emulated_google_ads()]
    if missing:
        yield f"not emulated: {', '.join(missing)}"
    unknown = [resource for resource in resources if resource not in coverage.emulated_resources()]
    if unknown:
        yield f"queries about resources that are not emulated: {', '.join(unknown)}"
    others = [operation for operation in operations if operation not in coverage.emulated_mutate_kinds()]
    if others:
        yield f"operations that are not emulated: {', '.join(others)}"


# ---- what a script asks


def _version(source: str) -> str:
    found = re.search(r"load_from_\w+\(\s*version=[\"'](v\d+)", source)
    return found[1] if found else list(coverage.google_ads_rpcs())[-1]


def _rpcs(tree: ast.Module, version: str) -> Iterator[tuple[str, str]]:
    """The RPCs of the services it gets that it calls by name, on whatever object but a module."""
    services = {
        call.args[0].value
        for call in _calls(tree)
        if _called(call) == "get_service" and call.args and isinstance(call.args[0], ast.Constant)
    }
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    modules = {alias.asname or alias.name for node in imports for alias in node.names}
    called = {
        _called(call)
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute)
        and not (isinstance(call.func.value, ast.Name) and call.func.value.id in modules)
    }
    known = coverage.google_ads_rpcs().get(version, {})
    for service in services:
        for rpc in known.get(str(service), frozenset()):
            if re.sub(r"(?<!^)(?=[A-Z])", "_", rpc).lower() in called:
                yield str(service), rpc


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _queries(tree: ast.Module) -> Iterator[str]:
    """The texts of queries; what is put into them is left blank."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else " " for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            text = node.value
        else:
            continue
        if re.match(r"\s*SELECT\b", text):
            yield text


def _resources(tree: ast.Module) -> set[str]:
    """The resources its queries are about, and those whose fields they name."""
    found: set[str] = set()
    for text in _queries(tree):
        about = _FROM.findall(text)
        if about:
            found |= {*about, *_FIELD.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", text))}
    return found - _HEADS


def _operations(tree: ast.Module) -> set[str]:
    """The fields of a MutateOperation that it sets, as attributes or arguments."""
    kinds = _mutate_operation_fields()
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
    named |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return named & kinds


@lru_cache(maxsize=1)
def _mutate_operation_fields() -> frozenset[str]:
    from google.ads.googleads.v24.services.types import MutateOperation

    return frozenset(field.name for field in MutateOperation.pb().DESCRIPTOR.fields)


# ---- what a script imports


def _broken_imports(tree: ast.Module, path: Path) -> Iterator[str]:
    """Modules that are not there, and names that their modules do not have."""
    sys.path.insert(0, str(path.parent))
    try:
        for node in tree.body:
            if isinstance(node, ast.Import):
                yield from (f"needs the package {alias.name}" for alias in node.names if not _there(alias.name))
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from _broken_names(node)
    finally:
        sys.path.remove(str(path.parent))


def _broken_names(node: ast.ImportFrom) -> Iterator[str]:
    name = str(node.module)
    if not _there(name):
        yield f"needs {name}, which is not installed"
    elif name.startswith("google.ads."):
        module = importlib.import_module(name)
        for alias in node.names:
            if alias.name != "*" and not hasattr(module, alias.name) and not _there(f"{name}.{alias.name}"):
                yield f"is broken in the package: {name} has no {alias.name}"
        return
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:  # a namespace: what is imported from it are packages
        missing = [alias.name for alias in node.names if not _there(f"{name}.{alias.name}")]
        yield from (f"needs {name}.{one}, which is not installed" for one in missing)
    elif Path(found.origin).parent == Path(sys.path[0]):
        beside = Path(found.origin)
        yield from _broken_imports(ast.parse(beside.read_text(encoding="utf-8")), beside)


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


# ---- the list


def listed() -> str:
    """The list of those that cannot run, in Markdown."""
    examples = scan()
    cannot = [one for one in examples if one.reasons]
    lines = [
        "<!-- Written by python -m tests.emulator.examples.scan; do not edit. -->",
        "",
        "# Official examples that cannot run on the emulator",
        "",
        f"google-ads {metadata.version('google-ads')} ships {len(examples)} example programs. "
        f"{len(examples) - len(cannot)} run unmodified in the tests:",
        "",
        *(f"- `{one.name}` ({', '.join(one.needs)})" for one in examples if not one.reasons),
        "",
        f"These {len(cannot)} cannot:",
        "",
        "| example | why |",
        "| --- | --- |",
        *(f"| `{one.name}` | {'; '.join(one.reasons)} |" for one in cannot),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    LIST.write_text(listed(), encoding="utf-8")

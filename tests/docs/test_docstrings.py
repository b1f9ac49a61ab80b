"""Docstrings begin with a noun or a verb, long dataclasses have a line for each field, and variables are nouns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("microconv", "tests", "benchmarks", "docs")
TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8"))
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
}
QUESTIONS = {"What", "Whether", "Which", "How", "That"}
FIELDS_WITHOUT_LINES = 5
NO_NOUNS = {"found", "told"}


def docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every docstring: of modules, classes, functions, fields and constants."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for line in body if isinstance(body, list) else ():
            if (
                isinstance(line, ast.Expr)
                and isinstance(line.value, ast.Constant)
                and isinstance(line.value.value, str)
            ):
                yield line.lineno, line.value.value


def fields_without_a_line(node: ast.ClassDef) -> list[str]:
    """The public fields of a dataclass that its docstring has no line for; none where it has few fields."""
    fields = [
        line.target.id
        for line in node.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        if "ClassVar" not in ast.unparse(line.annotation) and not line.target.id.startswith("_")
    ]
    described = [line.strip() for line in (ast.get_docstring(node) or "").splitlines()]
    return [
        name
        for name in (fields if len(fields) > FIELDS_WITHOUT_LINES else ())
        if not any(line.startswith((f"{name}:", f"{name} (")) for line in described)
    ]


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that the code itself gives: of variables, arguments, attributes, functions and classes."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


@pytest.mark.parametrize("folder", FOLDERS)
def test_docstrings_begin_with_a_noun_or_a_verb(folder: str) -> None:
    asking = [
        f"{path}:{line}: {text.splitlines()[0]}"
        for path, tree in TREES.items()
        if path.startswith(f"{folder}/")
        for line, text in docstrings(tree)
        if text.split(None, 1)[:1] and text.split(None, 1)[0].rstrip(",:") in QUESTIONS
    ]
    assert asking == []


def test_long_dataclasses_have_a_line_for_each_field() -> None:
    lacking = {
        f"{path}:{node.lineno}: {node.name}": missing
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any("dataclass" in ast.unparse(one) for one in node.decorator_list)
        if (missing := fields_without_a_line(node))
    }
    assert lacking == {}


def test_names_are_nouns() -> None:
    given = {path for path, tree in TREES.items() if path.startswith("microconv/") and NO_NOUNS & set(names(tree))}
    assert given == set()


def test_the_checks_see_what_they_are_for() -> None:
    text = (
        '"""What it is."""\n@dataclass\nclass A:\n    """Many.\n\n    a: one\n    """\n'
        + "".join(f"    {name}: int\n" for name in "abcdef")
        + "found = 1\n"
    )
    tree = ast.parse(text)
    assert [words for _, words in docstrings(tree)][0] == "What it is."
    assert fields_without_a_line(next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))) == [*"bcdef"]
    assert "found" in set(names(tree))

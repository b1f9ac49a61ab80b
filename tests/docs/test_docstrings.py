"""Docstrings begin with a noun or a verb, long dataclasses have a line for each field, and variables are nouns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder in ("microconv", "tests", "benchmarks", "docs")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
QUESTION = re.compile(r'^\s*"""(?:What|Whether|Which|How|That)\b.*', re.MULTILINE)
FIELDS_WITHOUT_LINES = 5
NO_NOUNS = {"found", "told"}


def classes_without_lines(source: str) -> Iterator[tuple[str, list[str]]]:
    """Dataclasses and named tuples with many public fields, and those of the fields without a line in the docstring."""
    for node in ast.walk(ast.parse(source)) if "dataclass" in source or "NamedTuple" in source else ():
        made_of = (*node.decorator_list, *node.bases) if isinstance(node, ast.ClassDef) else ()
        if isinstance(node, ast.ClassDef) and any(
            re.search("dataclass|NamedTuple", ast.unparse(one)) for one in made_of
        ):
            fields = [
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
                if "ClassVar" not in ast.unparse(line.annotation) and not line.target.id.startswith("_")
            ]
            text = ast.get_docstring(node) or ""
            missing = [name for name in fields if not re.search(rf"^{name}(:| \()", text, re.MULTILINE)]
            if len(fields) > FIELDS_WITHOUT_LINES and missing:
                yield node.name, missing


def names(source: str) -> Iterator[str]:
    """Every name that the code itself gives: of variables, arguments, attributes, functions and classes."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.Attribute(attr=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def test_docstrings_begin_with_a_noun_or_a_verb() -> None:
    assert [(path, line.strip()) for path, source in SOURCES.items() for line in QUESTION.findall(source)] == []


def test_long_dataclasses_have_a_line_for_each_field() -> None:
    assert [(path, *one) for path, source in SOURCES.items() for one in classes_without_lines(source)] == []


def test_names_are_nouns() -> None:
    suspects = {path: source for path, source in SOURCES.items() if any(word in source for word in NO_NOUNS)}
    ours = {path: source for path, source in suspects.items() if path.startswith("microconv/")}
    assert [path for path, source in ours.items() if NO_NOUNS & set(names(source))] == []


def test_the_checks_see_what_they_are_for() -> None:
    fields = "".join(f"    {name}: int\n" for name in "abcdef")
    source = f'@dataclass\nclass A:\n    """Many.\n\n    a: one\n    """\n{fields}found = 1\n'
    assert QUESTION.findall(f"    {'What it is.'.join([chr(34) * 3] * 2)}\n")
    assert list(classes_without_lines(source)) == [("A", [*"bcdef"])]
    assert list(classes_without_lines(source.replace("@dataclass\nclass A", "class A(NamedTuple)"))) == [
        ("A", [*"bcdef"])
    ]
    assert "found" in set(names(source))

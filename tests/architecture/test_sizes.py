"""Sizes that keep files readable, and the places where the core looks up a module by its name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import microconv

PACKAGE = Path(microconv.__file__).parent
CORE = PACKAGE / "core"

LINES = 300
LINES_OF_CORE = 150
LINES_OF_A_FUNCTION = 40
LONGER = {
    "audit/rules/bidding.py": "each rule carries its texts in two languages",
    "audit/rules/roles.py": "the same",
    "core/client.py": "one noun and its parts, with a line for each field",
    "core/errors.py": "the tree of errors",
    "core/ports.py": "protocols, with a sentence for each method",
    "core/capabilities.py": "protocols, with a sentence for each method",
    "core/plan.py": "one noun and its parts, with a line for each field",
    "core/schema.py": "the form of a type, with a line for each field",
    "core/resource.py": "objects as wanted and as read, with a line for each field",
    "core/documents/plan_json.py": "one file format, written and read side by side",
    "core/monthly.py": "the questions and answers of one contract, with a line for each field",
    "core/paths.py": "the questions and answers of one contract, with a line for each field",
    "core/planning/explanation.py": "one noun and its parts, with a line for each field",
    "core/planning/diff.py": "one comparison, case by case",
    "core/planning/safety.py": "one list of refusals",
    "review/model.py": "the proposals of one contract, with a line for each field",
}
"""The files that may be longer, and why."""


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_files_are_short() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): lines(path)
        for path in PACKAGE.rglob("*.py")
        if lines(path) > (LINES_OF_CORE if path.is_relative_to(CORE) else LINES)
    }
    assert {name: count for name, count in long.items() if name not in LONGER} == {}
    assert all((PACKAGE / name).exists() for name in LONGER)


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: path.relative_to(CORE).as_posix())
def test_functions_of_the_core_are_short(path: Path) -> None:
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert [item.name for item in functions if (item.end_lineno or 0) - item.lineno + 1 > LINES_OF_A_FUNCTION] == []


def test_only_plans_look_up_a_module_by_name() -> None:
    found = [path.name for path in CORE.rglob("*.py") if "import_module" in path.read_text("utf-8")]
    assert found == ["plan.py"]

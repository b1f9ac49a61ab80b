"""Commands compute from data to data, and nothing is printed or written meanwhile."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import microconv.fleet
from microconv.cli.command_list import COMMANDS

FLEET = Path(microconv.fleet.__file__).parent
TASKS = {path.stem: ast.parse(path.read_text("utf-8")) for path in (FLEET / "tasks").glob("[!_]*.py")}
DRAWING = {
    "click", "sys", "os", "logging", "microconv.render", "microconv.cli.options", "microconv.cli.safety_options",
    "microconv.cli.files",
}  # fmt: skip
WRITING = {"echo", "secho", "print", "prompt", "confirm_prompt", "write", "write_text", "write_bytes", "open", "input"}
WITHOUT_TASK = {
    "demo": "runs other commands",
    "emulator": "a server",
    "init": "asks for Answers, and computes a text of them: config.presets",
    "schema": "prints what config computes",
    "history": "lists and shows files; `history settle` has the task `settle`",
}


def test_each_command_computes_in_a_module_of_its_own_or_says_why_not():
    modules = {entry.module for entry in COMMANDS.values()}
    assert modules - WITHOUT_TASK.keys() == TASKS.keys() - {"settle"}
    for name in (modules - WITHOUT_TASK.keys()) | {"history"}:
        source = Path(import_module(f"microconv.cli.commands.{name}").__file__ or "").read_text("utf-8")
        wanted = "settle" if name == "history" else name
        assert f"from microconv.fleet.tasks.{wanted} import" in source


@pytest.mark.parametrize("name", TASKS)
def test_nothing_is_printed_or_written_while_a_command_computes(name):
    for node in ast.walk(TASKS[name]):
        if isinstance(node, ast.ImportFrom | ast.Import):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
            assert not [module for module in modules for bad in DRAWING if f"{module}.".startswith(f"{bad}.")]
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in WRITING, f"line {node.lineno}"


@pytest.mark.parametrize("name", TASKS)
def test_tasks_are_frozen_dataclasses(name):
    classes = [node for node in TASKS[name].body if isinstance(node, ast.ClassDef)]
    assert classes
    assert {ast.unparse(decorator) for node in classes for decorator in node.decorator_list} == {
        "dataclass(frozen=True, slots=True)"
    }

"""Sizes that keep files readable, and the places where the core looks up a module by its name."""

from __future__ import annotations

from pathlib import Path

import microconv

PACKAGE = Path(microconv.__file__).parent
CORE = PACKAGE / "core"


def test_only_plans_look_up_a_module_by_name() -> None:
    found = [path.name for path in CORE.rglob("*.py") if "import_module" in path.read_text("utf-8")]
    assert found == ["plan.py"]

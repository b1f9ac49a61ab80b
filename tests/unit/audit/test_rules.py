"""The list of rules: whatever stands in a module of rules is run."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

from microconv.audit import rules
from microconv.audit.rule import Level, Topic, Verdict, rule, verdict_on_one
from microconv.audit.rules import MODULES, RULES, rules_of
from microconv.core.text import Text

_FOLDER = Path(rules.__file__).parent


def _made_in(path: Path) -> list[str]:
    """The ids of the rules in a file, as its text has them."""
    return [
        str(keyword.value.value)
        for function in ast.parse(path.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef)
        for call in function.decorator_list
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "rule"
        for keyword in call.keywords
        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
    ]


def test_every_rule_of_the_folder_runs_once() -> None:
    written = [name for path in sorted(_FOLDER.glob("*.py")) for name in _made_in(path)]
    assert sorted(written) == sorted(one.id for one in RULES)
    assert len(set(written)) == len(written)


def test_rules_run_in_the_order_in_which_they_stand() -> None:
    written = [name for module in MODULES for name in _made_in(Path(str(module.__file__)))]
    assert written == [one.id for one in RULES]


def test_the_reference_has_their_order() -> None:
    reference = (Path(__file__).parents[3] / "docs" / "audit-rules.md").read_text("utf-8")
    known = {one.id for one in RULES}
    assert [name for name in re.findall(r"^### ([a-z0-9-]+)$", reference, re.MULTILINE) if name in known] == [
        one.id for topic in Topic for one in RULES if one.topic is topic
    ]


def test_a_rule_runs_by_standing_in_a_module_of_its_topic() -> None:
    module = ModuleType("microconv.audit.rules.made_up")
    text = Text("a", "b")

    def check(subject: object) -> Verdict:
        return verdict_on_one(None)

    check.__module__ = module.__name__
    made = rule(
        id="made-up", topic=Topic.NAMING, level=Level.NOTE, title=text, passed=text, why=text, fix=text, source=""
    )(check)
    module.made_up = made  # type: ignore[attr-defined]
    module.imported = RULES[0]  # type: ignore[attr-defined]
    assert rules_of(module) == (made,)

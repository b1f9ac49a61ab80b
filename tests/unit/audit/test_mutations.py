"""Every condition, threshold and filter of every rule is pinned: without it, or the other way round, a case fails.

The rules' modules are broken in memory, one place at a time, see `mutants.py`.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from microconv.audit import rules
from microconv.audit.rules.naming import naming_length
from microconv.audit.rules.several_primaries import roles_several_primaries
from microconv.audit.run import verdict
from microconv.core.measures import Counted
from tests.heavy import sample
from tests.strategies import action, key_event
from tests.unit.audit.cases import Case, account, fails, passes
from tests.unit.audit.mutants import Rulebook, survivors

FRAME = frozenset(
    {
        *("rule", "subject", "evidence", "lines", "near_names", "act_words", "act_names", "judgement", "learning"),
        *("listing", "once"),
    }
)
"""The modules that rules are written with, in `microconv.audit` and `microconv.analysis`: tested by themselves.

Words alone have no condition. What is enough to learn from: tests/unit/analysis/test_learning.py.
Judgements come to rules through `subject`: tests/unit/analysis/test_judgement.py.
Names are compared in tests/unit/analysis/test_near_names.py, which breaks that module too.
How often a question is asked: tests/unit/audit/test_growth.py.
"""

BOOKS = {
    path.stem: Rulebook(importlib.import_module(f"{rules.__name__}.{path.stem}"))
    for path in sorted(Path(rules.__path__[0]).glob("*.py"))
    if path.stem != "__init__"
}
for _name in sorted({module for book in BOOKS.values() for module, _, _ in book.taken}):
    _package, _, _stem = _name.rpartition(".")
    if _package in {"microconv.audit", "microconv.analysis"} and _stem not in FRAME:  # what several topics share
        BOOKS[_stem] = Rulebook(importlib.import_module(_name))
_TOLERANCE = "one part in a hundred more or less of a tolerance for rounding decides nothing"
_EARLIER = "leaves out early what the next condition leaves out as well, or looks at more pairs than are twins"
SAME: dict[str, dict[str, str]] = {
    "bidding": {
        "roles_app_campaign: place.selected -> True": _EARLIER,
        "roles_custom_goal: subject.bidding_actions[item.id].enabled -> True": "actions of a subject are enabled",
    },
    "roles_in_effect": {
        "roles_without_effect: subject.kinds_of_campaigns or (None,) -> subject.kinds_of_campaigns and (None,)": (
            "the reasons in words alone are others: the finding is the same"
        ),
    },
    "same_act": {
        "_candidates: one != other -> False": _EARLIER,
        "_candidates: one_way != other_way and _one_matter(one, other) -> True": _EARLIER,
        "_candidates: one_way != other_way and _one_matter(one, other) -> "
        "one_way != other_way or _one_matter(one, other)": _EARLIER,
        "_candidates: subject.counted(items[at].item).days -> True": _EARLIER,
    },
    "worth": {
        "module: 0.0001 in ROUNDING = 0.0001 -> 0.000101": _TOLERANCE,
        "module: 0.0001 in ROUNDING = 0.0001 -> 9.900000000000001e-05": _TOLERANCE,
    },
}
"""Mutants that do the same as the rule, by module, each with the reason. Keep it short."""


@pytest.mark.parametrize("name", sample(sorted(BOOKS), 4))
def test_a_broken_rule_breaks_a_case(name: str) -> None:
    from tests.unit.audit import test_cases  # which looks for cases here too, so not at the top

    found, number = survivors([*BOOKS.values()], BOOKS[name], test_cases.CASES, test_cases.broken)
    assert number
    assert "\n".join(sorted(set(found))) == "\n".join(sorted(SAME.get(name, {})))


def test_a_mutant_that_no_case_notices_is_found() -> None:
    found, number = survivors([], BOOKS["naming"], [], lambda case: "")
    assert len(found) == number > 50
    assert "naming_reserved: prefix is not None -> prefix is None" in found
    assert "naming_reserved: prefix is not None -> True" in found


def test_what_uses_a_broken_module_is_broken_too() -> None:
    def told(case: Case) -> str:
        return "" if verdict(case.rule, case.subject).evidence[0].seen.en.endswith("[A (1.3), B (2)]") else "other"

    subject = account(
        *(action(name, number, category="purchase", primary_for_goal=True) for number, name in enumerate("AB")),
        counts={"A": Counted(all=1.26), "B": Counted(all=2)},
    )
    case = fails(roles_several_primaries, subject, "purchase~website")
    found, _ = survivors([BOOKS["several_primaries"]], BOOKS["roles"], [case], told)
    assert [item for item in found if item.startswith("tenths")] == []
    assert len(found) > 50


def test_cases_that_do_not_hold_are_told_before_anything_is_broken() -> None:
    case = passes(naming_length, account(key_event("a" * 39)))
    with pytest.raises(ValueError, match=r"^the cases of microconv\.audit\.rules\.naming do not hold$"):
        survivors([], BOOKS["naming"], [case], lambda case: str(verdict(case.rule, case.subject).evidence))

"""The size of the proofs that take long: whole where CI or MICROCONV_HEAVY is set, a sample of each elsewhere.

CONTRIBUTING.md, "What the quick run leaves out", names what is cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest

Case = TypeVar("Case")

HEAVY = any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in ("CI", "MICROCONV_HEAVY"))
"""True in the heavy run."""


heavy = pytest.mark.skipif(not HEAVY, reason="a long proof: runs where CI or MICROCONV_HEAVY is set")
"""Marks a test that the quick run leaves out."""


SLOW = tuple(
    f"tests/{folder}/"
    for folder in [
        "browser",
        "cli",
        "contract",
        "crash",
        "emulator/contract",
        "emulator/examples",
        "emulator/ga4_data",
        "incumbent",
        "laws",
        "leaks",
        "unit/monthly",
        "unit/render/report",
        "unit/render/report_page",
        "unit/report",
        "unit/review",
    ]
)
"""The folders where a case costs calls, a process or a page."""


def left_out(node_ids: Sequence[str]) -> set[str]:
    """The cases that the quick run leaves out: all but the first and the last of each test in `SLOW`."""
    by_test: dict[str, list[str]] = {}
    for one in node_ids:
        test, bracket, _ = one.partition("[")
        if bracket and test.startswith(SLOW):
            by_test.setdefault(test, []).append(one)
    return {one for cases in by_test.values() for one in cases[1:-1]}


def examples(number: int, quick: int | None = None) -> int:
    """The number of examples of a property; in the quick run `quick`, or a tenth of `number` but ten at least."""
    return number if HEAVY else min(number, quick or max(10, number // 10))


def sample(cases: Iterable[Case], step: int) -> list[Case]:
    """All cases, or each `step`-th in the quick run, beginning with the first."""
    return list(cases)[:: 1 if HEAVY else step]

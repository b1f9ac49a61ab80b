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
        "emulator/ga4",
        "emulator/ga4_data",
        "emulator/google_ads",
        "github",
        "incumbent",
        "laws",
        "leaks",
        "unit/audit",
        "unit/config",
        "unit/monthly",
        "unit/render",
        "unit/report",
        "unit/review",
    ]
)
"""The folders where a case costs calls, a process or a page."""


SAMPLED = {
    "tests/cli/": 4,
    "tests/contract/": 4,
    "tests/emulator/": 4,
    "tests/browser/": 2,
    "tests/crash/": 2,
    "tests/github/": 2,
    "tests/incumbent/": 2,
    "tests/laws/": 2,
    "tests/unit/monthly/": 2,
    "tests/unit/render/": 2,
    "tests/unit/report/": 2,
    "tests/unit/review/": 2,
}
"""The folders of which the quick run takes one test in so many of each file, beginning with the first."""


def left_out(node_ids: Sequence[str]) -> set[str]:
    """The cases that the quick run leaves out.

    All but the first and the last of each test in `SLOW`, and whole tests of the folders in `SAMPLED`.
    """
    by_test: dict[str, list[str]] = {}
    by_file: dict[str, list[str]] = {}
    for one in node_ids:
        test = one.partition("[")[0]
        if test not in by_test:
            by_test[test] = []
            by_file.setdefault(test.partition("::")[0], []).append(test)
        by_test[test].append(one)
    middle = {one for test, cases in by_test.items() if test.startswith(SLOW) for one in cases[1:-1]}
    skipped = {
        test for file, tests in by_file.items() for number, test in enumerate(tests) if number % _step(file) != 0
    }
    return middle | {one for test in skipped for one in by_test[test]}


def _step(file: str) -> int:
    """One test in so many is taken of a file."""
    return next((step for folder, step in SAMPLED.items() if file.startswith(folder)), 1)


def examples(number: int, quick: int | None = None) -> int:
    """The number of examples of a property; in the quick run `quick`, or a tenth of `number` but ten at least."""
    return number if HEAVY else min(number, quick or max(10, number // 10))


def sample(cases: Iterable[Case], step: int) -> list[Case]:
    """All cases, or each `step`-th in the quick run, beginning with the first."""
    return list(cases)[:: 1 if HEAVY else step]

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


LONG = tuple(
    f"tests/{file}.py::"
    for file in [
        "cli/test_report",
        "cli/test_report_changes",
        "cli/test_review",
        "cli/test_rollback",
        "cli/test_values",
        "contract/test_monthly_ga4",
        "contract/test_monthly_google_ads",
        "contract/test_paths_export",
        "contract/test_sitting",
        "contract/test_tag_manager",
        "contract/test_tag_manager_failures",
        "contract/test_tag_manager_publishing",
        "emulator/google_ads/test_lags",
        "laws/test_law_10",
        "unit/render/review_page/test_agenda",
    ]
)
"""The files of which the quick run takes one test in three."""


def left_out(node_ids: Sequence[str]) -> set[str]:
    """The cases that the quick run leaves out.

    All but the first and the last of each test in `SLOW`, and all of two tests in three of the files in `LONG`.
    """
    by_test: dict[str, list[str]] = {}
    for one in node_ids:
        by_test.setdefault(one.partition("[")[0], []).append(one)
    middle = {one for test, cases in by_test.items() if test.startswith(SLOW) for one in cases[1:-1]}
    tests = {file: [test for test in by_test if test.startswith(file)] for file in LONG}
    skipped = {test for of_file in tests.values() for number, test in enumerate(of_file) if number % 3}
    return middle | {one for test in skipped for one in by_test[test]}


def examples(number: int, quick: int | None = None) -> int:
    """The number of examples of a property; in the quick run `quick`, or a tenth of `number` but ten at least."""
    return number if HEAVY else min(number, quick or max(10, number // 10))


def sample(cases: Iterable[Case], step: int) -> list[Case]:
    """All cases, or each `step`-th in the quick run, beginning with the first."""
    return list(cases)[:: 1 if HEAVY else step]

"""The sample of slow cases that the quick run takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.heavy import heavy, left_out

ROOT = Path(__file__).parents[2]


def test_the_first_and_the_last_case_of_a_slow_test_stay() -> None:
    cases = [f"tests/cli/test_x.py::test_a[{case}]" for case in "abcd"]
    others = ["tests/cli/test_x.py::test_b", "tests/unit/test_y.py::test_a[a]", "tests/cli/test_z.py::test_a[b-[c]]"]
    assert left_out([*others[:1], *cases, *others[1:]]) == set(cases[1:-1])


@heavy
def test_a_file_that_is_named_runs_whole() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "tests/cli/test_streams.py"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "tests collected" in printed
    assert "deselected" not in printed

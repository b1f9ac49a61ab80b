"""The sample of slow cases that the quick run takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.heavy import heavy, left_out

ROOT = Path(__file__).parents[2]


def test_the_first_and_the_last_case_of_a_slow_test_stay() -> None:
    cases = [f"tests/cli/test_x.py::test_a[{case}]" for case in "abcd"]
    others = ["tests/unit/test_y.py::test_a[a]", "tests/cli/test_z.py::test_a[b-[c]]"]
    assert left_out([*cases, *others]) == set(cases[1:-1])


def test_of_some_folders_one_test_in_so_many_stays() -> None:
    def kept(file: str) -> list[int]:
        tests = [f"{file}::test_{number}[{case}]" for number in range(7) for case in "ab"]
        without = left_out(tests)
        return [number for number in range(7) if not {tests[2 * number], tests[2 * number + 1]} & without]

    assert kept("tests/contract/test_x.py") == [0, 4]
    assert kept("tests/laws/test_x.py") == [0, 2, 4, 6]
    assert kept("tests/unit/core/test_x.py") == [*range(7)]


@heavy
def test_a_file_that_is_named_runs_whole() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "tests/cli/test_streams.py"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True).stdout
    assert "tests collected" in printed
    assert "deselected" not in printed

"""The size of the proofs that take long: whole where CI or MICROCONV_HEAVY is set, a sample of each elsewhere.

CONTRIBUTING.md, "What the quick run leaves out", names what is cut.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

import pytest

Case = TypeVar("Case")

HEAVY = any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in ("CI", "MICROCONV_HEAVY"))
"""True in the heavy run."""


heavy = pytest.mark.skipif(not HEAVY, reason="a long proof: runs where CI or MICROCONV_HEAVY is set")
"""Marks a test that the quick run leaves out."""


def examples(number: int) -> int:
    """The number of examples of a property: a tenth of `number` in the quick run, but ten at least."""
    return number if HEAVY else min(number, max(10, number // 10))


def sample(cases: Iterable[Case], step: int) -> list[Case]:
    """All cases, or each `step`-th in the quick run, beginning with the first."""
    return list(cases)[:: 1 if HEAVY else step]

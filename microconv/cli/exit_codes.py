"""Exit codes: a contract with scripts. Documented in docs/contract.md and checked by tests."""

from __future__ import annotations

from collections.abc import Iterable

DONE = 0
ERROR = 1
CHANGES = 2
FINDINGS = 3
REFUSED = 4
PARTLY = 5
USAGE = 64
INTERRUPTED = 130


def combined(codes: Iterable[int]) -> int:
    """One code for several clients: the one they share, or PARTLY when some failed and others did not.

    CHANGES and FINDINGS are answers, not failures: one of them outweighs DONE.
    """
    distinct = set(codes)
    if INTERRUPTED in distinct:
        return INTERRUPTED
    bad = distinct - {DONE, CHANGES, FINDINGS}
    good = distinct - bad
    if bad:
        return next(iter(bad)) if len(bad) == 1 and not good else PARTLY
    return max(good, default=DONE)

"""The goals that a config wants, with what is in the way; and the actions that goals are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from microconv.core.diagnostics import Diagnostic
from microconv.core.plan import Conflict, Waiting
from microconv.core.resource import Desired
from microconv.core.text import Text

FIRST_ACTION = Text("a first conversion action", "最初のコンバージョン アクション")
"""The thing that a goal waits for."""

NO_ACTION = Text(
    "Google makes a goal when the first conversion action of its category and origin appears",
    "目標は、そのカテゴリと発生元の最初のコンバージョン アクションができたときに Google が作成します",
)


class Members(NamedTuple):
    """The actions of a config's conversions.

    names: what the action of each conversion is called in the plan, by conversion, if there is one or will be.
    unused: the ids of actions that bidding should not use: secondary ones, and unlisted ones that are set aside.
    """

    names: Mapping[str, str]
    unused: frozenset[str]


class Wanted(NamedTuple):
    """The goals that a config wants, with conflicts, what is waited for, and warnings, in the order of the plan."""

    objects: tuple[Desired, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def together(parts: Iterable[Wanted]) -> Wanted:
    """Several parts in one, in their order."""
    known = list(parts)
    return Wanted(
        tuple(item for part in known for item in part.objects),
        tuple(item for part in known for item in part.conflicts),
        tuple(item for part in known for item in part.waiting),
        tuple(item for part in known for item in part.warnings),
    )

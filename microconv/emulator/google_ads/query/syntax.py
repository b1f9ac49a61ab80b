"""The parts of a parsed query, before any name in it has been checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: How a value was written: a bare word, a number or a quoted string.
LiteralKind = Literal["word", "number", "string"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A value as written."""

    kind: LiteralKind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """``field operator values``.

    field: the name as written.
    operator: in upper case, such as ``=``, ``NOT IN``, ``CONTAINS ANY``, ``IS NULL``.
    values: one for most operators, two for BETWEEN, none for IS NULL, any number for a list.
    is_list: whether the values were written as a list in parentheses.
    """

    field: str
    operator: str
    values: tuple[Constant, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Ordering:
    """One item of ORDER BY."""

    field: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was written.

    select: the names in SELECT.
    resource: the name in FROM.
    where: the conditions, all of which must hold.
    order_by: the first decides first.
    limit: None for no limit.
    parameters: by lower-case name.
    """

    select: tuple[str, ...]
    resource: str
    where: tuple[Condition, ...]
    order_by: tuple[Ordering, ...]
    limit: int | None
    parameters: dict[str, bool]

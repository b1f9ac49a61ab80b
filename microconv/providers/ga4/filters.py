"""Filters of reports of the Data API (FilterExpression, v1beta). Case matters in all: names of events differ in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def is_in(data: Any, dimension: str, values: Iterable[str]) -> Any:
    """A dimension has one of these values. `data` is the client's package."""
    names = data.Filter.InListFilter(values=sorted(set(values)), case_sensitive=True)
    return data.FilterExpression(filter=data.Filter(field_name=dimension, in_list_filter=names))


def both(data: Any, one: Any, other: Any) -> Any:
    """Two filters are met."""
    return data.FilterExpression(and_group=data.FilterExpressionList(expressions=[one, other]))


def none_of(data: Any, dimension: str, values: Iterable[str]) -> Any:
    """A dimension has none of these values."""
    return data.FilterExpression(not_expression=is_in(data, dimension, values))

"""Funnels of GA4 as requests, and the users of their steps (v1alpha of the Data API, checked 2026-11-29)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from microconv.core.errors import AccessDeniedError, ApiError, NotFoundError, QuotaError
from microconv.core.text import Text
from microconv.providers.ga4.measures import NOT_INSTALLED

STEP, USERS = "funnelStepName", "activeUsers"
NO_PACKAGE = Text(NOT_INSTALLED, "パッケージ google-analytics-data がインストールされていません")

_STEP_NAME = re.compile(r"step([0-9]+)\Z")
_FINAL = (AccessDeniedError, NotFoundError, QuotaError)


def ends_all(error: ApiError) -> bool:
    """True for an error after which no other funnel of the property will be answered."""
    return isinstance(error, _FINAL) or error.code.startswith("UNIMPLEMENTED")


def funnel(data: Any, steps: Sequence[Any], within_days: float | None, *, closed: bool = True) -> Any:
    """A Funnel of some steps (FunnelFilterExpression), each at most so many days after the one before; None: any time.

    Steps are named by their number: what events are called stands in the filters alone.
    """
    made = []
    for number, expression in enumerate(steps, 1):
        step = data.FunnelStep(name=f"step{number}", filter_expression=expression)
        if within_days is not None and number > 1:
            step.within_duration_from_prior_step = datetime.timedelta(days=within_days)
        made.append(step)
    return data.Funnel(is_open_funnel=not closed, steps=made)


def is_event(data: Any, event: str) -> Any:
    """The FunnelFilterExpression that an event with this name meets."""
    return data.FunnelFilterExpression(funnel_event_filter=data.FunnelEventFilter(event_name=event))


def has_value(data: Any, dimension: str, values: Sequence[str]) -> Any:
    """The FunnelFilterExpression that an event meets whose dimension has one of these values. Case matters."""
    names = data.InListFilter(values=list(values), case_sensitive=True)
    return data.FunnelFilterExpression(
        funnel_field_filter=data.FunnelFieldFilter(field_name=dimension, in_list_filter=names)
    )


def all_of(data: Any, expressions: Sequence[Any]) -> Any:
    """The FunnelFilterExpression that an event meets which meets all of these."""
    if len(expressions) == 1:
        return expressions[0]
    group = data.FunnelFilterExpressionList(expressions=list(expressions))
    return data.FunnelFilterExpression(and_group=group)


def step_rows(report: Any) -> Iterator[tuple[Mapping[str, str], float]]:
    """The rows of a sub report (raw protobuf): the dimensions by name, the users. The headers may be there twice."""
    names = [one.name for one in report.dimension_headers]
    place = [one.name for one in report.metric_headers].index(USERS) if report.metric_headers else 0
    for row in report.rows:
        values = dict(zip(names, (one.value for one in row.dimension_values), strict=True))
        yield values, float(row.metric_values[place].value or 0)


def step_number(text: str) -> str:
    """The number of a step from `1. step1`, which is what its name comes back as. Raises ValueError for other texts."""
    match = _STEP_NAME.search(text)
    if match is None:
        raise ValueError(f"{text!r} names no step")
    return match[1]

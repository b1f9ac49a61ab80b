"""Funnels of a month and the one before it: one runFunnelReport for each (v1alpha, checked 2026-11-29).

How rows name their date range is not settled: the request speaks of an index from zero, the date range of its name.
Both are read. Where several date ranges are refused, or rows do not say which theirs is, each month is asked for alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from microconv.core.answers import NOT_ASKED, Limits, Period, Row, Table
from microconv.core.errors import ApiError, RejectedError
from microconv.core.measured_steps import FunnelAsked
from microconv.core.monthly import FunnelAnswer, FunnelWanted, MonthWanted
from microconv.core.text import NO_TEXT, Text
from microconv.providers.ga4.funnels import (
    NO_PACKAGE,
    STEP,
    ends_all,
    funnel,
    is_event,
    step_number,
    step_rows,
)
from microconv.providers.ga4.library import funnel_library
from microconv.providers.ga4.monthly_reports import DATE_RANGE, date_range, samples, tokens
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

_DIMENSIONS: Mapping[str, str] = {
    "device": "deviceCategory",
    "channel": "sessionDefaultChannelGroup",
    "page": "pagePath",
}
BREAKDOWN_LIMIT = 15
NEXT_LIMIT = 5
"""The most values of a breakdown and of next actions that a funnel tells (v1alpha proto)."""

_NEXT = "funnelStepNextAction"
_TOTAL = "RESERVED_TOTAL"
_PERIODS = (Period.MONTH, Period.BEFORE)
_COLUMNS, _NEXT_COLUMNS, _METRICS = ("period", "step", "by"), ("step", "event"), ("users",)


class Funnels:
    """Asks for the funnels of one property. `tokens`: what they cost, None where Google did not tell."""

    def __init__(self, read: ReadProperty, wanted: MonthWanted) -> None:
        self._read = read
        self._wanted = wanted
        self._one_by_one = False
        self._refused = NO_TEXT
        self.tokens: int | None = None

    def answer(self, chosen: FunnelAsked) -> FunnelAnswer:
        """The answer about a funnel. What Google refuses is told in its tables. Raises CredentialsError."""
        one = chosen.funnel
        answer = self._answer(one) if chosen.asked else _answer(one, NOT_ASKED)
        return replace(answer, left_out=chosen.left_out)

    def _answer(self, one: FunnelWanted) -> FunnelAnswer:
        periods = tuple(period for period in _PERIODS if period in self._wanted.periods)
        if self._refused or not periods:
            return _answer(one, _refused(self._refused) if self._refused else NOT_ASKED)
        try:
            return self._asked(one, periods)
        except ImportError:
            self._refused = NO_PACKAGE
            return _answer(one, _refused(NO_PACKAGE))
        except ApiError as error:
            why = refusal(error)
            if ends_all(error):
                self._refused = why
            return _answer(one, _refused(why))

    def refuse(self, why: Text) -> None:
        """Answer the funnels to come with a refusal, and ask nothing."""
        self._refused = why

    def _asked(self, one: FunnelWanted, periods: Sequence[Period]) -> FunnelAnswer:
        if len(periods) > 1 and not self._one_by_one:
            together = self._together(one, periods)
            if together is not None:
                return _answer(one, *together.tables())
        rows = _Rows(one)
        for period in periods:
            rows.read(self._answer_of(one, (period,)), (period,))
        self._one_by_one = len(periods) > 1
        return _answer(one, *rows.tables())

    def _together(self, one: FunnelWanted, periods: Sequence[Period]) -> _Rows | None:
        """The rows of several months from one request; None where it is refused, or rows do not tell months apart."""
        rows = _Rows(one)
        try:
            return rows if rows.read(self._answer_of(one, periods), periods) else None
        except RejectedError as error:
            if not error.code.startswith("INVALID_ARGUMENT"):
                raise
            return None

    def _answer_of(self, one: FunnelWanted, periods: Sequence[Period]) -> Any:
        answer = self._read.funnel(_request(funnel_library(), self._read.path, one, self._wanted, periods))
        took = tokens(answer)
        if took is not None:
            self.tokens = (self.tokens or 0) + took
        return answer


class _Rows:
    """The rows of a funnel while they are read."""

    def __init__(self, one: FunnelWanted) -> None:
        self._one = one
        self._rows: list[Row] = []
        self._next: list[Row] = []
        self._samples: tuple[tuple[int, int], ...] = ()
        self._whole = True

    def read(self, answer: Any, periods: Sequence[Period]) -> bool:
        """Take the rows of an answer (raw protobuf); false where they do not say of which month they are."""
        if not _tells_month(answer.funnel_table, periods):
            return False
        by = _DIMENSIONS.get(self._one.by, "")
        shown = set()
        for period, values, users in _values(answer.funnel_table, periods):
            of = values.get(by, _TOTAL)
            shown.add((period, of))
            self._rows.append(Row((period.value, step_number(values[STEP]), "" if of == _TOTAL else of), (users,)))
        counts = Counter(period for period, of in shown if of != _TOTAL)
        self._whole = self._whole and max(counts.values(), default=0) < BREAKDOWN_LIMIT
        self._samples += samples(answer.funnel_table.metadata)
        if self._one.next_actions and _tells_month(answer.funnel_visualization, periods):
            for period, values, users in _values(answer.funnel_visualization, periods):
                event = values.get(_NEXT, _TOTAL)
                if period is Period.MONTH and event != _TOTAL:
                    self._next.append(Row((step_number(values[STEP]), event), (users,)))
        return True

    def tables(self) -> tuple[Table, Table]:
        """The users by step, and what they did next."""
        limits = Limits(samples=self._samples)
        return (
            Table(_COLUMNS, _METRICS, tuple(self._rows), limits, self._whole),
            Table(_NEXT_COLUMNS, _METRICS, tuple(self._next), limits, whole=False)
            if self._one.next_actions
            else NOT_ASKED,
        )


def _answer(one: FunnelWanted, table: Table, next_actions: Table = NOT_ASKED) -> FunnelAnswer:
    if not table.answered and one.next_actions:
        next_actions = Table(_NEXT_COLUMNS, _METRICS, refused=table.refused, asked=table.asked)
    return FunnelAnswer(one.steps, one.closed, one.within_days, one.by, table, next_actions)


def _refused(why: Text) -> Table:
    return Table(_COLUMNS, _METRICS, refused=why)


def _request(data: Any, name: str, one: FunnelWanted, wanted: MonthWanted, periods: Sequence[Period]) -> Any:
    """A RunFunnelReportRequest."""
    request = data.RunFunnelReportRequest(
        property=name,
        date_ranges=[date_range(data, wanted, period) for period in periods],
        funnel=funnel(data, [is_event(data, event) for event in one.events], one.within_days, closed=one.closed),
        return_property_quota=True,
    )
    if one.by:
        by = data.Dimension(name=_DIMENSIONS[one.by])
        request.funnel_breakdown = data.FunnelBreakdown(breakdown_dimension=by, limit=BREAKDOWN_LIMIT)
    if one.next_actions:
        event = data.Dimension(name="eventName")
        request.funnel_next_action = data.FunnelNextAction(next_action_dimension=event, limit=NEXT_LIMIT)
    return request


def _tells_month(report: Any, periods: Sequence[Period]) -> bool:
    return len(periods) == 1 or any(one.name == DATE_RANGE for one in report.dimension_headers) or not report.rows


def _values(report: Any, periods: Sequence[Period]) -> list[tuple[Period, Mapping[str, str], float]]:
    """The rows of a sub report: the month, the dimensions by name, the users."""
    return [(_period(values.get(DATE_RANGE, ""), periods), values, users) for values, users in step_rows(report)]


def _period(text: str, periods: Sequence[Period]) -> Period:
    """The month of a row: by its name, or by its number from zero. Raises ValueError for any other text."""
    number = text.removeprefix("date_range_")
    if len(periods) == 1:
        return periods[0]
    return periods[int(number)] if number.isdecimal() and int(number) < len(periods) else Period(text)

"""Paths from an event to a final one: a batch of reports for the totals, and a closed funnel of two steps for each.

A funnel counts active users, once each, who did the final event after the other one (v1alpha, checked 2026-11-29). So
do the totals. Who did the event in the last days has had less than the horizon: the export alone can leave him out.
Paid traffic is a condition of the first step, on the channel of its session: who comes again by himself counts too.
What Google refuses is told in the answers: no answer is an exception but those about the credentials.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from microconv.core.answers import NO_LIMITS, Limits, Period
from microconv.core.errors import AccessDeniedError, ApiError
from microconv.core.paths import (
    PAGE_VIEW,
    PAID_CHANNELS,
    FinalCount,
    PathCount,
    PathsAnswer,
    PathSource,
    PathsWanted,
)
from microconv.core.text import NO_TEXT, Text
from microconv.providers.ga4.filters import both, is_in
from microconv.providers.ga4.funnels import (
    NO_PACKAGE,
    STEP,
    all_of,
    ends_all,
    funnel,
    has_value,
    is_event,
    step_number,
    step_rows,
)
from microconv.providers.ga4.library import data_library, funnel_library
from microconv.providers.ga4.monthly_reports import limits_of, rows_of, samples, tokens
from microconv.providers.ga4.property import ReadProperty
from microconv.providers.refused import refusal

_CHANNEL, _PAGE, _EVENT, _USERS = "sessionDefaultChannelGroup", "pagePath", "eventName", "activeUsers"
_ROWS = 250_000
"""The most rows that the API answers with (RunReportRequest, v1beta proto)."""


def paths(read: ReadProperty, wanted: PathsWanted) -> PathsAnswer:
    """The answers of one property. Raises CredentialsError."""
    return _Paths(read, wanted).answers()


@dataclass(frozen=True, slots=True)
class _Counts:
    """One report: its numbers by event or page, and its limits. `refused`: why there is none."""

    rows: Mapping[str, tuple[float | None, ...]]
    limits: Limits = NO_LIMITS
    whole: bool = True
    refused: Text = NO_TEXT

    def of(self, name: str, place: int) -> float | None:
        """A number; zero where Google leaves out a row of zeros, None where it may have withheld it."""
        if name in self.rows:
            return self.rows[name][place]
        zeros = self.whole and not (self.refused or self.limits.thresholded or self.limits.other_row)
        return 0.0 if zeros else None


class _Paths:
    """The paths of a property while they are asked for. `stopped`: why no more funnels are asked, empty for none."""

    def __init__(self, read: ReadProperty, wanted: PathsWanted) -> None:
        self._read = read
        self._wanted = wanted
        self._stopped = NO_TEXT
        self._no_paid = NO_TEXT
        self._zone = ""
        self._currency = ""
        self._tokens: int | None = None
        self._asked = wanted.blanks

    def answers(self) -> PathsAnswer:
        """Ask for everything. Raises CredentialsError."""
        before = self._read.calls
        everybody, events, pages = self._totals()
        requests = self._read.calls - before
        plain = [self._path(one, pages if one.page else events) for one in self._asked]
        paid = [self._paid(one, path) for one, path in zip(self._asked, plain, strict=True) if self._wanted.paid]
        return PathsAnswer(
            PathSource.FUNNELS,
            self._wanted,
            _whole(everybody.of("", 0)),
            tuple(plain),
            tuple(_final(events, one) for one in dict.fromkeys(path.final for path in self._asked)),
            tuple(paid),
            self._zone,
            self._currency,
            self._read.emulated,
            requests,
            self._read.calls - before - requests,
            self._tokens,
            everybody.refused,
        )

    # ---- totals

    def _totals(self) -> tuple[_Counts, _Counts, _Counts]:
        """All users, the events, the pages: one request."""
        try:
            return self._answered()
        except ImportError:
            self._stopped = NO_PACKAGE
        except ApiError as error:
            why = refusal(error)
            if isinstance(error, AccessDeniedError):
                self._stopped = why
            return (_Counts({}, refused=why),) * 3
        return (_Counts({}, refused=NO_PACKAGE),) * 3

    def _answered(self) -> tuple[_Counts, _Counts, _Counts]:
        """Raises ApiError, CredentialsError, ImportError."""
        data = data_library()
        names = {name for one in self._asked for name in (one.event, one.final)}
        pages = {one.page for one in self._asked if one.page}
        asked = [self._report(data, "", None, (_USERS,))]
        if names:
            asked.append(self._report(data, _EVENT, is_in(data, _EVENT, names), (_USERS, "eventCount", "eventValue")))
        if pages:
            views = both(data, is_in(data, _PAGE, pages), is_in(data, _EVENT, {PAGE_VIEW}))
            asked.append(self._report(data, _PAGE, views, (_USERS, "eventCount")))
        answer = self._read.reports(data.BatchRunReportsRequest(property=self._read.path, requests=asked))
        made = [self._counts(one) for one in answer.reports]
        made += [_Counts({})] * (3 - len(made))
        return made[0], made[1], made[2]

    def _report(self, data: Any, dimension: str, only: Any, metrics: Sequence[str]) -> Any:
        return data.RunReportRequest(
            property=self._read.path,
            dimensions=[data.Dimension(name=dimension)] if dimension else [],
            metrics=[data.Metric(name=one) for one in metrics],
            date_ranges=[self._days(data)],
            dimension_filter=only,
            limit=_ROWS,
            return_property_quota=True,
        )

    def _counts(self, answer: Any) -> _Counts:
        """The numbers of an answer (raw protobuf)."""
        self._zone = answer.metadata.time_zone or self._zone
        self._currency = answer.metadata.currency_code or self._currency
        self._count(answer)
        rows = {"".join(keys): numbers for _, keys, numbers in rows_of(answer, answer.rows, (Period.MONTH,))}
        return _Counts(rows, limits_of(answer.metadata), answer.row_count <= len(answer.rows))

    def _days(self, data: Any) -> Any:
        return data.DateRange(start_date=self._wanted.first.isoformat(), end_date=self._wanted.last.isoformat())

    def _count(self, answer: Any) -> None:
        took = tokens(answer)
        if took is not None:
            self._tokens = (self._tokens or 0) + took

    # ---- funnels

    def _path(self, one: PathCount, counts: _Counts) -> PathCount:
        happened = _whole(counts.of(one.page or one.event, 1))
        answer = self._funnel(one)
        limits = replace(counts.limits, samples=counts.limits.samples + answer.limits.samples)
        return replace(answer, events=happened, limits=limits)

    def _paid(self, one: PathCount, plain: PathCount) -> PathCount:
        """The answer of paid traffic: where the plain funnel was answered and this one is not, none of these is."""
        if self._no_paid:
            return replace(one, refused=self._no_paid)
        answer = self._funnel(one, paid=True)
        if answer.refused and not plain.refused:
            self._no_paid = answer.refused
        return answer

    def _funnel(self, one: PathCount, *, paid: bool = False) -> PathCount:
        """The users of both steps. What Google refuses is told. Raises CredentialsError."""
        why = self._stopped
        if not why:
            try:
                return self._users(one, paid=paid)
            except ImportError:
                why = self._stopped = NO_PACKAGE
            except ApiError as error:
                why = refusal(error)
                if ends_all(error):
                    self._stopped = why
        return replace(one, refused=why)

    def _users(self, one: PathCount, *, paid: bool) -> PathCount:
        """Raises ApiError, CredentialsError, ImportError."""
        data = funnel_library()
        begin = [is_event(data, one.event)]
        if one.page:
            begin.append(has_value(data, _PAGE, (one.page,)))
        if paid:
            begin.append(has_value(data, _CHANNEL, PAID_CHANNELS))
        steps = [all_of(data, begin), is_event(data, one.final)]
        answer = self._read.funnel(
            data.RunFunnelReportRequest(
                property=self._read.path,
                date_ranges=[self._days(data)],
                funnel=funnel(data, steps, self._wanted.horizon_days),
                return_property_quota=True,
            )
        )
        self._count(answer)
        table = answer.funnel_table
        users = {step_number(values[STEP]): count for values, count in step_rows(table)}
        return replace(
            one,
            users=_whole(users.get("1")),
            reached=_whole(users.get("2")),
            limits=Limits(samples=samples(table.metadata)),
        )


def _final(counts: _Counts, event: str) -> FinalCount:
    return FinalCount(
        event,
        _whole(counts.of(event, 0)),
        _whole(counts.of(event, 1)),
        counts.of(event, 2),
        counts.limits,
        counts.refused,
    )


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)

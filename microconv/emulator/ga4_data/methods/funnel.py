"""RunFunnelReport (v1alpha): how many users pass each step (see `walk`).

Event parameters and segments are refused, not guessed. A breakdown may be any dimension but those of items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.access import property_of
from microconv.emulator.ga4_data.dates import Now, read_ranges
from microconv.emulator.ga4_data.disturbances import Disturbances
from microconv.emulator.ga4_data.errors import not_emulated, refuse
from microconv.emulator.ga4_data.fields import DATE_RANGE, DIMENSIONS, canonical, find_dimension
from microconv.emulator.ga4_data.filters import Predicate, combine, compile_field, compile_filter
from microconv.emulator.ga4_data.groups import Columns
from microconv.emulator.ga4_data.plan import DEFAULT_LIMIT, MAX_LIMIT, read_dimension, refuse_missing
from microconv.emulator.ga4_data.quotas import Ledger, estimate
from microconv.emulator.ga4_data.table import metric_text
from microconv.emulator.ga4_data.walk import Step, Walked, walk
from microconv.emulator.ga4_data.walk_actions import read_next_action
from microconv.emulator.ga4_data.window import window_of

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4_data.dates import DateRange
    from microconv.emulator.ga4_data.filters import Value
    from microconv.emulator.people.draws import Array

FUNNEL = "funnel"
_STEP, _NEXT = "funnelStepName", "funnelStepNextAction"
_TOTAL = "RESERVED_TOTAL"
_METRICS = ("activeUsers", "funnelStepCompletionRate", "funnelStepAbandonments", "funnelStepAbandonmentRate")
_TRENDED = 2
_BREAKDOWN_LIMIT, _MAX_BREAKDOWN_LIMIT = 5, 15
_MAX_DEPTH = 50


def run_funnel_report(call: Call, ledger: Ledger) -> None:
    """One funnel: its table, and the visualization (by day for a trended one).

    Raises ApiError (INVALID_ARGUMENT) for what the service refuses, UNIMPLEMENTED for segments, parameter filters, and
    next actions by day; see also property_of and Ledger.check.
    """
    request = call.request
    owner = property_of(call, request.property)
    ledger.check(call, owner, FUNNEL)
    refuse_missing(request, ("segments",))
    now = Now.of(call.world.clock.now(), owner.time_zone)
    funnel = _Funnel(call, owner, now)
    breakdown, shown = _read_breakdown(request)
    action, most = read_next_action(request)
    if request.limit < 0:
        raise refuse(f"limit must be positive. The API received limit = {request.limit}")
    ranges = read_ranges(request.date_ranges, now)
    if len(ranges) > 1 and funnel.naming == "REFUSED":
        raise refuse("Funnel reports are limited to 1 dateRange.")
    reached = {one.name: _Range(funnel, one, next_too=bool(action)) for one in ranges}
    limit = min(request.limit or DEFAULT_LIMIT, MAX_LIMIT)
    funnel.write_table(call.response.funnel_table, reached, breakdown, shown, limit)
    trended = request.funnel_visualization_type == _TRENDED
    if action and trended:
        raise not_emulated("next actions in trended funnels")
    if action:
        funnel.write_next_actions(call.response.funnel_visualization, reached, action, most, limit)
    else:
        funnel.write_visualization(call.response.funnel_visualization, reached, trended, limit)
    for message in (call.response.funnel_table, call.response.funnel_visualization):
        funnel.disturbances.write_samples(message.metadata)
    call.response.kind = "analyticsData#runFunnelReport"
    days, fixed = sum(one.days(now) for one in ranges), call.world.policies.number("data_report_tokens")
    tokens = fixed if fixed > 0 else estimate(1 + bool(breakdown), len(_METRICS), days)
    ledger.spend(call, owner, FUNNEL, tokens)
    if request.return_property_quota:
        ledger.write(call, owner, FUNNEL, tokens, call.response.property_quota)


# ---- reading


def _read_steps(call: Call) -> list[Step]:
    if not call.request.funnel.steps:
        raise refuse("The funnel must have at least one step.")
    steps, refused = [], call.world.policies["data_funnel_session_conditions"] == "REFUSED"
    for index, message in enumerate(call.request.funnel.steps):
        needed: set[str] = set()
        passes = _compile(message.filter_expression, needed, 0)
        if refused and any(name.startswith("session") for name in needed):
            raise refuse(f"Fields of sessions cannot be used in the filterExpression of funnel step {index + 1}.")
        within = None
        if message.HasField("within_duration_from_prior_step"):
            duration = message.within_duration_from_prior_step
            within = duration.seconds * 1000 + duration.nanos / 1_000_000
        label = f"{index + 1}. {message.name}"
        steps.append(Step(label, tuple(sorted(needed)), passes, message.is_directly_followed_by, within))
    return steps


def _compile(expression: Any, needed: set[str], depth: int) -> Predicate:
    if depth > _MAX_DEPTH:
        raise refuse("The filter expression is nested too deeply.")
    kind = expression.WhichOneof("expr")
    if kind in ("and_group", "or_group"):
        every = [_compile(one, needed, depth + 1) for one in getattr(expression, kind).expressions]
        if not every:
            raise refuse(f"The {kind} of a filter expression must not be empty.")
        return combine(every, any_of=kind == "or_group")
    if kind == "not_expression":
        inverse = _compile(expression.not_expression, needed, depth + 1)
        return lambda values: not inverse(values)
    if kind == "funnel_field_filter":
        return compile_field(expression.funnel_field_filter, lambda name: _note(name, needed), metrics=False)
    if kind == "funnel_event_filter":
        needed.add("eventName")
        return _event_filter(expression.funnel_event_filter)
    raise refuse("Each funnel step must have a filterExpression.")


def _event_filter(message: Any) -> Predicate:
    if message.HasField("funnel_parameter_filter_expression"):
        raise not_emulated("event parameters")
    if not message.event_name:
        raise refuse("The eventName of a funnelEventFilter is required.")
    name: str = message.event_name

    def passes(values: Mapping[str, Value]) -> bool:
        return values["eventName"] == name

    return passes


def _note(name: str, needed: set[str]) -> str:
    canonical_name = find_dimension(name).name
    needed.add(canonical_name)
    return canonical_name


def _read_dimension_filter(request: Any, needed: set[str]) -> Predicate | None:
    if not request.HasField("dimension_filter"):
        return None
    return compile_filter(request.dimension_filter, lambda name: _note(name, needed), metrics=False)


def _read_breakdown(request: Any) -> tuple[str, int]:
    """The breakdown's dimension ("" for none) and how many of its values are shown."""
    if not request.HasField("funnel_breakdown"):
        return "", 0
    message = request.funnel_breakdown
    limit = message.limit if message.HasField("limit") else _BREAKDOWN_LIMIT
    if not 0 < limit <= _MAX_BREAKDOWN_LIMIT:
        raise refuse(f"The limit of a funnelBreakdown must be from 1 to {_MAX_BREAKDOWN_LIMIT}. It is {limit}.")
    name = canonical(read_dimension(message.breakdown_dimension, range_too=False))
    if DIMENSIONS[name].scope == "item":
        raise not_emulated(f"funnel breakdowns by {name}")
    return name, limit


# ---- counting and writing


class _Range:
    """One date range: its users by step, and the value and the day that each of them belongs to."""

    def __init__(self, funnel: _Funnel, one: DateRange, *, next_too: bool) -> None:
        window = window_of(funnel.call.world, funnel.owner, one.recorded(funnel.now))
        columns = Columns(window, one.first)
        rows = funnel.disturbances.sampled(window, columns.passing(funnel.filtered, funnel.passes))
        is_open = funnel.call.request.funnel.is_open_funnel
        self.walked: Walked = walk(columns, funnel.steps, rows, is_open=is_open, next_too=next_too)
        self._columns = columns
        self._of_users: dict[str, Array] = {}

    def values(self, name: str) -> Sequence[str]:
        """The values of a dimension."""
        return self._columns.get(name).values

    def users(self, users: Array, name: str, value: str) -> int:
        """The number of these users that belong to a value of a dimension; RESERVED_TOTAL: to any."""
        if value == _TOTAL:
            return len(users)
        values = self.values(name)
        return int((self._belongs(name)[users] == values.index(value)).sum()) if value in values else 0

    def largest(self, name: str, shown: int) -> list[str]:
        """The values with the most users in the first step that has any; of equal ones, in all steps."""
        first = next((users for users in self.walked.done if len(users)), None)
        if first is None:
            return []
        everybody, belongs = np.unique(np.concatenate(self.walked.done)), self._belongs(name)
        counts = (-np.bincount(belongs[users], minlength=len(self.values(name))) for users in (first, everybody))
        return [value for _, size, value in sorted(zip(*counts, self.values(name), strict=True)) if size][:shown]

    def next_actions(self, index: int, name: str, shown: int) -> list[tuple[str, int]]:
        """The values of a dimension right after a step, with their users, the most of them first."""
        column = self._columns.get(name)
        sizes = np.bincount(column.codes[self.walked.next_events[index]], minlength=len(column.values))
        pairs = sorted(zip(column.values, sizes.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
        return [(value, size) for value, size in pairs if size][:shown]

    def _belongs(self, name: str) -> Array:
        if name not in self._of_users:
            entered = self.walked.entered
            codes = self._columns.get(name).codes[entered]
            self._of_users[name] = np.where(entered < 0, -1, codes)
        return self._of_users[name]


class _Funnel:
    """One funnel while its report is made."""

    def __init__(self, call: Call, owner: Property, now: Now) -> None:
        self.call = call
        self.owner = owner
        self.now = now
        self.steps = _read_steps(call)
        filtered: set[str] = set()
        self.passes = _read_dimension_filter(call.request, filtered)
        self.filtered = tuple(sorted(filtered))
        self.disturbances = Disturbances(call.world.policies)
        self.naming = call.world.policies["data_funnel_date_ranges"]

    def write_table(self, message: Any, reached: Mapping[str, _Range], breakdown: str, shown: int, limit: int) -> None:
        """Fill the sub report with completions and abandonments."""
        self._write_headers(message, [breakdown] if breakdown else [], reached, _METRICS)
        rows = []
        for index, step in enumerate(self.steps):
            for name, one in reached.items():
                for value in [_TOTAL, *one.largest(breakdown, shown)] if breakdown else [_TOTAL]:
                    key = [step.label, *([value] if breakdown else []), *self._named(name, reached)]
                    rows.append((key, self._amounts(one, breakdown, value, index)))
        _write_rows(message, rows[:limit])

    def write_visualization(self, message: Any, reached: Mapping[str, _Range], trended: bool, limit: int) -> None:
        """Fill the sub report with the users of each step, of each day if it is trended."""
        self._write_headers(message, ["date"] if trended else [], reached, _METRICS[:1])
        rows = []
        for index, step in enumerate(self.steps):
            for name, one in reached.items():
                for day in sorted(one.values("date")) if trended else [_TOTAL]:
                    users = one.users(one.walked.done[index], "date", day)
                    key = [step.label, *([day] if trended else []), *self._named(name, reached)]
                    if users or not trended:
                        rows.append((key, [self._estimated(users)]))
        _write_rows(message, rows[:limit])

    def write_next_actions(
        self, message: Any, reached: Mapping[str, _Range], action: str, most: int, limit: int
    ) -> None:
        """Fill the sub report with the users of each step, and of what they did right after it."""
        self._write_headers(message, [_NEXT], reached, _METRICS[:1])
        rows = []
        for index, step in enumerate(self.steps):
            for name, one in reached.items():
                total = len(one.walked.done[index])
                for value, users in [(_TOTAL, total), *one.next_actions(index, action, most)]:
                    rows.append(([step.label, value, *self._named(name, reached)], [self._estimated(users)]))
        _write_rows(message, rows[:limit])

    def _named(self, name: str, reached: Mapping[str, _Range]) -> list[str]:
        """The column that says which date range a row is of, where there are several."""
        if len(reached) == 1 or self.naming == "ABSENT":
            return []
        return [name if self.naming == "NAMES" else f"date_range_{list(reached).index(name)}"]

    def _estimated(self, users: int) -> float:
        """Users of a sample, as many as all would be."""
        return float(round(users * self.disturbances.factor))

    def _amounts(self, one: _Range, breakdown: str, value: str, index: int) -> list[float]:
        here = self._estimated(one.users(one.walked.done[index], breakdown, value))
        if index + 1 == len(self.steps):
            last = 1.0 if self.call.world.policies["data_funnel_last_step_rate"] == "ONE" and here else 0.0
            return [here, last, 0, 0]
        on = self._estimated(one.users(one.walked.went_on[index], breakdown, value))
        return [here, on / here if here else 0.0, here - on, (here - on) / here if here else 0.0]

    def _write_headers(
        self, message: Any, more: Iterable[str], reached: Mapping[str, _Range], metrics: Sequence[str]
    ) -> None:
        several = len(reached) > 1 and self.naming != "ABSENT"
        for name in (_STEP, *more, *([DATE_RANGE] if several else [])):
            message.dimension_headers.add(name=name)
        twice = len(metrics) > 1 and self.call.world.policies["data_funnel_headers"] == "TWICE"
        for name in [*metrics, *metrics] if twice else metrics:
            # the service calls the rates integers too
            fill(message.metric_headers.add(), name=name, type="TYPE_INTEGER")


def _write_rows(message: Any, rows: Iterable[tuple[Sequence[str], Sequence[float]]]) -> None:
    for key, amounts in rows:
        row = message.rows.add()
        for value in key:
            row.dimension_values.add(value=value)
        for amount in amounts:
            row.metric_values.add(value=metric_text(amount))

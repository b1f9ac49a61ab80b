"""RunFunnelReport (v1alpha): how many users pass each step.

A step's condition is asked of each event: a session reaches the step if one of its events meets it (so two event names
joined by "and" are met by none: inferred, the documents do not say). The series know no order in time within a session
and no event parameters; steps that need those are refused, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4.messages import fill
from microconv.emulator.ga4_data.access import hits_by_day, key_rules, profile, property_of
from microconv.emulator.ga4_data.cube import Query, active_users, tabulate
from microconv.emulator.ga4_data.dates import Now, read_ranges
from microconv.emulator.ga4_data.errors import not_emulated, refuse
from microconv.emulator.ga4_data.fields import DATE_RANGE, DIMENSIONS, find_dimension
from microconv.emulator.ga4_data.filters import Predicate, combine, compile_field, compile_filter
from microconv.emulator.ga4_data.methods.report import metric_text
from microconv.emulator.ga4_data.plan import DEFAULT_LIMIT, MAX_LIMIT, refuse_missing
from microconv.emulator.ga4_data.quotas import Ledger, estimate

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property
    from microconv.emulator.ga4_data.dates import DateRange
    from microconv.emulator.ga4_data.filters import Value

FUNNEL = "funnel"
_STEP = "funnelStepName"
_TOTAL = "RESERVED_TOTAL"
_METRICS = ("activeUsers", "funnelStepCompletionRate", "funnelStepAbandonments", "funnelStepAbandonmentRate")
_TRENDED = 2
_BREAKDOWN_LIMIT, _MAX_BREAKDOWN_LIMIT = 5, 15
_MAX_DEPTH = 50
#: Session-scoped dimensions and the day: a step's sessions in one of these are disjoint from those in another.
_CELL = ("date", "deviceCategory", "sessionDefaultChannelGroup")
Cells = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    passes: Predicate


def run_funnel_report(call: Call, ledger: Ledger) -> None:
    """One funnel: its table, and the visualization (by day for a trended one).

    Raises ApiError (INVALID_ARGUMENT) for what the service refuses, UNIMPLEMENTED for segments, next actions, parameter
    filters and steps in direct sequence or within a time; see also property_of and Ledger.check.
    """
    request = call.request
    owner = property_of(call, request.property)
    ledger.check(call, owner, FUNNEL)
    refuse_missing(request, ("segments", "funnel_next_action"))
    needed: set[str] = set(_CELL)
    steps = _read_steps(request, needed)
    extra = _read_dimension_filter(request, needed)
    breakdown, shown = _read_breakdown(request)
    if request.limit < 0:
        raise refuse(f"limit must be positive. The API received limit = {request.limit}")
    now = Now.of(call.world.clock.now(), owner.time_zone)
    ranges = read_ranges(request.date_ranges, now)
    table = _Table(call, owner, now, steps, extra, frozenset(needed))
    reached = {one.name: table.reached(one) for one in ranges}
    limit = min(request.limit or DEFAULT_LIMIT, MAX_LIMIT)
    table.write_table(call.response.funnel_table, reached, breakdown, shown, limit)
    trended = request.funnel_visualization_type == _TRENDED
    table.write_visualization(call.response.funnel_visualization, reached, trended, limit)
    call.response.kind = "analyticsData#runFunnelReport"
    fixed = call.world.policies.number("data_report_tokens")
    days = sum(one.days(now) for one in ranges)
    tokens = fixed if fixed > 0 else estimate(1 + bool(breakdown), len(_METRICS), days)
    ledger.spend(call, owner, FUNNEL, tokens)
    if request.return_property_quota:
        ledger.write(call, owner, FUNNEL, tokens, call.response.property_quota)


# ---- reading


def _read_steps(request: Any, needed: set[str]) -> list[_Step]:
    if not request.funnel.steps:
        raise refuse("The funnel must have at least one step.")
    steps = []
    for index, message in enumerate(request.funnel.steps):
        if message.is_directly_followed_by:
            raise not_emulated("funnel steps that directly follow each other")
        if message.HasField("within_duration_from_prior_step"):
            raise not_emulated("funnel steps within a duration from the prior step")
        passes = _compile(message.filter_expression, needed, 0)
        steps.append(_Step(f"{index + 1}. {message.name}", passes))
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
    name = find_dimension(message.breakdown_dimension.name).name
    if DIMENSIONS[name].scope != "session":
        raise not_emulated(f"funnel breakdowns by {name}")
    return name, limit


# ---- counting and writing


class _Table:
    """One funnel while its report is made."""

    def __init__(
        self,
        call: Call,
        owner: Property,
        now: Now,
        steps: Sequence[_Step],
        extra: Predicate | None,
        needed: frozenset[str],
    ) -> None:
        self._world = call.world
        self._now = now
        self._steps = steps
        self._extra = extra
        self._needed = needed
        self._open = call.request.funnel.is_open_funnel
        self._profile = profile(call.world, owner)
        self._rules = key_rules(owner)
        self._hits = hits_by_day(owner)

    def reached(self, one: DateRange) -> list[Cells]:
        """For each step the sessions that reach it, by day, device category and channel."""
        by_step: list[Cells] = []
        for step in self._steps:
            passes = step.passes if self._extra is None else combine([step.passes, self._extra], any_of=False)
            query = Query(_CELL, self._needed, passes)
            groups = tabulate(self._profile, self._rules, one.recorded(self._now), query, self._hits)
            cells = {key: group.sessions for key, group in groups.items()}
            if by_step and not self._open:
                before = by_step[-1]
                cells = {key: min(count, before.get(key, 0)) for key, count in cells.items()}
            by_step.append(cells)
        return by_step

    def write_table(
        self, message: Any, reached: Mapping[str, list[Cells]], breakdown: str, shown: int, limit: int
    ) -> None:
        """Fill the sub report with completions and abandonments."""
        self._write_headers(message, [breakdown] if breakdown else [], reached, _METRICS)
        rows = []
        for index, step in enumerate(self._steps):
            for name, cells in reached.items():
                for value in [_TOTAL, *_largest(cells, breakdown, shown)] if breakdown else [_TOTAL]:
                    users = [_users(one, breakdown, value) for one in cells]
                    key = [step.label, *([value] if breakdown else []), *([name] if len(reached) > 1 else [])]
                    rows.append((key, self._amounts(users, index)))
        _write_rows(message, rows[:limit])

    def write_visualization(self, message: Any, reached: Mapping[str, list[Cells]], trended: bool, limit: int) -> None:
        """Fill the sub report with the users of each step, of each day if it is trended."""
        self._write_headers(message, ["date"] if trended else [], reached, _METRICS[:1])
        rows = []
        for index, step in enumerate(self._steps):
            for name, cells in reached.items():
                days = sorted({key[0] for key in cells[index]}) if trended else [_TOTAL]
                for day in days:
                    users = _users(cells[index], "date", day)
                    key = [step.label, *([day] if trended else []), *([name] if len(reached) > 1 else [])]
                    rows.append((key, [float(users)]))
        _write_rows(message, rows[:limit])

    def _amounts(self, users: Sequence[int], index: int) -> list[float]:
        here = users[index]
        if index + 1 == len(users):
            last = 1.0 if self._world.policies["data_funnel_last_step_rate"] == "ONE" and here else 0.0
            return [here, last, 0, 0]
        on = min(users[index + 1], here)
        return [here, on / here if here else 0.0, here - on, (here - on) / here if here else 0.0]

    def _write_headers(
        self, message: Any, more: Iterable[str], reached: Mapping[str, list[Cells]], metrics: Sequence[str]
    ) -> None:
        for name in (_STEP, *more, *([DATE_RANGE] if len(reached) > 1 else [])):
            message.dimension_headers.add(name=name)
        twice = len(metrics) > 1 and self._world.policies["data_funnel_headers"] == "TWICE"
        for name in [*metrics, *metrics] if twice else metrics:
            # the service calls the rates integers too
            fill(message.metric_headers.add(), name=name, type="TYPE_INTEGER")


def _users(cells: Cells, dimension: str, value: str) -> int:
    place = _CELL.index(dimension) if value != _TOTAL else 0
    return active_users(sum(count for key, count in cells.items() if value in (_TOTAL, key[place])))


def _largest(cells: Sequence[Cells], breakdown: str, shown: int) -> list[str]:
    """The values with the most sessions in the first step that has any."""
    sums: dict[str, int] = {}
    for key, count in next((one for one in cells if one), {}).items():
        value = key[_CELL.index(breakdown)]
        sums[value] = sums.get(value, 0) + count
    return sorted(sums, key=lambda value: (-sums[value], value))[:shown]


def _write_rows(message: Any, rows: Iterable[tuple[Sequence[str], Sequence[float]]]) -> None:
    for key, amounts in rows:
        row = message.rows.add()
        for value in key:
            row.dimension_values.add(value=value)
        for amount in amounts:
            row.metric_values.add(value=metric_text(amount))

"""RunReport and BatchRunReports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from microconv.emulator.ga4_data.access import property_of
from microconv.emulator.ga4_data.dates import Now
from microconv.emulator.ga4_data.errors import refuse
from microconv.emulator.ga4_data.plan import read_plan
from microconv.emulator.ga4_data.quotas import CORE, Ledger, estimate
from microconv.emulator.ga4_data.table import Table

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property

MAX_BATCH = 5


def run_report(call: Call, ledger: Ledger) -> None:
    """One report.

    Raises ApiError; see property_of, Ledger.check and read_plan.
    """
    owner = property_of(call, call.request.property)
    ledger.check(call, owner, CORE)
    _serve(call, ledger, owner, call.request, call.response)


def batch_run_reports(call: Call, ledger: Ledger) -> None:
    """Up to five reports of one property. One that cannot be served fails them all.

    Raises ApiError for none or more than five, or another property in one of them; and as run_report does.
    """
    owner = property_of(call, call.request.property)
    ledger.check(call, owner, CORE)
    requests = call.request.requests
    _check_batch(requests, call.request.property)
    now = Now.of(call.world.clock.now(), owner.time_zone)
    for request in requests:
        read_plan(request, owner, now, call.world.policies)
    for request in requests:
        _serve(call, ledger, owner, request, call.response.reports.add())
    call.response.kind = "analyticsData#batchRunReports"


def _check_batch(requests: Sequence[Any], name: str) -> None:
    if not requests:
        raise refuse("The batchRunReportsRequest must contain at least one runReportRequest.")
    if len(requests) > MAX_BATCH:
        limit = f"Batch requests are limited to {MAX_BATCH} requests."
        raise refuse(f"{limit}\n  This batch request contains {len(requests)} requests.")
    for request in requests:
        if request.property not in ("", name):
            raise refuse(f"The property {request.property} differs from the batch's, {name}.")


def _serve(call: Call, ledger: Ledger, owner: Property, request: Any, response: Any) -> None:
    plan = read_plan(request, owner, Now.of(call.world.clock.now(), owner.time_zone), call.world.policies)
    Table(call, owner, plan).write(response)
    fixed = call.world.policies.number("data_report_tokens")
    tokens = fixed if fixed > 0 else estimate(len(request.dimensions), len(request.metrics), plan.days)
    ledger.spend(call, owner, CORE, tokens)
    if request.return_property_quota:
        ledger.write(call, owner, CORE, tokens, response.property_quota)

"""The gate that stops a run after three failures alike."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from microconv.core.errors import NOTHING_CHANGED, OUT_OF_DATE, ApiError, CredentialsError, Refusal, RefusedError
from microconv.core.plan import Action, Change, Plan
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Address
from microconv.core.text import Text
from microconv.fleet.finished import Finished
from microconv.fleet.gates import SameFailure
from microconv.reconcile.result import Result

CHANGE = Change(Action.UPDATE, Address("google_ads.conversion_action", "purchase"), (), ())
PLAN = Plan("aoi", (), (CHANGE,))


class Applied(NamedTuple):
    plan: Plan | None


def api_error(code: str) -> ApiError:
    return ApiError(api="google_ads", account="123", code=code, message="no")


def failed(code: str) -> Result:
    return Result(PLAN, (Outcome(CHANGE, Status.FAILED, error=api_error(code)),))


def ended(end: object, *, planned: bool = True) -> Finished[Any, Any]:
    task = Applied(PLAN if planned else None)
    return Finished(task, 0, error=end) if isinstance(end, Exception) else Finished(task, 0, end)  # type: ignore[arg-type]


OLD = RefusedError(OUT_OF_DATE, [Refusal("stale", Text("moved", "変更"))])
LIMIT = RefusedError(NOTHING_CHANGED, [Refusal("max-changes", Text("too many", "上限"))])
DONE = Result(PLAN, (Outcome(CHANGE, Status.APPLIED),))
NOTHING = Result(PLAN)


@pytest.mark.parametrize(
    ("ends", "code"),
    [
        ([api_error("A"), api_error("A"), api_error("A")], "A"),
        ([failed("A"), failed("B"), failed("A"), failed("B"), failed("A")], "A"),
        ([failed("A"), api_error("A"), NOTHING, failed("A")], "A"),
        ([OLD, OLD, OLD], "stale"),
        ([CredentialsError("no")] * 3, "CredentialsError"),
        ([failed("A"), failed("A"), DONE, failed("A"), failed("A")], ""),
        ([failed("A"), failed("B"), failed("C")], ""),
        ([LIMIT] * 9, ""),
    ],
)
def test_three_alike_without_a_change_between_stop_the_run(ends: list[object], code: str) -> None:
    gate = SameFailure()
    for end in ends:
        assert gate.against(PLAN) == ""
        gate.ended(ended(end))
    reason = f"the run was stopped: 3 clients failed in the same way, {code}" if code else ""
    assert gate.against(PLAN) == reason


def test_clients_of_which_there_is_no_plan_and_those_left_out_count_for_nothing() -> None:
    gate = SameFailure()
    for _ in range(5):
        gate.ended(ended(api_error("A"), planned=False))
        gate.ended(Finished(Applied(PLAN), 0, left_out=Text("no", "不可")))
    assert gate.against(PLAN) == ""

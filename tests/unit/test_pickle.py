"""Values that cross a process come back equal: accounts, clients, plans, results, audits, snapshots, every error."""

from __future__ import annotations

import datetime
import inspect
import multiprocessing
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from microconv import Plan, RefusedError, load_all
from microconv.audit.run import Choice
from microconv.clock import utc_now
from microconv.core import errors
from microconv.core.account_ids import Accounts, NamedAccounts
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.documents.snapshot import Snapshot
from microconv.core.errors import ApiError, MicroconvError, QuotaError, Refusal, SnapshotError
from microconv.core.frozen import FrozenDict
from microconv.core.months import Month
from microconv.core.planning.safety import Allow, Limits
from microconv.core.ports import Outcome, Status
from microconv.core.tags.visit import Visit
from microconv.fleet import tasks as tasks_of
from microconv.fleet.tasks import (
    audit,
    doctor,
    explain,
    funnel,
    import_,
    plan,
    report,
    review,
    roles,
    rollback,
    settle,
    snapshot,
    snippets,
    suggest,
    sync,
    tags,
    test_size,
    validate,
    values,
)
from microconv.loading import read_snapshot, take_snapshot
from microconv.monthly.funnels import FunnelChoice
from microconv.monthly.making import Reported
from microconv.reconcile.head import head_of
from microconv.reconcile.past import Run
from microconv.reconcile.result import Result
from microconv.report.build import build
from microconv.report.given import Given
from microconv.review.model import Scheme
from tests.strategies import action, ads, client, conversion, ga4, key_event, plan_of
from tests.unit.render.audits import real_audit
from tests.unit.render.review.made import roles_answer, sizes_answer, suggest_answer, values_answer
from tests.unit.render.review_page.sittings import sitting

CONFIGS = Path(__file__).parents[2] / "configs"
ADS = {"api": "google_ads", "account": "123-456-7890", "code": "QuotaError.RESOURCE_EXHAUSTED", "message": "too many"}
PROBLEM = Diagnostic(Severity.ERROR, "unknown-key", "there is no such key", span=Span("aoi.yaml", 3, 1))
FIELDS: dict[str, Any] = {
    **ADS,
    "request_id": "R1",
    "target": 'ga4.key_event["mv_cart"]',
    "field": "counting",
    "fields": ("counting", "value"),
    "hint": "wait",
    "repeatable": True,
    "retry_after_s": 2.5,
    "problems": [PROBLEM],
    "refusals": [Refusal("max-changes", "too many", "--max-changes 9")],
}


def again(item: Any) -> Any:
    return pickle.loads(pickle.dumps(item))


def whole() -> Plan:
    wanted = client(conversion("mv_cart", event="mv_cart"), conversion("mv_new"), goals=client().goals)
    return plan_of(wanted, action("mv_cart"), key_event("mv_cart"))


def result() -> Result:
    plan = whole()
    outcomes = tuple(Outcome(change, Status.FAILED, "R1", QuotaError(**ADS)) for change in plan.changes)
    return Result(plan, outcomes, after=plan, skipped=plan.changes, run="20261123T091501Z-abcdef")


CROSSING: dict[str, Callable[[], Any]] = {
    "accounts": lambda: Accounts("1234567890", "9998887777", "345678901", "G-1", manage_owner=True),
    "accounts without a config": lambda: NamedAccounts("Aoi", Accounts(property_id="345678901")),
    "client": lambda: client(conversion("mv_cart"), enhanced_measurement=FrozenDict({"scrolls": True})),
    "clients of the examples": lambda: [item.client for item in load_all([CONFIGS])],
    "plan": whole,
    "result": result,
    "audit": real_audit,
    "readings": lambda: (ads(action("mv_cart")), ga4(key_event("mv_cart"))),
    "head of a journal": lambda: head_of(whole(), client()),
    "problem": lambda: PROBLEM,
}


@pytest.mark.parametrize("what", CROSSING)
def test_it_comes_back_equal(what: str) -> None:
    item = CROSSING[what]()
    assert again(item) == item
    assert list(_mutable(again(item))) == list(_mutable(item))


def test_a_snapshot_comes_back_equal(live: Snapshot) -> None:
    assert again(live) == live
    assert hash(again(live)) == hash(live)
    assert live not in (read_snapshot([]), "text")


def test_a_plan_that_was_asked_things_before_comes_back_equal() -> None:
    plan = whole()
    assert (again(plan).fingerprint, again(plan).counts) == (plan.fingerprint, plan.counts)
    assert again(plan) == plan


def test_a_frozen_mapping_stays_frozen() -> None:
    frozen = again(FrozenDict({"a": 1}))
    assert (frozen, type(frozen)) == ({"a": 1}, FrozenDict)
    for change in (
        lambda: frozen.update(b=2),
        lambda: frozen.pop("a"),
        lambda: frozen.setdefault("b", 2),
        frozen.clear,
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
    with pytest.raises(TypeError):
        frozen["b"] = 2
    with pytest.raises(TypeError):
        del frozen["a"]
    with pytest.raises(TypeError):
        frozen |= {"b": 2}
    assert frozen == {"a": 1}


def _mutable(item: Any) -> Iterator[type]:
    """The types of the containers in a value, down to the last."""
    yield type(item)
    if is_dataclass(item):
        for one in fields(item):
            yield from _mutable(getattr(item, one.name))
    elif isinstance(item, tuple | list):
        for one in item:
            yield from _mutable(one)
    elif isinstance(item, dict):
        for one in item.values():
            yield from _mutable(one)


# ---- errors


def kinds(base: type[MicroconvError] = MicroconvError) -> list[type[MicroconvError]]:
    return [base, *(kind for below in base.__subclasses__() for kind in kinds(below))]


def made(kind: type[MicroconvError]) -> MicroconvError:
    """An error of a kind, with all that its `__init__` takes."""
    parameters = inspect.signature(kind).parameters
    given = {name: FIELDS[name] for name in parameters}
    positional = [given.pop(name) for name, one in parameters.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
    return kind(*positional, **given)


@pytest.mark.parametrize("kind", kinds())
def test_every_error_comes_back_with_all_its_fields(kind: type[MicroconvError]) -> None:
    error = made(kind)
    back = again(error)
    assert (type(back), back.args, str(back), vars(back)) == (kind, error.args, str(error), vars(error))
    assert (back == error, hash(back) == hash(error)) == (True, True)
    assert back != made(kind).__class__.__new__(kind, "another text")


def test_the_tree_is_whole() -> None:
    assert {kind.__name__ for kind in kinds()} >= {
        name for name, item in vars(errors).items() if inspect.isclass(item) and issubclass(item, MicroconvError)
    }


def test_errors_with_other_fields_are_not_equal() -> None:
    assert QuotaError(**ADS) == QuotaError(**ADS) != QuotaError(**{**ADS, "account": "1"})
    assert QuotaError(**ADS) != ApiError(**ADS)
    assert QuotaError(**ADS) != "text"


# ---- tasks and their answers


@pytest.fixture
def live(tmp_path: Path) -> Snapshot:
    path = tmp_path / "live.json"
    path.write_text(take_snapshot([ads(action("mv_cart")), ga4(key_event("mv_cart"))], utc_now()))
    return read_snapshot([path])


def past() -> Run:
    return Run(Path("x.jsonl"), replace(head_of(whole(), client()), run="r", at="2026-11-23"), ())


def tasks(live: Snapshot) -> list[Any]:
    named, limits, saved = NamedAccounts("Aoi", client().accounts), Limits(3, (Allow.MANY,)), whole()
    return [
        audit.AuditTask(named, Choice(("naming-*",)), live),
        doctor.DoctorTask((client(),)),
        explain.ExplainTask(client(), "mv_cart", live),
        funnel.FunnelTask(client(), FunnelChoice(("page",), closed=False), Path("reports"), Month(2026, 10)),
        import_.ImportTask(named, "Aoi", live=live),
        import_.ImportBelowTask(named),
        import_.UpdateTask(Path("aoi.yaml"), live),
        plan.PlanTask(client(), live),
        report.ReportTask(client(), Path("reports"), Month(2026, 10), refresh=True, audit=False, state=Path("state")),
        review.ReviewTask(client(), Path("reports"), Path("state")),
        roles.RolesTask(client()),
        rollback.RollbackTask(past(), limits),
        settle.SettleTask(past()),
        snapshot.SnapshotTask(named, measures=True),
        snippets.SnippetsTask(client()),
        suggest.SuggestTask(client()),
        sync.SyncTask(client(), limits, saved, datetime.timedelta(hours=1), Path("state")),
        sync.ApplyTask(client(), saved, limits),
        sync.FollowingTask(sync.SyncTask(client(), limits), saved),
        tags.TagsTask(client(), "mv_cart", Visit("https://www.example.com/", data=(("a", "1"),)), utc_now(), send=True),
        test_size.TestSizeTask(client(), 0.5),
        validate.ValidateTask((CONFIGS,)),
        values.ValuesTask(client(), Scheme.INCREMENTAL, paid=True, export=Path("export")),
    ]


def test_every_task_comes_back_equal(live: Snapshot) -> None:
    for task in tasks(live):
        assert again(task) == task


def test_no_task_is_forgotten(live: Snapshot) -> None:
    modules = [import_module(f"{tasks_of.__name__}.{one.name}") for one in iter_modules(tasks_of.__path__)]
    named = {name for module in modules for name in vars(module) if name.endswith("Task")}
    assert {type(task).__name__ for task in tasks(live)} == named


def test_answers_come_back_equal(live: Snapshot) -> None:
    wanted, named = client(conversion("mv_cart", event="mv_cart")), NamedAccounts("Aoi", client().accounts)
    answers = [
        explain.compute(explain.ExplainTask(wanted, "mv_cart", live), None, None),
        import_.compute(import_.ImportTask(named, live=live, propose="changes"), None, None),
        audit.compute(audit.AuditTask(wanted, Choice(), live), None, None),
        validate.compute(validate.ValidateTask((CONFIGS,))),
        Reported(build(wanted, Given(Month(2026, 10), "2026-11-03T00:00:00+09:00", "9.9")), Path("notes.md")),
        past(),
        values_answer(),
        roles_answer(),
        suggest_answer(),
        sizes_answer(),
        replace(sitting(), audit=real_audit()),
    ]
    for answer in answers:
        assert again(answer) == answer


# ---- a pool of processes


def test_one_client_fails_in_the_middle_and_the_others_arrive(live: Snapshot) -> None:
    elsewhere = {"customer_id": "5556667777", "property_id": ""}
    clients = [
        replace(client(conversion("mv_cart")), label="aoi"),
        replace(client(conversion("mv_cart"), **elsewhere), label="kuma"),  # of whose account nothing is known
        replace(client(conversion("mv_other")), label="umi"),
    ]
    work = [plan.PlanTask(one, live) for one in clients]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(plan.compute, task, None, None) for task in work]
        answers = [future.exception(60) or future.result() for future in futures]
    for task, answer in zip(work[::2], answers[::2], strict=True):
        here = plan.compute(task, None, None)
        assert replace(answer, plan=replace(answer.plan, made=here.plan.made)) == here
    with pytest.raises(SnapshotError) as error:
        plan.compute(work[1], None, None)
    assert answers[1] == error.value
    assert vars(answers[1]) == vars(error.value)


@pytest.mark.parametrize("kind", [QuotaError, RefusedError])
def test_an_error_keeps_its_fields_on_its_way_from_a_worker(kind: type[MicroconvError]) -> None:
    error = made(kind)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        back = pool.submit(exec, "raise error", {"error": error}).exception(60)  # workers cannot import these tests
    assert back == error
    assert vars(back) == vars(error)

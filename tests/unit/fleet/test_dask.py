"""Tasks on the workers of a Dask scheduler, by a stand-in of its client that runs them here, or loses them."""

from __future__ import annotations

import dataclasses
import pickle
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from distributed import KilledWorker

from microconv.cli.places import elsewhere
from microconv.core.errors import MicroconvError, RefusedError, WorkerLostError
from microconv.fleet import far
from microconv.fleet.dask import AGAIN, DaskExecutor, Workers
from microconv.fleet.engine import finished_each
from microconv.fleet.far import Order
from microconv.fleet.finished import Finished
from microconv.providers.request_limiter import Rate, RequestLimiter
from microconv.providers.tag_manager.client import limiter_path
from microconv.state_folder import state_folder


@dataclass(frozen=True)
class Reads:
    """A task that reads; `fails` is what it raises."""

    name: str
    fails: MicroconvError | None = None
    folder: Path | None = None


@dataclass(frozen=True)
class Writes(Reads):
    """A task that writes."""

    writes: ClassVar[bool] = True


@dataclass(frozen=True)
class Inner:
    """A task of a client that cannot be hashed, as one with mappings."""

    client: dict[str, str]
    state: Path


@dataclass(frozen=True)
class Agreed:
    """A task with a task in it."""

    task: Inner

    @property
    def client(self) -> dict[str, str]:
        return self.task.client


BEGUN: list[str] = []
"""The names of the tasks that were begun, in the order of time."""


def work(task: Reads) -> str:
    BEGUN.append(task.name)
    if task.fails:
        raise task.fails
    return f"{task.name} {task.folder or ''}".strip()


class There:
    """A future as Dask has it, already ended."""

    def __init__(self, status: str, answer: Any = None, error: BaseException | None = None) -> None:
        self.status, self._answer, self._error = status, answer, error

    def add_done_callback(self, heard: Callable[[Any], None]) -> None:
        threading.Thread(target=heard, args=(self,)).start()

    def result(self) -> Any:
        return self._answer

    def exception(self) -> BaseException | None:
        return self._error

    def cancel(self) -> None:
        """Too late."""


class Client:
    """Runs what it is given, sent through pickle. Of a task the first `lost` runs end with its worker.

    `begun`: a worker that is lost has begun its task.
    """

    def __init__(self, lost: dict[str, int] | None = None, *, twice: bool = False, begun: bool = True) -> None:
        self.status, self.given, self._begun = "running", 0, begun
        self._lost, self._twice = dict(lost or {}), twice

    def submit(self, fn: Callable[..., Any], *args: Any, key: str, pure: bool, retries: int, **kwargs: Any) -> There:
        assert (pure, retries) == (False, 0)
        self.given += 1
        sent = pickle.loads(pickle.dumps(partial(fn, *args, **kwargs)))
        (name,) = [one.name for one in args if isinstance(one, Reads)]
        if self._lost.get(name, 0):
            self._lost[name] -= 1
            if kwargs["once"] and self._begun:
                far.claim(args[0].claim_of(args[1]))
            return There("error", error=KilledWorker(key, None, 0))
        try:
            if self._twice:
                sent()
            return There("finished", sent())
        except far.BegunBeforeError as error:
            return There("error", error=error)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path))
    BEGUN.clear()
    return tmp_path


@pytest.fixture
def order() -> Iterator[Order]:
    made = Order.of("ab12", [])
    far.prepared(made)
    yield made
    far._settled.clear()


def ends(client: Client, order: Order, *tasks: Reads, once: bool | None = None) -> dict[str, Finished[Any, Any]]:
    executor = DaskExecutor(client, order, once=once)
    return {end.task.name: end for end in finished_each(tasks, work, executor=executor, jobs=2)}


def test_answers_and_errors_come_back(order: Order) -> None:
    refused = RefusedError("no", ())
    done = ends(Client(), order, Reads("a"), Writes("b"), Writes("c", refused))
    assert [done[one].answer for one in "abc"] == ["a", "b", None]
    assert done["c"].error == refused


def test_what_reads_is_begun_again_a_few_times(order: Order) -> None:
    client = Client({"a": AGAIN, "b": AGAIN + 1})
    done = ends(client, order, Reads("a"), Reads("b"), Reads("c"))
    assert (done["a"].answer, done["c"].answer) == ("a", "c")
    assert isinstance(done["b"].error, WorkerLostError)
    assert client.given == 2 * (AGAIN + 1) + 1


def test_what_writes_is_not_begun_again(order: Order) -> None:
    client = Client({"a": 1})
    done = ends(client, order, Writes("a"), Writes("b"))
    assert isinstance(done["a"].error, WorkerLostError)
    assert (done["b"].answer, client.given, BEGUN) == ("b", 2, ["b"])


def test_what_writes_and_no_worker_had_begun_is_not_unknown_and_nobody_begins_it_any_more(order: Order) -> None:
    done = ends(Client({"a": 1}, begun=False), order, Writes("a"), Writes("b"))
    assert (done["a"].error, done["a"].left_out.en) == (None, "its worker was lost before it began")
    assert (done["b"].answer, BEGUN) == ("b", ["b"])
    mine, _ = sorted(order.place(order.state).glob("*.begun"))
    with pytest.raises(far.BegunBeforeError):
        far.perform(order, mine.stem, work, Writes("a"), once=True)


def test_a_writing_command_says_so_and_a_reading_one_of_the_same_task_too(order: Order) -> None:
    assert isinstance(ends(Client({"a": 1}), order, Reads("a"), once=True)["a"].error, WorkerLostError)
    assert ends(Client({"a": 1}), order, Writes("a"), once=False)["a"].answer == "a"


def test_a_task_that_dask_begins_again_is_claimed(order: Order) -> None:
    done = ends(Client(twice=True), order, Writes("a"), Reads("b"))
    assert isinstance(done["a"].error, WorkerLostError)
    assert sorted(BEGUN) == ["a", "b", "b"]


def test_a_claim_that_cannot_be_made_begins_nothing(order: Order) -> None:
    far.tidied(order, under_way=False)
    far._settled[order.run] = far.NO_TEXT  # the folder went away after it was looked at
    assert isinstance(ends(Client(), order, Writes("a"))["a"].error, WorkerLostError)
    assert BEGUN == []


def test_without_a_scheduler_nothing_is_begun(order: Order) -> None:
    client = Client()
    client.status = "closed"
    done = ends(client, order, Reads("a"), Writes("b"))
    assert [end.left_out.en for end in done.values()] == ["there are no workers any more"] * 2


def test_what_is_under_way_is_given_up_without_workers(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(There, "add_done_callback", lambda self, heard: None)
    monkeypatch.setattr("microconv.fleet.dask.LOOK_S", 0.01)
    monkeypatch.setattr("microconv.fleet.dask.threads_of", lambda client: 0)
    workers, over = Workers(Client(), order, 1, once=True), threading.Event()
    future = workers.executor.submit(work, Writes("a"))
    watching = threading.Thread(target=workers.watch, args=(lambda: True, over, 0.05))
    watching.start()
    with pytest.raises(BaseException, match="there are no workers"):
        future.result(10)
    over.set()
    watching.join(10)
    assert (order.place(order.state) / "stop").exists()
    assert not workers.executor.under_way


# ---- workers that are not like the caller


@pytest.mark.parametrize("what", ["emulator", "state", "folder"])
def test_a_worker_that_is_not_alike_computes_nothing(
    what: str, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "emulator":
        order = dataclasses.replace(order, emulator="rest=https://127.0.0.1:1")
    elif what == "state":
        monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "another"))
    else:
        order = dataclasses.replace(order, folders=(tmp_path / "reports",))
    error = ends(Client(), order, Reads("a"))["a"].error
    assert str(error).startswith("MICROCONV_EMULATOR is" if what == "emulator" else "the worker does not share")
    assert BEGUN == []


def test_a_worker_without_a_folder_of_its_own_counts_requests_in_the_callers(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MICROCONV_STATE_DIR", "")  # taken back after the test, whatever the worker sets
    monkeypatch.delenv("MICROCONV_STATE_DIR")
    assert far.unfit(order) == ""
    rates = [Rate(1, 3600.0)]
    theirs = RequestLimiter(limiter_path(state_folder(), "project"), rates)
    ours = RequestLimiter(limiter_path(order.state, "project"), rates)
    assert theirs.acquire(0.0) == 0.0
    assert ours.acquire(0.0) is None


def test_paths_mean_the_same_on_a_worker(order: Order, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    task = Reads("a", folder=Path("reports"))
    assert ends(Client(), order, task)["a"].answer == f"a {tmp_path / 'reports'}"
    assert Order.of("r", [task]).folders == (tmp_path / "reports",)


def test_paths_of_tasks_within_a_task_are_those_of_the_run(tmp_path: Path) -> None:
    assert Order.of("r", [Agreed(Inner({}, tmp_path / "state"))]).folders == (tmp_path / "state",)


def test_a_run_leaves_nothing_behind_but_claims_of_what_is_under_way(order: Order, tmp_path: Path) -> None:
    far.claim(order.place(order.state) / "a.begun")
    far.tidied(order, under_way=True)
    assert sorted(one.name for one in order.place(order.state).iterdir()) == ["a.begun", "stop"]
    far.tidied(order, under_way=False)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


# ---- what can be sent


def test_only_a_partial_of_a_function_can_be_sent() -> None:
    assert elsewhere(partial(work, connections=None, events=None)) == (work, False)
    assert elsewhere(partial(work, connections=None, events=None, stop=bool)) == (work, True)
    for other in (work, lambda task: task, partial(work, Reads("a")), partial(work, other=1)):
        with pytest.raises(TypeError, match="cannot be computed by a worker"):
            elsewhere(other)
